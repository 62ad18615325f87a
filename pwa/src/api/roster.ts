import { CountsParts, MySignUpParts } from './events';
import { graphql, type FragmentOf } from './graphql';

/** All that a ticket shows, so that it opens without a network once the list was seen. */
export const TicketParts = graphql(
  `
    fragment TicketParts on SignUp {
      ...MySignUpParts
      ticket reason walkIn createdAt
      signedUpBy { id name }
      event { id title place startsAt endsAt status cancelReason unit { id name } }
    }
  `,
  [MySignUpParts],
);
export const MySignUps = graphql(
  `
    query MySignUps($upcoming: Boolean!, $after: Cursor) {
      mySignUps(upcoming: $upcoming, first: 50, after: $after) {
        edges { node { ...TicketParts } }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  `,
  [TicketParts],
);
export const SignUpForShift = graphql(
  `
    mutation SignUpForShift($shiftId: ID!, $people: [ID!], $key: ID) {
      signUp(shiftId: $shiftId, people: $people, key: $key) {
        ...MySignUpParts
        event { id mySignUps { ...MySignUpParts } counts { ...CountsParts } }
      }
    }
  `,
  [MySignUpParts, CountsParts],
);
export const WithdrawSignUp = graphql(
  `
    mutation WithdrawSignUp($signUpId: ID!, $key: ID) {
      withdraw(signUpId: $signUpId, key: $key) {
        ...MySignUpParts
        event { id mySignUps { ...MySignUpParts } counts { ...CountsParts } }
      }
    }
  `,
  [MySignUpParts, CountsParts],
);
export const AnswerOffer = graphql(
  `
    mutation AnswerOffer($signUpId: ID!, $accept: Boolean!, $key: ID) {
      answerOffer(signUpId: $signUpId, accept: $accept, key: $key) {
        ...MySignUpParts
        event { id mySignUps { ...MySignUpParts } counts { ...CountsParts } }
      }
    }
  `,
  [MySignUpParts, CountsParts],
);
export type TicketData = FragmentOf<typeof TicketParts>;
