import { CountsParts } from './events';
import { graphql, type FragmentOf, type ResultOf } from './graphql';

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
export const DoorEventParts = graphql(`
  fragment DoorEventParts on DoorEvent {
    id title place startsAt endsAt status timeZone
    shifts { id name startsAt endsAt capacity }
  }
`);
export const DoorRowParts = graphql(`
  fragment DoorRowParts on DoorRow {
    signUpId personId number name phoneTail search shiftId status walkIn checkedInAt checkedOutAt absentAt card revision
  }
`);
/** What a phone stores of an event: whole, or what changed since. */
export const DoorRoster = graphql(
  `
    query DoorRoster($eventId: ID!, $since: Int, $after: Cursor) {
      doorRoster(eventId: $eventId, since: $since, after: $after) {
        event { ...DoorEventParts }
        counts { ...CountsParts }
        revision fresh next now deleteAt
        rows { ...DoorRowParts }
        keys { number key endsAt }
        venue { epoch secret step }
      }
    }
  `,
  [CountsParts, DoorEventParts, DoorRowParts],
);
/** Wakes a door that may watch: what changed is then read as a part of the roster. */
export const DoorCounts = graphql(
  `
    subscription DoorCounts($eventId: ID!) {
      eventCounts(eventId: $eventId) { ...CountsParts }
    }
  `,
  [CountsParts],
);
/** How many only a call reaches; for leads. */
export const DoorCalls = graphql(`
  query DoorCalls($id: ID!) {
    event(id: $id) { id toCall }
  }
`);
/** What a lead should look at, as the server has it. */
export const DoorTodos = graphql(`
  query DoorTodos($eventId: ID!) {
    doorTodos(eventId: $eventId, first: 50) {
      edges { node { id entryId flags method direction at countedAt name phoneTail shift by device } }
      totalCount
    }
  }
`);
export const SettleTodo = graphql(`
  mutation SettleTodo($id: ID!) {
    settleTodo(id: $id) { id doneAt }
  }
`);
export const ConfirmWipe = graphql(`
  mutation ConfirmWipe {
    confirmWipe
  }
`);
export type DoorEventData = FragmentOf<typeof DoorEventParts>;
export type DoorRowData = FragmentOf<typeof DoorRowParts>;
export type DoorRosterData = ResultOf<typeof DoorRoster>['doorRoster'];
