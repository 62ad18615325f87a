import { EventCard, MySignUpParts } from './events';
import { graphql, type ResultOf } from './graphql';

export const EventDetail = graphql(
  `
    query EventDetail($id: ID!) {
      event(id: $id) {
        ...EventCard
        description contactName contactPhone mayEdit mayLead
        community { id slug name timeZone }
        shifts { id name startsAt endsAt capacity kept { places until unit { id name } } }
        joinRules { opensAt closesAt withdrawUntil oneShift minAge maxAge skill minimum }
      }
    }
  `,
  [EventCard],
);
/** Where the reader and hers stand in an event, when others have moved. */
export const MyPlaces = graphql(
  `
    query MyPlaces($id: ID!) {
      event(id: $id) { id mySignUps { ...MySignUpParts } }
    }
  `,
  [MySignUpParts],
);
export type EventData = NonNullable<ResultOf<typeof EventDetail>['event']>;
