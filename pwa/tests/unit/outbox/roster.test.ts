import { beforeEach, describe, expect, it, vi } from 'vitest';
import { append, doneAfter, doneAt, unsent, wipe, type Answer } from '../../../src/api/outbox/entries';
import { flushAll } from '../../../src/api/outbox/flush';
import { keepKiosk, readKiosk, type Seen } from '../../../src/api/outbox/kiosk';
import { after, dropRosters, readRoster, refreshRoster, type Roster } from '../../../src/api/outbox/roster';
import { open, write } from '../../../src/api/outbox/store';
import type { DoorRowData } from '../../../src/api/door';
import { draft, fakeServer, json, row } from './fakes';

beforeEach(async () => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  localStorage.clear();
  const db = await open();
  for (const s of [...db.objectStoreNames]) await db.clear(s);
});
const hour = 3_600_000;
interface Said {
  revision?: number;
  fresh?: boolean;
  /** how long it may be kept, ms */
  keep?: number;
}
/** A server that answers a reading of the roster with these rows. */
const says = (rows: DoorRowData[], { revision = 1, fresh = true, keep = hour }: Said = {}) =>
  vi.stubGlobal('fetch', async () => {
    const now = new Date().toISOString();
    const doorRoster = { event: { id: 'ev_1', shifts: [] }, counts: { revision }, revision, fresh, next: null, now, deleteAt: new Date(Date.now() + keep).toISOString(), rows, keys: [], venue: {} };
    return json({ data: { doorRoster } });
  });
async function read(rows: DoorRowData[], said: Said = {}, was?: Roster) {
  says(rows, said);
  return after(was, await refreshRoster('ev_1', 'pe_1', was));
}
const onDisk = async () => Object.fromEntries((await (await open()).getAll('rows')).map((r) => [r.signUpId, r.checkedInAt]));
const names = (r: Roster | undefined) => r?.rows.map((x) => `${x.signUpId} ${x.revision}`).sort();
const came = '2026-11-21T01:00:00.000Z';

describe('a roster that is past its time', () => {
  it('is not stored again, and what is stored of it goes', async () => {
    const was = await read([row('su_a')]);
    expect(await onDisk()).toEqual({ su_a: null });
    const now = await read([row('su_a', { checkedInAt: came, revision: 2 })], { revision: 2, fresh: false, keep: -1 }, was);
    expect(now.rows[0]?.checkedInAt).toBe(came); // a lead still reads it
    expect(await onDisk()).toEqual({});
    expect(await (await open()).count('rosters')).toBe(0);
  });
  it('is read by nobody, by the server’s clock, and dropped', async () => {
    await read([row('su_a')], { keep: hour });
    expect(await readRoster('ev_1', 'pe_1')).toBeDefined();
    expect(await readRoster('ev_1', 'pe_2')).toBeUndefined();
    vi.useFakeTimers({ now: Date.now() + 2 * hour, toFake: ['Date'] });
    expect(await readRoster('ev_1', 'pe_1')).toBeUndefined();
    await dropRosters();
    expect(await onDisk()).toEqual({});
  });
});

describe('a whole reading', () => {
  it('leaves what was answered since it began, on the disk and on the screen', async () => {
    const was = await read([row('su_a'), row('su_gone')]);
    const told: Roster = { head: was.head, rows: [row('su_a', { checkedInAt: came, revision: 3 }), row('su_gone')] };
    await write(['rows'], (tx) => tx.objectStore('rows').put({ ...row('su_a', { checkedInAt: came, revision: 3 }), eventId: 'ev_1' }));
    const now = await read([row('su_a'), row('su_b')], { revision: 2 }, told);
    expect(now.rows.map((r) => [r.signUpId, r.checkedInAt])).toEqual([['su_a', came], ['su_b', null]]);
    expect(await onDisk()).toEqual({ su_a: came, su_b: null });
  });
  it('takes the place of all where the server was set back', async () => {
    const was = await read([row('su_a', { checkedInAt: came, revision: 9 })], { revision: 9 });
    expect((await read([row('su_a')], { revision: 2 }, was)).rows[0]?.checkedInAt).toBeNull();
    expect(await onDisk()).toEqual({ su_a: null });
  });
  it('of several pages has the revision of the first, and all rows', async () => {
    const pages = [{ revision: 4, rows: [row('su_a')], next: 'c1' }, { revision: 4, rows: [row('su_b')], next: 'c2' }, { revision: 6, rows: [row('su_a', { revision: 6, checkedInAt: came })], next: null }];
    const asked: unknown[] = [];
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      const { after: from } = (JSON.parse(String(init.body)) as { variables: { after: string | null } }).variables;
      const page = pages[asked.push(from) - 1];
      const now = new Date().toISOString();
      return json({ data: { doorRoster: { event: { id: 'ev_1' }, counts: {}, fresh: true, now, deleteAt: new Date(Date.now() + hour).toISOString(), keys: [], venue: {}, ...page } } });
    });
    const { head, rows } = after(undefined, await refreshRoster('ev_1', 'pe_1', undefined));
    expect([head.revision, rows.map((r) => [r.signUpId, r.checkedInAt])]).toEqual([4, [['su_a', came], ['su_b', null]]]);
    expect(asked).toEqual([null, 'c1', 'c2']);
  });
});

