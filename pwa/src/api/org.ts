import { graphql } from './graphql';

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
