/** What of the Web Locks API is needed. */
export interface Locks {
  request(name: string, options: { signal?: AbortSignal; steal?: boolean }, held: () => Promise<void> | undefined): Promise<unknown>;
}
export interface ElectionTold {
  lead(): void;
  /** another tab took the lead over, because this one did not answer */
  lost(): void;
  /** this browser elects nobody */
  failed(): void;
}

/** One tab of those that stand for a lock leads: the one that holds it. The browser gives it on when that tab ends, however it ends. */
export class Election {
  #round = 0;
  #quit: AbortController | undefined;
  #release = () => {};

  constructor(
    private locks: Locks,
    private name: string,
    private told: ElectionTold,
  ) {}

  stand() {
    this.#quit = new AbortController();
    void this.#request({ signal: this.#quit.signal });
  }
  /** Takes the lead from a tab that no longer answers. */
  seize() {
    this.retire();
    void this.#request({ steal: true });
  }
  retire() {
    this.#round++;
    this.#quit?.abort();
    this.#release();
  }

  async #request(options: { signal?: AbortSignal; steal?: boolean }) {
    const round = ++this.#round;
    let led = false;
    try {
      await this.locks.request(this.name, options, () => {
        if (round !== this.#round) return undefined; // it came when nobody wanted it any more
        led = true;
        const held = new Promise<void>((r) => (this.#release = r));
        this.told.lead();
        return held;
      });
    } catch {
      if (round !== this.#round) return;
      if (!led) return this.told.failed();
      this.told.lost();
      this.stand();
    }
  }
}
