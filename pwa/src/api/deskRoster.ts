import { CountsParts } from './events';
import { graphql, type FragmentOf, type ResultOf } from './graphql';
import { ExplanationParts, type ExplanationData } from './roster';

export const RosterRow = graphql(`
  fragment RosterRow on SignUp {
    id status queuePosition offerExpiresAt createdAt checkedInAt checkedOutAt absentAt minutes party reason walkIn toCall
    person { id name phone building { id name } }
    signedUpBy { id name }
    shift { id name startsAt endsAt }
  }
`);
export const RosterHead = graphql(
  `
    query RosterHead($id: ID!) {
      event(id: $id) {
        id title status place startsAt endsAt mayEdit mayLead toCall
        unit { id name }
        shifts { id name startsAt endsAt capacity kept { places until unit { id name } } }
        joinRules { minimum }
        counts { ...CountsParts }
        substitutes { id name }
      }
    }
  `,
  [CountsParts],
);
export const RosterPage = graphql(
  `
    query RosterPage($eventId: ID!, $shiftId: ID, $status: SignUpStatus, $search: String, $why: Boolean = false, $after: Cursor) {
      roster(eventId: $eventId, shiftId: $shiftId, status: $status, search: $search, first: 100, after: $after) {
        edges { node { ...RosterRow explanation @include(if: $why) { ...ExplanationParts } } }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  `,
  [RosterRow, ExplanationParts],
);
/** `since` is filled in when it is resumed: nobody else gives it. */
export const RosterLive = graphql(
  `
    subscription RosterLive($eventId: ID!, $since: Int) {
      rosterChanged(eventId: $eventId, since: $since) { eventId revision fresh partial counts { ...CountsParts } signUps { ...RosterRow } }
    }
  `,
  [CountsParts, RosterRow],
);
export const Candidates = graphql(`
  query Candidates($eventId: ID!, $search: String!) {
    candidates(eventId: $eventId, search: $search) { id name building { id name } }
  }
`);
export const SignUpOthers = graphql(
  `
    mutation SignUpOthers($shiftId: ID!, $people: [ID!], $key: ID) {
      signUp(shiftId: $shiftId, people: $people, key: $key) { ...RosterRow event { id counts { ...CountsParts } } }
    }
  `,
  [RosterRow, CountsParts],
);
export const RemoveSignUp = graphql(
  `
    mutation RemoveSignUp($signUpId: ID!, $reason: String!, $key: ID) {
      withdraw(signUpId: $signUpId, reason: $reason, key: $key) { ...RosterRow event { id counts { ...CountsParts } } }
    }
  `,
  [RosterRow, CountsParts],
);
export const NameSubstitute = graphql(`
  mutation NameSubstitute($eventId: ID!, $personId: ID!) {
    nameSubstitute(eventId: $eventId, personId: $personId) { id substitutes { id name } }
  }
`);
export const DropSubstitute = graphql(`
  mutation DropSubstitute($eventId: ID!, $personId: ID!) {
    dropSubstitute(eventId: $eventId, personId: $personId) { id substitutes { id name } }
  }
`);
export type RosterRowData = FragmentOf<typeof RosterRow>;
/** A row that may say why it is where it is. */
export type QueueRowData = RosterRowData & { explanation?: ExplanationData | undefined };
export type RosterEvent = NonNullable<ResultOf<typeof RosterHead>['event']>;
/** The tickets of those who have a place, for paper. */
export const RosterTickets = graphql(`
  query RosterTickets($eventId: ID!, $after: Cursor) {
    roster(eventId: $eventId, first: 100, after: $after) {
      edges { node { id ticket } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
