import { instant, localValue } from '../../words/zone';

const day = 86_400_000;
/** The instants, as the API takes them, of midnight before `now` and after it on the community's wall. */
export function todayOf(now: number, zone: string): { from: string; to: string } {
  const midnight = (at: number) => new Date(instant(`${localValue(at, zone).slice(0, 10)}T00:00`, zone)).toISOString();
  return { from: midnight(now), to: midnight(Date.parse(midnight(now)) + day * 1.5) };
}
/** `hours` ahead, rounded up to the hour, so that the same question is asked for an hour. */
export const ahead = (now: number, hours: number) => new Date((Math.ceil(now / 3_600_000) + hours) * 3_600_000).toISOString();
