import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Feed } from '../../../src/api/client/socket/feed';
import { keyOf, type Message, type Result } from '../../../src/api/client/socket/messages';
import { at, counts, FakeAir, fakeLines, FakeLocks, roster, type FakeChannel } from './fakes';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** A phone with tabs of one person. */
function phone() {
  const sockets = fakeLines();
  const locks = new FakeLocks();
  const air = new FakeAir();
  const tab = () => {
    const at = { visible: true };
    const told = { up: vi.fn(), down: vi.fn(), polling: vi.fn(), missed: vi.fn() };
    const channels: FakeChannel[] = [];
    const open = () => {
      channels.push(air.open());
      return channels.at(-1)!;
    };
    const feed = new Feed({ open: sockets.open, current: () => true, online: () => true, visible: () => at.visible, shared: { locks: locks.of, name: 'n', open } }, told);
    const watch = (payload = counts()) => {
      const got: (number | undefined)[] = [];
      const over = vi.fn();
      const next = (r: Result) => got.push((Object.values(r.data ?? {})[0] as { revision: number }).revision);
      return { got, over, stop: feed.subscribe(payload, { next, over }) };
    };
    return { feed, told, watch, at, get channel() { return channels.at(-1)!; } };
  };
  return { sockets, air, tab, pass: (ms = 0) => vi.advanceTimersByTimeAsync(ms) };
}

describe('the tabs of a phone', () => {
  it('share one socket and one subscription; who comes later has the newest known at once', async () => {
    const p = phone();
    const a = p.tab();
    const first = a.watch();
    await p.pass();
    p.sockets.last.accept();
    p.sockets.last.send(at(5));
    const b = p.tab();
    await p.pass();
    const second = b.watch();
    await p.pass();
    expect(second.got).toEqual([5]);
    p.sockets.last.send(at(6));
    await p.pass();
    expect([first.got, second.got]).toEqual([[5, 6], [5, 6]]);
    expect(p.sockets.lines).toHaveLength(1);
    expect(p.sockets.last.asked).toHaveLength(1);

    await p.pass(2000);
    expect(b.told.up).toHaveBeenCalledTimes(1);
    first.stop();
    await p.pass();
    expect(p.sockets.last.open).toHaveLength(1);
    second.stop();
    await p.pass();
    expect(p.sockets.last.open).toHaveLength(0);
  });
  it('say nothing to each other while there is only one', async () => {
    const p = phone();
    p.tab().watch();
    await p.pass();
    p.sockets.last.accept();
    p.sockets.last.send(at(5));
    await p.pass(20_000);
    expect(p.air.said.filter((m) => m.say !== 'lead' && m.say !== 'watch')).toEqual([]);
  });
  it('go on when the leading one rests: another asks for all that is watched, and knows that it may have missed something', async () => {
    const p = phone();
    const a = p.tab();
    a.watch(counts('ev_a'));
    await p.pass();
    const b = p.tab();
    const kept = b.watch(counts('ev_b'));
    await p.pass();
    p.sockets.last.accept();
    await p.pass(2000);
    a.feed.rest();
    await p.pass();
    expect(p.sockets.lines[0]?.ended).toBe(true);
    expect(p.sockets.lines).toHaveLength(2);
    expect(p.sockets.last.asked.map((x) => x.payload.variables)).toEqual([{ eventId: 'ev_b' }]);
    p.sockets.last.accept();
    p.sockets.last.send(at(9));
    expect(kept.got).toEqual([9]);
    expect(b.told.up).toHaveBeenCalledTimes(2);
    expect(b.told.down).not.toHaveBeenCalled();
  });
  it('take the lead from one that is frozen within seconds; what it says afterwards counts for nothing', async () => {
    const p = phone();
    const a = p.tab();
    const old = a.watch();
    await p.pass();
    const b = p.tab();
    const seen = b.watch();
    await p.pass();
    const [first] = p.sockets.lines;
    first!.accept();
    first!.send(at(5));
    await p.pass(2000);
    a.channel.frozen = true;
    await p.pass(6000);
    expect(p.sockets.lines).toHaveLength(2);
    p.sockets.last.accept();
    p.sockets.last.send(at(8));
    expect(seen.got).toEqual([5, 8]);

    // Its socket may wake before it hears that another leads.
    const lead = p.air.said.find((m) => m.say === 'lead')!;
    p.air.open().postMessage({ ...lead, say: 'next', key: keyOf(counts()), result: at(9) } as Message);
    await p.pass();
    expect(seen.got).toEqual([5, 8]);
    a.channel.thaw();
    await p.pass();
    expect(seen.got).toEqual([5, 8]);
    expect(first!.ended).toBe(true);
    await p.pass(2000);
    p.sockets.last.send(at(10));
    await p.pass();
    expect([old.got.at(-1), seen.got.at(-1)]).toEqual([10, 10]);
    expect(p.sockets.lines).toHaveLength(2);

    b.feed.rest();
    await p.pass();
    expect(p.sockets.lines).toHaveLength(3);
  });
  it('are forgotten when they are silent, and known again when they speak', async () => {
    const p = phone();
    p.tab().watch(counts('ev_a'));
    await p.pass();
    const b = p.tab();
    b.watch(counts('ev_b'));
    await p.pass();
    p.sockets.last.accept();
    b.at.visible = false;
    b.channel.frozen = true;
    await p.pass(70_000);
    expect(p.sockets.last.open.map((x) => x.payload.variables)).toEqual([{ eventId: 'ev_a' }]);
    b.at.visible = true;
    b.channel.thaw();
    await p.pass(2500);
    expect(p.sockets.last.open.map((x) => x.payload.variables)).toEqual([{ eventId: 'ev_a' }, { eventId: 'ev_b' }]);
  });
  it('sleep when all are out of sight, and begin anew when one is seen', async () => {
    const p = phone();
    const a = p.tab();
    const b = p.tab();
    a.watch();
    b.watch();
    await p.pass();
    p.sockets.last.accept();
    a.feed.rest();
    b.feed.rest();
    await p.pass(60_000);
    expect(p.sockets.lines.every((l) => l.ended)).toBe(true);
    const before = p.sockets.lines.length;
    b.feed.wake();
    await p.pass();
    expect(p.sockets.lines).toHaveLength(before + 1);
    expect(p.sockets.last.open).toHaveLength(1);
  });
  it('each hear how the socket is, and may ask for it sooner', async () => {
    const p = phone();
    const a = p.tab();
    a.watch();
    await p.pass();
    const b = p.tab();
    b.watch();
    await p.pass(2000);
    vi.spyOn(Math, 'random').mockReturnValue(0.9);
    for (let i = 0; i < 3; i++) {
      p.sockets.last.close(1006);
      await p.pass(10_000);
    }
    for (const t of [a, b]) expect(t.told.polling).toHaveBeenCalledTimes(1);
    const before = p.sockets.lines.length;
    b.feed.hurry('tap');
    await p.pass(1000);
    expect(p.sockets.lines).toHaveLength(before + 1);
  });
  it('are told when the session ends, and when the server refuses what they watch', async () => {
    const p = phone();
    const a = p.tab();
    a.watch();
    await p.pass();
    const b = p.tab();
    const refused = b.watch(counts('ev_x'));
    await p.pass();
    p.sockets.last.accept();
    p.sockets.last.open[1]!.sink.over([]);
    await p.pass();
    expect(refused.over).toHaveBeenCalledWith([]);
    p.sockets.last.close(4403);
    await p.pass();
    for (const t of [a, b]) expect(t.told.missed).toHaveBeenCalledTimes(1);
  });
  it('never show an older revision after a newer one', async () => {
    const p = phone();
    const seen = p.tab().watch();
    await p.pass();
    for (const r of [4, 7, 5, 7, 8]) p.sockets.last.send(at(r));
    expect(seen.got).toEqual([4, 7, 7, 8]);
  });
});

