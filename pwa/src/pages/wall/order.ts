import type { WallEventData } from '../../api/wall';
import { phaseOf } from '../events/phase';

/** How many an event that is on still waits for: people for its places, or those who said they would come. */
export const missing = (e: WallEventData): number => Math.max(0, (e.counts.capacity ?? e.counts.confirmed) - e.counts.checkedIn);

const ranks = { running: 0, coming: 1, over: 2 };
type Shown = keyof typeof ranks;
const shown = (phase: string): phase is Shown => phase in ranks;

/** Today's events as a wall shows them: what is on and lacks most people first, then what begins next, at last what is over, the latest first. */
export function inOrder(events: readonly WallEventData[], now: number): WallEventData[] {
  const start = (e: WallEventData) => Date.parse(e.startsAt);
  return events
    .flatMap((event) => {
      const phase = phaseOf(event, now);
      return shown(phase) ? [{ event, phase }] : [];
    })
    .sort((a, b) => {
      if (a.phase !== b.phase) return ranks[a.phase] - ranks[b.phase];
      if (a.phase === 'over') return Date.parse(b.event.endsAt) - Date.parse(a.event.endsAt);
      const more = a.phase === 'running' ? missing(b.event) - missing(a.event) : 0;
      return more || start(a.event) - start(b.event) || a.event.id.localeCompare(b.event.id);
    })
    .map((e) => e.event);
}

/** Units in the order of the tree, those where something happens today before the others. */
export const busyFirst = <U extends { counts: { confirmedToday: number; checkedInToday: number } }>(units: readonly U[]): U[] => {
  const busy = (u: U) => u.counts.confirmedToday + u.counts.checkedInToday > 0;
  return [...units.filter(busy), ...units.filter((u) => !busy(u))];
};

/** Who was not there before; of the first list nobody is new. */
export function newcomers(before: readonly string[] | undefined, now: readonly string[]): ReadonlySet<string> {
  return new Set(before ? now.filter((id) => !before.includes(id)) : []);
}
