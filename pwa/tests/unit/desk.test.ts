import { describe, expect, it } from 'vitest';
import type { DeskEventData } from '../../src/api/desk';
import type { EditData } from '../../src/api/deskEvents';
import type { RosterRowData } from '../../src/api/deskRoster';
import { difference, endDate, formOf, inputOf, problems, shiftSpan, spanOf, type EventForm } from '../../src/pages/desk/event/plan';
import { noRules } from '../../src/pages/desk/event/rules';
import { needsOf } from '../../src/pages/desk/needs';
import { merged } from '../../src/pages/desk/roster/merge';
import { deskEvents } from '../../src/words/zh-CN/deskEvents';
import { deskRules } from '../../src/words/zh-CN/deskRules';

const zone = 'Asia/Shanghai';
const needs = { ...deskEvents.needs, ...deskRules.needs };
const now = Date.parse('2026-11-22T00:00:00Z');
const hours = (n: number) => new Date(now + n * 3_600_000).toISOString();

function event(id: string, starts: number, over: Partial<Omit<DeskEventData, 'counts'>> & { counts?: Partial<DeskEventData['counts']> } = {}): DeskEventData {
  const counts = { eventId: id, revision: 1, capacity: 10, confirmed: 8, offered: 0, waitlisted: 0, checkedIn: 0, held: 0, shifts: [], ...over.counts };
  const rest = { id, title: id, kind: 'DUTY' as const, status: 'PUBLISHED' as const, place: '', startsAt: hours(starts), endsAt: hours(starts + 2), mayEdit: true, toCall: 0, joinRules: { minimum: null }, unit: { id: 'u', name: 'u' }, team: null };
  return { ...rest, ...over, counts } as DeskEventData;
}

describe('what waits for the secretary', () => {
  const kinds = (events: DeskEventData[], joins = 0, corrections = 0) => needsOf(events, { joins, corrections }, now).map((n) => n.key);
  it('is in the order of its urgency', () => {
    const all = [
      event('draft', 48, { status: 'DRAFT' }),
      event('later', 60, { counts: { confirmed: 1 } }),
      event('sooner', 5, { counts: { waitlisted: 3, confirmed: 10 } }),
      event('running', -1),
    ];
    expect(kinds(all, 2, 1)).toEqual(['nobody-running', 'queue-sooner', 'few-later', 'draft-draft', 'hours', 'joins']);
  });
  it('names whom to call beside whatever else the event needs, up to a week ahead', () => {
    expect(kinds([event('a', 100, { toCall: 3 }), event('b', 5, { toCall: 1, counts: { waitlisted: 2, confirmed: 10 } })])).toEqual(['call-b', 'queue-b', 'call-a']);
    expect(needsOf([event('a', 100, { toCall: 3 })], { joins: 0, corrections: 0 }, now)[0]?.n).toBe(3);
    expect(kinds([event('a', -3, { toCall: 3 })])).toEqual([]);
  });
  it('says how many are missing to the least that an event takes place with', () => {
    const short = event('a', 100, { joinRules: { minimum: 12 } });
    expect(needsOf([short], { joins: 0, corrections: 0 }, now)).toMatchObject([{ kind: 'short', n: 4 }]);
    expect(kinds([event('a', 100, { joinRules: { minimum: 8 } })])).toEqual([]);
    expect(kinds([event('a', 5, { joinRules: { minimum: 12 }, counts: { confirmed: 2 } })])).toEqual(['short-a']);
  });
  it.each([
    ['half full is enough', event('a', 5, { counts: { confirmed: 5 } })],
    ['beyond three days', event('a', 73, { counts: { confirmed: 0 } })],
    ['a draft beyond a week', event('a', 169, { status: 'DRAFT' })],
    ['somebody was checked in', event('a', -1, { counts: { checkedIn: 1 } })],
    ['over', event('a', -3)],
    ['not hers to change', event('a', 5, { mayEdit: false, counts: { confirmed: 0 } })],
    ['no limit', event('a', 5, { counts: { capacity: null, confirmed: 0 } })],
  ])('is nothing: %s', (_, e) => expect(kinds([e])).toEqual([]));
});

const form = (over: Partial<EventForm> = {}): EventForm => ({
  title: '巡逻', kind: 'DUTY', unit: { id: 'u', name: 'u' }, teamId: '', place: '东门', date: '2026-11-22', from: '22:00', to: '23:30', lastDate: '',
  contactName: '', contactPhone: '', description: '', shifts: [{ key: 'a', name: '班', whole: true, date: '', from: '', to: '', capacity: '', kept: null }], rules: noRules(), ...over,
});

