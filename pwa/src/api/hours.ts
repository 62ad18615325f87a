import { graphql, type FragmentOf, type ResultOf } from './graphql';

export const SourceParts = graphql(`
  fragment SourceParts on AttendanceSource {
    entryId method at recordedAt by device reason flags
  }
`);
export const CorrectionParts = graphql(`
  fragment CorrectionParts on Correction {
    id came went reason status askedBy createdAt decidedBy decidedAt note mayDecide
  }
`);
/** What the log says of one sign-up, and what was asked to be corrected. */
export const Hours = graphql(
  `
    query Hours($id: ID!) {
      node(id: $id) {
        __typename
        ... on SignUp {
          id minutes absentAt
          attendance {
            minutes
            spans { from to minutes came { ...SourceParts } left { ...SourceParts } }
            corrections { ...CorrectionParts }
          }
        }
      }
    }
  `,
  [SourceParts, CorrectionParts],
);
export const AskCorrection = graphql(
  `
    mutation AskCorrection($signUpId: ID!, $came: Time!, $went: Time!, $reason: String!) {
      askCorrection(signUpId: $signUpId, came: $came, went: $went, reason: $reason) { ...CorrectionParts }
    }
  `,
  [CorrectionParts],
);
/** What leads are asked to correct: with whose hours, and what they are now. */
export const Corrections = graphql(
  `
    query Corrections($status: CorrectionStatus!, $after: Cursor) {
      corrections(status: $status, first: 20, after: $after) {
        edges {
          node {
            ...CorrectionParts
            signUp {
              id minutes checkedInAt checkedOutAt
              person { id name }
              shift { id name startsAt endsAt }
              event { id title }
            }
          }
        }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  `,
  [CorrectionParts],
);
export const DecideCorrection = graphql(
  `
    mutation DecideCorrection($id: ID!, $approve: Boolean!, $note: String!) {
      decideCorrection(id: $id, approve: $approve, note: $note) { ...CorrectionParts signUp { id minutes checkedInAt checkedOutAt } }
    }
  `,
  [CorrectionParts],
);
/** How many wait for the viewer's decision. */
export const OpenCorrections = graphql(`
  query OpenCorrections {
    corrections(first: 20) { edges { node { id mayDecide } } totalCount }
  }
`);
export type SourceData = FragmentOf<typeof SourceParts>;
export type CorrectionData = FragmentOf<typeof CorrectionParts>;
export type AttendanceData = Extract<NonNullable<ResultOf<typeof Hours>['node']>, { __typename: 'SignUp' }>['attendance'];
export type CorrectionRowData = ResultOf<typeof Corrections>['corrections']['edges'][number]['node'];
