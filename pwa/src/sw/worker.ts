/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { flushAll } from '../api/outbox/flush';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

// The app's shell: every page opens without a network. Data is the cache's affair (src/api/client).
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
const ofServer = [/^\/(graphql|healthz|readyz|files|exports?|auth|metrics)(\/|$)/];
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: ofServer }));
clientsClaim();

self.addEventListener('message', (e) => {
  if ((e.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

/** Sends what doors kept, whoever made it: the server takes nothing in a wrong name. Pages hear of it. */
async function flush() {
  const pages = new BroadcastChannel('linli-outbox');
  try {
    return await flushAll({ may: () => true, answered: (entries, answers) => pages.postMessage({ entries, answers }) });
  } finally {
    pages.close();
  }
}
interface SyncEvent extends ExtendableEvent {
  tag: string;
}
self.addEventListener('sync' as 'message', (e) => {
  const sync = e as unknown as SyncEvent;
  if (sync.tag !== 'outbox') return;
  // A rejection asks the browser to try once more later.
  sync.waitUntil(flush().then((o) => (o === 'done' ? undefined : Promise.reject(new Error('some entries wait')))));
});
self.addEventListener('activate', (e) => e.waitUntil(flush().catch(() => {}))); // a failure must not keep the new version out
