import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ids } from '../../../src/api/client/socket/ids';
import { openLine } from '../../../src/api/client/socket/line';
import { at, counts } from './fakes';

interface Said {
  type: string;
  id?: string;
}
/** The other end of a socket. */
class FakeSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  static all: FakeSocket[] = [];
  readyState = 0;
  said: Said[] = [];
  onopen?: () => void;
  onmessage?: (e: { data: string }) => void;
  onclose?: ((e: { code: number; reason: string }) => void) | null;
  onerror?: ((e: unknown) => void) | null;
  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.said.push(JSON.parse(text) as Said);
  }
  close(code = 1005) {
    if (this.readyState >= 2) return;
    this.readyState = 3;
    this.onclose?.({ code, reason: '' });
  }
  async accept() {
    this.readyState = 1;
    this.onopen?.();
    await vi.advanceTimersByTimeAsync(0);
    this.hear({ type: 'connection_ack' });
    await vi.advanceTimersByTimeAsync(0);
  }
  hear(m: object) {
    this.onmessage?.({ data: JSON.stringify(m) });
  }
  get subscribed() {
    return this.said.filter((m) => m.type === 'subscribe').map((m) => m.id);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const none = { next: () => {}, over: () => {} };
const socket = () => FakeSocket.all[0]!;
function made() {
  const told = { up: vi.fn(), closed: vi.fn() };
  return { told, line: openLine(told) };
}

describe('ids', () => {
  it('are the smallest free number, once its last answers can have come', () => {
    const ids = new Ids();
    expect([ids.take(), ids.take(), ids.take()]).toEqual(['1', '2', '3']);
    ids.give('2');
    expect(ids.take()).toBe('4');
    vi.advanceTimersByTime(30_000);
    expect([ids.take(), ids.take()]).toEqual(['2', '5']);
  });
});

describe('a line', () => {
  it('numbers what it asks for from one, and passes answers on', async () => {
    const { line, told } = made();
    const next = vi.fn();
    line.subscribe(counts('ev_1'), { next, over: () => {} });
    const stop = line.subscribe(counts('ev_2'), none);
    await socket().accept();
    expect(told.up).toHaveBeenCalledTimes(1);
    expect(socket().subscribed).toEqual(['1', '2']);
    socket().hear({ type: 'next', id: '1', payload: at(3) });
    expect(next).toHaveBeenCalledWith(at(3));
    stop();
    expect(socket().said.at(-1)).toEqual({ type: 'complete', id: '2' });
    expect(FakeSocket.all).toHaveLength(1);
  });
  it('ends what the server refuses or completes, and nothing else', async () => {
    const { line } = made();
    const refused = vi.fn();
    const ended = vi.fn();
    const left = vi.fn();
    line.subscribe(counts('ev_1'), { next: () => {}, over: refused });
    line.subscribe(counts('ev_2'), { next: () => {}, over: ended });
    const stop = line.subscribe(counts('ev_3'), { next: () => {}, over: left });
    await socket().accept();
    socket().hear({ type: 'error', id: '1', payload: [{ message: 'no' }] });
    socket().hear({ type: 'complete', id: '2' });
    stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(refused).toHaveBeenCalledWith([{ message: 'no' }]);
    expect(ended).toHaveBeenCalledWith(undefined);
    expect(left).not.toHaveBeenCalled();
  });
  it('tells its end once, whatever the code, and makes no new socket by itself', async () => {
    for (const code of [1000, 1006, 1012, 4403, 4429, 4500]) {
      FakeSocket.all = [];
      const { line, told } = made();
      const over = vi.fn();
      line.subscribe(counts(), { next: () => {}, over });
      await socket().accept();
      socket().close(code);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(told.closed.mock.calls).toEqual([[code]]);
      expect(over).not.toHaveBeenCalled();
      expect(FakeSocket.all).toHaveLength(1);
    }
  });
  it('gives up on a network that swallows the handshake', async () => {
    const { line, told } = made();
    line.subscribe(counts(), none);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told.closed.mock.calls).toEqual([[4499]]);
  });
  it('finds out that nobody answers its pings any more', async () => {
    const { line, told } = made();
    line.subscribe(counts(), none);
    await socket().accept();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(socket().said.at(-1)).toEqual({ type: 'ping' });
    socket().hear({ type: 'pong' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(told.closed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(8000);
    expect(told.closed.mock.calls).toEqual([[4499]]);
  });
  it('closes three seconds after the last thing is watched no more', async () => {
    const { line, told } = made();
    const stop = line.subscribe(counts(), none);
    await socket().accept();
    stop();
    await vi.advanceTimersByTimeAsync(2900);
    expect(told.closed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect(told.closed.mock.calls).toEqual([[1000]]);
  });
  it('tells nothing after it was closed from here', async () => {
    const { line, told } = made();
    line.subscribe(counts(), none);
    await socket().accept();
    line.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().readyState).toBe(3);
    expect(told.closed).not.toHaveBeenCalled();
  });
  it('counts as closed in a browser without sockets', async () => {
    vi.stubGlobal('WebSocket', undefined);
    const { line, told } = made();
    line.subscribe(counts(), none)();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.closed.mock.calls).toEqual([[1006]]);
  });
});
