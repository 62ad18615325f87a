import type { CountsData, MySignUpData } from '../../api/events';

export interface ShiftData {
  id: string;
  name: string;
  startsAt: string;
  endsAt: string;
}
type ShiftCounts = CountsData['shifts'][number];

/** What the one wide button does now. */
export type Action =
  | { kind: 'login' }
  | { kind: 'pickShift' }
  | { kind: 'pickPeople' }
  | { kind: 'signUp'; people: number }
  | { kind: 'queue'; people: number; position: number }
  | { kind: 'ticket'; signUp: MySignUpData }
  | { kind: 'waiting'; position: number }
  | { kind: 'none' };

export interface Situation {
  signedIn: boolean;
  /** the event takes sign-ups: published and not over */
  open: boolean;
  shift: ShiftData | undefined;
  counts: ShiftCounts | undefined;
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
    if (best?.status === 'WAITLISTED') return { kind: 'waiting', position: best.queuePosition ?? 1 };
    if (best) return { kind: 'none' };
  }
  if (!s.shift) return { kind: 'pickShift' };
  if (Date.parse(s.shift.endsAt) <= s.now) return { kind: 'none' };
  const taken = new Set(here.map((m) => m.person.id));
  const people = s.people.filter((p) => !taken.has(p)).length;
  if (!people) return { kind: 'pickPeople' };
  const c = s.counts;
  const free = !c || c.capacity === null || c.capacity === undefined ? Infinity : c.capacity - c.confirmed - c.offered;
  return free >= people ? { kind: 'signUp', people } : { kind: 'queue', people, position: (c?.waitlisted ?? 0) + 1 };
}
