import { describe, expect, it } from 'vitest';
import type { Guest } from '../../src/pages/door/spans';
import { parse } from '../../src/pages/paper/parse';
import { moment, planOf, type Basis } from '../../src/pages/paper/plan';
import { sheetsOf } from '../../src/pages/paper/sheets';
import { draftsOf, undoOf } from '../../src/pages/paper/typed';

const zone = 'Asia/Shanghai';
const at = (hhmm: string, day = '21') => Date.parse(`2026-11-${day}T${hhmm}:00+08:00`);
const iso = (hhmm: string, day = '21') => new Date(at(hhmm, day)).toISOString();
const shift = (id: string, from: string, to: string, toDay = '21') => ({ id, name: id, startsAt: iso(from), endsAt: iso(to, toDay), capacity: 10 });
const guest = (number: number, over: Partial<Guest> = {}): Guest => ({
  signUpId: `su_${number}`, personId: `pe_${number}`, number, name: `人${number}`, phoneTail: '', search: '', shiftId: 'early', status: 'CONFIRMED', walkIn: false,
  checkedInAt: null, checkedOutAt: null, absentAt: null, card: 0, revision: 1, waits: false, unsaved: false, unchecked: false, ...over,
});
const basis = (over: Partial<Basis> = {}): Basis => ({
  guests: [guest(1), guest(2), guest(3, { shiftId: 'late' }), guest(4, { checkedInAt: iso('09:02') })],
  event: { timeZone: zone, shifts: [shift('early', '09:00', '11:00'), shift('late', '14:00', '16:00')] },
  same: undefined,
  now: at('12:00'),
  ...over,
});
const plan = (text: string, over: Partial<Basis> = {}) => planOf(parse(text), basis(over));

describe('typed numbers', () => {
  const read = (text: string) => Object.fromEntries(parse(text).lines);
  it('come one by one, in ranges, and in any mixture', () => expect(Object.keys(read('1 4 7-9\n12，15、20-21'))).toEqual(['1', '4', '7', '8', '9', '12', '15', '20', '21']));
  it('carry the times of their line', () =>
    expect(read('7 9:05-11:30\n8 9 9:10\n10')).toEqual({ 7: { came: '9:05', went: '11:30' }, 8: { came: '9:10' }, 9: { came: '9:10' }, 10: {} }));
  it('are read as keyboards of all kinds write them', () => expect(read('７号 ９：０５ － 11:30；#3')).toEqual({ 3: { came: '9:05', went: '11:30' }, 7: { came: '9:05', went: '11:30' } }));
  it('count as they came last', () => expect(read('5 9:00\n5 9:30')).toEqual({ 5: { came: '9:30' } }));
  it.each(['张三', '0', '9-3', '9:75', '25:00', '1-2-3', '-11:30', '1-99999'])('%s makes no sense', (text) => {
    const { lines, unread } = parse(text);
    expect([lines.size, unread.length]).toEqual([0, 1]);
  });
  it('want somebody for a time', () => expect(parse('9:05').unread).toEqual(['9:05']));
  it('are a thousand at most', () => expect(parse('1-900\n901-1800').lines.size).toBe(1000));
});

describe('what is entered', () => {
  it('is the time of the line, else that of the shift', () => {
    const { rows, problems } = plan('1 9:05-10:30\n2');
    expect(problems).toEqual([]);
    expect(rows.map((r) => [r.guest.number, r.came, r.went])).toEqual([[1, at('09:05'), at('10:30')], [2, at('09:00'), at('11:00')]]);
  });
  it('is one time for all where it was given', () => {
    expect(plan('1 2', { same: { came: '9:10' } }).rows.map((r) => [r.came, r.went])).toEqual([[at('09:10'), undefined], [at('09:10'), undefined]]);
  });
  it('leaves out who is in, and adds only when she left', () => {
    expect(plan('4').skipped.map((g) => g.number)).toEqual([4]);
    expect(plan('4 9:00-10:45').rows.map((r) => [r.came, r.went])).toEqual([[undefined, at('10:45')]]);
    expect(plan('4 8:00-9:00').problems).toEqual([{ kind: 'order', what: '4' }]);
  });
  it('says what cannot be', () => {
    expect(plan('9 1 11:00-10:00\n2 9:00-13:00\n3\n嗯').problems).toEqual([
      { kind: 'unread', what: '嗯' }, { kind: 'unknown', what: '9' }, { kind: 'order', what: '1' }, { kind: 'future', what: '2' }, { kind: 'future', what: '3' },
    ]);
  });
  it('is on the day after, in a night shift', () => {
    const night = shift('night', '22:00', '06:00', '22');
    expect(moment('1:30', night, zone)).toBe(at('01:30', '22'));
    expect(moment('21:50', night, zone)).toBe(at('21:50'));
  });
});

describe('the entries', () => {
  const from = { eventId: 'ev', sender: 'pe' };
  const drafts = draftsOf(plan('1 9:05-10:30\n4 9:00-10:45').rows, '纸质名单', from);
  it('have the very minutes that were written, whatever this phone’s clock, with the reason', () => {
    expect(drafts.map((d) => [d.of, d.input.method, d.input.direction, d.input.at, d.input.reason])).toEqual([
      ['su_1', 'BACKFILL', 'IN', iso('09:05'), '纸质名单'], ['su_1', 'BACKFILL', 'OUT', iso('10:30'), '纸质名单'], ['su_4', 'BACKFILL', 'OUT', iso('10:45'), '纸质名单'],
    ]);
    expect(new Set(drafts.map((d) => d.input.id)).size).toBe(3);
  });
  it('are taken back one by one', () => expect(undoOf(drafts).map((d) => [d.of, d.input.direction, d.input.undoes])).toEqual(drafts.map((d) => [d.of, 'UNDO', d.input.id])));
});

it('A4 holds 32 people with codes, 40 without, and the rest of the last page is for whoever is not on the list', () => {
  const all = Array.from({ length: 61 }, (_, i) => guest(i + 1));
  expect(sheetsOf(all, true).map((s) => s.length)).toEqual([32, 32]);
  expect(sheetsOf(all, false).map((s) => s.length)).toEqual([40, 40]);
  expect(sheetsOf(all, false).flat().filter((g) => g)).toEqual(all);
});
