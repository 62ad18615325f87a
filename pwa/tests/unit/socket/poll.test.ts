import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paceOf, Poller } from '../../../src/api/client/socket/poll';
import { counts, roster } from './fakes';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => vi.useRealTimers());

const inbox = { query: 'subscription { inboxChanged { unread } }', variables: {} };
const people = { ...roster(), variables: { eventId: 'ev_1' } };

describe('looking instead of being told', () => {
  it('is as frequent as what is on the screen asks for', () => {
    expect(paceOf([inbox, people, counts()])).toBe(6000);
    expect(paceOf([inbox, counts()])).toBe(10_000);
    expect(paceOf([inbox, ...['a', 'b', 'c', 'd'].map(counts)])).toBe(20_000);
    expect([paceOf([inbox]), paceOf([])]).toEqual([60_000, 60_000]);
  });
  it('gets rarer, up to four times the pace, until the reader is there again', () => {
    const looks: number[] = [];
    const poller = new Poller(() => looks.push(Date.now()), () => 10_000);
    const from = Date.now();
    poller.start();
    vi.advanceTimersByTime(300_000);
    const gaps = looks.map((t, i) => t - (looks[i - 1] ?? from));
    expect(gaps.slice(0, 3)).toEqual([10_000, 12_500, 15_625]);
    expect(gaps.at(-1)).toBe(40_000);
    const n = looks.length + 1;
    while (looks.length < n) vi.advanceTimersByTime(100);
    vi.advanceTimersByTime(20_000);
    poller.soon();
    vi.advanceTimersByTime(0);
    expect(looks).toHaveLength(n + 1);
    vi.advanceTimersByTime(12_500);
    expect(looks).toHaveLength(n + 2);
  });
  it('is not made a loop by a reader who taps and taps', () => {
    const look = vi.fn();
    const poller = new Poller(look, () => 10_000);
    poller.start();
    for (let i = 0; i < 300; i++) {
      poller.soon();
      vi.advanceTimersByTime(100);
    }
    expect(look.mock.calls.length).toBeLessThanOrEqual(4);
  });
  it('has jitter, and ends when it is stopped', () => {
    const look = vi.fn();
    const poller = new Poller(look, () => 10_000);
    vi.spyOn(Math, 'random').mockReturnValue(1);
    poller.start();
    vi.advanceTimersByTime(12_499);
    expect(look).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(look).toHaveBeenCalledTimes(1);
    poller.stop();
    poller.soon();
    vi.advanceTimersByTime(100_000);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
