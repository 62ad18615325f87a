import type { EditData } from '../../../api/deskEvents';
import type { EventKind } from '../../../api/graphql';
import { instant, localValue } from '../../../words/zone';
import { keptInput, keptOf, keptProblems, noRules, rulesInput, rulesOf, rulesProblems, type KeptForm, type RuleNeeds, type RulesForm } from './rules';

export interface ShiftForm {
  /** the server's, for a shift that is there already */
  id?: string | undefined;
  key: string;
  name: string;
  /** at the same time as the event */
  whole: boolean;
  /** empty: the event's day */
  date: string;
  from: string;
  to: string;
  /** empty: unlimited */
  capacity: string;
  kept: KeptForm | null;
}
/** An event as it is typed: days and times of the community's wall. */
export interface EventForm {
  title: string;
  kind: EventKind;
  unit: { id: string; name: string } | null;
  teamId: string;
  place: string;
  date: string;
  from: string;
  to: string;
  /** empty: the same day, or the next when the end is not after the start */
  lastDate: string;
  contactName: string;
  contactPhone: string;
  description: string;
  shifts: ShiftForm[];
  rules: RulesForm;
}
type Problems = Record<string, string>;
export interface Needs extends RuleNeeds {
  title: string; unit: string; place: string; date: string; from: string; to: string; lastDate: string; shiftName: string; capacity: string; past: string;
}

let keys = 0;
export const newShift = (name: string, capacity = ''): ShiftForm => ({ key: `new-${Date.now()}-${keys++}`, name, whole: true, date: '', from: '', to: '', capacity, kept: null });

