import type { SubscribePayload } from 'graphql-ws';
import { live } from './live.svelte';
import type { Sink } from './socket/line';
import type { openFeed } from './socket/open';

type Feed = ReturnType<typeof openFeed>;

/** The socket's code comes when something first watches: the first page does not wait for it. */
export class LazySocket {
  #feed: Promise<Feed> | undefined;
  #gone = false;

  subscribe(payload: SubscribePayload, sink: Sink): () => void {
    let stop = () => {};
    let over = false;
    this.#feed ??= this.#load();
    this.#with((f) => {
      if (!over && !this.#gone) stop = f.subscribe(payload, sink);
    });
    return () => {
      over = true;
      stop();
    };
  }
  /** Out of sight, a tab watches nothing and leads no other. */
  rest() {
    this.#with((f) => f.rest());
  }
  wake() {
    this.#with((f) => f.wake());
  }
  dispose() {
    this.#gone = true;
    this.#with((f) => f.dispose());
  }
  #with(act: (f: Feed) => void) {
    void this.#feed?.then(act);
  }
  /** Until the code has come nothing is live. */
  async #load(): Promise<Feed> {
    for (let wait = 4000; ; wait = Math.min(60_000, wait * 2)) {
      try {
        return (await import('./socket/open')).openFeed();
      } catch {
        live.down(false);
        await new Promise((r) => setTimeout(r, wait));
      }
    }
  }
}
