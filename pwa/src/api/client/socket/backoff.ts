/** The first wait is spread over this, in ms: the phones of a restarted server must not come back in one moment. */
const first = 2000;
/** No wait is longer, in ms: whoever comes when the server has room again waits far less than half a minute. */
const longest = 10_000;
/** While plain queries stand in, the socket is tried this seldom, in ms. */
const seldom = [15_000, 30_000] as const;

/** How long to wait, in ms, before the next attempt after so many that failed in a row: anything up to a bound that doubles (full jitter). */
export function waitAfter(failures: number, random = Math.random): number {
  const most = Math.min(longest, first * 2 ** failures);
  const least = failures ? 250 : 0;
  return least + random() * (most - least);
}

export const waitWhilePolling = (random = Math.random): number => seldom[0] + random() * (seldom[1] - seldom[0]);
