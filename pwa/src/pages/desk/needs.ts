import type { DeskEventData } from '../../api/desk';

export type NeedKind = 'nobody' | 'call' | 'short' | 'queue' | 'few' | 'draft' | 'hours' | 'joins';
export interface Need {
  kind: NeedKind;
  key: string;
  /** smaller is more urgent */
  rank: number;
  event?: DeskEventData;
  n: number;
}
const hour = 3_600_000;
const week = 7 * 24 * hour;
const order: Record<NeedKind, number> = { nobody: 0, call: 1, short: 1, queue: 1, few: 1, draft: 2, hours: 3, joins: 3 };
const need = (kind: NeedKind, e: DeskEventData, n: number): Need => ({ kind, key: `${kind}-${e.id}`, rank: order[kind] * 1e15 + Date.parse(e.startsAt), event: e, n });

/** Why this event wants a hand at `now`, if it does. */
function needOf(e: DeskEventData, now: number): Need | undefined {
  const c = e.counts;
  const starts = Date.parse(e.startsAt);
  if (e.status === 'DRAFT') return starts > now && starts < now + week ? need('draft', e, 0) : undefined;
  if (e.status !== 'PUBLISHED' || Date.parse(e.endsAt) < now || starts > now + week) return undefined;
  if (starts <= now) return c.checkedIn === 0 && c.confirmed > 0 ? need('nobody', e, c.confirmed) : undefined;
  const missing = (e.joinRules.minimum ?? 0) - c.confirmed;
  if (missing > 0) return need('short', e, missing);
  if (starts > now + 72 * hour) return undefined;
  if (c.waitlisted > 0) return need('queue', e, c.waitlisted);
  return c.capacity && (c.confirmed + c.offered) / c.capacity < 0.5 ? need('few', e, c.confirmed + c.offered) : undefined;
}
/** All that an event wants: whom to call comes first, it is done in a minute. */
function allOf(e: DeskEventData, now: number): Need[] {
  if (!e.mayEdit) return [];
  const calls = e.toCall > 0 && e.status === 'PUBLISHED' && Date.parse(e.endsAt) > now ? [need('call', e, e.toCall)] : [];
  const other = needOf(e, now);
  return other ? [...calls, other] : calls;
}

/** What waits for the reader, the most urgent first: nobody at a running door, then what starts soonest, then drafts, then hours to be corrected and requests to join. */
export function needsOf(events: readonly DeskEventData[], asked: { joins: number; corrections: number }, now: number): Need[] {
  const all = events.flatMap((e) => allOf(e, now));
  if (asked.corrections) all.push({ kind: 'hours', key: 'hours', rank: order.hours * 1e15, n: asked.corrections });
  if (asked.joins) all.push({ kind: 'joins', key: 'joins', rank: order.joins * 1e15, n: asked.joins });
  return all.sort((a, b) => a.rank - b.rank);
}

/** Where the one button of a need leads. */
export function wayOf(n: Need): string {
  const id = n.event?.id ?? '';
  if (n.kind === 'joins') return '/desk/joins';
  if (n.kind === 'hours') return '/desk/corrections';
  if (n.kind === 'nobody') return `/door/${id}`;
  if (n.kind === 'queue') return `/desk/events/${id}/roster?show=queue`;
  return n.kind === 'draft' ? `/desk/events/${id}` : `/desk/events/${id}/roster`;
}
