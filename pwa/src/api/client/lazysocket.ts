import type { Client, Sink, SubscribePayload } from 'graphql-ws';

/** The socket's code comes when something first watches: the first page does not wait for it. */
export class LazySocket {
  #client: Promise<Client> | undefined;
  #gone = false;

  subscribe(payload: SubscribePayload, sink: unknown): () => void {
    let stop = () => {};
    let over = false;
    void this.#open().then(
      (c) => {
        if (!over && !this.#gone) stop = c.subscribe(payload, sink as Sink);
      },
      () => (this.#client = undefined), // the chunk did not arrive; the next to watch asks for it again
    );
    return () => {
      over = true;
      stop();
    };
  }
  /** Drops the connection as if the network had, so that it is made anew. */
  terminate() {
    void this.#client?.then((c) => c.terminate());
  }
  dispose() {
    this.#gone = true;
    void this.#client?.then((c) => c.dispose());
  }
  #open(): Promise<Client> {
    return (this.#client ??= import('./socket').then((m) => m.openSocket()));
  }
}
