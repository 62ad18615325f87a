import { describe, expect, it, vi } from 'vitest';
import type { EventData } from '../../src/api/event';
import type { TicketData } from '../../src/api/roster';
import { calm } from '../../src/pages/events/calm';
import { insideOf, rulesIn } from '../../src/pages/events/rules';
import { noRules } from '../../src/pages/events/offer';
import { hrefOf } from '../../src/pages/mine/notices';
import { clashing, namesOf, offersIn } from '../../src/pages/mine/offers';
import { event as words } from '../../src/words/zh-CN/event';
import { Sayer } from '../../src/words/when';

const now = Date.parse('2026-11-21T02:00:00Z');
const row = (id: string, more: Partial<TicketData> = {}): TicketData => ({
  id, status: 'OFFERED', queuePosition: null, offerExpiresAt: '2026-11-21T10:30:00Z', checkedInAt: null, checkedOutAt: null, party: 'p1', person: { id: `pe_${id}`, name: id },
  shift: { id: 'sh_1', name: '早班', startsAt: '2026-11-22T01:00:00Z', endsAt: '2026-11-22T03:00:00Z' }, ticket: null, reason: '', walkIn: false, createdAt: '', signedUpBy: null,
  event: { id: 'ev_1', title: '巡逻', place: '', startsAt: '', endsAt: '', status: 'PUBLISHED', cancelReason: '', unit: { id: 'un', name: '' } },
  ...more,
});

describe('offers', () => {
  it('gather a party in one, the reader first, and the first deadline first', () => {
    const rows = [
      row('later', { party: 'p2', offerExpiresAt: '2026-11-21T12:00:00Z' }),
      row('mother', { offerExpiresAt: '2026-11-21T10:00:00Z' }),
      row('me'),
      row('waits', { status: 'WAITLISTED' }),
      row('gone', { party: 'p3', event: { ...row('x').event, status: 'CANCELLED' } }),
      row('elsewhere', { party: 'p1', shift: { ...row('x').shift, id: 'sh_2' } }),
    ];
    expect(offersIn(rows, 'pe_me').map((o) => [o.signUp.id, o.all.length, o.until.slice(11, 13)])).toEqual([['me', 2, '10'], ['elsewhere', 1, '10'], ['later', 1, '12']]);
    expect(namesOf([{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }], 'a', '您')).toEqual(['您', '乙']);
  });
});

describe('clashes', () => {
  const at = (id: string, person: string, from: string, to: string, more: Partial<TicketData> = {}) =>
    row(id, { status: 'CONFIRMED', person: { id: person, name: person }, shift: { id: `sh_${id}`, name: '', startsAt: `2026-11-22T${from}:00Z`, endsAt: `2026-11-22T${to}:00Z` }, ...more });
  it('are those of one person whose times overlap, not of those who meet end to start', () => {
    const rows = [at('a', 'me', '01:00', '03:00'), at('b', 'me', '02:00', '04:00'), at('c', 'me', '04:00', '05:00'), at('d', 'mother', '01:00', '03:00'), at('e', 'me', '01:00', '05:00', { status: 'WITHDRAWN' })];
    expect([...clashing(rows)]).toEqual(['a', 'b']);
  });
});

describe('rules before the button', () => {
  const say = new Sayer('zh-CN', 'Asia/Shanghai', now);
  const shift = { id: 'sh_1', name: '', startsAt: '', endsAt: '', capacity: 8, kept: { places: 5, until: '2026-11-27T10:00:00Z', unit: { id: 'un_3', name: '3 号楼' } } };
  const at = (rules: Partial<typeof noRules>, shifts: EventData['shifts'] = [{ ...shift, kept: null }]) =>
    rulesIn({ joinRules: { ...noRules, ...rules }, shifts, counts: { confirmed: 4 } as EventData['counts'] }, now, words, say);
  it.each<[Partial<typeof noRules>, string[]]>([
    [{}, []],
    [{ opensAt: '2026-11-22T01:00:00Z' }, ['明天 9:00 开始报名']],
    [{ opensAt: '2026-11-20T01:00:00Z', closesAt: '2026-11-21T10:00:00Z' }, ['报名到 今天 18:00 截止']],
    [{ withdrawUntil: '2026-11-21T10:00:00Z' }, ['今天 18:00 前可以自己退出']],
    [{ withdrawUntil: '2026-11-21T01:00:00Z' }, ['自己退出的时间到 今天 9:00，已经过了；来不了请告诉负责人']],
    [{ minAge: 16, maxAge: 70 }, ['16–70 岁可以参加']],
    [{ minAge: 16 }, ['年满 16 岁可以参加']],
    [{ maxAge: 70, skill: '急救' }, ['70 岁及以下可以参加', '要会「急救」']],
    [{ minimum: 6 }, ['至少 6 人才举行，现在 4 人']],
    [{ minimum: 4, oneShift: true }, ['至少 4 人才举行，人数已够']],
  ])('%o', (rules, lines) => expect(at(rules)).toEqual(lines));
  it('say for whom places are kept while they are', () => {
    expect(at({}, [shift])).toEqual(['其中 5 个名额留给3 号楼，到 周五 11月27日 18:00']);
    expect(at({ oneShift: true }, [shift, shift])).toEqual(['每人只能报一个班次']);
  });
  it('know who lives inside', () => {
    expect(insideOf(shift.kept, { id: 'un_x', ancestors: [{ id: 'un_1' }, { id: 'un_3' }] })).toBe(true);
    expect(insideOf(shift.kept, { id: 'un_x', ancestors: [] })).toBe(false);
    expect(insideOf(null, { id: 'un_3', ancestors: [] })).toBe(false);
  });
});

describe('a line of the inbox', () => {
  const line = (kind: Parameters<typeof hrefOf>[0]['kind'], signUp = true) =>
    hrefOf({ id: 'n', kind, reason: '', createdAt: '', readAt: null, about: null, actor: null, event: { id: 'ev_1', title: '', startsAt: '', place: '' }, signUp: signUp ? { id: 'su_1', status: 'OFFERED', queuePosition: null, offerExpiresAt: null } : null }, { hasDesk: true });
  it('leads to the place that it is about', () => {
    for (const kind of ['OFFERED', 'OFFER_EXPIRED', 'PASSED_OVER', 'OVERTAKEN', 'MOVED_UP', 'MOVED_BACK', 'MOVED', 'CLASH', 'PROMOTED'] as const) expect(line(kind)).toBe('/mine/su_1');
    expect(line('OFFERED', false)).toBe('/events/ev_1');
    expect(line('TOO_FEW')).toBe('/desk/events/ev_1/roster');
    expect(line('CHANGED')).toBe('/events/ev_1');
  });
});

describe('what is asked again and again', () => {
  it('happens soon, and then not more than once in a while', () => {
    vi.useFakeTimers({ now });
    const act = vi.fn();
    const again = calm(act, 5000);
    for (let ms = 0; ms < 4000; ms += 100) {
      again();
      vi.advanceTimersByTime(100);
    }
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(5000);
    expect(act).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});
