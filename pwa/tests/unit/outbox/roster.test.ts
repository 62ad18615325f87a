import { beforeEach, describe, expect, it, vi } from 'vitest';
import { append, doneAfter, unsent, wipe } from '../../../src/api/outbox/entries';
import { keepKiosk, readKiosk, type Seen } from '../../../src/api/outbox/kiosk';
import { after, dropRosters, readRoster, refreshRoster, type Roster } from '../../../src/api/outbox/roster';
import { open, write } from '../../../src/api/outbox/store';
import type { DoorRowData } from '../../../src/api/door';
import { draft, json, row } from './fakes';

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
