import { describe, expect, it } from 'vitest';
import type { QueueRowData, RosterEvent } from '../../src/api/deskRoster';
import { tooMany, type EventForm } from '../../src/pages/desk/event/plan';
import { firstKept, keptInput, keptProblems, noRules, rulesInput, rulesOf, rulesProblems } from '../../src/pages/desk/event/rules';
import { confirmPoints } from '../../src/pages/desk/roster/deeds';
import { queuesOf, turnsWith, wanting } from '../../src/pages/desk/roster/queue';
import { formOf, inputOf, lengthOf, minutesOf, problems, usual } from '../../src/pages/desk/rules/plan';
import { tagsOf } from '../../src/pages/desk/tags';
import { deskQueue } from '../../src/words/zh-CN/deskQueue';
import { deskRules } from '../../src/words/zh-CN/deskRules';

const zone = 'Asia/Shanghai';
const now = Date.parse('2026-11-22T00:00:00Z');
type Why = NonNullable<QueueRowData['explanation']>;
const why = (over: Partial<Why> = {}): Why => ({ rule: 'FULL', ahead: 0, mustFree: 1, asked: 1, free: 0, passedOver: 0, passedOverMost: 3, kept: null, ...over });
/** Somebody in the queue: who, with whom, at which place. */
const waits = (id: string, party: string, place: number, over: Partial<QueueRowData> = {}) =>
  ({ id, status: 'WAITLISTED', party, queuePosition: place, shift: { id: 's1' }, person: { id, name: id }, explanation: why(), ...over }) as QueueRowData;

interface Places {
  capacity?: number | null;
  confirmed?: number;
  offered?: number;
  held?: number;
}
const event = (c: Places = {}, kept: { places: number; until: string; unit: { id: string; name: string } } | null = null) => {
  const shifts = [{ shiftId: 's1', capacity: 10, confirmed: 10, offered: 0, waitlisted: 0, checkedIn: 0, held: 0, ...c }];
  return { shifts: [{ id: 's1', name: '早班', capacity: 10, kept }, { id: 's2', name: '晚班', capacity: 10, kept: null }], counts: { shifts } } as unknown as RosterEvent;
};

describe('the queue of a shift', () => {
  const rows = [
    waits('d', 'd', 4),
    waits('b1', 'b', 2),
    waits('b2', 'b', 3),
    waits('a', 'a', 1),
    waits('o', 'o', 0, { status: 'OFFERED', queuePosition: null }),
    waits('in', 'in', 0, { status: 'CONFIRMED' }),
  ];
  it('has those who were asked first, then each party in its turn, and no shift where nobody waits', () => {
    const queues = queuesOf(rows, event(), now);
    expect(queues.map((q) => q.shift.id)).toEqual(['s1']);
    expect(queues[0]?.parties.map((p) => [p.people.map((r) => r.id).join('+'), p.offered, p.first, p.last])).toEqual([
      ['o', true, undefined, undefined],
      ['a', false, 1, 1],
      ['b1+b2', false, 2, 3],
      ['d', false, 4, 4],
    ]);
  });
  it('says what is held, for the party in front or for a unit, while it is kept', () => {
    const held = why({ rule: 'HELD_FOR_IT', passedOver: 3, asked: 3 });
    const [q] = queuesOf([waits('a', 'a', 1, { explanation: held }), waits('a2', 'a', 2, { explanation: held })], event({ confirmed: 8, held: 2 }), now);
    expect(q?.held).toMatchObject({ places: 2, party: { passedOver: 3 }, kept: undefined });
    const unit = { id: 'u', name: '北门里' };
    const kept = (until: string) => queuesOf([], event({ confirmed: 6, held: 4 }, { places: 4, until, unit }), now);
    expect(kept('2026-11-23T00:00:00Z')[0]?.held).toMatchObject({ places: 4, party: undefined, kept: { unit: '北门里' } });
    expect(kept('2026-11-21T00:00:00Z')[0]?.held?.kept).toBeUndefined();
  });
});

describe('whose turn more places would make it', () => {
  const turns = (more: number, rows: QueueRowData[], c: Places = {}) => turnsWith(more, queuesOf(rows, event(c), now)[0]!);
  const three = (place: number, over: Partial<Why> = {}) => [0, 1, 2].map((i) => waits(`t${i}`, 't', place + i, { explanation: why({ asked: 3, ...over }) }));
  it('in order, as far as they reach', () => {
    const rows = [waits('a', 'a', 1), waits('b', 'b', 2), waits('c', 'c', 3)];
    expect([1, 2, 5].map((n) => turns(n, rows))).toEqual([1, 2, 3]);
  });
  it('smaller parties have what a larger one in front cannot use', () => {
    expect(turns(2, [...three(1), waits('z', 'z', 4)])).toBe(1);
    expect(turns(3, [...three(1), waits('z', 'z', 4)])).toBe(3);
  });
  it('unless it is held for that one: what is free already counts for it', () => {
    const rows = [...three(1, { rule: 'HELD_FOR_IT' }), waits('z', 'z', 4)];
    expect(turns(1, rows, { confirmed: 9, held: 1 })).toBe(0);
    expect(turns(2, rows, { confirmed: 9, held: 1 })).toBe(3);
  });
  it('what is kept for a unit is not theirs, and without a limit everybody has one', () => {
    expect(turns(1, [waits('a', 'a', 1), waits('b', 'b', 2)], { confirmed: 6, held: 4 })).toBe(1);
    expect(turns(1, [waits('a', 'a', 1), waits('b', 'b', 2)], { capacity: null })).toBe(2);
  });
  it('somebody who was asked already is not counted again', () => {
    expect(turns(2, [waits('o', 'o', 0, { status: 'OFFERED' }), waits('b', 'b', 1)], { confirmed: 9, offered: 1 })).toBe(1);
  });
});

