import { createClient, type Client, type SubscribePayload } from 'graphql-ws';
import { Ids } from './ids';
import type { Problems, Result } from './messages';

/** How long the other end may take to accept the socket, and to answer a ping, in ms. */
const patience = { accept: 10_000, pong: 8000 };

export interface Sink {
  next(result: Result): void;
  /** the server refused the operation or ended it; nothing follows */
  over(problems?: Problems): void;
}
/** One socket, from its opening to its end. */
export interface Line {
  subscribe(payload: SubscribePayload, sink: Sink): () => void;
  /** Gives it up as if the network had: `closed` is told at once. */
  drop(): void;
  /** Ends it; nothing more is told. */
  close(): void;
}
export interface LineTold {
  up(): void;
  /** once, at the end; 1000 when nothing was watched any more, 1006 also when it never opened */
  closed(code: number): void;
}
export type OpenLine = (told: LineTold) => Line;

/** Opens with the first subscription and closes by itself three seconds after the last. Coming back is not its business: each socket is a new line. */
export const openLine: OpenLine = (told) => {
  const ids = new Ids();
  let id = '';
  let over = false;
  let accepted = false;
  let late: ReturnType<typeof setTimeout> | undefined;
  const end = (code: number) => {
    if (over) return;
    over = true;
    clearTimeout(late);
    if (client) void Promise.resolve(client.dispose()).catch(() => {}); // else it would answer some closes by itself
    told.closed(code);
  };
  const expect = (ms: number) => {
    clearTimeout(late);
    late = setTimeout(() => client?.terminate(), ms);
  };
  const client = made({
    url: location.origin.replace(/^http/, 'ws') + '/graphql',
    lazyCloseTimeout: 3000,
    keepAlive: 20_000,
    retryAttempts: 0,
    generateID: () => id,
    on: {
      connecting: () => expect(patience.accept),
      connected: () => {
        accepted = true;
        clearTimeout(late);
        told.up();
      },
      ping: (received) => !received && expect(patience.pong),
      pong: (received) => received && clearTimeout(late),
      closed: (e) => end((e as CloseEvent).code),
    },
  });
  if (!client) setTimeout(() => end(1006));
  return {
    subscribe(payload, sink) {
      const mine = (id = ids.take());
      let wanted = true;
      const finish = (problems?: Problems) => {
        if (!wanted || over) return;
        wanted = false;
        ids.give(mine);
        sink.over(problems);
      };
      const stop = client?.subscribe(payload, {
        next: (r) => wanted && !over && sink.next(r as Result),
        error: (e) => Array.isArray(e) && finish(e as Problems), // anything else ended the line, which is told apart
        complete: () => finish(),
      });
      return () => {
        if (!wanted) return;
        wanted = false;
        ids.give(mine);
        stop?.();
      };
    },
    drop: () => client?.terminate(),
    close() {
      over = true;
      clearTimeout(late);
      if (accepted) void client?.dispose();
      else client?.terminate();
    },
  };
};

/** A browser may have no sockets at all. */
function made(options: Parameters<typeof createClient>[0]): Client | undefined {
  try {
    return createClient(options);
  } catch {
    return undefined;
  }
}
