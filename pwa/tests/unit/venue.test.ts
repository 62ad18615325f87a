import { beforeEach, describe, expect, it } from 'vitest';
import type { MySignUpData } from '../../src/api/events';
import { firstOpened, isFresh, scanOf } from '../../src/pages/venue/scan';
import { expected, isIn, standings } from '../../src/pages/venue/standing';

describe('a scanned link', () => {
  beforeEach(() => sessionStorage.clear());
  const now = 1_800_000_000_000;
  const at = (steps: number, opened = now) => scanOf('012345', String(Math.floor(now / 30_000) + steps), opened)!;
  it('needs six digits and a step', () => {
    expect(scanOf('012345', '59', now)).toEqual({ code: '012345', step: 59, at: now });
    for (const [code, t] of [['12345', '59'], ['01234x', '59'], ['012345', null], ['012345', '5x'], [undefined, '59']] as const) expect(scanOf(code, t, now)).toBeUndefined();
  });
  it('is good two steps around the moment of the scan', () => expect([-3, -2, 0, 2, 3].map((n) => isFresh(at(n), now, 0))).toEqual([false, true, true, true, false]));
  it('is measured by the server’s clock, as far as it is known', () => {
    const opened = now - 7_200_000; // the phone is two hours slow
    expect(isFresh(at(0, opened), opened, 7_200_000)).toBe(true);
    expect(isFresh(at(0, opened), opened, 0)).toBe(false);
  });
  it('waits for a log-in, not for an afternoon', () => expect([899_000, 901_000].map((ms) => isFresh(at(0), now + ms, 0))).toEqual([true, false]));
  it('keeps when it was first opened', () => {
    expect(firstOpened('ev', '012345', '59', now)).toBe(now);
    expect(firstOpened('ev', '012345', '59', now + 60_000)).toBe(now);
    expect(firstOpened('ev', '012346', '60', now + 60_000)).toBe(now + 60_000);
    expect(firstOpened('ev', '012345', '59', now - 60_000)).toBe(now - 60_000); // the clock was set back
  });
});

describe('who is here', () => {
  const people = [{ id: 'me', name: '我' }, { id: 'ma', name: '妈' }];
  const signUp = (person: string, over: Partial<MySignUpData>) => ({ id: `su_${person}`, status: 'CONFIRMED', person: { id: person, name: person }, checkedInAt: null, checkedOutAt: null, ...over }) as MySignUpData;
  it('ticks those with a place, else the reader', () => {
    expect(expected(standings(people, [signUp('ma', {})]))).toEqual(['ma']);
    expect(expected(standings(people, [signUp('ma', { status: 'WAITLISTED' })]))).toEqual(['me']);
    expect(expected(standings(people, [signUp('me', {}), signUp('ma', {})]))).toEqual(['me', 'ma']);
  });
  it('looks at the place where somebody is in', () => {
    const [me] = standings(people, [signUp('me', { id: 'first' }), signUp('me', { id: 'second', checkedInAt: '2026-11-21T01:00:00Z' })]);
    expect([me?.signUpId, me && isIn(me)]).toEqual(['second', true]);
  });
  it('knows who has left', () => {
    const [me] = standings(people, [signUp('me', { checkedInAt: '2026-11-21T01:00:00Z', checkedOutAt: '2026-11-21T02:00:00Z' })]);
    expect(me && isIn(me)).toBe(false);
  });
  it('takes a withdrawn place for none', () => expect(standings(people, [signUp('me', { status: 'WITHDRAWN' })])[0]?.status).toBeUndefined());
});
