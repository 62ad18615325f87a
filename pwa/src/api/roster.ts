import { CountsParts, MySignUpParts } from './events';
import { graphql, type FragmentOf, type ResultOf } from './graphql';

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
/** Why a sign-up is where it is; in words through `QueueWords`. */
export const ExplanationParts = graphql(`
  fragment ExplanationParts on Explanation {
    rule ahead mustFree asked free passedOver passedOverMost
    kept { places until unit { id name } }
  }
`);
/** One line of `History`. */
export const StepParts = graphql(`
  fragment StepParts on Step {
    at kind reason asked free until
    by { id name }
  }
`);
/** All about one sign-up; the list's fields among them, so that the page opens from what is stored. */
export const SignUpDetail = graphql(
  `
    query SignUpDetail($id: ID!) {
      node(id: $id) {
        __typename
        ... on SignUp {
          ...TicketParts
          explanation { ...ExplanationParts }
          history { ...StepParts }
          clash { id status person { id name } shift { id name startsAt endsAt } event { id title } }
          event {
            id contactName contactPhone
            joinRules { oneShift withdrawUntil }
            shifts { id name startsAt endsAt capacity }
            counts { ...CountsParts }
            mySignUps { ...MySignUpParts }
          }
        }
      }
    }
  `,
  [TicketParts, ExplanationParts, StepParts, CountsParts, MySignUpParts],
);
export const MoveSignUp = graphql(
  `
    mutation MoveSignUp($signUpId: ID!, $shiftId: ID!, $key: ID) {
      moveSignUp(signUpId: $signUpId, shiftId: $shiftId, key: $key) {
        ...MySignUpParts
        event { id mySignUps { ...MySignUpParts } counts { ...CountsParts } }
      }
    }
  `,
  [MySignUpParts, CountsParts],
);
export type TicketData = FragmentOf<typeof TicketParts>;
export type ExplanationData = FragmentOf<typeof ExplanationParts>;
export type StepData = FragmentOf<typeof StepParts>;
export type SignUpDetailData = Extract<NonNullable<ResultOf<typeof SignUpDetail>['node']>, { __typename: 'SignUp' }>;
