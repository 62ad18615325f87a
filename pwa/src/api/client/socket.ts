import { createClient, type Client } from 'graphql-ws';
import { live } from './live.svelte';

/** The socket for live counts: opened when something watches, tried again with jitter, never while the phone has no network. */
export function openSocket(): Client {
  return createClient({
    url: () => location.origin.replace(/^http/, 'ws') + '/graphql',
    lazy: true,
    lazyCloseTimeout: 3_000,
    keepAlive: 20_000,
    connectionAckWaitTimeout: 10_000,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: async (n) => {
      await new Promise((r) => setTimeout(r, Math.min(30_000, 500 * 2 ** n) * (0.5 + Math.random() / 2)));
      if (!navigator.onLine) await new Promise((r) => addEventListener('online', r, { once: true }));
    },
    on: {
      connected: () => live.up(),
      closed: (e) => live.down((e as CloseEvent).code === 1000),
    },
  });
}
