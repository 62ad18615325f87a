import { beforeEach, describe, expect, it } from 'vitest';
import { uuid } from '../../src/api/client/query.svelte';
import { answerTo, isRepeat, outcome } from '../../src/pages/door/entry';
import { entries, read } from '../../src/pages/door/entries.svelte';
import { counted, narrowed, part } from '../../src/pages/door/parts';
import { door } from '../../src/words/door';

const row = (name: string, status: 'CONFIRMED' | 'WAITLISTED' | 'OFFERED' | 'WITHDRAWN' | 'REMOVED', here = false, phone: string | null = null) => ({
  status,
  checkedInAt: here ? '2026-11-21T01:00:00Z' : null,
  person: { name, phone },
});

describe('who stands where at the door', () => {
  const rows = [
    row('王秀英', 'CONFIRMED'),
    row('李强', 'OFFERED'),
    row('赵敏', 'WAITLISTED'),
    row('孙丽', 'CONFIRMED', true),
    row('周涛', 'WAITLISTED', true),
    row('吴刚', 'WITHDRAWN'),
    row('郑爽', 'REMOVED'),
  ];
  it('counts everybody once', () => expect(counted(rows)).toEqual({ toCome: 2, here: 2, waiting: 1 }));
  it('leaves out who is off the roster and did not come', () => expect(rows.filter(part.all).map((r) => r.person.name)).toEqual(['王秀英', '李强', '赵敏', '孙丽', '周涛']));
});

describe('finding without the server', () => {
  const rows = [row('王秀英', 'CONFIRMED', false, '138****0101'), row('李秀英', 'CONFIRMED', false, '139****2010'), row('Anna Li', 'CONFIRMED')];
  const names = (text: string) => narrowed(rows, text).map((r) => r.person.name);
  it.each([
    ['秀英', ['王秀英', '李秀英']],
    ['王', ['王秀英']],
    ['0101', ['王秀英']],
    ['010', ['王秀英', '李秀英']],
    ['138', []], // only the tail: the rest is masked
    ['anna', ['Anna Li']],
    ['没有', []],
  ])('%s', (text, expected) => expect(names(text)).toEqual(expected));
});

describe('what an answer means', () => {
  const answer = (accepted: boolean, ...warnings: string[]) => outcome('e1', { accepted, warnings, signUp: null });
  it.each([
    [answer(true), 'good'],
    [answer(true, 'OUTSIDE_TIME', 'CLOCK_SKEW'), 'good'],
    [answer(true, 'OUTSIDE_TIME', 'OVER_CAPACITY'), 'warn'],
    [answer(true, 'ALREADY_CHECKED_IN'), 'warn'],
    [answer(false, 'OTHER_EVENT'), 'bad'],
  ])('%o', (o, tone) => expect([o.tone, o.saved]).toEqual([tone, tone !== 'bad']));
  it('a repeat has nothing to take back', () => expect([answer(true, 'ALREADY_CHECKED_IN'), answer(true)].map(isRepeat)).toEqual([true, false]));
  it('says who is in', () => expect(answerTo(answer(true, 'OTHER_SHIFT'), '王秀英')).toEqual({ title: '王秀英', lines: [door.t.flags.OTHER_SHIFT] }));
  it('says why nobody is', () => expect(answerTo(answer(false, 'OTHER_EVENT'), '').title).toBe(door.t.flags.OTHER_EVENT));
  it('never calls something saved that failed', () => expect(answerTo({ ...answer(false), error: new Error('broken') }, '王秀英').title).toBe(door.t.notSaved));
});

describe('the entries of this phone', () => {
  it('have an id that the server takes, on a page without https too', () =>
    expect([uuid(new Uint8Array(16)), uuid(new Uint8Array(16).fill(255))]).toEqual(['00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff']));
  beforeEach(() => entries.drop('su_1', 'IN'));
  it('keeps both of a double scan, apart from leaving, and stores them', () => {
    entries.put('su_1', 'IN', 'a');
    entries.put('su_1', 'IN', 'b');
    entries.put('su_1', 'OUT', 'c');
    expect(entries.of('su_1', 'IN')).toEqual(['a', 'b']);
    expect(read(sessionStorage.getItem('linli.door'))).toEqual([['su_1 IN', ['a', 'b']], ['su_1 OUT', ['c']]]);
    entries.drop('su_1', 'IN');
    expect(entries.of('su_1', 'IN')).toEqual([]);
    expect(entries.of('su_1', 'OUT')).toEqual(['c']);
  });
  it.each([null, '', '{', '{}', '[1]', '[["a"]]', '[["a","b"]]', '[["a",[1]]]'])('reads %s as nothing', (text) => expect(read(text)).toEqual([]));
});
