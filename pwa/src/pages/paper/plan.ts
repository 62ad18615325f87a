import type { DoorEventData } from '../../api/door';
import { instant, localValue } from '../../words/zone';
import type { Guest } from '../door/spans';
import type { Parsed, Written } from './parse';

/** One person as she will be entered; times by the server's clock, ms. */
export interface Row {
  guest: Guest;
  /** undefined: she is in already */
  came: number | undefined;
  went: number | undefined;
}
export interface Problem {
  kind: 'unknown' | 'unread' | 'order' | 'future';
  what: string;
}
export interface Plan {
  rows: Row[];
  /** in already, so nothing is to be entered */
  skipped: Guest[];
  problems: Problem[];
}
export interface Basis {
  guests: readonly Guest[];
  event: Pick<DoorEventData, 'timeZone' | 'shifts'>;
  /** for those without a time of their own; undefined: the times of the shift */
  same: Written | undefined;
  /** by the server's clock, ms */
  now: number;
}
type Shift = DoorEventData['shifts'][number];
const day = 86_400_000;

/** The moment of a time of day that is nearest to the middle of the shift: a night shift's 1:30 is on the next day. */
export function moment(at: string, shift: Shift, zone: string): number {
  const middle = (Date.parse(shift.startsAt) + Date.parse(shift.endsAt)) / 2;
  const on = (base: number) => instant(`${localValue(base, zone).slice(0, 10)}T${at.padStart(5, '0')}`, zone);
  const near = [middle - day, middle, middle + day].map(on);
  return near.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a));
}

/** What is entered for typed numbers, with the names to be checked; whoever is in already is left as she is, unless a time of leaving is new. */
export function planOf(parsed: Parsed, basis: Basis): Plan {
  const byNumber = new Map(basis.guests.filter((g) => g.number > 0).map((g) => [g.number, g]));
  const plan: Plan = { rows: [], skipped: [], problems: parsed.unread.map((what) => ({ kind: 'unread', what })) };
  for (const [number, written] of parsed.lines) {
    const guest = byNumber.get(number);
    const shift = guest && (basis.event.shifts.find((s) => s.id === guest.shiftId) ?? basis.event.shifts[0]);
    if (!guest || !shift) plan.problems.push({ kind: 'unknown', what: String(number) });
    else place(plan, guest, timesOf(written, shift, basis), basis.now);
  }
  return plan;
}

function timesOf(written: Written, shift: Shift, { event, same, now }: Basis) {
  const at = (t: string | undefined) => (t ? moment(t, shift, event.timeZone) : undefined);
  const ended = Date.parse(shift.endsAt) <= now;
  return {
    came: at(written.came) ?? (same ? at(same.came) : undefined) ?? Date.parse(shift.startsAt),
    went: at(written.went) ?? (same ? at(same.went) : ended ? Date.parse(shift.endsAt) : undefined),
    wrote: !!written.went,
  };
}

function place(plan: Plan, guest: Guest, { came, went, wrote }: { came: number; went: number | undefined; wrote: boolean }, now: number) {
  const what = String(guest.number);
  if (guest.checkedInAt) {
    const from = Date.parse(guest.checkedInAt);
    if (!wrote || guest.checkedOutAt || went === undefined) plan.skipped.push(guest);
    else if (went <= from) plan.problems.push({ kind: 'order', what });
    else if (went > now) plan.problems.push({ kind: 'future', what });
    else plan.rows.push({ guest, came: undefined, went });
  } else if (came > now || (went ?? 0) > now) plan.problems.push({ kind: 'future', what });
  else if (went !== undefined && went <= came) plan.problems.push({ kind: 'order', what });
  else plan.rows.push({ guest, came, went });
}
