import type { AnyVariables, CombinedError, TypedDocumentNode } from '@urql/core';
import { untrack } from 'svelte';
import { api } from './client.svelte';
import { live } from './live.svelte';
import { failureOf } from './query.svelte';

export interface Connection<N> {
  edges: { node: N }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}
export interface Pages<N> {
  readonly rows: N[];
  readonly fetching: boolean;
  readonly error: CombinedError | undefined;
  readonly more: boolean;
  readonly stale: boolean;
  next(): void;
  again(): void;
}

/** A list in pages, each alive in the cache. `wanted` keeps how many pages were open, so that coming back finds the same place. */
export function pages<D, V extends AnyVariables & { after?: string | null }, N>(
  doc: TypedDocumentNode<D, V>,
  vars: () => Omit<V, 'after'> | null,
  pick: (data: D) => Connection<N>,
  wanted: { n: number } = { n: 1 },
): Pages<N> {
  let parts = $state.raw<{ conn: Connection<N>; stale: boolean }[]>([]);
  let error = $state.raw<CombinedError | undefined>();
  let fetching = $state(true);
  let turn = $state(0);
  let subs: { unsubscribe(): void }[] = [];
  let last = '';
  const open = (v: Omit<V, 'after'>, i: number, after: string | null) => {
    let cursor: string | null = null;
    subs[i] = api.client.query(doc, { ...v, after } as unknown as V, { requestPolicy: 'cache-and-network' }).subscribe((r) => {
      fetching = false;
      error = failureOf(r);
      if (!r.data) return;
      const conn = pick(r.data);
      parts = [...parts.slice(0, i), { conn, stale: !!r.stale }, ...parts.slice(i + 1)];
      const end = conn.pageInfo.hasNextPage ? (conn.pageInfo.endCursor ?? null) : null;
      if (end === cursor) return;
      cursor = end;
      for (const s of subs.splice(i + 1)) s.unsubscribe();
      if (end === null) parts = parts.slice(0, i + 1);
      else if (i + 1 < wanted.n) open(v, i + 1, end);
    });
  };
  $effect(() => {
    void live.turn;
    void turn;
    const v = vars();
    if (!v) return;
    const name = JSON.stringify(v);
    untrack(() => {
      if (last && name !== last) wanted.n = 1;
      if (name !== last) parts = [];
      if (!parts.length) fetching = true;
      last = name;
      open(v, 0, null);
    });
    return () => {
      for (const s of subs) s.unsubscribe();
      subs = [];
    };
  });
  return {
    get rows() {
      return parts.flatMap((p) => p.conn.edges.map((e) => e.node));
    },
    get fetching() {
      return fetching;
    },
    get error() {
      return error;
    },
    get more() {
      return parts.at(-1)?.conn.pageInfo.hasNextPage ?? false;
    },
    get stale() {
      return parts.some((p) => p.stale);
    },
    next() {
      const end = parts.at(-1)?.conn.pageInfo;
      const v = untrack(vars);
      if (fetching || !v || !end?.hasNextPage || !end.endCursor || subs.length > parts.length) return;
      wanted.n = parts.length + 1;
      fetching = true;
      open(v, parts.length, end.endCursor);
    },
    again: () => turn++,
  };
}
