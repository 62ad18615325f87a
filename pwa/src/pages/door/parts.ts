import type { RosterRowData } from '../../api/deskRoster';

export type Show = 'toCome' | 'here' | 'waiting' | 'all';
type Row = Pick<RosterRowData, 'status' | 'checkedInAt'> & { person: Pick<RosterRowData['person'], 'name' | 'phone'> };

const here = (r: Row) => !!r.checkedInAt;
const waiting = (r: Row) => !here(r) && r.status === 'WAITLISTED';
const toCome = (r: Row) => !here(r) && (r.status === 'CONFIRMED' || r.status === 'OFFERED');
/** Who stands under which heading; whoever is off the roster and did not come stands under none. */
export const part: Record<Show, (r: Row) => boolean> = { toCome, here, waiting, all: (r) => here(r) || waiting(r) || toCome(r) };

export const counted = (rows: Row[]) => ({ toCome: rows.filter(toCome).length, here: rows.filter(here).length, waiting: rows.filter(waiting).length });

/** Finds by a piece of the name or by the end of the phone's number, with what is on this phone. */
export function narrowed<R extends Row>(rows: R[], text: string): R[] {
  const wanted = text.toLowerCase();
  const digits = /^\d+$/.test(wanted);
  return rows.filter((r) => (digits ? r.person.phone?.slice(-4).includes(wanted) : r.person.name.toLowerCase().includes(wanted)));
}
