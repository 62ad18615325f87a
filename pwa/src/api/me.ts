import { graphql } from './graphql';

/** What the community has recorded of the reader beside her name and her phone; a secretary changes it. */
export const MyRecord = graphql(`
  query MyRecord {
    viewer { id birthYear skills }
  }
`);
