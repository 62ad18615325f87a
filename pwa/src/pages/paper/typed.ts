import { newKey } from '../../api';
import type { CheckInInput, Draft } from '../../api/outbox';
import { correction } from '../door/spans';
import type { Row } from './plan';

interface From {
  eventId: string;
  sender: string;
  /** ms that the server's clock is ahead of this one */
  offset: number;
}
const draft = (from: From, r: Row, change: Pick<CheckInInput, 'method' | 'direction' | 'at'> & Partial<CheckInInput>): Draft => ({
  sender: from.sender,
  name: r.guest.name,
  of: r.guest.signUpId,
  input: { id: newKey(), eventId: from.eventId, ...change },
});

/** The entries of a paper roster, by this phone's clock as all entries are. */
export function draftsOf(rows: readonly Row[], reason: string, from: From): Draft[] {
  const one = (r: Row, direction: 'IN' | 'OUT', at: number | undefined) =>
    at === undefined ? [] : [draft(from, r, { method: 'BACKFILL', direction, at: new Date(Math.round(at - correction(from.offset))).toISOString(), signUpId: r.guest.signUpId, reason })];
  return rows.flatMap((r) => [...one(r, 'IN', r.came), ...one(r, 'OUT', r.went)]);
}
/** What takes them back. */
export function undoOf(drafts: readonly Draft[]): Draft[] {
  return drafts.map((d) => ({ ...d, input: { id: newKey(), eventId: d.input.eventId, method: 'BACKFILL', direction: 'UNDO', at: new Date().toISOString(), undoes: d.input.id, ...(d.input.reason && { reason: d.input.reason }) } }));
}
