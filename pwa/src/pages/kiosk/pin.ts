/** How many wrong tries are free, and how long each one after them has to wait, ms. */
export const free = 3;
const wait = 30_000;

export interface Tries {
  wrong: number;
  /** no try counts before this, ms */
  until: number;
}
export const none: Tries = { wrong: 0, until: 0 };

/** What a try does: right, too early to count, or one wrong more. Against curious hands; the server is not asked, for there may be no network. */
export function attempt(tries: Tries, typed: string, pin: string, now: number): 'right' | 'early' | Tries {
  if (now < tries.until) return 'early';
  if (typed === pin) return 'right';
  const wrong = tries.wrong + 1;
  return { wrong, until: wrong >= free ? now + wait : 0 };
}
