import { newKey } from '../../api';
import type { CheckInInput, Draft } from '../../api/outbox';
import type { Row } from './plan';

interface From {
  eventId: string;
  sender: string;
}
const draft = (from: From, r: Row, change: Pick<CheckInInput, 'method' | 'direction' | 'at'> & Partial<CheckInInput>): Draft => ({
  sender: from.sender,
  name: r.guest.name,
  of: r.guest.signUpId,
  input: { id: newKey(), eventId: from.eventId, ...change },
});

/** The entries of a paper roster: the server takes what somebody typed as it is, however wrong this phone's clock. */
export function draftsOf(rows: readonly Row[], reason: string, from: From): Draft[] {
  const one = (r: Row, direction: 'IN' | 'OUT', at: number | undefined) =>
    at === undefined ? [] : [draft(from, r, { method: 'BACKFILL', direction, at: new Date(at).toISOString(), signUpId: r.guest.signUpId, reason })];
  return rows.flatMap((r) => [...one(r, 'IN', r.came), ...one(r, 'OUT', r.went)]);
}
/** What takes them back. */
export function undoOf(drafts: readonly Draft[]): Draft[] {
  return drafts.map((d) => ({ ...d, input: { id: newKey(), eventId: d.input.eventId, method: 'BACKFILL', direction: 'UNDO', at: new Date().toISOString(), undoes: d.input.id, ...(d.input.reason && { reason: d.input.reason }) } }));
}
