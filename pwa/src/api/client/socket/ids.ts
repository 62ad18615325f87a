/** How long an id rests before another operation gets it, in ms: what was on its way for the last one has come by then, or the line counts as dead. */
const rest = 30_000;

/**
 * The ids of a socket's operations: always the smallest free number. Phones that watch the same thing then mostly use the
 * same id for it, and the server sends them all the same bytes.
 */
export class Ids {
  #freeAt = new Map<number, number>();

  take(): string {
    let n = 1;
    while ((this.#freeAt.get(n) ?? 0) > Date.now()) n++;
    this.#freeAt.set(n, Infinity);
    return String(n);
  }
  give(id: string) {
    this.#freeAt.set(Number(id), Date.now() + rest);
  }
}
