import type { SubscribePayload } from 'graphql-ws';
import type { Locks } from '../../../src/api/client/socket/election';
import type { LineTold, OpenLine, Sink } from '../../../src/api/client/socket/line';
import type { Channel, Message, Result } from '../../../src/api/client/socket/messages';

export const counts = (eventId = 'ev_1'): SubscribePayload => ({ query: 'subscription ($eventId: ID!) { eventCounts(eventId: $eventId) { revision } }', variables: { eventId } });
export const roster = (): SubscribePayload => ({ query: 'subscription ($since: Int) { rosterChanged(eventId: "ev_1", since: $since) { revision } }', variables: {} });
export const at = (revision: number): Result => ({ data: { eventCounts: { revision } } });

/** One socket as a test sees it: what was asked on it, and the other end's moves. */
export class FakeLine {
  asked: { payload: SubscribePayload; sink: Sink; over: boolean }[] = [];
  ended = false;
  constructor(private told: LineTold) {}

  get open() {
    return this.asked.filter((a) => !a.over);
  }
  accept() {
    this.told.up();
  }
  close(code: number) {
    this.ended = true;
    this.told.closed(code);
  }
  /** Sends a result to the subscription that was asked for as the n-th of those still open. */
  send(result: Result, n = 0) {
    this.open[n]!.sink.next(result);
  }
}
export function fakeLines() {
  const lines: FakeLine[] = [];
  const open: OpenLine = (told) => {
    const line = new FakeLine(told);
    lines.push(line);
    return {
      subscribe(payload, sink) {
        const a = { payload, sink, over: false };
        line.asked.push(a);
        return () => (a.over = true);
      },
      drop: () => line.close(4499),
      close: () => (line.ended = true),
    };
  };
  return { lines, open, get last() { return lines.at(-1)!; } };
}

/** Locks of one browser: first come, first served, or taken by force. */
export class FakeLocks {
  #queue: { held: () => Promise<void> | undefined; done: (e?: Error) => void }[] = [];
  #holder: { done: (e?: Error) => void } | undefined;

  readonly of: Locks = {
    request: (_name, { signal, steal }, held) =>
      new Promise((ok, no) => {
        const done = (e?: Error) => (e ? no(e) : ok(undefined));
        const mine = { held, done };
        if (steal) {
          const old = this.#holder;
          this.#holder = undefined;
          old?.done(new DOMException('stolen', 'AbortError'));
          this.#queue.unshift(mine);
        } else this.#queue.push(mine);
        signal?.addEventListener('abort', () => {
          this.#queue = this.#queue.filter((q) => q !== mine);
          done(new DOMException('enough', 'AbortError'));
        });
        queueMicrotask(() => this.#next());
      }),
  };
  #next() {
    const next = this.#holder ? undefined : this.#queue.shift();
    if (!next) return;
    this.#holder = next;
    void Promise.resolve(next.held()).then(() => {
      next.done();
      if (this.#holder !== next) return;
      this.#holder = undefined;
      this.#next();
    });
  }
}

/** The channels of one browser. A frozen tab hears later what was said meanwhile. */
export class FakeAir {
  #open = new Set<FakeChannel>();
  said: Message[] = [];
  open(): FakeChannel {
    const c = new FakeChannel((m) => {
      this.said.push(m);
      for (const other of this.#open) if (other !== c) queueMicrotask(() => other.hear(structuredClone(m)));
    }, () => this.#open.delete(c));
    this.#open.add(c);
    return c;
  }
}
export class FakeChannel implements Channel {
  onmessage: Channel['onmessage'] = null;
  frozen = false;
  #missed: Message[] = [];
  constructor(
    private send: (m: Message) => void,
    readonly close: () => void,
  ) {}
  postMessage(m: Message) {
    if (!this.frozen) this.send(m);
  }
  hear(m: Message) {
    if (this.frozen) this.#missed.push(m);
    else this.onmessage?.({ data: m } as MessageEvent<Message>);
  }
  thaw() {
    this.frozen = false;
    for (const m of this.#missed.splice(0)) this.hear(m);
  }
}