describe('what follows from giving a place now', () => {
  const points = (w: Why, status: QueueRowData['status'] = 'WAITLISTED') => confirmPoints(waits('a', 'a', 3, { status }), w, deskQueue);
  it('more places where too few are free, and who is passed', () => {
    expect(wanting({ asked: 3, free: 1 })).toBe(2);
    expect(points(why({ asked: 3, free: 1, ahead: 2 }))).toEqual([deskQueue.confirmParty(3), deskQueue.confirmAdds(2), deskQueue.passes(2)]);
    expect(points(why({ asked: 1, free: 1, ahead: 0 }))).toEqual([deskQueue.confirmTakes(1)]);
    expect(points(why({ rule: 'OFFER' }), 'OFFERED')).toEqual([deskQueue.confirmOffered]);
  });
});

describe('rules of joining as typed', () => {
  const needs = deskRules.needs;
  it('go to the server and come back', () => {
    const r = { ...noRules(), opensAt: '2026-11-20T09:00', minAge: '18', skill: ' 急救 ', minimum: '6', oneShift: true };
    const input = rulesInput(r, zone);
    expect(input).toMatchObject({ opensAt: '2026-11-20T01:00:00.000Z', closesAt: null, minAge: 18, maxAge: null, skill: '急救', minimum: 6 });
    expect(rulesOf(input, zone)).toEqual({ ...r, skill: '急救' });
    expect(rulesProblems(r, needs)).toEqual({});
  });
  it.each([
    [{ opensAt: '2026-11-20T09:00', closesAt: '2026-11-20T09:00' }, 'closesAt', needs.closes],
    [{ minAge: '121' }, 'minAge', needs.age],
    [{ maxAge: '1.5' }, 'maxAge', needs.age],
    [{ minAge: '30', maxAge: '20' }, 'maxAge', needs.ages],
    [{ minimum: '0' }, 'minimum', needs.minimum],
  ])('%o is refused', (over, field, words) => expect(rulesProblems({ ...noRules(), ...over }, needs)).toEqual({ [`joinRules.${field}`]: words }));
  it('kept places: how many, for whom, until when', () => {
    const first = firstKept('20', '2026-11-22');
    expect(first).toEqual({ places: '4', unit: null, until: '2026-11-21T18:00' });
    expect(keptProblems(first, '20', needs)).toEqual({ unit: needs.keptUnit });
    expect(keptProblems({ places: '21', unit: { id: 'u', name: '' }, until: '' }, '20', needs)).toEqual({ places: needs.keptMost, until: needs.keptUntil });
    expect(keptInput({ ...first, unit: { id: 'u', name: '' } }, zone)).toEqual({ places: 4, unitId: 'u', until: '2026-11-21T10:00:00.000Z' });
  });
  it('fewer places than people: how many lose theirs', () => {
    const f = { shifts: [{ id: 'a', capacity: '8' }, { id: 'b', capacity: '' }, { id: 'c', capacity: '5' }, { capacity: '1' }] } as EventForm;
    expect(tooMany(f, [{ shiftId: 'a', confirmed: 10 }, { shiftId: 'b', confirmed: 9 }, { shiftId: 'c', confirmed: 6 }])).toBe(3);
  });
});

describe('the table of offers as typed', () => {
  it('says whole hours in hours, and reads them back', () => {
    expect([720, 20, 90, 0].map(lengthOf)).toEqual([{ n: '12', unit: 'hours' }, { n: '20', unit: 'minutes' }, { n: '90', unit: 'minutes' }, { n: '0', unit: 'minutes' }]);
    expect(minutesOf({ n: '1.5', unit: 'hours' })).toBeUndefined();
    expect(inputOf(formOf(usual))).toEqual(usual);
    expect(problems(formOf(usual), deskRules.needs)).toEqual({});
  });
  it('no night is a night that ends as it begins', () => {
    const f = { ...formOf(usual), night: false };
    expect(inputOf(f)).toMatchObject({ nightFrom: 0, nightUntil: 0 });
    expect(formOf({ ...usual, nightFrom: 0, nightUntil: 0 })).toMatchObject({ night: false, nightFrom: '22:00', nightUntil: '07:00' });
  });
  it('keeps within what the server takes', () => {
    const bad = { ...formOf(usual), daysAhead: { n: '169', unit: 'hours' as const }, sameDay: { n: '0', unit: 'minutes' as const }, nightUntil: '22:00', passedOver: '51' };
    expect(Object.keys(problems(bad, deskRules.needs)).sort()).toEqual(['daysAhead', 'nightUntil', 'passedOver', 'sameDay']);
    expect(problems({ ...formOf(usual), atOnce: { n: '0', unit: 'minutes' } }, deskRules.needs)).toEqual({});
  });
});

it('words are set apart as people set them apart', () => expect(tagsOf(' 急救、理发, 手语；急救 ，')).toEqual(['急救', '理发', '手语']));
