import { describe, expect, it } from 'vitest';
import { instant, localValue, wall } from '../../src/words/zone';
import { Sayer } from '../../src/words/when';

const now = Date.parse('2026-11-21T01:41:00Z'); // Saturday, 9:41 in Shanghai
const zh = new Sayer('zh-CN', 'Asia/Shanghai', now);
const en = new Sayer('en', 'Asia/Shanghai', now);

describe('times as people say them', () => {
  it.each([
    ['2026-11-21T01:00:00Z', '今天 9:00', 'Today 9:00'],
    ['2026-11-21T16:30:00Z', '明天 0:30', 'Tomorrow 0:30'],
    ['2026-11-20T15:59:00Z', '昨天 23:59', 'Yesterday 23:59'],
    ['2026-11-23T01:05:00Z', '后天 9:05', 'Mon 23 Nov 9:05'],
    ['2026-11-27T01:00:00Z', '周五 11月27日 9:00', 'Fri 27 Nov 9:00'],
    ['2027-01-01T01:00:00Z', '周五 2027年1月1日 9:00', 'Fri 1 Jan 2027 9:00'],
  ])('%s', (at, inZh, inEn) => {
    expect(zh.moment(at)).toBe(inZh);
    expect(en.moment(at)).toBe(inEn);
  });
  it('heads a day with the word and the date', () => {
    expect(zh.heading(now)).toBe('今天 周六 11月21日');
    expect(zh.heading('2026-11-27T01:00:00Z')).toBe('周五 11月27日');
  });
  it('says a span once when it stays in a day', () => {
    expect(zh.span('2026-11-22T01:00:00Z', '2026-11-22T03:00:00Z')).toBe('明天 9:00–11:00');
    expect(zh.span('2026-11-22T14:00:00Z', '2026-11-22T18:00:00Z')).toBe('明天 22:00 – 后天 2:00');
  });
  it('says how long ago while that is short', () => {
    expect(zh.ago(now - 20_000)).toBe('刚刚');
    expect(zh.ago(now - 5 * 60_000)).toBe('5 分钟前');
    expect(zh.ago(now - 2 * 3_600_000)).toBe('今天 7:41');
    expect(en.ago(now - 5 * 60_000)).toBe('5 min ago');
  });
});

describe('the wall clock of a community', () => {
  it('changes the day at its own midnight', () => {
    expect(wall('2026-11-20T16:00:00Z', 'Asia/Shanghai').date - wall('2026-11-20T15:59:59Z', 'Asia/Shanghai').date).toBe(1);
  });
  it('follows summer time where there is one', () => {
    expect(wall('2026-07-01T10:00:00Z', 'Europe/Berlin').hour).toBe(12);
    expect(wall('2026-12-01T10:00:00Z', 'Europe/Berlin').hour).toBe(11);
  });
  it.each([
    ['2026-11-27T09:00', 'Asia/Shanghai'],
    ['2026-07-01T00:00', 'Europe/Berlin'],
    ['2026-03-29T03:30', 'Europe/Berlin'],
    ['2026-12-31T23:59', 'America/New_York'],
  ])('reads %s in %s and writes it again', (local, zone) => {
    expect(localValue(instant(local, zone), zone)).toBe(local);
  });
});