describe('an event as typed', () => {
  it('is in the community’s time, and over midnight when the end is not after the start', () => {
    expect(spanOf(form(), zone)).toEqual({ startsAt: '2026-11-22T14:00:00.000Z', endsAt: '2026-11-22T15:30:00.000Z' });
    expect(endDate(form({ to: '02:00' }))).toBe('2026-11-23');
    expect(spanOf(form({ to: '02:00' }), zone).endsAt).toBe('2026-11-22T18:00:00.000Z');
  });
  it('has shifts on either side of midnight', () => {
    const late = { key: 'b', name: '后半夜', whole: false, date: '', from: '00:30', to: '02:00', capacity: '', kept: null };
    expect(shiftSpan(late, form({ to: '02:00' }), zone)).toEqual({ startsAt: '2026-11-22T16:30:00.000Z', endsAt: '2026-11-22T18:00:00.000Z' });
  });
  it('says what is missing, and where', () => {
    const bad = form({ title: ' ', unit: null, from: '', lastDate: '2026-11-21', shifts: [{ key: 'a', name: '', whole: false, date: '', from: '', to: '9:00', capacity: '0', kept: null }] });
    expect(Object.keys(problems(bad, needs, zone)).sort()).toEqual(['from', 'lastDate', 'shifts.0.capacity', 'shifts.0.from', 'shifts.0.name', 'title', 'unit']);
    expect(problems(form(), needs, zone)).toEqual({});
    expect(problems(form({ date: '2026-11-20' }), needs, zone, now)).toEqual({ date: needs.past });
  });
  it('comes back from the server as it was, and only what differs is sent', () => {
    const input = inputOf(form({ to: '02:00', shifts: [{ id: 's', key: 's', name: '前半夜', whole: false, date: '', from: '22:00', to: '23:00', capacity: '5', kept: null }] }), zone);
    const stored = { ...input, id: 'e', status: 'DRAFT', unit: { id: 'u', name: 'u', level: 'GROUP' }, team: null, cancelReason: '', mayEdit: true, mayLead: true } as unknown as EditData;
    const again = formOf(stored, zone);
    expect(difference(inputOf(again, zone), input)).toBeNull();
    expect(difference(inputOf({ ...again, place: '西门' }, zone), input)).toEqual({ place: '西门' });
  });
});

describe('the roster with what changed laid over it', () => {
  const row = (id: string, status: RosterRowData['status'], over: Partial<RosterRowData> = {}) =>
    ({ id, status, queuePosition: null, createdAt: hours(0), shift: { id: 's1', name: '', startsAt: hours(1), endsAt: hours(2) }, person: { id, name: id }, ...over }) as RosterRowData;
  const all = { shiftId: undefined, status: undefined };
  const ids = (rows: RosterRowData[]) => rows.map((r) => r.id);
  const over = (...rows: RosterRowData[]) => new Map(rows.map((r) => [r.id, r]));
  const read = [row('a', 'CONFIRMED'), row('b', 'CONFIRMED'), row('w1', 'WAITLISTED', { queuePosition: 1 }), row('w2', 'WAITLISTED', { queuePosition: 2 })];

  it('puts an arrival behind those of its kind', () => {
    expect(ids(merged(read, over(row('c', 'CONFIRMED')), all, false))).toEqual(['a', 'b', 'c', 'w1', 'w2']);
  });
  it('moves who was promoted, and lets go who left', () => {
    expect(ids(merged(read, over(row('a', 'REMOVED'), row('w1', 'CONFIRMED')), all, false))).toEqual(['b', 'w1', 'w2']);
    expect(ids(merged(read, over(row('w1', 'CONFIRMED')), { shiftId: undefined, status: ['WAITLISTED'] }, false))).toEqual(['w2']);
  });
  it('takes a place in the queue from the list that is read again, not from an earlier message', () => {
    const moved = merged([row('w2', 'WAITLISTED', { queuePosition: 1 })], over(row('w2', 'WAITLISTED', { queuePosition: 2, toCall: true })), all, false);
    expect(moved.map((r) => [r.queuePosition, r.toCall])).toEqual([[1, true]]);
  });
  it('shows once who is in two lists', () => {
    const asked = row('w1', 'OFFERED');
    expect(ids(merged([asked, asked, row('w2', 'WAITLISTED', { queuePosition: 1 })], over(), { shiftId: undefined, status: ['OFFERED', 'WAITLISTED'] }, false))).toEqual(['w1', 'w2']);
  });
  it('keeps the order of the pages: what belongs on a later one waits for it', () => {
    const later = row('z', 'CONFIRMED', { shift: { id: 's2', name: '', startsAt: hours(5), endsAt: hours(6) } });
    expect(ids(merged(read, over(later), all, true))).toEqual(['a', 'b', 'w1', 'w2']);
    expect(ids(merged(read, over(later), all, false))).toEqual(['a', 'b', 'w1', 'w2', 'z']);
  });
});
