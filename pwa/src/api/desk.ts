import { CountsParts } from './events';
import { graphql, type FragmentOf, type ResultOf } from './graphql';

/** The roll-up of a unit; ask for it only through this, so that no older one follows a newer one. */
export const UnitCountsParts = graphql(`
  fragment UnitCountsParts on UnitCounts {
    unit { id }
    people upcomingEvents confirmedToday waitingToday checkedInToday revision
  }
`);
export const UnitRow = graphql(
  `
    fragment UnitRow on Unit {
      id name level centre
      counts { ...UnitCountsParts }
    }
  `,
  [UnitCountsParts],
);
export const UnitWithChildren = graphql(
  `
    query UnitWithChildren($id: ID!) {
      unit(id: $id) {
        ...UnitRow
        parent { id name }
        ancestors { id name level }
        children { ...UnitRow }
      }
    }
  `,
  [UnitRow],
);
/** Only names: to choose a unit by going down the tree. */
export const UnitToChoose = graphql(`
  query UnitToChoose($id: ID!) {
    unit(id: $id) { id name level ancestors { id name level } children { id name level } }
  }
`);
export const LiveUnit = graphql(
  `
    subscription LiveUnit($unitId: ID!) {
      unitCounts(unitId: $unitId) { ...UnitCountsParts }
    }
  `,
  [UnitCountsParts],
);
export const DeskEvent = graphql(
  `
    fragment DeskEvent on Event {
      id title kind status place startsAt endsAt mayEdit toCall
      joinRules { minimum }
      unit { id name }
      team { id name }
      counts { ...CountsParts }
    }
  `,
  [CountsParts],
);
/** What may need a hand: what starts soon or runs, and the drafts of the coming days. */
export const DeskSoon = graphql(
  `
    query DeskSoon($community: String!, $within: ID, $soon: Time!, $week: Time!) {
      soon: events(community: $community, within: $within, status: PUBLISHED, to: $soon, first: 50) { edges { node { ...DeskEvent } } }
      later: events(community: $community, within: $within, status: PUBLISHED, from: $soon, to: $week, first: 50) { edges { node { ...DeskEvent } } }
      drafts: events(community: $community, within: $within, status: DRAFT, to: $week, first: 20) { edges { node { ...DeskEvent } } }
    }
  `,
  [DeskEvent],
);
export const DeskToday = graphql(
  `
    query DeskToday($community: String!, $within: ID, $from: Time!, $to: Time!) {
      events(community: $community, within: $within, from: $from, to: $to, first: 20) { edges { node { ...DeskEvent } } }
    }
  `,
  [DeskEvent],
);
export const DeskEvents = graphql(
  `
    query DeskEvents($community: String!, $within: ID, $status: EventStatus, $from: Time, $to: Time, $search: String, $after: Cursor) {
      events(community: $community, within: $within, status: $status, from: $from, to: $to, search: $search, first: 30, after: $after) {
        edges { node { ...DeskEvent } }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  `,
  [DeskEvent],
);
export type UnitRowData = FragmentOf<typeof UnitRow>;
export type UnitCountsData = FragmentOf<typeof UnitCountsParts>;
export type DeskEventData = FragmentOf<typeof DeskEvent>;
export type UnitData = NonNullable<ResultOf<typeof UnitWithChildren>['unit']>;
