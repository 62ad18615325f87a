import { CombinedError } from '@urql/core';
import { GraphQLError } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultOf, loadWords, wordsFor } from '../../src/api/client/fault.svelte';
import { lang } from '../../src/words/lang.svelte';

const files = Object.entries(import.meta.glob<Record<string, object>>('../../src/words/*/*.ts', { eager: true }));
const catalogues = (l: string) => files.filter(([path]) => path.includes(`/${l}/`));

function leaves(value: unknown, path: string, out: Map<string, unknown>) {
  if (value && typeof value === 'object') for (const [k, v] of Object.entries(value)) leaves(v, `${path}.${k}`, out);
  else out.set(path, value);
}
const all = (l: string) => {
  const out = new Map<string, unknown>();
  for (const [p, m] of catalogues(l)) leaves({ ...m }, p.split('/').at(-1) ?? '', out);
  return out;
};
const failure = (extensions: Record<string, unknown>) => new CombinedError({ graphQLErrors: [new GraphQLError('x', { extensions })] });

describe('catalogues', () => {
  it('say the same things in both languages, with nothing empty', () => {
    const zh = all('zh-CN');
    const en = all('en');
    expect(zh.size).toBeGreaterThan(200);
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    for (const [path, v] of [...zh, ...en]) if (typeof v === 'string') expect(v.trim(), path).not.toBe('');
  });
});

describe('failures in words', () => {
  beforeAll(loadWords);
  it.each([
    [{ code: 'RATE_LIMITED', retryAfter: 90 }, '2 分钟'],
    [{ code: 'CONFLICT', reason: 'CLASH' }, '时间冲突'],
    [{ code: 'CONFLICT', reason: 'CLASH', clash: { title: '清晨巡逻' } }, '「清晨巡逻」'],
    [{ code: 'BAD_USER_INPUT', field: 'input.phone' }, '手机号'],
    [{ code: 'INTERNAL', id: 'q-17' }, 'q-17'],
    [{ code: 'SOMETHING_NEW' }, '服务出了点问题'],
    [{ code: 'CONFLICT', reason: 'SOMETHING_NEW' }, '冲突'],
    [{ code: 'CLOSED', reason: 'NOT_OPEN_YET', changesAt: '2001-02-03T01:00:00.000Z' }, '周六 2001年2月3日 9:00 开始'],
    [{ code: 'CLOSED', reason: 'WITHDRAW_CLOSED', until: '2001-02-03T10:00:00.000Z' }, '到 周六 2001年2月3日 18:00 为止'],
    [{ code: 'CONFLICT', reason: 'ONE_SHIFT', shift: { name: '早班' } }, '已报了「早班」'],
    [{ code: 'CONFLICT', reason: 'TOO_YOUNG', minAge: 16 }, '年满 16 岁'],
    [{ code: 'CONFLICT', reason: 'SKILL_MISSING', skill: '急救' }, '「急救」'],
    [{ code: 'CONFLICT', reason: 'BELOW_CONFIRMED', confirmed: 12, over: 2 }, '要先有 2 人退出'],
    [{ code: 'CONFLICT', reason: 'OFFER_EXPIRED' }, '让给下一位'],
  ])('%o', async (extensions, part) => {
    await lang.use('zh-CN');
    expect(wordsFor(failure(extensions))).toContain(part);
  });
  it('follow the reader to the other language', async () => {
    await lang.use('en');
    expect(wordsFor(failure({ code: 'CLOSED' }))).toMatch(/over or cancelled/);
    await lang.use('zh-CN');
  });
  it('tell no network from a refusal', () => {
    expect(faultOf(new CombinedError({ networkError: new Error('Failed to fetch') })).code).toBe('NETWORK');
    expect(faultOf(failure({ code: 'FORBIDDEN' })).code).toBe('FORBIDDEN');
  });
});
