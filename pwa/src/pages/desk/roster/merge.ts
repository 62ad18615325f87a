import type { QueueRowData, RosterRowData } from '../../../api/deskRoster';
import type { SignUpStatus } from '../../../api/graphql';

const groups: Partial<Record<SignUpStatus, number>> = { CONFIRMED: 0, OFFERED: 1, WAITLISTED: 2 };
const groupOf = (s: SignUpStatus) => groups[s] ?? 3;

/** What of a roster is shown. */
export interface Wanted {
  shiftId: string | undefined;
  /** undefined: all that are not final */
  status: readonly SignUpStatus[] | undefined;
}
const fits = (r: RosterRowData, w: Wanted) => (!w.shiftId || r.shift.id === w.shiftId) && (w.status ? w.status.includes(r.status) : groupOf(r.status) < 3);

/**
 * The rows as last read with what changed since laid over them, in the roster's order: shift, status, place. A row that
 * came is put behind those of its kind; when there are more pages (`more`) it only shows if it belongs before their end.
 */
export function merged(lists: readonly QueueRowData[], changed: ReadonlyMap<string, RosterRowData>, wanted: Wanted, more: boolean): QueueRowData[] {
  // Who was asked meanwhile is in both lists of the queue.
  const read = [...new Map(lists.map((r) => [r.id, r])).values()];
  const index = new Map(read.map((r, i) => [r.id, i]));
  // A place in the queue moves without its row: the list, which is read again, knows it better.
  const rows: QueueRowData[] = read.map((r) => {
    const c = changed.get(r.id);
    return c ? { ...r, ...c, ...(c.status === r.status && { queuePosition: r.queuePosition }) } : r;
  });
  for (const r of changed.values()) if (!index.has(r.id)) rows.push(r);
  const place = (r: RosterRowData) => {
    if (r.status === 'WAITLISTED') return r.queuePosition ?? 1e9;
    const i = index.get(r.id);
    return i !== undefined && read[i]?.status === r.status ? i : 1e8 + Date.parse(r.createdAt) / 1e9;
  };
  const before = (a: RosterRowData, b: RosterRowData) =>
    Date.parse(a.shift.startsAt) - Date.parse(b.shift.startsAt) ||
    (a.shift.id < b.shift.id ? -1 : a.shift.id > b.shift.id ? 1 : 0) ||
    groupOf(a.status) - groupOf(b.status) ||
    place(a) - place(b) ||
    Date.parse(a.createdAt) - Date.parse(b.createdAt);
  const last = read.at(-1);
  return rows.filter((r) => fits(r, wanted) && (!more || index.has(r.id) || (last && before(r, last) < 0))).sort(before);
}
