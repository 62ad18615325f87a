import { currentName } from '../store';
import { live } from '../live.svelte';
import { Feed } from './feed';
import { openLine } from './line';
import type { Channel } from './messages';
import { paceOf, Poller } from './poll';

const visible = () => document.visibilityState === 'visible';

/**
 * What this phone shows live, over one socket for all its tabs where the browser has Web Locks and BroadcastChannel. The
 * name of the cache tells one person's tabs from the next one's: it is new with every log-in and log-out.
 */
export function openFeed() {
  const name = `linli.live.${currentName()}`;
  const channels = navigator.locks && 'BroadcastChannel' in globalThis;
  const poller = new Poller(
    () => visible() && live.state === 'polling' && live.look(),
    () => paceOf(feed.watched),
  );
  const feed = new Feed(
    {
      open: openLine,
      current: () => name === `linli.live.${currentName()}`,
      online: () => navigator.onLine,
      visible,
      shared: channels ? { locks: navigator.locks, name, open: () => new BroadcastChannel(name) as Channel } : undefined,
    },
    {
      up: () => {
        poller.stop();
        live.up();
      },
      down: (meant) => {
        poller.stop();
        live.down(meant);
      },
      polling: () => {
        poller.start();
        live.polling();
      },
      missed: () => live.missed(),
    },
  );
  const over = new AbortController();
  const on = (target: EventTarget, type: string, act: () => void) => target.addEventListener(type, act, { signal: over.signal, passive: true });
  on(window, 'online', () => feed.hurry('online'));
  on(window, 'offline', () => feed.drop());
  on(document, 'pointerdown', () => {
    if (live.state === 'live') return;
    feed.hurry('tap');
    poller.soon();
  });
  on(document, 'visibilitychange', () => visible() && poller.soon());
  return {
    subscribe: feed.subscribe.bind(feed),
    rest: () => feed.rest(),
    wake: () => feed.wake(),
    dispose() {
      over.abort();
      feed.rest();
    },
  };
}
