import { Client, fetchExchange, subscriptionExchange, type Exchange } from '@urql/core';
import { offlineExchange } from '@urql/exchange-graphcache';
import { concatMap, fromPromise, fromValue, map, pipe, tap } from 'wonka';
import { cacheShape } from './cache';
import { loadWords } from './fault.svelte';
import { Guard } from './guard';
import { live } from './live.svelte';
import { LazySocket } from './lazysocket';
import { patientFetch } from './patient';
import { dropOthers, followOtherTabs, openStore, renew } from './store';

type Lost = () => void;
let onLost: Lost = () => {};

/**
 * A result that lands before graphcache has read its storage is kept in a layer that is never persisted and is dropped when
 * the query is torn down; so nothing starts before the storage is in. A broken IndexedDB must not stop the app for long.
 */
function gate(): { exchange: Exchange; open: () => void } {
  let isOpen = false;
  let open = () => {};
  const opened = new Promise<void>((r) => {
    open = () => {
      isOpen = true;
      r();
    };
  });
  setTimeout(open, 1500);
  const exchange: Exchange = ({ forward }) => (ops) =>
    forward(pipe(ops, concatMap((op) => (isOpen ? fromValue(op) : fromPromise(opened.then(() => op))))));
  return { exchange, open };
}

/** Beside the network: no older counts after newer ones, and a record of whether the server answers at all. */
const watchNetwork = (guard: Guard): Exchange => ({ forward }) => (ops) =>
  pipe(
    forward(ops),
    tap((r) => {
      if (r.operation.kind === 'subscription') return;
      if (r.operation.kind === 'query' && r.error?.graphQLErrors.some((e) => e.extensions.code === 'UNAUTHENTICATED')) onLost();
      if (!r.error?.networkError) live.answered();
      else if (!r.error.response || r.error.response.status >= 500) live.unreachable();
    }),
    map((r) => (r.data ? { ...r, data: guard.keep(r.data) } : r)),
  );

function build(guard: Guard, ws: LazySocket) {
  const { exchange, open } = gate();
  const storage = openStore(open);
  const client = new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    fetch: patientFetch,
    exchanges: [
      exchange,
      offlineExchange({ ...cacheShape, storage }),
      watchNetwork(guard),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription(req) {
          const input = { ...req, query: req.query ?? '' };
          return {
            subscribe: (sink) => ({
              unsubscribe: ws.subscribe(input, { next: (r) => sink.next(r), over: (problems) => (problems ? sink.error(problems) : sink.complete()) }),
            }),
          };
        },
      }),
    ],
  });
  return { client, storage };
}

/** The connection to the server as one person. */
class Api {
  #guard = new Guard();
  #ws = new LazySocket();
  #now = $state.raw(build(this.#guard, this.#ws));

  /** Read inside an effect, it makes the effect run again as the next person. */
  get client() {
    return this.#now.client;
  }

  /** Called when the server no longer knows the session that this page believes in. */
  onLost(f: Lost) {
    onLost = f;
  }
  start() {
    addEventListener('offline', () => live.unreachable());
    addEventListener('online', () => live.missed());
    let nap: ReturnType<typeof setTimeout> | undefined;
    const sleep = () => {
      live.sleep();
      this.#ws.rest();
    };
    const look = () => {
      clearTimeout(nap);
      if (document.visibilityState !== 'visible') nap = setTimeout(sleep, 30_000);
      else {
        this.#ws.wake();
        live.wake();
      }
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('pageshow', look);
    // A browser stops pages that it keeps for later; this one lets another tab lead first.
    document.addEventListener('freeze', sleep);
    addEventListener('pagehide', sleep);
    void loadWords();
    followOtherTabs();
    void dropOthers();
  }
  /** Forgets everything that the last person saw, on the screen, in memory and on the disk. */
  async forget() {
    const { storage } = this.#now;
    renew();
    this.#guard.clear();
    this.#ws.dispose();
    this.#ws = new LazySocket();
    this.#now = build(this.#guard, this.#ws);
    await storage.clear().catch(() => {}); // a broken IndexedDB holds nothing to clear
    void dropOthers();
  }
}
export const api = new Api();
