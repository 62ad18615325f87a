import { CountsParts } from './events';
import { graphql, type FragmentOf, type ResultOf } from './graphql';

export const WallEvent = graphql(
  `
    fragment WallEvent on Event {
      id title status place startsAt endsAt
      unit { id name }
      counts { ...CountsParts }
    }
  `,
  [CountsParts],
);
export const WallEvents = graphql(
  `
    query WallEvents($community: String!, $within: ID!, $from: Time!, $to: Time!) {
      events(community: $community, within: $within, from: $from, to: $to, first: 100) { edges { node { ...WallEvent } } totalCount }
    }
  `,
  [WallEvent],
);
export const ArrivalsChanged = graphql(`
  subscription ArrivalsChanged($unitId: ID!) {
    arrivalsChanged(unitId: $unitId) { unitId revision last { signUpId name eventId title shift at walkIn } }
  }
`);
export type WallEventData = FragmentOf<typeof WallEvent>;
export type ArrivalsData = ResultOf<typeof ArrivalsChanged>['arrivalsChanged'];
export type ArrivalData = ArrivalsData['last'][number];
