import type { StoredRoster } from '../../api/outbox';
import type { Guest } from './spans';
import type { Ticket, Unread } from './ticket';

/** Why the phone refuses what was scanned, or what is to be looked at though it does not; the server's words where it has the same. */
export type Refusal = Unread | 'EXPIRED' | 'OTHER_EVENT' | 'OLD_CARD';
export type Flag = 'ALREADY_CHECKED_IN' | 'NOT_HERE' | 'WITHDRAWN' | 'NOT_SIGNED_UP' | 'OVER_CAPACITY' | 'OUTSIDE_TIME' | 'UNCHECKED';
export interface Judged {
  refused?: Refusal;
  /** whom it is about; undefined: nobody on the stored roster */
  guest?: Guest | undefined;
  flags: Flag[];
}
export interface Roster {
  head: StoredRoster;
  guests: readonly Guest[];
}

const active = new Set(['CONFIRMED', 'OFFERED', 'WAITLISTED']);
export const isActive = (g: Guest) => active.has(g.status);
/** In, and not left since. */
export const isIn = (g: Guest) => !!g.checkedInAt && !g.checkedOutAt;

/** How far outside a shift somebody may come without anybody looking at it (server/door, early and late). */
const near = 3_600_000;
export function outside(g: Pick<Guest, 'shiftId'>, head: StoredRoster, at: number): boolean {
  const s = head.event.shifts.find((one) => one.id === g.shiftId);
  return !!s && (at < Date.parse(s.startsAt) - near || at > Date.parse(s.endsAt) + near);
}
/** All that is worth a look when somebody who is known moves; `at` by the server's clock. */
export function flagsOf(g: Guest, direction: 'IN' | 'OUT', head: StoredRoster, at: number): Flag[] {
  const flags: Flag[] = [];
  if (direction === 'IN' && isIn(g)) flags.push('ALREADY_CHECKED_IN');
  if (direction === 'OUT' && !g.checkedInAt) flags.push('NOT_HERE');
  if (direction === 'IN' && !isActive(g) && !g.checkedInAt) flags.push('WITHDRAWN');
  if (outside(g, head, at)) flags.push('OUTSIDE_TIME');
  return flags;
}

/** Has nobody a place left in the shift that a walk-in comes into? As the server counts it (server/door, letIn). */
export function isFull({ head, guests }: Roster, at: number): boolean {
  const near = nearest(head, at);
  const capacity = head.event.shifts.find((s) => s.id === near)?.capacity ?? Infinity;
  return guests.filter((g) => g.shiftId === near && (g.status === 'CONFIRMED' || g.status === 'OFFERED')).length >= capacity;
}

/**
 * What a ticket or card means at this door, with what is stored on the phone. The same is asked with and without a network; the
 * server decides the same once more when the entry reaches it.
 */
export function judge(ticket: Ticket | Unread, roster: Roster, direction: 'IN' | 'OUT', at: number): Judged {
  const { head } = roster;
  if (typeof ticket === 'string') return { refused: ticket, flags: [] };
  if (at > ticket.expires) return { refused: 'EXPIRED', flags: [] };
  if (ticket.eventId && ticket.eventId !== head.eventId) return { refused: 'OTHER_EVENT', flags: [] };
  const guest = whose(ticket, roster, at);
  if (!guest) return { flags: ticket.personId ? ['UNCHECKED', 'NOT_SIGNED_UP'] : ['UNCHECKED'] };
  const flags = flagsOf(guest, direction, head, at);
  if (!ticket.personId || guest.card === ticket.card) return { guest, flags };
  // Numbers only grow: a higher one was issued since the roster was read. Where there is none, hers may have been withdrawn.
  return guest.card && (ticket.card ?? 0) > guest.card ? { guest, flags: ['UNCHECKED', ...flags] } : { refused: 'OLD_CARD', guest, flags: [] };
}

/** The shift that somebody who comes at this time most likely means (server/door, near): the one running, else the next, else the last. */
export const nearest = (head: StoredRoster, at: number): string => {
  const { shifts } = head.event;
  return (shifts.find((s) => at < Date.parse(s.endsAt)) ?? shifts.at(-1))?.id ?? '';
};

/** A card's person may have several sign-ups, and who withdrew may have signed up anew: whichever still counts, in the shift that is near before the others. */
function whose(ticket: Ticket, { head, guests }: Roster, at: number): Guest | undefined {
  const shown = guests.find((g) => g.signUpId === ticket.signUpId);
  if (shown && isActive(shown)) return shown;
  const person = ticket.personId ?? shown?.personId;
  const hers = guests.filter((g) => person && g.personId === person);
  const open = hers.filter(isActive);
  const near = nearest(head, at);
  return open.filter((g) => g.shiftId === near).at(-1) ?? open[0] ?? shown ?? hers[0];
}