describe('two tabs', () => {
  it('an answer that was overtaken changes nothing on the disk', async () => {
    const was = await read([row('su_a')]);
    await read([row('su_a', { revision: 3, checkedInAt: came })], { revision: 3, fresh: false }, was); // the other tab
    await read([row('su_b', { revision: 2 })], { revision: 2, fresh: false }, was);
    expect((await (await open()).get('rosters', 'ev_1'))?.revision).toBe(3);
    expect(await onDisk()).toEqual({ su_a: came });
  });
  it('what the other one wiped is stored whole again', async () => {
    const was = await read([row('su_a'), row('su_b')]);
    await wipe('ev_1');
    await read([row('su_b', { revision: 2, checkedInAt: came })], { revision: 2, fresh: false }, was);
    expect(await onDisk()).toEqual({ su_a: null, su_b: came });
  });
});

describe('a log-out', () => {
  const kiosk = (more: Partial<Seen> = {}): Seen => ({ eventId: 'ev_1', data: {} as Seen['data'], offset: 0, readAt: Date.now(), until: Date.now() + hour, ...more });
  it('takes her rosters along, and nobody else’s, and nothing that waits', async () => {
    await read([row('su_a')]);
    await append([draft()]);
    await dropRosters('pe_2');
    expect(await onDisk()).toEqual({ su_a: null });
    await dropRosters('pe_1');
    expect(await onDisk()).toEqual({});
    expect(await unsent()).toHaveLength(1);
  });
  it('and its end take what a kiosk shows', async () => {
    keepKiosk(kiosk());
    await dropRosters();
    expect([readKiosk('ev_1')?.eventId, readKiosk('ev_2')]).toEqual(['ev_1', undefined]);
    await dropRosters('pe_1');
    expect(readKiosk('ev_1')).toBeUndefined();
    keepKiosk(kiosk({ offset: 2 * hour })); // it is over by the server's clock
    keepKiosk(kiosk({ until: NaN }));
    expect(localStorage.length).toBe(0);
    keepKiosk(kiosk());
    vi.useFakeTimers({ now: Date.now() + 2 * hour, toFake: ['Date'] });
    expect(readKiosk('ev_1')).toBeUndefined();
    await dropRosters();
    expect(localStorage.length).toBe(0);
  });
});

it('what the server has of this phone is what it accepted and nobody took back', () => {
  const [a, b, c] = [draft({ signUpId: 'su_a' }), draft({ signUpId: 'su_b' }), draft({ signUpId: 'su_c' })];
  const undo = draft({ direction: 'UNDO', undoes: a.input.id });
  const entries = [a, b, c, undo].map((d) => ({ ...d, id: d.input.id, eventId: 'ev_1' }));
  const answers = entries.map((e) => ({ id: e.id, accepted: e !== entries[2], warnings: [], row: null }));
  expect(doneAfter([], entries, answers).map((d) => d.signUpId)).toEqual(['su_b']);
});

describe('of two readings of a row', () => {
  it('the newer one stays, on the disk and in memory, in whatever order they come', async () => {
    const first = await read([row('su_a', { revision: 1 }), row('su_b', { revision: 3 })], { revision: 3 });
    const answer = row('su_a', { revision: 6, checkedInAt: '2026-11-21T01:00:00Z' });
    fakeServer(() => json({ data: { checkIn: [{ id: entry.input.id, accepted: true, warnings: [], row: answer }] } }));
    const entry = draft({ signUpId: 'su_a' });
    await append([entry]);
    await flushAll({ may: () => true, answered: () => {} });

    says([row('su_a', { revision: 4 }), row('su_b', { revision: 5 })], { revision: 5, fresh: false }); // was read before the answer
    const late = await refreshRoster('ev_1', 'pe_1', first);
    expect(names(await readRoster('ev_1', 'pe_1'))).toEqual(['su_a 6', 'su_b 5']);
    expect(names(after({ ...first, rows: [answer, ...first.rows.slice(1)] }, late))).toEqual(['su_a 6', 'su_b 5']);
    expect(names(await read([answer], { revision: 6, fresh: false }, first))).toEqual(['su_a 6', 'su_b 3']);
  });
  it('a page that knows more than the disk writes all it knows', async () => {
    const first = await read([row('su_a', { revision: 1 }), row('su_b', { revision: 3 })], { revision: 3 });
    await (await open()).put('rosters', { ...first.head, revision: 2 });
    await (await open()).delete('rows', ['ev_1', 'su_b']);
    await read([row('su_a', { revision: 4 })], { revision: 4, fresh: false }, first);
    expect(names(await readRoster('ev_1', 'pe_1'))).toEqual(['su_a 4', 'su_b 3']);
  });
});

it('what can be taken back is the same in memory and on the disk', async () => {
  fakeServer();
  const [came, left] = [draft({ signUpId: 'su_a' }), draft({ signUpId: 'su_a', direction: 'OUT' })];
  let done = await doneAt('ev_1');
  const flush = () => flushAll({ may: () => true, answered: (entries, answers: Answer[]) => (done = doneAfter(done, entries, answers)) });
  await append([came, left]);
  await flush();
  expect(done.map((d) => [d.id, d.signUpId, d.direction])).toEqual([came, left].map((d) => [d.input.id, 'su_a', d.input.direction]));
  expect(await doneAt('ev_1')).toEqual(done);
  await append([draft({ direction: 'UNDO', undoes: left.input.id })]);
  await flush();
  expect(done.map((d) => d.id)).toEqual([came.input.id]);
  expect(await doneAt('ev_1')).toEqual(done);
});
