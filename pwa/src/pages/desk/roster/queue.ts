import type { QueueRowData, RosterEvent } from '../../../api/deskRoster';

type Shift = RosterEvent['shifts'][number];
type ShiftCounts = RosterEvent['counts']['shifts'][number];

/** People who wait, or were offered a place, together. */
export interface Party {
  key: string;
  offered: boolean;
  people: QueueRowData[];
  /** its places in the queue; undefined for an offer */
  first: number | undefined;
  last: number | undefined;
  passedOver: number;
  /** places that fall free are held for it */
  holds: boolean;
}
/** For whom free places of a shift are held. */
export interface Held {
  places: number;
  party: Party | undefined;
  kept: { unit: string; until: string } | undefined;
}
export interface ShiftQueue {
  shift: Shift;
  counts: ShiftCounts | undefined;
  parties: Party[];
  held: Held | undefined;
}

/** Places that nobody has, held ones included; undefined where there is no limit. */
export const freeOf = (c: ShiftCounts | undefined) => (c?.capacity == null ? undefined : Math.max(0, c.capacity - c.confirmed - c.offered));

function partiesOf(rows: readonly QueueRowData[]): Party[] {
  const all = new Map<string, Party>();
  for (const r of rows) {
    if (r.status !== 'WAITLISTED' && r.status !== 'OFFERED') continue;
    const key = `${r.status}-${r.party}`;
    const place = r.status === 'WAITLISTED' ? (r.queuePosition ?? undefined) : undefined;
    const p = all.get(key);
    if (!p) {
      const why = r.explanation;
      all.set(key, { key, offered: r.status === 'OFFERED', people: [r], first: place, last: place, passedOver: why?.passedOver ?? 0, holds: why?.rule === 'HELD_FOR_IT' });
      continue;
    }
    p.people.push(r);
    if (place !== undefined) [p.first, p.last] = [Math.min(p.first ?? place, place), Math.max(p.last ?? place, place)];
  }
  return [...all.values()].sort((a, b) => (a.first ?? 0) - (b.first ?? 0));
}

function heldOf(shift: Shift, counts: ShiftCounts | undefined, parties: readonly Party[], now: number): Held | undefined {
  if (!counts?.held) return undefined;
  const kept = shift.kept && Date.parse(shift.kept.until) > now ? { unit: shift.kept.unit.name, until: shift.kept.until } : undefined;
  return { places: counts.held, party: parties.find((p) => p.holds), kept };
}

/** Who waits for each shift, in the order in which they will be asked; shifts where nobody waits and nothing is held are left out. */
export function queuesOf(rows: readonly QueueRowData[], event: Pick<RosterEvent, 'shifts' | 'counts'>, now: number): ShiftQueue[] {
  return event.shifts
    .map((shift) => {
      const counts = event.counts.shifts.find((c) => c.shiftId === shift.id);
      const parties = partiesOf(rows.filter((r) => r.shift.id === shift.id));
      return { shift, counts, parties, held: heldOf(shift, counts, parties, now) };
    })
    .filter((q) => q.parties.length || q.held);
}

/**
 * How many people would have their turn if a shift got this many more places: by the printed rule, in order, smaller parties
 * having what a larger one in front cannot use, unless it is held for that one. What is kept for a unit is not counted in.
 */
export function turnsWith(more: number, queue: ShiftQueue): number {
  const free = freeOf(queue.counts);
  const waiting = queue.parties.filter((p) => !p.offered);
  if (free === undefined) return waiting.reduce((n, p) => n + p.people.length, 0);
  let left = more + (queue.held?.party ? free : free - (queue.held?.places ?? 0));
  let turns = 0;
  for (const p of waiting) {
    if (p.people.length > left) {
      if (p.holds) break;
      continue;
    }
    left -= p.people.length;
    turns += p.people.length;
  }
  return turns;
}

/** How many places a shift would be given so that these have theirs. */
export const wanting = (why: { asked: number; free?: number | null }) => (why.free == null ? 0 : Math.max(0, why.asked - why.free));
