import type { Draft, Entry } from '../../api/outbox';
import { isActive, isIn } from './judge';
import type { Guest } from './spans';

export type Show = 'toCome' | 'here' | 'waiting' | 'all';
const toCome = (g: Guest) => !g.checkedInAt && (g.status === 'CONFIRMED' || g.status === 'OFFERED');
const waiting = (g: Guest) => !g.checkedInAt && g.status === 'WAITLISTED';
const here = (g: Guest) => !!g.checkedInAt;
/** Who stands under which heading; whoever is off the roster and did not come stands under none. */
export const part: Record<Show, (g: Guest) => boolean> = { toCome, here, waiting, all: (g) => here(g) || isActive(g) };

export function counted(guests: readonly Guest[]) {
  const n = (of: (g: Guest) => boolean) => guests.filter(of).length;
  return { toCome: n(toCome), here: n(here), waiting: n(waiting), inside: n(isIn), absent: n((g) => toCome(g) && !!g.absentAt), expected: n((g) => g.status === 'CONFIRMED') };
}

/** Finds by name, pinyin or initials, by the end of the phone's number, or by the number on the printed roster. */
export function narrowed(guests: readonly Guest[], text: string): Guest[] {
  const wanted = text.trim().toLowerCase();
  const number = /^#?(\d+)$/.exec(wanted)?.[1];
  if (number === undefined) return guests.filter((g) => g.search.includes(wanted) || g.name.toLowerCase().includes(wanted));
  const exact = guests.filter((g) => String(g.number) === number);
  if (wanted.startsWith('#')) return exact;
  const byTail = guests.filter((g) => g.phoneTail.includes(number) && !exact.includes(g));
  return number.length >= 3 ? [...byTail, ...exact] : [...exact, ...byTail];
}

/** Who on the roster a walk-in may be: the name as typed, and the tail where both have one. */
export function namesakes(guests: readonly Guest[], name: string, tail: string): Guest[] {
  const wanted = name.trim();
  if (!wanted) return tail.length === 4 ? guests.filter((g) => g.phoneTail === tail) : [];
  return guests.filter((g) => g.name === wanted && (tail.length < 4 || !g.phoneTail || g.phoneTail === tail));
}

/** A ticket that is not on the stored roster: its entry has no name, only words for one. */
export const isNameless = (e: Entry): boolean => e.of.startsWith('ticket-');

/**
 * Does an entry say what `refused` said? By her row; where she has none, and for who walks in, by the name, and by the tail where
 * both have one. Of a ticket that nobody is known by, no other entry says the same.
 */
export function isAnew(d: Draft, refused: Entry, guests: readonly Guest[]): boolean {
  if (d.input.direction !== refused.input.direction) return false;
  if (d.of === refused.of) return true;
  const row = (of: string) => guests.find((g) => g.signUpId === of);
  const hers = row(refused.of);
  if (d.name !== refused.name || isNameless(refused) || (hers && d.input.method !== 'WALK_IN')) return false;
  const [a, b] = [d.input.phoneTail || row(d.of)?.phoneTail, refused.input.phoneTail || hers?.phoneTail];
  return !a || !b || a === b;
}
