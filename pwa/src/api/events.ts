import { graphql, type FragmentOf } from './graphql';

/** Ask for counts only through this: the guard keeps the newest snapshot whole. Places per shift are in `shifts`, never in `Shift.counts`. */
export const CountsParts = graphql(`
  fragment CountsParts on EventCounts {
    eventId revision capacity confirmed offered waitlisted checkedIn held
    shifts { shiftId capacity confirmed offered waitlisted checkedIn held }
  }
`);
export const MySignUpParts = graphql(`
  fragment MySignUpParts on SignUp {
    id status queuePosition offerExpiresAt checkedInAt checkedOutAt party
    person { id name }
    shift { id name startsAt endsAt }
  }
`);
export const EventCard = graphql(
  `
    fragment EventCard on Event {
      id title kind status place startsAt endsAt cancelReason
      unit { id name }
      team { id name }
      counts { ...CountsParts }
      mySignUps { ...MySignUpParts }
    }
  `,
  [CountsParts, MySignUpParts],
);
export const EventsPage = graphql(
  `
    query EventsPage($community: String!, $within: ID, $kind: EventKind, $to: Time, $search: String, $after: Cursor) {
      events(community: $community, within: $within, kind: $kind, to: $to, search: $search, first: 20, after: $after) {
        edges { node { ...EventCard } }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  `,
  [EventCard],
);
export const LiveCounts = graphql(
  `
    subscription LiveCounts($eventId: ID!) {
      eventCounts(eventId: $eventId) { ...CountsParts }
    }
  `,
  [CountsParts],
);
export type EventCardData = FragmentOf<typeof EventCard>;
export type CountsData = FragmentOf<typeof CountsParts>;
export type MySignUpData = FragmentOf<typeof MySignUpParts>;
