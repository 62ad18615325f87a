import type { TicketData } from '../../api/roster';

/** Places held together for people of one party: one answer is for all of them. */
export interface Offer {
  key: string;
  /** the reader's own where she is one of them */
  signUp: TicketData;
  all: TicketData[];
  until: string;
}

/** The offers among the reader's sign-ups, the first to run out first. */
export function offersIn(rows: readonly TicketData[], viewer: string | undefined): Offer[] {
  const groups = new Map<string, TicketData[]>();
  for (const s of rows) {
    if (s.status !== 'OFFERED' || !s.offerExpiresAt || s.event.status !== 'PUBLISHED') continue;
    const key = `${s.shift.id} ${s.party}`;
    groups.set(key, [...(groups.get(key) ?? []), s]);
  }
  const offers = [...groups].map(([key, found]): Offer => {
    const all = found.toSorted((a, b) => Number(b.person.id === viewer) - Number(a.person.id === viewer));
    return { key, all, signUp: all[0]!, until: all.map((s) => s.offerExpiresAt ?? '').toSorted()[0] ?? '' };
  });
  return offers.toSorted((a, b) => a.until.localeCompare(b.until));
}

/** People as the reader calls them, herself first. */
export const namesOf = (people: readonly { id: string; name: string }[], viewer: string | undefined, you: string): string[] =>
  people.map((p) => (p.id === viewer ? you : p.name));

/** The sign-ups that overlap another one of the same person: possible only where times were changed afterwards. */
export function clashing(rows: readonly TicketData[]): Set<string> {
  const standing = rows.filter((s) => ['CONFIRMED', 'OFFERED', 'WAITLISTED'].includes(s.status) && s.event.status !== 'CANCELLED');
  const found = new Set<string>();
  for (const a of standing) {
    const meets = (b: TicketData) => a.id !== b.id && a.person.id === b.person.id && Date.parse(a.shift.startsAt) < Date.parse(b.shift.endsAt) && Date.parse(b.shift.startsAt) < Date.parse(a.shift.endsAt);
    if (standing.some(meets)) found.add(a.id);
  }
  return found;
}
