// Bounds of how far the server's clock is ahead of the phone's, in ms: each answer says its second, and lay between sending and coming.
let least = -Infinity;
let most = Infinity;

/** Learns from an answer's `Date`; a phone whose clock was set meanwhile begins anew. */
export function learn(date: number, sent: number, came: number) {
  if (Number.isNaN(date)) return;
  const from = date - came;
  const to = date + 1000 - sent;
  const broken = from > most || to < least;
  least = broken ? from : Math.max(least, from);
  most = broken ? to : Math.min(most, to);
}

/** The time of day by the server's clock, in ms, as well as it is known: what a deadline is measured by. */
export const serverNow = (): number => Date.now() + (least > 0 || most < 0 ? (least + most) / 2 : 0);
