import { describe, expect, it } from 'vitest';
import type { WallEventData } from '../../src/api/wall';
import { fits, isSmall, layoutFor, pageOf, scaleOf } from '../../src/pages/wall/layout';
import { busyFirst, inOrder, missing, newcomers } from '../../src/pages/wall/order';

const now = Date.parse('2026-11-22T02:00:00Z');
const minute = 60_000;

/** An event that begins and ends so many minutes from now. */
function event(id: string, from: number, to: number, counts: Partial<WallEventData['counts']> = {}, status: WallEventData['status'] = 'PUBLISHED'): WallEventData {
  const at = (m: number) => new Date(now + m * minute).toISOString();
  const all = { eventId: id, revision: 1, capacity: 20, confirmed: 10, offered: 0, waitlisted: 0, checkedIn: 0, held: 0, shifts: [], ...counts };
  return { id, title: id, status, place: '', startsAt: at(from), endsAt: at(to), unit: { id: 'u', name: 'u' }, counts: all } as unknown as WallEventData;
}

describe('the order of the rows', () => {
  it('is what is on and lacks most, what begins next, what has just ended', () => {
    const all = [
      event('ended', -90, -60, {}, 'FINISHED'),
      event('evening', 300, 400),
      event('filled', -30, 60, { checkedIn: 18, confirmed: 18 }),
      event('just ended', -90, -1),
      event('empty hall', -5, 60, { capacity: 40 }),
      event('draft', -5, 60, {}, 'DRAFT'),
      event('off', -5, 60, {}, 'CANCELLED'),
      event('soon', 10, 60),
      event('open', -10, 60, { capacity: null, confirmed: 9, checkedIn: 6 }),
    ];
    expect(inOrder(all, now).map((e) => e.id)).toEqual(['empty hall', 'open', 'filled', 'soon', 'evening', 'just ended', 'ended']);
  });
  it('moves by the clock alone', () => {
    const all = [event('a', -60, 10, { checkedIn: 19 }), event('b', 5, 60)];
    expect(inOrder(all, now).map((e) => e.id)).toEqual(['a', 'b']);
    expect(inOrder(all, now + 5 * minute).map((e) => e.id)).toEqual(['b', 'a']); // both are on, b lacks more
    expect(inOrder(all, now + 10 * minute).map((e) => e.id)).toEqual(['b', 'a']); // a is over
  });
  it('puts the earlier first where as many are missing, and never changes of itself', () => {
    const all = [event('c', -10, 60), event('b', -10, 60), event('a', -20, 60)];
    expect(inOrder(all, now).map((e) => e.id)).toEqual(['a', 'b', 'c']);
  });
  it('counts whom an event still waits for', () => {
    expect(missing(event('a', 0, 1, { capacity: 20, confirmed: 5, checkedIn: 3 }))).toBe(17);
    expect(missing(event('a', 0, 1, { capacity: null, confirmed: 5, checkedIn: 3 }))).toBe(2);
    expect(missing(event('a', 0, 1, { capacity: 2, confirmed: 5, checkedIn: 5 }))).toBe(0);
  });
  it('shows units where something happens before the others, else as in the tree', () => {
    const unit = (id: string, confirmedToday: number, checkedInToday = 0) => ({ id, counts: { confirmedToday, checkedInToday } });
    expect(busyFirst([unit('1', 0), unit('2', 3), unit('3', 0, 1), unit('4', 0)]).map((u) => u.id)).toEqual(['2', '3', '1', '4']);
  });
});

describe('what fits', () => {
  // What head, foot and side leave of these screens.
  const hd = { width: 1352, height: 868 };
  const laptop = { width: 882, height: 650 };
  const scale = scaleOf({ width: 1280, height: 800 });
  it('is twenty events at once on 1920 × 1080, in legible letters', () => {
    const l = layoutFor(hd, 1, 20);
    expect(l.columns * l.rows).toBeGreaterThanOrEqual(20);
    expect(l.size).toBeGreaterThanOrEqual(35);
    expect(l.rows * l.height).toBeLessThanOrEqual(hd.height);
  });
  it('is fewer rather than smaller on 1280 × 800', () => {
    const l = layoutFor(laptop, scale, 20);
    expect(l.size).toBe(28);
    expect(l.columns * l.rows).toBeLessThan(20);
    expect(l.columns * l.rows).toBeGreaterThan(10);
  });
  it('grows while there is room, and never past its most', () => {
    const sizes = [40, 20, 12, 6, 1].map((n) => layoutFor(hd, 1, n).size);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(layoutFor(hd, 1, 1)).toMatchObject({ columns: 1, rows: 1, size: 56 });
    for (let n = 1; n <= 20; n++) {
      const l = layoutFor(hd, 1, n);
      expect(l.columns * l.rows, String(n)).toBeGreaterThanOrEqual(n);
      expect(l.rows * l.height, String(n)).toBeLessThanOrEqual(hd.height);
    }
  });
  it('is one row where nothing fits', () => {
    expect(layoutFor({ width: 0, height: 0 }, 1, 5)).toMatchObject({ columns: 1, rows: 1 });
    expect(layoutFor(hd, 1, 0)).toMatchObject({ columns: 1, rows: 1 });
    expect(fits(0, 80)).toBe(1);
    expect(fits(250, 80)).toBe(3);
  });
  it('is a page to scroll on a phone', () => {
    expect([isSmall({ width: 360, height: 780 }), isSmall({ width: 1280, height: 500 }), isSmall({ width: 1280, height: 800 })]).toEqual([true, true, false]);
  });
});

describe('pages', () => {
  it('go round for ever and leave nobody out', () => {
    const all = [1, 2, 3, 4, 5];
    expect([0, 1, 2, 3].map((turn) => pageOf(all, 2, turn).items)).toEqual([[1, 2], [3, 4], [5], [1, 2]]);
    expect(pageOf(all, 2, 2)).toMatchObject({ page: 3, pages: 3 });
    expect(pageOf([], 2, 7)).toEqual({ items: [], page: 1, pages: 1 });
  });
});

describe('who has just come', () => {
  it('is whoever was not there before; nobody on the first look', () => {
    expect([...newcomers(undefined, ['a', 'b'])]).toEqual([]);
    expect([...newcomers(['b', 'c'], ['a', 'b', 'c'])]).toEqual(['a']);
    expect([...newcomers(['a', 'b'], ['b'])]).toEqual([]); // one was taken back
  });
});
