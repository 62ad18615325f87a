import { CountsParts } from './events';
import { graphql, type FragmentOf } from './graphql';

/** All that the form of an event holds. */
export const EditParts = graphql(
  `
    fragment EditParts on Event {
      id title kind status description place startsAt endsAt contactName contactPhone cancelReason mayEdit mayLead toCall
      unit { id name level }
      team { id name }
      shifts { id name startsAt endsAt capacity kept { places until unit { id name } } }
      joinRules { opensAt closesAt withdrawUntil oneShift minAge maxAge skill minimum }
      counts { ...CountsParts }
    }
  `,
  [CountsParts],
);
export const EventToEdit = graphql(
  `
    query EventToEdit($id: ID!) {
      event(id: $id) { ...EditParts }
    }
  `,
  [EditParts],
);
export const CreateEvent = graphql(
  `
    mutation CreateEvent($input: CreateEventInput!) {
      createEvent(input: $input) { ...EditParts }
    }
  `,
  [EditParts],
);
export const PublishEvent = graphql(
  `
    mutation PublishEvent($id: ID!) {
      publishEvent(id: $id) { ...EditParts }
    }
  `,
  [EditParts],
);
export const ChangeEvent = graphql(
  `
    mutation ChangeEvent($id: ID!, $input: ChangeEventInput!) {
      changeEvent(id: $id, input: $input) { ...EditParts }
    }
  `,
  [EditParts],
);
export const RemoveShift = graphql(
  `
    mutation RemoveShift($id: ID!) {
      removeShift(id: $id) { ...EditParts }
    }
  `,
  [EditParts],
);
export const CopyEvent = graphql(
  `
    mutation CopyEvent($id: ID!, $startsAt: Time!) {
      copyEvent(id: $id, startsAt: $startsAt) { ...EditParts }
    }
  `,
  [EditParts],
);
export const CancelEvent = graphql(
  `
    mutation CancelEvent($id: ID!, $reason: String!) {
      cancelEvent(id: $id, reason: $reason) { ...EditParts }
    }
  `,
  [EditParts],
);
export type EditData = FragmentOf<typeof EditParts>;
