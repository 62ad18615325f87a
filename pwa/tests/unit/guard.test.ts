import { describe, expect, it } from 'vitest';
import { Guard } from '../../src/api/client/guard';

const counts = (revision: number, confirmed: number, eventId = 'ev_1') => ({ __typename: 'EventCounts', eventId, revision, confirmed, shifts: [{ __typename: 'ShiftCounts', shiftId: 'sh_1', confirmed }] });
const page = (revision: number, confirmed: number) => ({ events: { edges: [{ node: { __typename: 'Event', id: 'ev_1', counts: counts(revision, confirmed) } }] } });

describe('counts never go back', () => {
  it('puts the newest snapshot in the place of an older one, wherever it stands', () => {
    const guard = new Guard();
    guard.keep({ eventCounts: counts(7, 12) });
    expect(guard.keep(page(6, 11)).events.edges[0]?.node.counts).toEqual(counts(7, 12));
  });
  it('accepts newer and equal ones as they are, without a copy', () => {
    const guard = new Guard();
    guard.keep({ eventCounts: counts(7, 12) });
    for (const data of [page(7, 12), page(8, 13)]) expect(guard.keep(data)).toBe(data);
  });
  it('holds each event apart', () => {
    const guard = new Guard();
    guard.keep({ eventCounts: counts(9, 12) });
    const other = { eventCounts: counts(1, 3, 'ev_2') };
    expect(guard.keep(other)).toBe(other);
  });
  it('guards the roll-up of a unit by the unit', () => {
    const guard = new Guard();
    const unit = (revision: number, people: number) => ({ unitCounts: { __typename: 'UnitCounts', unit: { id: 'un_1' }, revision, people } });
    guard.keep(unit(5, 100));
    expect(guard.keep(unit(4, 99)).unitCounts.people).toBe(100);
  });
  it('knows nothing of the last person after it was cleared', () => {
    const guard = new Guard();
    guard.keep({ eventCounts: counts(7, 12) });
    guard.clear();
    expect(guard.keep({ eventCounts: counts(2, 1) }).eventCounts.confirmed).toBe(1);
  });
  it('leaves what is no object alone', () => {
    const data = { a: null, b: [1, 'x', null], c: true };
    expect(new Guard().keep(data)).toBe(data);
  });
});
