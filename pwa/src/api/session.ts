import { graphql, type FragmentOf } from './graphql';

export const ViewerParts = graphql(`
  fragment ViewerParts on Person {
    id name phone
    memberships { role unit { id name level } }
    home { id name level ancestors { id name level } }
    actsFor { id name }
    teams { id name leads { id } }
    substituteFor { id }
    community { id slug name timeZone levelNames root { id name } }
  }
`);
export const Viewer = graphql(
  `
    query Viewer {
      viewer { ...ViewerParts }
    }
  `,
  [ViewerParts],
);
export const OpenCommunities = graphql(`
  query OpenCommunities {
    communities { id slug name timeZone levelNames root { id name } }
  }
`);
export type ViewerData = FragmentOf<typeof ViewerParts>;