export function dayAfter(date: string, n = 1): string {
  return new Date(Date.parse(`${date}T00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}
export function blank(now: number, zone: string, shiftName: string): EventForm {
  const date = localValue(now + 86_400_000, zone).slice(0, 10);
  return {
    title: '', kind: 'VOLUNTEERING', unit: null, teamId: '', place: '', date, from: '09:00', to: '11:00', lastDate: '',
    contactName: '', contactPhone: '', description: '', shifts: [{ ...newShift(shiftName, '20'), key: 'first' }],
    rules: noRules(),
  };
}

/** The day an event ends on: over midnight when the end is not after the start. */
export const endDate = (f: Pick<EventForm, 'date' | 'from' | 'to' | 'lastDate'>) => f.lastDate || (f.to && f.from && f.to <= f.from ? dayAfter(f.date) : f.date);

const at = (date: string, time: string, zone: string) => new Date(instant(`${date}T${time}`, zone)).toISOString();
export function spanOf(f: EventForm, zone: string): { startsAt: string; endsAt: string } {
  return { startsAt: at(f.date, f.from, zone), endsAt: at(endDate(f), f.to, zone) };
}
/** A shift's times. In an event over midnight a time before the event's start means the next morning. */
export function shiftSpan(s: ShiftForm, f: EventForm, zone: string): { startsAt: string; endsAt: string } {
  if (s.whole) return spanOf(f, zone);
  const overnight = !s.date && !f.lastDate && endDate(f) !== f.date && s.from < f.from;
  const date = s.date || (overnight ? dayAfter(f.date) : f.date);
  return { startsAt: at(date, s.from, zone), endsAt: at(s.to <= s.from ? dayAfter(date) : date, s.to, zone) };
}

/** What is still wrong, by field; what only the server can know is not asked here. */
export function problems(f: EventForm, needs: Needs, zone: string, now?: number): Problems {
  const p: Problems = {};
  if (!f.title.trim()) p.title = needs.title;
  if (!f.unit) p.unit = needs.unit;
  if (!f.place.trim()) p.place = needs.place;
  if (!f.date) p.date = needs.date;
  if (!f.from) p.from = needs.from;
  if (!f.to) p.to = needs.to;
  if (f.lastDate && f.lastDate < f.date) p.lastDate = needs.lastDate;
  f.shifts.forEach((s, i) => {
    if (!s.name.trim()) p[`shifts.${i}.name`] = needs.shiftName;
    if (s.capacity.trim() && !/^[1-9]\d{0,3}$/.test(s.capacity.trim())) p[`shifts.${i}.capacity`] = needs.capacity;
    if (!s.whole && !s.from) p[`shifts.${i}.from`] = needs.from;
    if (!s.whole && !s.to) p[`shifts.${i}.to`] = needs.to;
    if (s.kept && s.capacity.trim()) for (const [field, words] of Object.entries(keptProblems(s.kept, s.capacity, needs))) p[`shifts.${i}.kept.${field}`] = words;
  });
  Object.assign(p, rulesProblems(f.rules, needs));
  if (now !== undefined && !p.date && !p.from && !p.to && Date.parse(spanOf(f, zone).endsAt) < now) p.date = needs.past;
  return p;
}

export function formOf(e: EditData, zone: string): EventForm {
  const [from, to] = [localValue(e.startsAt, zone), localValue(e.endsAt, zone)];
  const f: EventForm = {
    title: e.title, kind: e.kind, unit: e.unit, teamId: e.team?.id ?? '', place: e.place,
    date: from.slice(0, 10), from: from.slice(11), to: to.slice(11), lastDate: '',
    contactName: e.contactName ?? '', contactPhone: e.contactPhone ?? '', description: e.description, shifts: [],
    rules: rulesOf(e.joinRules, zone),
  };
  if (endDate(f) !== to.slice(0, 10)) f.lastDate = to.slice(0, 10);
  f.shifts = e.shifts.map((s) => {
    const [a, b] = [localValue(s.startsAt, zone), localValue(s.endsAt, zone)];
    const whole = Date.parse(s.startsAt) === Date.parse(e.startsAt) && Date.parse(s.endsAt) === Date.parse(e.endsAt);
    const date = f.lastDate ? a.slice(0, 10) : '';
    return { id: s.id, key: s.id, name: s.name, whole, date, from: a.slice(11), to: b.slice(11), capacity: s.capacity == null ? '' : String(s.capacity), kept: keptOf(s.kept, zone) };
  });
  return f;
}

const text = (s: string) => s.trim() || null;
/** What both making and changing send. */
export function inputOf(f: EventForm, zone: string) {
  return {
    teamId: f.teamId || null,
    title: f.title.trim(),
    kind: f.kind,
    description: f.description.trim(),
    place: f.place.trim(),
    ...spanOf(f, zone),
    contactName: text(f.contactName),
    contactPhone: text(f.contactPhone),
    shifts: f.shifts.map((s) => ({
      ...(s.id ? { id: s.id } : {}),
      name: s.name.trim(),
      ...shiftSpan(s, f, zone),
      capacity: s.capacity.trim() ? Number(s.capacity) : null,
      kept: s.capacity.trim() ? keptInput(s.kept, zone) : null, // without a limit nothing needs keeping
    })),
    joinRules: rulesInput(f.rules, zone),
  };
}
type Input = ReturnType<typeof inputOf>;
/** Only what differs from what was there; null when nothing does. */
export function difference(now: Input, was: Input): Partial<Input> | null {
  const keys = (Object.keys(now) as (keyof Input)[]).filter((k) => JSON.stringify(now[k]) !== JSON.stringify(was[k]));
  return keys.length ? (Object.fromEntries(keys.map((k) => [k, now[k]])) as Partial<Input>) : null;
}

/** How many more are confirmed than there would be places, all shifts together. */
export function tooMany(f: EventForm, shifts: readonly { shiftId: string; confirmed: number }[]): number {
  return f.shifts.reduce((n, s) => n + (s.capacity.trim() ? Math.max(0, (shifts.find((c) => c.shiftId === s.id)?.confirmed ?? 0) - Number(s.capacity)) : 0), 0);
}
