import { RosterRow } from './deskRoster';
import { CountsParts } from './events';
import { graphql } from './graphql';

/** What the door offers a lead to choose from. */
export const DoorEvents = graphql(
  `
    query DoorEvents($after: Cursor) {
      doorEvents(first: 20, after: $after) {
        edges { node { id title place startsAt endsAt status counts { ...CountsParts } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [CountsParts],
);
/** One batch from this phone; each entry answers for itself. */
export const CheckIn = graphql(
  `
    mutation CheckIn($input: [CheckInInput!]!) {
      checkIn(input: $input) {
        id accepted warnings
        signUp { ...RosterRow event { id counts { ...CountsParts } } }
      }
    }
  `,
  [RosterRow, CountsParts],
);
