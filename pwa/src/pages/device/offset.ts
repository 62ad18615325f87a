/** Below this a clock is right enough: the server takes its times as they are (server/door). */
export const right = 120_000;

interface Words {
  slow: (d: string) => string;
  fast: (d: string) => string;
  minutes: (n: number) => string;
  hours: (h: number, m: number) => string;
}
/** How far a device's clock is wrong, in words; nothing when it is right. `offset` is ms that the server's is ahead. */
export function wrongBy(offset: number | null, t: Words): string | undefined {
  if (offset === null || Math.abs(offset) <= right) return undefined;
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const length = minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60);
  return offset > 0 ? t.slow(length) : t.fast(length);
}
