import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/api/outbox';
import { overlay, reckon, type Here } from '../../../src/pages/door/spans';
import { draft, row } from '../outbox/fakes';

const minute = 60_000;
const start = Date.parse('2026-11-21T01:00:00Z');
const at = (m: number) => new Date(start + m * minute).toISOString();
const line = (direction: 'IN' | 'OUT' | 'ABSENT', m: number, id = `${direction}${m}`) => ({ id, at: start + m * minute, direction });
let seq = 0;
const entry = (signUpId: string, direction: 'IN' | 'OUT' | 'ABSENT' | 'UNDO', m: number, more: Partial<Entry['input']> = {}, name = '王秀英'): Entry => {
  const d = draft({ signUpId, direction, at: at(m), ...more });
  return { ...d, name, of: signUpId, seq: ++seq, id: d.input.id, eventId: 'ev_1', state: 'waiting', warnings: [] };
};
const here: Here = { offset: 0, sent: new Map(), unsaved: new Set(), shiftId: 'sh_1' };

describe('when somebody came and left', () => {
  it.each([
    ['came', [line('IN', 0)], [0, null, null]],
    ['came twice: the first counts', [line('IN', 5), line('IN', 0)], [0, null, null]],
    ['left', [line('IN', 0), line('OUT', 9)], [0, 9, null]],
    ['left twice: the last counts', [line('OUT', 12), line('IN', 0), line('OUT', 9)], [0, 12, null]],
    ['came back', [line('IN', 0), line('OUT', 9), line('IN', 20)], [0, null, null]],
    ['came back and left', [line('IN', 0), line('OUT', 9), line('IN', 20), line('OUT', 30)], [0, 30, null]],
    ['left before coming', [line('OUT', 0), line('IN', 5)], [5, null, null]],
    ['left, and nobody saw her come', [line('OUT', 3)], [null, 3, null]],
    ['did not come', [line('ABSENT', 30)], [null, null, 30]],
    ['came after all', [line('ABSENT', 30), line('IN', 31)], [31, null, null]],
    ['nothing', [], [null, null, null]],
  ])('%s', (_what, lines, [came, left, absent]) => {
    const said = { checkedInAt: came, checkedOutAt: left, absentAt: absent };
    const expected = Object.fromEntries(Object.entries(said).map(([k, m]) => [k, m == null ? null : at(m)]));
    expect(reckon(lines)).toEqual(expected);
    expect(reckon([...lines].reverse())).toEqual(expected);
  });
});

describe('the roster with what waits', () => {
  it('leaves rows alone about which nothing waits', () => {
    const [a] = overlay([row('su_a', { checkedInAt: at(0) })], [], here);
    expect(a).toMatchObject({ checkedInAt: at(0), waits: false });
  });
  it('makes nobody anew about whom nothing waits', () => {
    const rows = [row('su_a'), row('su_b')];
    const [a] = overlay(rows, [], here);
    const [again, b] = overlay(rows, [entry('su_b', 'IN', 1)], here);
    expect(again).toBe(a);
    expect(b?.waits).toBe(true);
    expect(overlay(rows, [], here)[1]).toMatchObject({ waits: false, checkedInAt: null });
  });
  it('lays the first coming and the last leaving over the server’s', () => {
    const rows = [row('su_a', { checkedInAt: at(5), checkedOutAt: at(20) }), row('su_b')];
    const [a, b] = overlay(rows, [entry('su_a', 'IN', 2), entry('su_a', 'OUT', 30), entry('su_b', 'IN', 1)], here);
    expect(a).toMatchObject({ checkedInAt: at(2), checkedOutAt: at(30), waits: true });
    expect(b).toMatchObject({ checkedInAt: at(1), checkedOutAt: null });
  });
  it('counts by the server’s clock, unless this one is all but right', () => {
    expect(overlay([row('su_a')], [entry('su_a', 'IN', 0)], { ...here, offset: 2 * minute })[0]?.checkedInAt).toBe(at(0));
    expect(overlay([row('su_a')], [entry('su_a', 'IN', 0)], { ...here, offset: 3 * minute })[0]?.checkedInAt).toBe(at(3));
  });
  it('leaves a time that somebody typed as it is', () =>
    expect(overlay([row('su_a')], [entry('su_a', 'IN', 0, { method: 'BACKFILL' })], { ...here, offset: 60 * minute })[0]?.checkedInAt).toBe(at(0)));
  it('takes back what waits, and what the server has', () => {
    const came = entry('su_a', 'IN', 0);
    expect(overlay([row('su_a')], [came, entry('su_a', 'UNDO', 1, { undoes: came.id })], here)[0]?.checkedInAt).toBeNull();
    const sent = new Map([['known', { direction: 'IN' as const }]]);
    expect(overlay([row('su_a', { checkedInAt: at(0) })], [entry('su_a', 'UNDO', 1, { undoes: 'known' })], { ...here, sent })[0]?.checkedInAt).toBeNull();
  });
  it('shows walk-ins and tickets that are not on it, until they are taken back', () => {
    const walkIn = entry('new-1', 'IN', 0, { method: 'WALK_IN', phoneTail: '1234' }, '赵敏');
    const ticket = entry('ticket-x', 'IN', 0, { method: 'SCAN', ticket: 'LT1.x' });
    const guests = overlay([row('su_a')], [walkIn, ticket], here);
    expect(guests.slice(1)).toMatchObject([
      { name: '赵敏', phoneTail: '1234', walkIn: true, checkedInAt: at(0), unchecked: false, shiftId: 'sh_1' },
      { unchecked: true, walkIn: false },
    ]);
    expect(overlay([row('su_a')], [walkIn, entry('new-1', 'UNDO', 1, { undoes: walkIn.id })], here)).toHaveLength(1);
  });
});
