import { describe, expect, it } from 'vitest';
import type { MySignUpData } from '../../src/api/events';
import { byDay, weekEnd } from '../../src/pages/events/days';
import { actionFor, noRules, type Situation } from '../../src/pages/events/offer';
import { phaseOf } from '../../src/pages/events/phase';
import { seatState } from '../../src/parts/seats';

const now = Date.parse('2026-11-21T02:00:00Z');
const shift = { id: 'sh_1', name: '早班', startsAt: '2026-11-21T03:00:00Z', endsAt: '2026-11-21T05:00:00Z' };
const seats = (capacity: number | null, confirmed: number, waitlisted = 0) => ({ shiftId: 'sh_1', capacity, confirmed, offered: 0, waitlisted, checkedIn: 0, held: 0 });
const mine = (status: MySignUpData['status'], person = 'pe_1', queuePosition: number | null = null): MySignUpData => ({
  id: `su_${person}`, status, queuePosition, offerExpiresAt: null, checkedInAt: null, checkedOutAt: null, party: 'p', person: { id: person, name: person }, shift,
});
const elsewhere = { ...mine('CONFIRMED'), shift: { ...shift, id: 'sh_2' } };
const base: Situation = { signedIn: true, open: true, shift, counts: seats(30, 3), people: ['pe_1'], mine: [], adding: false, now, rules: noRules, inside: false };

describe('the one wide button', () => {
  it.each<[string, Partial<Situation>, object]>([
    ['asks an anonymous reader to log in', { signedIn: false }, { kind: 'login' }],
    ['is not there when the event is over', { open: false }, { kind: 'none' }],
    ['signs up while there is a place', {}, { kind: 'signUp', people: 1 }],
    ['signs up when places are unlimited', { counts: seats(null, 500) }, { kind: 'signUp', people: 1 }],
    ['queues when full, and says where', { counts: seats(30, 30, 3) }, { kind: 'queue', people: 1, position: 4, free: 0 }],
    ['signs a family up that just fits', { counts: seats(30, 28), people: ['pe_1', 'pe_2'] }, { kind: 'signUp', people: 2 }],
    ['queues a family that does not fit whole', { counts: seats(30, 29), people: ['pe_1', 'pe_2'] }, { kind: 'queue', people: 2, position: 1, free: 1 }],
    ['wants a shift first', { shift: undefined }, { kind: 'pickShift' }],
    ['wants somebody first', { people: [] }, { kind: 'pickPeople' }],
    ['shows the ticket once in', { mine: [mine('CONFIRMED')] }, { kind: 'ticket', signUp: mine('CONFIRMED') }],
    ['says the place in the queue', { mine: [mine('WAITLISTED', 'pe_1', 4)] }, { kind: 'waiting', signUp: mine('WAITLISTED', 'pe_1', 4) }],
    ['leaves an offer to its own two buttons', { mine: [mine('OFFERED')] }, { kind: 'none' }],
    ['lets an offer come before a ticket of the family', { mine: [mine('CONFIRMED'), mine('OFFERED')] }, { kind: 'none' }],
    ['signs up again after a withdrawal', { mine: [mine('WITHDRAWN')] }, { kind: 'signUp', people: 1 }],
    ['adds the family without counting who is in', { mine: [mine('CONFIRMED')], adding: true, people: ['pe_1', 'pe_2'] }, { kind: 'signUp', people: 1 }],
    ['waits for sign-up to open, and says when', { rules: { ...noRules, opensAt: '2026-11-21T02:00:01Z' } }, { kind: 'notYet', at: '2026-11-21T02:00:01Z' }],
    ['opens at the very moment', { rules: { ...noRules, opensAt: '2026-11-21T02:00:00Z' } }, { kind: 'signUp', people: 1 }],
    ['says that sign-up is closed', { rules: { ...noRules, closesAt: '2026-11-21T02:00:00Z' } }, { kind: 'closed' }],
    ['still shows the ticket when sign-up is closed', { rules: { ...noRules, closesAt: '2026-11-21T02:00:00Z' }, mine: [mine('CONFIRMED')] }, { kind: 'ticket', signUp: mine('CONFIRMED') }],
    ['queues when what is free is held', { counts: { ...seats(30, 28, 3), held: 2 } }, { kind: 'queue', people: 1, position: 4, free: 0 }],
    ['does not count places kept for the reader’s own building', { counts: { ...seats(30, 28), held: 2 }, inside: true }, { kind: 'signUp', people: 1 }],
    ['leads from one shift to another where only one is allowed', { rules: { ...noRules, oneShift: true }, people: [], mine: [elsewhere] }, { kind: 'move', signUp: elsewhere }],
    ['signs up for a second shift where several are allowed', { mine: [elsewhere] }, { kind: 'signUp', people: 1 }],
    ['closes with the shift', { now: Date.parse(shift.endsAt) }, { kind: 'none' }],
  ])('%s', (_name, change, action) => expect(actionFor({ ...base, ...change })).toEqual(action));
});

describe('seats', () => {
  it.each([
    [seats(30, 3), 'left', 27],
    [seats(30, 25), 'few', 5],
    [seats(10, 8), 'few', 2],
    [seats(10, 7), 'left', 3],
    [seats(10, 10, 4), 'full', 0],
    [{ ...seats(10, 8), offered: 2 }, 'full', 0],
    [seats(10, 12), 'full', 0],
    [seats(null, 3), 'open', Infinity],
  ])('%o is %s', (c, state, free) => expect(seatState(c)).toMatchObject({ state, free }));
});

describe('phase', () => {
  const e = { status: 'PUBLISHED' as const, startsAt: '2026-11-21T01:00:00Z', endsAt: '2026-11-21T02:30:00Z' };
  it('follows the clock before the stored state', () => {
    expect(phaseOf(e, Date.parse(e.startsAt) - 1)).toBe('coming');
    expect(phaseOf(e, now)).toBe('running');
    expect(phaseOf(e, Date.parse(e.endsAt))).toBe('over');
    expect(phaseOf({ ...e, status: 'CANCELLED' }, now)).toBe('cancelled');
  });
});

describe('days', () => {
  it('groups neighbours of one day and keeps their order', () => {
    const rows = ['2026-11-21T01:00:00Z', '2026-11-21T09:00:00Z', '2026-11-22T01:00:00Z'].map((startsAt) => ({ startsAt }));
    expect(byDay(rows, (at) => Number(at.slice(8, 10))).map((d) => [d.day, d.rows.length])).toEqual([[21, 2], [22, 1]]);
  });
  it('ends a week on Sunday night', () => {
    const day = 86_400_000;
    expect(weekEnd({ date: 0, weekday: 6 }, 0)).toBe(2 * day);
    expect(weekEnd({ date: 0, weekday: 0 }, 0)).toBe(day);
    expect(weekEnd({ date: 0, weekday: 1 }, 0)).toBe(7 * day);
  });
});
