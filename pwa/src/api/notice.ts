import { graphql, type FragmentOf } from './graphql';

export const NoticeParts = graphql(`
  fragment NoticeParts on Notice {
    id kind reason createdAt readAt
    event { id title startsAt place }
    signUp { id status queuePosition offerExpiresAt }
    about { id name }
    actor { id name }
  }
`);
export const Inbox = graphql(
  `
    query Inbox($after: Cursor) {
      inbox(first: 20, after: $after) {
        edges { node { ...NoticeParts } }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  `,
  [NoticeParts],
);
export const InboxChanged = graphql(
  `
    subscription InboxChanged {
      inboxChanged { unread latest { ...NoticeParts } }
    }
  `,
  [NoticeParts],
);
export const ReadNotices = graphql(`
  mutation ReadNotices($upTo: ID!) {
    readNotices(upTo: $upTo)
  }
`);
export type NoticeData = FragmentOf<typeof NoticeParts>;
