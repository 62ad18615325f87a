import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { todayOf } from '../../src/pages/desk/times';
import { minutes, turns, untilMinute } from '../../src/pages/wall/minute.svelte';

const minute = 60_000;

describe('the clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-21T15:58:30Z') })); // 23:58:30 in China
  afterEach(() => void vi.useRealTimers());
  const running = <T>(start: () => T, look: (value: T) => void) => {
    let value!: T;
    const stop = $effect.root(() => void (value = start()));
    flushSync();
    try {
      look(value);
    } finally {
      stop();
    }
  };

  it('turns with each minute, and past midnight the day is another', () => {
    running(minutes, (m) => {
      const day = () => todayOf(m.now, 'Asia/Shanghai').from;
      expect(day()).toBe('2026-11-20T16:00:00.000Z');
      vi.advanceTimersByTime(31_000);
      expect(new Date(m.now).getUTCMinutes()).toBe(59);
      expect(day()).toBe('2026-11-20T16:00:00.000Z');
      vi.advanceTimersByTime(minute);
      expect(day()).toBe('2026-11-21T16:00:00.000Z');
    });
  });
  it('keeps one timer, however often the page is hidden and shown, and none at the end', () => {
    running(minutes, () => {
      for (let i = 0; i < 100; i++) document.dispatchEvent(new Event('visibilitychange'));
      expect(vi.getTimerCount()).toBe(1);
      vi.advanceTimersByTime(24 * 60 * minute);
      expect(vi.getTimerCount()).toBe(1);
    });
    expect(vi.getTimerCount()).toBe(0);
  });
  it('waits for the full minute', () => {
    expect(untilMinute(0)).toBe(60_020);
    expect(untilMinute(59_999)).toBe(21);
  });
  it('counts turns only while there is more than one', () => {
    running(() => turns(12, () => true), (t) => {
      vi.advanceTimersByTime(36_000);
      expect(t.now).toBe(3);
    });
    running(() => turns(12, () => false), (t) => {
      vi.advanceTimersByTime(36_000);
      expect([t.now, vi.getTimerCount()]).toEqual([0, 0]);
    });
    expect(vi.getTimerCount()).toBe(0);
  });
});
