import type { ExecutionResult, GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';

export type Result = ExecutionResult<Record<string, unknown>>;
export type Problems = readonly GraphQLError[];

/**
 * How the socket is: `idle` with nothing to watch, `opening` for the first time, `down` while it is tried again, `polling` when that has gone on for so
 * long that plain queries stand in. `turn` counts the sockets of a leader: another one means that something may have been missed.
 */
export interface Condition {
  now: 'idle' | 'opening' | 'up' | 'down' | 'polling';
  turn: number;
}
/** Why the socket is to be tried sooner than planned. */
export type Hurry = 'tap' | 'online';

/** What a tab says to whichever leads; `since` is the revision it has of a feed of changes. */
export type ToLeader = { from: string } & (
  | { say: 'watch'; key: string; payload: SubscribePayload; since?: number | undefined }
  | { say: 'leave'; key: string }
  | { say: 'ask' | 'bye' }
  | { say: 'hurry'; why: Hurry }
);
/** What the leader says to all, or to one; a later leader has a higher term. */
export type ToTabs = { leader: string; term: number; to?: string | undefined } & (
  | { say: 'lead' | 'missed' }
  | { say: 'here'; known: boolean; condition: Condition }
  | { say: 'condition'; condition: Condition }
  | { say: 'next'; key: string; result: Result }
  | { say: 'over'; key: string; problems?: Problems | undefined }
);
export type Message = ToLeader | ToTabs;

/** What of BroadcastChannel is needed. */
export interface Channel {
  postMessage(m: Message): void;
  onmessage: ((e: MessageEvent<Message>) => unknown) | null;
  close(): void;
}

/** An operation that can be resumed: it sends changes, not states, and begins after the revision in `$since`. */
export const resumes = (payload: SubscribePayload): boolean => /\$since\b/.test(payload.query);

/** The revision that a result is of, if it names one. */
export function revisionOf(result: Result): number | undefined {
  const value = result.data && Object.values(result.data).find((v) => v !== null && typeof v === 'object');
  const revision = (value as { revision?: unknown } | undefined)?.revision;
  return typeof revision === 'number' ? revision : undefined;
}
/** What two operations share if they are the same: one subscription then serves both. */
export const keyOf = (payload: SubscribePayload): string => payload.query + JSON.stringify(payload.variables ?? {});
