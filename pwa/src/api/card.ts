import { graphql, type ResultOf } from './graphql';

export const PersonCard = graphql(`
  query PersonCard($personId: ID!) {
    card(personId: $personId) { number ticket issuedAt expiresAt person { id name } }
  }
`);
export const IssueCard = graphql(`
  mutation IssueCard($personId: ID!) {
    issueCard(personId: $personId) { number ticket issuedAt expiresAt person { id name } }
  }
`);
export const WithdrawCard = graphql(`
  mutation WithdrawCard($personId: ID!) {
    withdrawCard(personId: $personId)
  }
`);
/** Of whom a lead or a secretary prints a card. */
export const CardHolder = graphql(`
  query CardHolder($id: ID!) {
    node(id: $id) { __typename ... on Person { id name building { id name } } }
  }
`);
export type CardData = NonNullable<ResultOf<typeof PersonCard>['card']>;
