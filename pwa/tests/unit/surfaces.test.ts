import { describe, expect, it, vi } from 'vitest';
import { wrongBy } from '../../src/pages/device/offset';
import { attempt, none } from '../../src/pages/kiosk/pin';
import { lengthOf, sourceOf } from '../../src/pages/mine/hours';
import type { SourceData } from '../../src/api/hours';
import { device } from '../../src/words/zh-CN/device';
import { hours } from '../../src/words/zh-CN/hours';

describe('a device’s clock', () => {
  it.each([
    [null, undefined], [0, undefined], [119_000, undefined], [-120_000, undefined], [180_000, '时钟慢 3 分钟'], [-180_000, '时钟快 3 分钟'],
    [3_600_000, '时钟慢 1 小时'], [-9_000_000, '时钟快 2 小时 30 分钟'],
  ])('%s ms is %s', (offset, words) => expect(wrongBy(offset, device)).toBe(words));
});

describe('leaving a kiosk', () => {
  it('needs the digits, and patience after three wrong ones', () => {
    let tries = none;
    for (let i = 1; i <= 3; i++) {
      const next = attempt(tries, '0000', '4711', 1000);
      if (typeof next === 'string') throw new Error(next);
      tries = next;
    }
    expect(tries).toEqual({ wrong: 3, until: 31_000 });
    expect(attempt(tries, '4711', '4711', 30_999)).toBe('early');
    expect(attempt(tries, '4711', '4711', 31_000)).toBe('right');
    expect(attempt(tries, '0000', '4711', 31_000)).toEqual({ wrong: 4, until: 61_000 });
  });
});

describe('hours', () => {
  const source = (over: Partial<SourceData>): SourceData => ({ entryId: 'e', method: 'SCAN', at: '9:02', recordedAt: '9:02', by: '', device: '', reason: '', flags: [], ...over });
  it.each([[0, '0 分钟'], [59, '59 分钟'], [60, '1 小时'], [150, '2 小时 30 分钟']])('%s minutes are %s', (n, words) => expect(lengthOf(n, hours)).toBe(words));
  it.each([
    [source({ by: '张组长' }), '9:02 扫码 · 张组长'],
    [source({ method: 'VENUE_CODE', device: '大门平板' }), '9:02 现场码 · 大门平板（签到机）'],
    [source({ method: 'RULE', by: '张组长' }), '9:02 按计划结束自动签退'],
    [source({ method: 'BACKFILL' }), '9:02 补登'],
  ])('come from %#', (s, words) => expect(sourceOf(s, (at) => at, hours)).toBe(words));
});

describe('a locked tablet', () => {
  it('is led back from everywhere, also after a restart, until it is unlocked', async () => {
    const open = async () => {
      vi.resetModules();
      const { router } = await import('../../src/state/router.svelte');
      router.start();
      return router;
    };
    history.replaceState(null, '', '/kiosk/ev');
    let router = await open();
    router.lock('/kiosk/ev');
    for (const to of ['/', '/me', '/kiosk/other']) {
      router.go(to);
      expect([router.path, location.pathname]).toEqual(['/kiosk/ev', '/kiosk/ev']);
    }
    history.replaceState(null, '', '/events/x');
    dispatchEvent(new PopStateEvent('popstate'));
    expect([router.path, location.pathname]).toEqual(['/kiosk/ev', '/kiosk/ev']);
    history.replaceState(null, '', '/');
    router = await open();
    expect([router.path, location.pathname]).toEqual(['/kiosk/ev', '/kiosk/ev']);
    router.unlock();
    router.go('/me');
    expect([router.path, location.pathname]).toEqual(['/me', '/me']);
    expect((await open()).path).toBe('/me');
  });
});
