import { CountsParts } from './events';
import { DoorEventParts } from './door';
import { graphql, type ResultOf } from './graphql';

/** What a tablet at the entrance shows. */
export const KioskView = graphql(
  `
    query KioskView($eventId: ID!) {
      kiosk(eventId: $eventId) {
        event { ...DoorEventParts }
        counts { ...CountsParts }
        venue { epoch secret step }
        code { code }
        now
        last { signUpId name shift at walkIn }
      }
    }
  `,
  [CountsParts, DoorEventParts],
);
export type KioskData = ResultOf<typeof KioskView>['kiosk'];
