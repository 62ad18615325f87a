import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitAfter, waitWhilePolling } from '../../../src/api/client/socket/backoff';
import type { Condition } from '../../../src/api/client/socket/messages';
import { Wire } from '../../../src/api/client/socket/wire';
import { at, counts, fakeLines } from './fakes';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const none = { next: () => {}, over: () => {} };
function made(world: { online?: boolean; current?: boolean } = {}) {
  const sockets = fakeLines();
  const conditions: Condition['now'][] = [];
  let ended = 0;
  const wire = new Wire(
    { open: sockets.open, online: () => world.online ?? true, current: () => world.current ?? true },
    { condition: (c) => conditions.push(c.now), sessionEnded: () => ended++ },
  );
  return { sockets, conditions, wire, ended: () => ended };
}
/** Fails the newest socket and waits until the next is tried, at most `ms`. */
async function fail(m: ReturnType<typeof made>, code = 1006, ms = 30_000) {
  const before = m.sockets.lines.length;
  m.sockets.last.close(code);
  const from = Date.now();
  while (m.sockets.lines.length === before && Date.now() - from <= ms) await vi.advanceTimersByTimeAsync(50);
  return Date.now() - from;
}

describe('waits', () => {
  it('spreads the first over two seconds and doubles the bound up to ten', () => {
    expect([0, 1, 2, 3, 9].map((n) => waitAfter(n, () => 0))).toEqual([0, 250, 250, 250, 250]);
    expect([0, 1, 2, 3, 9].map((n) => waitAfter(n, () => 1))).toEqual([2000, 4000, 8000, 10_000, 10_000]);
    expect(waitAfter(0, () => 0.5)).toBe(1000);
    expect([waitWhilePolling(() => 0), waitWhilePolling(() => 1)]).toEqual([15_000, 30_000]);
  });
  it('lets ten thousand phones back evenly, not in one moment', () => {
    const perTenth = new Map<number, number>();
    for (let i = 0; i < 10_000; i++) {
      const tenth = Math.floor(waitAfter(0, () => (i + 0.5) / 10_000) / 200);
      perTenth.set(tenth, (perTenth.get(tenth) ?? 0) + 1);
    }
    expect([...perTenth.values()]).toEqual(Array.from({ length: 10 }, () => 1000));
  });
});

