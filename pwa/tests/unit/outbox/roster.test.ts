import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DoorRosterData } from '../../../src/api/door';
import { after, append, doneAfter, doneAt, readRoster, refreshRoster, type Answer, type Roster } from '../../../src/api/outbox';
import { flushAll } from '../../../src/api/outbox/flush';
import { open } from '../../../src/api/outbox/store';
import { draft, fakeServer, json, row } from './fakes';

beforeEach(async () => {
  vi.unstubAllGlobals();
  const db = await open();
  for (const s of [...db.objectStoreNames]) await db.clear(s);
});
/** The server answers the next reading with these rows. */
function says(revision: number, rows: DoorRosterData['rows'], fresh = false) {
  const deleteAt = new Date(Date.now() + 3_600_000).toISOString();
  vi.stubGlobal('fetch', async () => json({ data: { doorRoster: { event: {}, counts: {}, revision, fresh, next: null, now: new Date().toISOString(), deleteAt, rows, keys: [], venue: {} } } }));
}
const names = (r: Roster | undefined) => r?.rows.map((x) => `${x.signUpId} ${x.revision}`).sort();

describe('of two readings of a row', () => {
  it('the newer one stays, on the disk and in memory, in whatever order they come', async () => {
    says(3, [row('su_a', { revision: 1 }), row('su_b', { revision: 3 })], true);
    const first = after(undefined, await refreshRoster('ev_1', 'pe_1', undefined));
    const answer = row('su_a', { revision: 6, checkedInAt: '2026-11-21T01:00:00Z' });
    fakeServer(() => json({ data: { checkIn: [{ id: entry.input.id, accepted: true, warnings: [], row: answer }] } }));
    const entry = draft({ signUpId: 'su_a' });
    await append([entry]);
    await flushAll({ may: () => true, answered: () => {} });

    says(5, [row('su_a', { revision: 4 }), row('su_b', { revision: 5 })]); // was read before the answer
    const late = await refreshRoster('ev_1', 'pe_1', first);
    expect(names(await readRoster('ev_1', 'pe_1'))).toEqual(['su_a 6', 'su_b 5']);
    expect(names(after({ ...first, rows: [answer, ...first.rows.slice(1)] }, late))).toEqual(['su_a 6', 'su_b 5']);
    says(6, [answer]);
    expect(names(after(first, await refreshRoster('ev_1', 'pe_1', first)))).toEqual(['su_a 6', 'su_b 3']);
  });
  it('all give way to a roster that is read from its beginning', async () => {
    says(9, [row('su_a', { revision: 8 }), row('su_gone', { revision: 9 })], true);
    const first = after(undefined, await refreshRoster('ev_1', 'pe_1', undefined));
    says(2, [row('su_a', { revision: 2 })], true); // a server that was set back
    expect(names(after(first, await refreshRoster('ev_1', 'pe_1', first)))).toEqual(['su_a 2']);
    expect(names(await readRoster('ev_1', 'pe_1'))).toEqual(['su_a 2']);
  });
  it('a page that knows more than the disk writes all it knows', async () => {
    says(3, [row('su_a', { revision: 1 }), row('su_b', { revision: 3 })], true);
    const first = after(undefined, await refreshRoster('ev_1', 'pe_1', undefined));
    await (await open()).put('rosters', { ...first.head, revision: 2 });
    await (await open()).delete('rows', ['ev_1', 'su_b']);
    says(4, [row('su_a', { revision: 4 })]);
    await refreshRoster('ev_1', 'pe_1', first);
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
