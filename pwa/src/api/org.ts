import { graphql, type FragmentOf, type ResultOf } from './graphql';

export const RequestToJoin = graphql(`
  mutation RequestToJoin($community: String!, $name: String!, $building: String!, $phone: String!) {
    requestToJoin(community: $community, name: $name, building: $building, phone: $phone)
  }
`);
export const Household = graphql(`
  query Household {
    viewer { id name home { id name ancestors { id name } } actsFor { id name building { id name } } actedForBy { id name } }
  }
`);

export const PersonParts = graphql(`
  fragment PersonParts on Person {
    id name phone birthYear skills
    memberships { role unit { id name level } }
    home { id name level ancestors { id name level } }
    building { id name }
    actsFor { id name building { id name } }
    actedForBy { id name building { id name } }
    teams { id name leads { id } }
  }
`);
export const PersonRow = graphql(`
  fragment PersonRow on Person {
    id name phone
    memberships { role unit { id name level } }
    home { id name }
    building { id name }
  }
`);
export const PersonDetail = graphql(
  `
    query PersonDetail($id: ID!) {
      node(id: $id) { __typename ... on Person { ...PersonParts } }
    }
  `,
  [PersonParts],
);
export const UnitPeople = graphql(
  `
    query UnitPeople($id: ID!, $subtree: Boolean!, $search: String, $role: Role, $after: Cursor) {
      unit(id: $id) {
        id
        people(subtree: $subtree, search: $search, role: $role, first: 50, after: $after) {
          edges { node { ...PersonRow } }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  `,
  [PersonRow],
);
export const FindPeople = graphql(`
  query FindPeople($id: ID!, $search: String!) {
    unit(id: $id) { id people(subtree: true, search: $search, first: 20) { edges { node { id name building { id name } home { id name } } } } }
  }
`);
export const AddUnit = graphql(`
  mutation AddUnit($parentId: ID!, $name: String!, $centre: Boolean!) {
    addUnit(parentId: $parentId, name: $name, centre: $centre) { id name level centre parent { id } }
  }
`);
export const ChangeUnit = graphql(`
  mutation ChangeUnit($id: ID!, $name: String, $centre: Boolean) {
    changeUnit(id: $id, name: $name, centre: $centre) { id name centre }
  }
`);
export const MoveUnit = graphql(`
  mutation MoveUnit($id: ID!, $parentId: ID!) {
    moveUnit(id: $id, parentId: $parentId) { id ancestors { id name level } parent { id name } }
  }
`);
export const RemoveUnit = graphql(`
  mutation RemoveUnit($id: ID!) {
    removeUnit(id: $id)
  }
`);
export const AddPerson = graphql(
  `
    mutation AddPerson($input: AddPersonInput!) {
      addPerson(input: $input) { ...PersonRow }
    }
  `,
  [PersonRow],
);
export const ChangePerson = graphql(
  `
    mutation ChangePerson($id: ID!, $input: ChangePersonInput!) {
      changePerson(id: $id, input: $input) { ...PersonParts }
    }
  `,
  [PersonParts],
);
export const GrantRole = graphql(
  `
    mutation GrantRole($personId: ID!, $unitId: ID!, $role: Role!) {
      grantRole(personId: $personId, unitId: $unitId, role: $role) { ...PersonParts }
    }
  `,
  [PersonParts],
);
export const RevokeRole = graphql(
  `
    mutation RevokeRole($personId: ID!, $unitId: ID!, $role: Role!) {
      revokeRole(personId: $personId, unitId: $unitId, role: $role) { ...PersonParts }
    }
  `,
  [PersonParts],
);
export const AddProxy = graphql(`
  mutation AddProxy($holderId: ID!, $personId: ID!) {
    addProxy(holderId: $holderId, personId: $personId) { id }
  }
`);
export const RemoveProxy = graphql(`
  mutation RemoveProxy($holderId: ID!, $personId: ID!) {
    removeProxy(holderId: $holderId, personId: $personId) { id }
  }
`);
export const RevealPhone = graphql(`
  mutation RevealPhone($personId: ID!, $reason: String!) {
    revealPhone(personId: $personId, reason: $reason)
  }
`);
export const IssueInvitation = graphql(`
  mutation IssueInvitation($personId: ID!) {
    issueInvitation(personId: $personId) { url expiresAt person { id name } }
  }
`);
export const JoinRequests = graphql(`
  query JoinRequests($within: ID!, $after: Cursor) {
    joinRequests(within: $within, first: 20, after: $after) {
      edges { node { id name building phone status createdAt unit { id name level ancestors { id name level } } } }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);
export const ApproveJoin = graphql(`
  mutation ApproveJoin($id: ID!, $unitId: ID!) {
    approveJoin(id: $id, unitId: $unitId) { id name }
  }
`);
export const DeclineJoin = graphql(`
  mutation DeclineJoin($id: ID!, $reason: String!) {
    declineJoin(id: $id, reason: $reason)
  }
`);
export const OfferRules = graphql(`
  query OfferRules($slug: String!) {
    community(slug: $slug) { id offerRules { daysAhead dayBefore sameDay atOnce nightFrom nightUntil passedOver } }
  }
`);
export const ChangeOfferRules = graphql(`
  mutation ChangeOfferRules($communityId: ID!, $input: OfferRulesInput!) {
    changeOfferRules(communityId: $communityId, input: $input) { id offerRules { daysAhead dayBefore sameDay atOnce nightFrom nightUntil passedOver } }
  }
`);
export type PersonData = FragmentOf<typeof PersonParts>;
export type PersonRowData = FragmentOf<typeof PersonRow>;
/** Somebody as a list to choose from shows them. */
export interface Found {
  id: string;
  name: string;
  building?: { name: string } | null;
  home?: { name: string } | null;
}
export type OfferRulesData = NonNullable<ResultOf<typeof OfferRules>['community']>['offerRules'];