describe('a wire', () => {
  it('asks again on the next socket for all that is watched, with what is known by then', async () => {
    const m = made();
    let since = 1;
    m.wire.watch(() => ({ ...counts(), variables: { since } }), none);
    m.sockets.last.accept();
    since = 7;
    await vi.advanceTimersByTimeAsync(60_000);
    await fail(m, 1012, 2000);
    expect(m.sockets.lines).toHaveLength(2);
    expect(m.sockets.last.asked[0]?.payload.variables).toEqual({ since: 7 });
    expect(m.conditions).toEqual(['opening', 'up', 'down']);
    m.sockets.last.accept();
    expect(m.wire.condition).toEqual({ now: 'up', turn: 2 });
  });
  it('never waits over ten seconds while the server restarts', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const m = made();
    m.wire.watch(counts, none);
    m.sockets.last.accept();
    await vi.advanceTimersByTimeAsync(60_000);
    const waits = [];
    for (let i = 0; i < 5; i++) waits.push(await fail(m, 1012));
    expect(waits).toEqual([2000, 4000, 8000, 10_000, 10_000]);
  });
  it('waits longer at once where the server says that it is busy', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    for (const code of [1013, 4429, 4430]) {
      const m = made();
      m.wire.watch(counts, none);
      m.sockets.last.accept();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await fail(m, code)).toBe(4000);
    }
  });
  it('does not come back ever faster to a socket that is taken away each time', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const m = made();
    m.wire.watch(counts, none);
    const waits = [];
    for (let i = 0; i < 4; i++) {
      m.sockets.last.accept();
      waits.push(await fail(m, 4400));
    }
    expect(waits).toEqual([4000, 8000, 10_000, 10_000]);
  });
  it('lets plain queries stand in after three failures where none ever worked, and goes on trying', async () => {
    const m = made();
    m.wire.watch(counts, none);
    for (let i = 0; i < 2; i++) await fail(m);
    expect(m.wire.condition.now).toBe('down');
    const wait = await fail(m);
    expect(m.wire.condition.now).toBe('polling');
    expect(wait).toBeGreaterThanOrEqual(15_000);
    m.sockets.last.accept();
    expect(m.conditions).toEqual(['opening', 'down', 'polling', 'up']);
  });
  it('keeps to the socket for a while where one did work', async () => {
    const m = made();
    m.wire.watch(counts, none);
    m.sockets.last.accept();
    const from = Date.now();
    while (m.wire.condition.now !== 'polling') await fail(m);
    expect(Date.now() - from).toBeGreaterThan(45_000);
    expect(Date.now() - from).toBeLessThan(90_000);
  });
  it('comes sooner when the reader taps or a network is there, and not in a loop', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const m = made();
    m.wire.watch(counts, none);
    for (let i = 0; i < 3; i++) await fail(m);
    m.sockets.last.close(1006);
    const before = m.sockets.lines.length;
    m.wire.hurry('tap');
    await vi.advanceTimersByTimeAsync(1000);
    expect(m.sockets.lines).toHaveLength(before + 1);
    m.sockets.last.close(1006);
    for (let i = 0; i < 80; i++) {
      m.wire.hurry('tap');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(m.sockets.lines).toHaveLength(before + 1);
    m.wire.hurry('online');
    await vi.advanceTimersByTimeAsync(1000);
    expect(m.sockets.lines).toHaveLength(before + 2);
  });
  it('tries nothing without a network, for nobody, or for somebody else', async () => {
    const world = { online: false, current: true };
    const m = made(world);
    const stop = m.wire.watch(counts, none);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(m.sockets.lines).toHaveLength(0);
    world.online = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(m.sockets.lines).toHaveLength(1);
    m.sockets.last.close(1006);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(m.sockets.lines).toHaveLength(1);
    world.current = false;
    m.wire.watch(counts, none);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(m.sockets.lines).toHaveLength(1);
  });
  it('rests when the socket closed because nothing was watched any more', () => {
    const m = made();
    const stop = m.wire.watch(counts, none);
    m.sockets.last.accept();
    stop();
    m.sockets.last.close(1000);
    expect(m.conditions).toEqual(['opening', 'up', 'idle']);
  });
  it('says when the session has ended', async () => {
    const m = made();
    m.wire.watch(counts, none);
    m.sockets.last.accept();
    await fail(m, 4403);
    expect(m.ended()).toBe(1);
  });
  it('puts no more on a socket than it may carry; whoever comes later takes the next free place', () => {
    const m = made();
    const stops = Array.from({ length: 60 }, (_, i) => m.wire.watch(() => counts(`ev_${i}`), none));
    expect(m.sockets.last.open).toHaveLength(45);
    stops[3]!();
    expect(m.sockets.last.open).toHaveLength(45);
    expect(m.sockets.last.open.at(-1)?.payload.variables).toEqual({ eventId: 'ev_45' });
  });
  it('ends a subscription that the server refuses, and tells', () => {
    const m = made();
    const over = vi.fn();
    m.wire.watch(counts, { next: () => {}, over });
    m.sockets.last.accept();
    m.sockets.last.asked[0]!.sink.over([]);
    expect(over).toHaveBeenCalledWith([]);
    expect(m.wire.condition.now).toBe('up');
  });
  it('tells nothing more once it is closed', async () => {
    const m = made();
    m.wire.watch(counts, none);
    m.sockets.last.accept();
    m.wire.close();
    expect(m.conditions).toEqual(['opening', 'up']);
    expect(m.sockets.last.ended).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(m.sockets.lines).toHaveLength(1);
  });
  it('passes results on', () => {
    const m = made();
    const next = vi.fn();
    m.wire.watch(counts, { next, over: () => {} });
    m.sockets.last.send(at(3));
    expect(next).toHaveBeenCalledWith(at(3));
  });
});
