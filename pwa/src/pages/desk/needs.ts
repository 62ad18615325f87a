import type { DeskEventData } from '../../api/desk';

export type NeedKind = 'nobody' | 'queue' | 'few' | 'draft' | 'joins';
export interface Need {
  kind: NeedKind;
  key: string;
  /** smaller is more urgent */
  rank: number;
  event?: DeskEventData;
  n: number;
}
const hour = 3_600_000;
const order: Record<NeedKind, number> = { nobody: 0, queue: 1, few: 1, draft: 2, joins: 3 };

/** Why this event wants a hand at `now`, if it does. */
export function needOf(e: DeskEventData, now: number): Need | undefined {
  if (!e.mayEdit) return undefined;
  const c = e.counts;
  const starts = Date.parse(e.startsAt);
  const need = (kind: NeedKind, n: number): Need => ({ kind, key: `${kind}-${e.id}`, rank: order[kind] * 1e15 + starts, event: e, n });
  if (e.status === 'DRAFT') return starts > now && starts < now + 7 * 24 * hour ? need('draft', 0) : undefined;
  if (e.status !== 'PUBLISHED' || Date.parse(e.endsAt) < now || starts > now + 72 * hour) return undefined;
  if (starts <= now) return c.checkedIn === 0 && c.confirmed > 0 ? need('nobody', c.confirmed) : undefined;
  if (c.waitlisted > 0) return need('queue', c.waitlisted);
  return c.capacity && (c.confirmed + c.offered) / c.capacity < 0.5 ? need('few', c.confirmed + c.offered) : undefined;
}

/** What waits for the reader, the most urgent first: nobody at a running door, then what starts soonest, then drafts, then requests to join. */
export function needsOf(events: readonly DeskEventData[], joins: number, now: number): Need[] {
  const all = events.map((e) => needOf(e, now)).filter((n) => n !== undefined);
  if (joins) all.push({ kind: 'joins', key: 'joins', rank: order.joins * 1e15, n: joins });
  return all.sort((a, b) => a.rank - b.rank);
}

/** Where the one button of a need leads. */
export function wayOf(n: Need): string {
  const id = n.event?.id ?? '';
  if (n.kind === 'joins') return '/desk/joins';
  if (n.kind === 'nobody') return `/door/${id}`;
  return n.kind === 'few' ? `/desk/events/${id}/roster` : `/desk/events/${id}`;
}
