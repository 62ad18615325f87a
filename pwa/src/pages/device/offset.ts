import { trusted } from '../door/spans';

interface Words {
  slow: (d: string) => string;
  fast: (d: string) => string;
  minutes: (n: number) => string;
  hours: (h: number, m: number) => string;
}
/** How far a device's clock is wrong, in words; nothing when it is right. `offset` is ms that the server's is ahead. */
export function wrongBy(offset: number | null, t: Words): string | undefined {
  if (offset === null || Math.abs(offset) <= trusted) return undefined;
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const length = minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60);
  return offset > 0 ? t.slow(length) : t.fast(length);
}
