import { RosterRow } from './deskRoster';
import { CountsParts } from './events';
import { graphql } from './graphql';
import { ExplanationParts, StepParts } from './roster';

/** A row with all that its change may have moved. */
export const MovedParts = graphql(
  `
    fragment MovedParts on SignUp {
      ...RosterRow
      event { id toCall shifts { id capacity } counts { ...CountsParts } }
    }
  `,
  [RosterRow, CountsParts],
);
/** One sign-up whole: why it is where it is, and all that happened to it. */
export const RosterSignUp = graphql(
  `
    query RosterSignUp($id: ID!) {
      node(id: $id) {
        __typename
        ... on SignUp {
          id
          explanation { ...ExplanationParts }
          history { ...StepParts }
        }
      }
    }
  `,
  [ExplanationParts, StepParts],
);
/** Whom nothing but a call reaches. */
export const CallList = graphql(
  `
    query CallList($eventId: ID!, $after: Cursor) {
      roster(eventId: $eventId, toCall: true, first: 50, after: $after) {
        edges { node { ...RosterRow } }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [RosterRow],
);
export const MarkCalled = graphql(
  `
    mutation MarkCalled($signUpId: ID!) {
      markCalled(signUpId: $signUpId) { ...MovedParts }
    }
  `,
  [MovedParts],
);
export const MoveUp = graphql(
  `
    mutation MoveUp($signUpId: ID!, $reason: String!, $key: ID) {
      moveUp(signUpId: $signUpId, reason: $reason, key: $key) { ...MovedParts }
    }
  `,
  [MovedParts],
);
export const ConfirmSignUp = graphql(
  `
    mutation ConfirmSignUp($signUpId: ID!, $reason: String!, $key: ID) {
      confirmSignUp(signUpId: $signUpId, reason: $reason, key: $key) { ...MovedParts }
    }
  `,
  [MovedParts],
);
export const MoveOnRoster = graphql(
  `
    mutation MoveOnRoster($signUpId: ID!, $shiftId: ID!, $reason: String, $key: ID) {
      moveSignUp(signUpId: $signUpId, shiftId: $shiftId, reason: $reason, key: $key) { ...MovedParts }
    }
  `,
  [MovedParts],
);
export const AddPlaces = graphql(
  `
    mutation AddPlaces($shiftId: ID!, $places: Int!, $reason: String!, $key: ID) {
      addPlaces(shiftId: $shiftId, places: $places, reason: $reason, key: $key) { id capacity event { id counts { ...CountsParts } } }
    }
  `,
  [CountsParts],
);
