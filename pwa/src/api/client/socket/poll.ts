import type { SubscribePayload } from 'graphql-ws';
import { resumes } from './messages';

/** How long between two looks, in ms, by what is on the screen: a roster, one event, a list, nothing that moves. */
const paces = { roster: 6000, few: 10_000, many: 20_000, none: 60_000 };
/** With every look that nobody waited for the next is later, up to so many times the pace. */
const slower = { by: 1.25, most: 4 };

export function paceOf(watched: SubscribePayload[]): number {
  const moving = watched.filter((p) => Object.keys(p.variables ?? {}).length > 0);
  if (!moving.length) return paces.none;
  if (moving.some(resumes)) return paces.roster;
  return moving.length <= 3 ? paces.few : paces.many;
}

/** Looks now and then, with jitter, ever less often until the reader touches the screen. */
export class Poller {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #times = 0;
  #lookedAt = 0;

  constructor(
    private look: () => void,
    private pace: () => number,
  ) {}

  get runs(): boolean {
    return this.#timer !== undefined;
  }
  start() {
    if (!this.runs) this.#plan();
  }
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#times = 0;
  }
  /** The reader is there: the next look is as soon as the first ones were. */
  soon() {
    if (!this.runs) return;
    this.#times = 0;
    clearTimeout(this.#timer);
    this.#plan(Date.now() - this.#lookedAt);
  }

  #plan(passed = 0) {
    const wait = this.pace() * Math.min(slower.most, slower.by ** this.#times++) * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => {
      this.#lookedAt = Date.now();
      this.look();
      this.#plan();
    }, Math.max(0, wait - passed));
  }
}
