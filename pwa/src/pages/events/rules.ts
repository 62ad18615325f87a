import type { EventData } from '../../api/event';
import type { Sayer } from '../../words/when';
import type { event } from '../../words/zh-CN/event';

/** Who may sign up and when, a line each; what is no rule, or is past and says nothing any more, is left out. */
export function rulesIn(e: Pick<EventData, 'joinRules' | 'shifts' | 'counts'>, now: number, t: typeof event, say: Sayer): string[] {
  const r = e.joinRules;
  const ahead = (at: string | null) => !!at && Date.parse(at) > now;
  const lines: string[] = [];
  if (r.opensAt && ahead(r.opensAt)) lines.push(t.opens(say.moment(r.opensAt)));
  if (r.closesAt && ahead(r.closesAt)) lines.push(t.closes(say.moment(r.closesAt)));
  if (r.withdrawUntil) lines.push((ahead(r.withdrawUntil) ? t.out : t.outOver)(say.moment(r.withdrawUntil)));
  if (r.oneShift && e.shifts.length > 1) lines.push(t.oneOnly);
  if (r.minAge !== null && r.maxAge !== null) lines.push(t.ages(r.minAge, r.maxAge));
  else if (r.minAge !== null) lines.push(t.fromAge(r.minAge));
  else if (r.maxAge !== null) lines.push(t.toAge(r.maxAge));
  if (r.skill) lines.push(t.skill(r.skill));
  if (r.minimum !== null) lines.push(t.minimum(r.minimum, e.counts.confirmed));
  const kept = e.shifts.length === 1 ? e.shifts[0]?.kept : null; // of several, each says it in its own row
  if (kept && ahead(kept.until)) lines.push(t.kept(kept.places, kept.unit.name, say.moment(kept.until)));
  return lines;
}

/** Whether places kept for a unit are for somebody who lives in it, as far as her own home tells; the server has the last word. */
export function insideOf(kept: EventData['shifts'][number]['kept'] | undefined, home: { id: string; ancestors: readonly { id: string }[] } | null | undefined): boolean {
  return !!kept && !!home && [home, ...home.ancestors].some((u) => u.id === kept.unit.id);
}
