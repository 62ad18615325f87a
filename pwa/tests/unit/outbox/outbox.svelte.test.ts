import { beforeEach, describe, expect, it, vi } from 'vitest';
import { append, unsent } from '../../../src/api/outbox/entries';
import { deviceOf, keepDevice } from '../../../src/api/outbox/devices';
import { outbox } from '../../../src/api/outbox/outbox.svelte';
import { open } from '../../../src/api/outbox/store';
import { draft, fakeServer, json } from './fakes';

const claim = { token: 'ld_1', event: { id: 'ev_1' } as never, device: { id: 'dd_1', eventId: 'ev_1', kind: 'DOOR' as const, name: '南门', pin: '', expiresAt: '2026-12-01T00:00:00Z' } };
beforeEach(async () => {
  vi.unstubAllGlobals();
  localStorage.clear();
  const db = await open();
  for (const s of [...db.objectStoreNames]) await db.clear(s);
  await outbox.read();
});

describe('what a page shows of the outbox', () => {
  it('is its person’s and its devices’, not another person’s', async () => {
    localStorage.setItem('linli.person', 'pe_2');
    await keepDevice(claim);
    await append([draft({}, 'pe_1'), draft({}, 'pe_2'), draft({}, 'dd_1')]);
    await outbox.read();
    const senders = async (device = true) => outbox.of('ev_1', device ? await deviceOf('ev_1') : undefined).waiting.map((e) => e.sender);
    expect(await senders()).toEqual(['pe_2', 'dd_1']);
    expect(await senders(false)).toEqual(['pe_2']);
    localStorage.clear();
    expect(await senders(false)).toEqual([]);
    expect(outbox.by('pe_1')).toBe(1); // who logs out is told
  });
});

describe('what the server said', () => {
  it('is heard while the entry is still in the queue, and by other tabs', async () => {
    localStorage.setItem('linli.person', 'pe_1');
    outbox.start();
    const tab = new BroadcastChannel('linli-outbox');
    const told: string[] = [];
    tab.onmessage = (m: MessageEvent<{ answers: { id: string }[] }>) => told.push(...m.data.answers.map((a) => a.id));
    const queued: number[] = [];
    const stop = outbox.listen(() => queued.push(outbox.of('ev_1', undefined).waiting.length));
    fakeServer();
    const d = draft();
    await outbox.keep([d]);
    await vi.waitFor(() => expect(outbox.of('ev_1', undefined).waiting).toEqual([]));
    expect(queued).toEqual([1]);
    await vi.waitFor(() => expect(told).toEqual([d.input.id]));
    stop();
    tab.close();
  });
});

describe('what could not be stored', () => {
  /** A phone that is full until it is called. */
  function fill(): () => void {
    const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    return () => spy.mockRestore();
  }
  const offline = () => vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  beforeEach(() => localStorage.setItem('linli.person', 'pe_1'));

  it('goes after what was made before it and is on the disk', async () => {
    offline();
    const came = draft();
    await outbox.keep([came]);
    const room = fill();
    const undo = draft({ direction: 'UNDO', undoes: came.input.id });
    expect(await outbox.keep([undo])).toBe('full');
    await outbox.flush();
    const server = fakeServer();
    await outbox.flush();
    room();
    expect(server.log).toEqual([came.input.id, undo.input.id]);
    expect(outbox.of('ev_1', undefined).waiting).toEqual([]);
  });
  it('goes before what was made after it, once there is room', async () => {
    let cut = () => {};
    const asked = new Promise<void>((is) => vi.stubGlobal('fetch', () => new Promise((_, no) => (is(), (cut = () => no(new TypeError('Failed to fetch')))))));
    const room = fill();
    const came = draft();
    expect(await outbox.keep([came])).toBe('full');
    await asked; // it is on its way from memory
    room();
    const undo = draft({ direction: 'UNDO', undoes: came.input.id });
    expect(await outbox.keep([undo])).toBe('stored');
    expect((await unsent()).map((e) => e.id)).toEqual([came.input.id, undo.input.id]);
    expect(outbox.of('ev_1', undefined).loose).toEqual([]);
    const server = fakeServer();
    cut();
    await vi.waitFor(() => expect(server.log).toEqual([came.input.id, undo.input.id]));
  });
  it('waits with what was made before it where the server lets that wait, and somebody else’s for her', async () => {
    let busy = true;
    const came = draft();
    const server = fakeServer((s) => (busy && s.input.some((e) => e.id === came.input.id) ? new Response('', { status: 429 }) : undefined));
    await outbox.keep([came]);
    const room = fill();
    const undo = draft({ direction: 'UNDO', undoes: came.input.id });
    await outbox.keep([undo, draft({}, 'pe_9')]);
    await outbox.flush();
    await outbox.flush();
    expect(server.log).toEqual([]);
    busy = false;
    await outbox.flush();
    await vi.waitFor(() => expect(server.log).toEqual([came.input.id, undo.input.id]));
    room();
  });
  it('and was refused is tried again, or put aside', async () => {
    const room = fill();
    fakeServer((s) => json({ data: { checkIn: s.input.map((e) => ({ id: e.id, accepted: false, warnings: ['FORBIDDEN'], row: null })) } }));
    const [a, b] = [draft(), draft()];
    await outbox.keep([a, b]);
    await outbox.flush();
    expect(outbox.of('ev_1', undefined).refused.map((e) => e.id)).toEqual([a.input.id, b.input.id]);
    const server = fakeServer();
    await outbox.mark([a.input.id], 'waiting');
    await outbox.mark([b.input.id], 'aside');
    await outbox.flush();
    room();
    expect(server.log).toEqual([a.input.id]);
    const { waiting, refused, aside } = outbox.of('ev_1', undefined);
    expect([waiting, refused, aside.map((e) => e.id)]).toEqual([[], [], [b.input.id]]);
    expect(outbox.by('pe_1')).toBe(0);
  });
});
