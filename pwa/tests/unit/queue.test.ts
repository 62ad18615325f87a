import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExplanationData } from '../../src/api/roster';
import { explain, left, type Queued } from '../../src/parts/queue';
import { Sayer } from '../../src/words/when';
import { queue as en } from '../../src/words/en/queue';
import { queue as zh } from '../../src/words/zh-CN/queue';

const now = Date.parse('2026-11-21T02:00:00Z');
const say = new Sayer('zh-CN', 'Asia/Shanghai', now);
const x = (rule: ExplanationData['rule'], more: Partial<ExplanationData> = {}): ExplanationData => ({
  rule, ahead: null, mustFree: null, asked: 1, free: 0, passedOver: 0, passedOverMost: 3, kept: null, ...more,
});
const queued = (explanation: ExplanationData, more: Partial<Queued> = {}): Queued => ({ status: 'WAITLISTED', queuePosition: 5, offerExpiresAt: null, explanation, ...more });
const kept = { places: 5, until: '2026-11-22T10:00:00Z', unit: { id: 'un_3', name: '3 号楼' } };

describe('why a sign-up is where it is', () => {
  it.each<[Queued, string, string[]]>([
    [queued(x('PLACE'), { status: 'CONFIRMED', queuePosition: null }), '您', ['您有名额。']],
    [queued(x('OFFER'), { status: 'OFFERED', offerExpiresAt: '2026-11-21T10:30:00Z' }), '李奶奶', ['有名额为李奶奶留着，到 今天 18:30 为止，等一个答复。']],
    [queued(x('FULL', { ahead: 4, mustFree: 5 })), '您', ['前面还有 4 人；还要空出 5 个名额才轮到您。']],
    [queued(x('FULL', { ahead: 0, mustFree: 1 })), '您', ['前面没有人了；一有名额就轮到您。']],
    [queued(x('FULL', { ahead: 4, mustFree: 7, asked: 3 })), '您', ['前面还有 4 人；还要空出 7 个名额才轮到您一行 3 人。', '3 人一起：够 3 个名额就都有，不够就一起等。']],
    [queued(x('TOO_LARGE', { ahead: 0, mustFree: 1, asked: 3, free: 2 }), { queuePosition: 1 }), '您', ['3 人一起，现在只剩 2 个名额：先保留第 1 位，后面人少的可以先进。', '最多让 3 次；之后空出的名额就都留着，不再给后面的人。']],
    [queued(x('HELD_FOR_IT', { asked: 3, free: 2, passedOver: 3 })), '您', ['已让过 3 次，现在空出的名额都留着：已有 2 个，够 3 个就一起有。']],
    [queued(x('HELD_FOR_OTHERS', { ahead: 3, mustFree: 2, free: 2 })), '您', ['前面还有 3 人；还要空出 2 个名额才轮到您。', '空着的 2 个名额留给前面的一行人：他们人多，已让过别人好几次。']],
    [queued(x('KEPT', { ahead: 0, mustFree: 1, free: 5, kept })), '您', ['前面没有人了；一有名额就轮到您。', '空着的 5 个名额留给3 号楼的居民，到 明天 18:00；之后没用完的大家都可以用。']],
    [queued(x('OVER'), { status: 'WITHDRAWN', queuePosition: null }), '您', ['这个报名已结束。']],
  ])('%#', (s, who, lines) => expect(explain(s, who, zh, say)).toEqual(lines));

  it('is said in both languages for every rule', () => {
    for (const rule of ['PLACE', 'FULL', 'TOO_LARGE', 'HELD_FOR_IT', 'HELD_FOR_OTHERS', 'KEPT', 'OVER'] as const) {
      expect(explain(queued(x(rule, { ahead: 1, mustFree: 2, asked: 2, kept })), 'you', en, say).join(' ')).toMatch(/^[\x20-\x7e×“”’\u4e00-\u9fff]+$/);
    }
  });
});

it('speaks English of several', () => {
  expect(explain(queued(x('FULL', { ahead: 1, mustFree: 4, asked: 3 })), en.you, en, say)[0]).toBe('1 person is in front; 4 places must fall free until it is your turn (3 people).');
  expect(explain(queued(x('FULL', { ahead: 0, mustFree: 1 })), 'Li', en, say)[0]).toBe('Nobody is in front; the next free place makes it the turn of Li.');
});

describe('what is left', () => {
  const at = (ms: number) => left(now + ms, now, zh);
  it.each([
    [1, '0:01'],
    [59_000, '0:59'],
    [61_000, '1:01'],
    [599_000, '9:59'],
    [600_000, '10 分钟'],
    [3_600_000, '1 小时'],
    [3_600_001, '1 小时 1 分'],
    [12 * 3_600_000, '12 小时'],
    [50 * 3_600_000, '2 天 2 小时'],
  ])('%i ms are %s', (ms, words) => expect(at(ms)).toBe(words));
  it('is nothing, and never negative, once it is over', () => {
    expect(at(0)).toBeNull();
    expect(at(-5000)).toBeNull();
    expect(left('not a time', now, zh)).toBeNull();
  });
});

describe('the server’s clock', () => {
  beforeEach(() => {
    vi.resetModules();
    vi.useFakeTimers({ now });
    return () => vi.useRealTimers();
  });
  const fresh = () => import('../../src/api/client/skew');
  it('is the phone’s until an answer proves it wrong', async () => {
    const c = await fresh();
    expect(c.serverNow()).toBe(now);
    c.learn(now, now - 100, now + 100);
    expect(c.serverNow()).toBe(now);
  });
  it('is followed by a phone that is minutes off, to the second', async () => {
    const c = await fresh();
    for (const late of [100, 400, 900]) c.learn(Math.floor((now + 300_000 + late) / 1000) * 1000, now + late - 40, now + late);
    expect(Math.abs(c.serverNow() - (now + 300_000))).toBeLessThan(1000);
  });
  it('is learnt anew when the phone’s clock is set', async () => {
    const c = await fresh();
    c.learn(now + 300_000, now - 40, now);
    c.learn(now, now - 40, now);
    expect(c.serverNow()).toBe(now);
    c.learn(NaN, now, now);
    expect(c.serverNow()).toBe(now);
  });
});
