import { CombinedError, type AnyVariables, type OperationResult, type RequestPolicy, type TypedDocumentNode } from '@urql/core';
import { untrack } from 'svelte';
import { api } from './client.svelte';
import { live } from './live.svelte';

export interface Query<D> {
  readonly data: D | undefined;
  readonly error: CombinedError | undefined;
  /** nothing to show yet */
  readonly fetching: boolean;
  /** shown from the cache while the server is asked */
  readonly stale: boolean;
  /** the server has answered since this was first asked for; it stays so while it is asked again */
  readonly fresh: boolean;
  /** asks again, past the cache */
  again(): void;
}
interface Seen<D> {
  data?: D | undefined;
  error?: CombinedError | undefined;
  fetching: boolean;
  stale: boolean;
  fresh?: boolean;
}

/** Without a network the cache answers what it does not hold with nothing at all: that is a failure too, not an empty list. */
export function failureOf(r: OperationResult): CombinedError | undefined {
  return r.error ?? (r.data || r.stale ? undefined : new CombinedError({ networkError: new Error('not stored') }));
}

/** A query that follows its variables and the cache. Call it while a component is being set up; `null` variables: not now. */
export function query<D, V extends AnyVariables>(doc: TypedDocumentNode<D, V>, vars: () => V | null, policy: RequestPolicy = 'cache-and-network'): Query<D> {
  let seen = $state.raw<Seen<D>>({ fetching: true, stale: false });
  let turn = $state(0);
  let last = '';
  let fresh = false;
  $effect(() => {
    void live.turn;
    void turn;
    const v = vars();
    if (!v) return;
    const name = JSON.stringify(v);
    if (name !== last) {
      fresh = false;
      untrack(() => (seen = { fetching: true, stale: false }));
    }
    last = name;
    const sub = api.client
      .query(doc, v, { requestPolicy: policy })
      .subscribe((r) => (seen = { data: r.data, error: failureOf(r), fetching: false, stale: !!r.stale, fresh: (fresh ||= !r.stale && !!r.data) }));
    return () => sub.unsubscribe();
  });
  return {
    get data() {
      return seen.data;
    },
    get error() {
      return seen.error;
    },
    get fetching() {
      return seen.fetching;
    },
    get stale() {
      return seen.stale;
    },
    get fresh() {
      return !!seen.fresh;
    },
    again: () => turn++,
  };
}

/** A subscription, while the page is awake. Its payloads feed the cache; `on` is for what the cache cannot hold. `null` variables: not now. */
export function subscribe<D, V extends AnyVariables>(doc: TypedDocumentNode<D, V>, vars: () => V | null, on?: (data: D) => void) {
  // By value: the variables mostly come out of an answer that each payload renews.
  const name = $derived(JSON.stringify(live.awake ? vars() : null));
  $effect(() => {
    const v = JSON.parse(name) as V | null;
    if (!v) return;
    const sub = api.client.subscription(doc, v).subscribe((r) => {
      if (r.data && on) untrack(() => on(r.data as D));
    });
    return () => sub.unsubscribe();
  });
}

/** Sends a change and answers its data, or throws what urql calls a CombinedError: show it with `wordsFor`. */
export async function send<D, V extends AnyVariables>(doc: TypedDocumentNode<D, V>, vars: V): Promise<D> {
  const r = await api.client.mutation(doc, vars).toPromise();
  if (r.error) throw r.error;
  return r.data as D;
}

/** Asks once, outside a component. */
export async function ask<D, V extends AnyVariables>(doc: TypedDocumentNode<D, V>, vars: V, policy: RequestPolicy = 'network-only'): Promise<D> {
  const r = await api.client.query(doc, vars, { requestPolicy: policy }).toPromise();
  const failure = failureOf(r);
  if (failure && !r.data) throw failure;
  return r.data as D;
}

/** A key for a write that may be sent twice: the server answers a repeat with the first answer. */
export const newKey = (): string => crypto.randomUUID?.() ?? uuid(crypto.getRandomValues(new Uint8Array(16)));
/** A random UUID where the browser makes none: on a page that did not come over https. */
export function uuid(bytes: Uint8Array): string {
  const hex = [...bytes].map((b, i) => (i === 6 ? (b & 15) | 64 : i === 8 ? (b & 63) | 128 : b).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
