import type { EventData } from '../../api/event';
import type { CountsData, MySignUpData } from '../../api/events';
import { placesFor } from '../../parts/seats';

export interface ShiftData {
  id: string;
  name: string;
  startsAt: string;
  endsAt: string;
}
export type Rules = EventData['joinRules'];
export const noRules: Rules = { opensAt: null, closesAt: null, withdrawUntil: null, oneShift: false, minAge: null, maxAge: null, skill: '', minimum: null };
type ShiftCounts = CountsData['shifts'][number];

/** What the one wide button does now. */
export type Action =
  | { kind: 'login' }
  | { kind: 'pickShift' }
  | { kind: 'pickPeople' }
  | { kind: 'signUp'; people: number }
  | { kind: 'queue'; people: number; position: number; /** places that are free, too few for all */ free: number }
  | { kind: 'notYet'; at: string }
  | { kind: 'closed' }
  | { kind: 'move'; signUp: MySignUpData }
  | { kind: 'ticket'; signUp: MySignUpData }
  | { kind: 'waiting'; signUp: MySignUpData }
  | { kind: 'none' };

export interface Situation {
  signedIn: boolean;
  /** the event takes sign-ups: published and not over */
  open: boolean;
  shift: ShiftData | undefined;
  counts: ShiftCounts | undefined;
  rules: Rules;
  /** the chosen shift's kept places are for the reader too */
  inside: boolean;
  /** who shall get a place */
  people: readonly string[];
  mine: readonly MySignUpData[];
  /** the viewer has chosen to sign up more of the family */
  adding: boolean;
  now: number;
}

/** The sign-ups that still stand in this shift. */
export function standing(mine: readonly MySignUpData[], shiftId: string | undefined): MySignUpData[] {
  return mine.filter((s) => s.shift.id === shiftId && (s.status === 'CONFIRMED' || s.status === 'WAITLISTED' || s.status === 'OFFERED'));
}

/** Decides the button from what is on the screen; the server has the last word on places. */
export function actionFor(s: Situation): Action {
  const all = s.mine.filter((m) => m.status === 'CONFIRMED' || m.status === 'WAITLISTED');
  if (!s.open) return { kind: 'none' };
  if (!s.signedIn) return { kind: 'login' };
  const here = standing(s.mine, s.shift?.id);
  if (!s.adding) {
    // A place that waits for an answer comes before all: its card has the buttons.
    const best = here.find((m) => m.status === 'OFFERED') ?? here.find((m) => m.status === 'CONFIRMED') ?? here[0] ?? (s.shift ? undefined : all[0]);
    if (best?.status === 'CONFIRMED') return { kind: 'ticket', signUp: best };
    if (best?.status === 'WAITLISTED') return { kind: 'waiting', signUp: best };
    if (best) return { kind: 'none' };
  }
  const rule = ruleOf(s);
  if (rule) return rule;
  if (!s.shift) return { kind: 'pickShift' };
  if (Date.parse(s.shift.endsAt) <= s.now) return { kind: 'none' };
  const taken = new Set((s.rules.oneShift ? everywhere(s.mine) : here).map((m) => m.person.id));
  const people = s.people.filter((p) => !taken.has(p)).length;
  if (!people) {
    const other = s.adding || here.length ? undefined : everywhere(s.mine)[0];
    return s.rules.oneShift && other ? { kind: 'move', signUp: other } : { kind: 'pickPeople' };
  }
  const c = s.counts;
  const free = c ? placesFor({ ...c, capacity: c.capacity ?? null, held: s.inside ? 0 : c.held }) : Infinity;
  return free >= people ? { kind: 'signUp', people } : { kind: 'queue', people, position: (c?.waitlisted ?? 0) + 1, free };
}

/** The sign-ups that stand, in any shift. */
export const everywhere = (mine: readonly MySignUpData[]) => mine.filter((s) => s.status === 'CONFIRMED' || s.status === 'WAITLISTED' || s.status === 'OFFERED');

function ruleOf({ rules, now }: Situation): Action | undefined {
  if (rules.opensAt && now < Date.parse(rules.opensAt)) return { kind: 'notYet', at: rules.opensAt };
  return rules.closesAt && now >= Date.parse(rules.closesAt) ? { kind: 'closed' } : undefined;
}