describe('a feed of changes', () => {
  const sinceOf = (p: ReturnType<typeof phone>) => p.sockets.last.open.map((x) => x.payload.variables?.since);
  it('is resumed from the revision it has, on the next socket and by the next leader', async () => {
    const p = phone();
    const a = p.tab();
    a.watch(roster());
    await p.pass();
    const b = p.tab();
    b.watch(roster());
    await p.pass();
    p.sockets.last.accept();
    p.sockets.last.send(at(5));
    await p.pass();
    p.sockets.last.close(1012);
    await p.pass(4000);
    expect(sinceOf(p)).toEqual([5]);
    p.sockets.last.send(at(6));
    await p.pass();
    a.feed.rest();
    await p.pass();
    expect(sinceOf(p)).toEqual([6]);
  });
  it('begins again for a tab that has nothing yet: its newest message is not the whole', async () => {
    const p = phone();
    const a = p.tab();
    const first = a.watch(roster());
    await p.pass();
    p.sockets.last.accept();
    p.sockets.last.send(at(5));
    const b = p.tab();
    await p.pass();
    const second = b.watch(roster());
    await p.pass();
    expect(second.got).toEqual([]);
    expect(sinceOf(p)).toEqual([undefined]);
    expect(p.sockets.last.asked).toHaveLength(2);
    p.sockets.last.send(at(5));
    await p.pass();
    expect([first.got, second.got]).toEqual([[5, 5], [5]]);
    expect(p.sockets.last.open).toHaveLength(1);
  });
});

describe('where tabs cannot share', () => {
  it('each has its own socket', () => {
    const sockets = fakeLines();
    const told = { up: () => {}, down: () => {}, polling: () => {}, missed: () => {} };
    for (const eventId of ['ev_1', 'ev_2']) new Feed({ open: sockets.open, current: () => true, online: () => true, visible: () => true }, told).subscribe(counts(eventId), { next: () => {}, over: () => {} });
    expect(sockets.lines).toHaveLength(2);
  });
  it('nor where the browser has locks and refuses them', async () => {
    const sockets = fakeLines();
    const air = new FakeAir();
    const told = { up: () => {}, down: () => {}, polling: () => {}, missed: () => {} };
    const locks = { request: () => Promise.reject(new DOMException('no storage here', 'SecurityError')) };
    const feed = new Feed({ open: sockets.open, current: () => true, online: () => true, visible: () => true, shared: { locks, name: 'n', open: () => air.open() } }, told);
    feed.subscribe(counts(), { next: () => {}, over: () => {} });
    await vi.advanceTimersByTimeAsync(0);
    expect(sockets.last.open).toHaveLength(1);
  });
});
