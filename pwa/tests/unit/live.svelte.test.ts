import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { live } from '../../src/api/client/live.svelte';
import { query, subscribe } from '../../src/api/client/query.svelte';

type Told = (r: { data?: object; stale?: boolean }) => void;
const asked = vi.hoisted(() => ({ subscriptions: [] as object[], queries: [] as object[], tell: undefined as unknown }));
vi.mock('../../src/api/client/client.svelte', () => {
  const source = (list: object[]) => (_doc: object, vars: object) => ({
    subscribe(told: Told) {
      list.push(vars);
      asked.tell = told;
      return { unsubscribe() {} };
    },
  });
  return { api: { client: { subscription: source(asked.subscriptions), query: source(asked.queries) } } };
});
const tell: Told = (r) => (asked.tell as Told)(r);

beforeEach(() => {
  vi.useFakeTimers();
  asked.subscriptions.length = asked.queries.length = 0;
});
afterEach(() => {
  live.answered();
  live.down(true);
  live.wake();
  vi.useRealTimers();
});
/** Runs what a component would while it is set up. */
function setUp(act: () => void) {
  const end = $effect.root(act);
  flushSync();
  return end;
}

describe('what the reader may believe', () => {
  it('says nothing of a socket that is back within three seconds', () => {
    live.up();
    live.down(false);
    vi.advanceTimersByTime(2900);
    live.up();
    vi.advanceTimersByTime(5000);
    expect(live.state).toBe('live');
    live.down(false);
    vi.advanceTimersByTime(3000);
    expect(live.state).toBe('quiet');
  });
  it('tells queries that stand in from a socket that is tried again, and no answer at all from both', () => {
    live.polling();
    expect(live.state).toBe('polling');
    live.unreachable();
    expect(live.state).toBe('stored');
    live.answered();
    expect(live.state).toBe('polling');
    live.up();
    expect(live.state).toBe('live');
  });
  it('takes what is shown for missed after a gap, not after the first socket nor a sleep', () => {
    const before = live.epoch;
    live.up();
    expect(live.epoch).toBe(before);
    live.down(false);
    live.up();
    expect(live.epoch).toBe(before + 1);
    live.down(true);
    live.up();
    expect(live.epoch).toBe(before + 1);
  });
});

describe('what is on the screen', () => {
  it('is asked for again with each look, and after each gap', () => {
    const end = setUp(() => void query({} as never, () => ({ id: '1' })));
    live.look();
    flushSync();
    live.missed();
    flushSync();
    expect(asked.queries).toHaveLength(3);
    end();
  });
  it('stays fresh while it is asked for again, until it is about something else', () => {
    let id = $state('1');
    let q: ReturnType<typeof query> | undefined;
    const end = setUp(() => (q = query({} as never, () => ({ id }))));
    tell({ data: {}, stale: true });
    expect(q?.fresh).toBe(false);
    tell({ data: {} });
    live.look();
    flushSync();
    tell({ data: {}, stale: true });
    expect(q?.fresh).toBe(true);
    id = '2';
    flushSync();
    tell({ data: {}, stale: true });
    expect(q?.fresh).toBe(false);
    end();
  });
  it('is subscribed to once, however often the answer that its variables come from is renewed', () => {
    let event = $state.raw<{ id: string } | null>(null);
    const end = setUp(() => subscribe({} as never, () => (event ? { eventId: event.id } : null)));
    for (const id of ['1', '1', '1', '2']) {
      event = { id };
      flushSync();
    }
    expect(asked.subscriptions).toEqual([{ eventId: '1' }, { eventId: '2' }]);
    end();
  });
  it('is not subscribed to while nobody looks', () => {
    live.sleep();
    const end = setUp(() => subscribe({} as never, () => ({ eventId: '1' })));
    expect(asked.subscriptions).toHaveLength(0);
    live.wake();
    flushSync();
    expect(asked.subscriptions).toHaveLength(1);
    end();
  });
});
