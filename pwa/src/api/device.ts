import { DoorEventParts } from './door';
import { graphql, type FragmentOf, type ResultOf } from './graphql';

export const DeviceParts = graphql(`
  fragment DeviceParts on Device {
    id eventId kind state name agent issuedBy createdAt claimedAt seenAt expiresAt revokedAt rosterAt wipedAt clockOffset pin
  }
`);
/** The devices of an event's door, and what the event is called. */
export const DoorDevices = graphql(
  `
    query DoorDevices($eventId: ID!) {
      event(id: $eventId) { id title startsAt endsAt mayLead }
      doorDevices(eventId: $eventId) { ...DeviceParts }
    }
  `,
  [DeviceParts],
);
export const IssueDevice = graphql(
  `
    mutation IssueDevice($eventId: ID!, $kind: DeviceKind!, $name: String!) {
      issueDevice(eventId: $eventId, kind: $kind, name: $name) { url expiresAt device { ...DeviceParts } }
    }
  `,
  [DeviceParts],
);
export const RevokeDevice = graphql(
  `
    mutation RevokeDevice($id: ID!) {
      revokeDevice(id: $id) { ...DeviceParts }
    }
  `,
  [DeviceParts],
);
/** What a link would make of this phone; it uses nothing up. */
export const DeviceOffer = graphql(`
  query DeviceOffer($token: String!) {
    deviceOffer(token: $token) { kind name state expiresAt event { id title place startsAt endsAt timeZone } }
  }
`);
export const ClaimDevice = graphql(
  `
    mutation ClaimDevice($token: String!) {
      claimDevice(token: $token) {
        token
        event { ...DoorEventParts }
        device { id eventId kind name pin expiresAt }
      }
    }
  `,
  [DoorEventParts],
);
export type DeviceData = FragmentOf<typeof DeviceParts>;
export type DeviceLinkData = ResultOf<typeof IssueDevice>['issueDevice'];
