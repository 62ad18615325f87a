import { graphql } from './graphql';

export const LogInWays = graphql(`
  query LogInWays {
    logInWays { code founding }
  }
`);
export const RequestLoginCode = graphql(`
  mutation RequestLoginCode($phone: String!) {
    requestLoginCode(phone: $phone)
  }
`);
export const LogIn = graphql(`
  mutation LogIn($phone: String!, $code: String!) {
    logIn(phone: $phone, code: $code) { person { id name } people { id name } }
  }
`);
export const ChoosePerson = graphql(`
  mutation ChoosePerson($personId: ID!) {
    choosePerson(personId: $personId) { person { id name } }
  }
`);
export const AcceptInvitation = graphql(`
  mutation AcceptInvitation($token: String!) {
    acceptInvitation(token: $token) { person { id name } people { id name } }
  }
`);
export const FoundCommunity = graphql(`
  mutation FoundCommunity($token: String!, $name: String!, $slug: String!, $secretaryName: String!, $secretaryPhone: String!, $levels: [String!]) {
    foundCommunity(token: $token, name: $name, slug: $slug, secretaryName: $secretaryName, secretaryPhone: $secretaryPhone, levels: $levels) {
      person { id name }
    }
  }
`);
export const LogOut = graphql(`
  mutation LogOut {
    logOut
  }
`);
export const Sessions = graphql(`
  query Sessions {
    sessions { id device createdAt seenAt expiresAt current }
  }
`);
export const RevokeSession = graphql(`
  mutation RevokeSession($id: ID!) {
    revokeSession(id: $id)
  }
`);
