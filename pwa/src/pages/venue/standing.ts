import type { MySignUpData } from '../../api/events';

/** Somebody whom the reader may check in here, and where she stands. */
export interface Standing {
  id: string;
  name: string;
  signUpId: string | undefined;
  status: 'CONFIRMED' | 'OFFERED' | 'WAITLISTED' | undefined;
  cameAt: string | null;
  leftAt: string | null;
}
const active = ['CONFIRMED', 'OFFERED', 'WAITLISTED'] as const;

/** The reader and those she acts for, each with the sign-up that counts: one she is in at before the others. */
export function standings(people: readonly { id: string; name: string }[], signUps: readonly MySignUpData[]): Standing[] {
  return people.map((p) => {
    const hers = signUps.filter((s) => s.person.id === p.id);
    const s = hers.find((h) => h.checkedInAt && !h.checkedOutAt) ?? active.flatMap((a) => hers.filter((h) => h.status === a))[0];
    return { id: p.id, name: p.name, signUpId: s?.id, status: active.find((a) => a === s?.status), cameAt: s?.checkedInAt ?? null, leftAt: s?.checkedOutAt ?? null };
  });
}
export const isIn = (s: Standing) => !!s.cameAt && !s.leftAt;

/** Who is ticked to begin with: those with a place; else the reader herself. */
export function expected(people: readonly Standing[]): string[] {
  const placed = people.filter((p) => p.status === 'CONFIRMED').map((p) => p.id);
  return placed.length ? placed : people.slice(0, 1).map((p) => p.id);
}
