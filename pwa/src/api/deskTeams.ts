import { graphql, type FragmentOf } from './graphql';

export const TeamParts = graphql(`
  fragment TeamParts on Team {
    id name kind memberCount
    unit { id name }
    leads { id name }
  }
`);
export const Teams = graphql(
  `
    query Teams($community: String!, $after: Cursor) {
      community(slug: $community) {
        id
        teams(first: 50, after: $after) {
          edges { node { ...TeamParts } }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  `,
  [TeamParts],
);
export const TeamMembers = graphql(`
  query TeamMembers($id: ID!, $after: Cursor) {
    node(id: $id) {
      __typename
      ... on Team {
        id
        members(first: 50, after: $after) {
          edges { node { id name building { id name } } }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  }
`);
export const AddTeam = graphql(
  `
    mutation AddTeam($unitId: ID!, $name: String!, $kind: String!) {
      addTeam(unitId: $unitId, name: $name, kind: $kind) { ...TeamParts }
    }
  `,
  [TeamParts],
);
export const ChangeTeam = graphql(
  `
    mutation ChangeTeam($id: ID!, $name: String, $kind: String) {
      changeTeam(id: $id, name: $name, kind: $kind) { ...TeamParts }
    }
  `,
  [TeamParts],
);
export const SetTeamMember = graphql(
  `
    mutation SetTeamMember($teamId: ID!, $personId: ID!, $lead: Boolean!) {
      setTeamMember(teamId: $teamId, personId: $personId, lead: $lead) { ...TeamParts }
    }
  `,
  [TeamParts],
);
export const RemoveTeamMember = graphql(
  `
    mutation RemoveTeamMember($teamId: ID!, $personId: ID!) {
      removeTeamMember(teamId: $teamId, personId: $personId) { ...TeamParts }
    }
  `,
  [TeamParts],
);
export type TeamData = FragmentOf<typeof TeamParts>;
