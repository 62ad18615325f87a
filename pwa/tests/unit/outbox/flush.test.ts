import { stringifyDocument } from '@urql/core';
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DoorRowParts } from '../../../src/api/door';
import { append, doneAt, mark, unsent, waiting, wipe, type Answer } from '../../../src/api/outbox/entries';
import { confirmWipe, deviceOf, endDevice, keepDevice, type Claim } from '../../../src/api/outbox/devices';
import { checkIn, cut, flushAll } from '../../../src/api/outbox/flush';
import { open, write, type Entry, type StoredRoster } from '../../../src/api/outbox/store';
import { Failure } from '../../../src/api/outbox/wire';
import { draft, failing, fakeServer, json, row, type Sent } from './fakes';

beforeEach(async () => {
  vi.unstubAllGlobals();
  const db = await open();
  for (const s of [...db.objectStoreNames]) await db.clear(s);
});
const heard: Answer[] = [];
const flush = (may: (e: Entry) => boolean = () => true) => flushAll({ may, answered: (_e, a) => heard.push(...a) });
const ids = async () => (await waiting()).map((e) => e.id);
const many = (n: number, more = {}) => Array.from({ length: n }, () => draft(more));

describe('the document that page and worker send', () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  it('holds against the schema', () => expect(validate(schema, parse(checkIn))).toEqual([]));
  it('reads every field of a row that is stored', () => {
    const fields = (text: string) => new Set(text.trim().split(/\s+/));
    const inside = (text: string, after: string) => fields(text.slice(text.indexOf(after) + after.length).split('}')[0] ?? '');
    expect(inside(checkIn, 'row {')).toEqual(inside(stringifyDocument(DoorRowParts), 'on DoorRow {'));
  });
});

describe('a batch', () => {
  it('is of one sender at one event, in order, at most 200', () => {
    const all = [...many(250), draft({ eventId: 'ev_2' }), draft({}, 'pe_2')].map((d, seq) => ({ ...d, seq, id: d.input.id, eventId: d.input.eventId, state: 'waiting' as const, warnings: [] }));
    expect(cut(all).map((e) => e.seq)).toEqual(all.slice(0, 200).map((e) => e.seq));
    expect(cut(all.slice(250)).map((e) => e.eventId)).toEqual(['ev_2']);
    expect(cut([])).toEqual([]);
  });
  it('fits the body that the server reads, whatever is in it', async () => {
    const server = fakeServer();
    await append(many(300, { ticket: 'LT1.'.padEnd(150, 'x'), name: '名'.repeat(50) }));
    expect(await flush()).toBe('done');
    expect(server.asked.length).toBeGreaterThan(2);
    expect(Math.max(...server.asked.map((s) => s.bytes))).toBeLessThan(64 << 10);
    expect(server.log.length).toBe(300);
  });
});

describe('sending', () => {
  it('goes in order, with the sender and the clock of each attempt, and empties the outbox', async () => {
    const server = fakeServer();
    const drafts = many(450);
    await append(drafts);
    expect(await flush()).toBe('done');
    expect(server.log).toEqual(drafts.map((d) => d.input.id));
    expect(server.asked.map((s) => [s.sender, s.input.length])).toEqual([['pe_1', 200], ['pe_1', 200], ['pe_1', 50]]);
    expect(server.asked.every((s) => Math.abs(Date.parse(s.sentAt) - Date.now()) < 60_000)).toBe(true);
    expect(await unsent()).toEqual([]);
    expect(await doneAt('ev_1')).toHaveLength(450);
  });
  it('keeps an entry once, however often it is kept', async () => {
    const d = draft();
    await append([d]);
    await append([d, draft()]);
    expect(await unsent()).toHaveLength(2);
  });
  it('takes a thousand back without reading the outbox a thousand times', async () => {
    const drafts = many(1000);
    await append(drafts);
    let read = 0;
    const { getAll } = IDBIndex.prototype;
    vi.spyOn(IDBIndex.prototype, 'getAll').mockImplementation(function (this: IDBIndex, ...rest) {
      read++;
      return getAll.apply(this, rest);
    });
    const added = await append(drafts.map((d) => draft({ direction: 'UNDO', undoes: d.input.id })));
    expect(read).toBeLessThan(3);
    expect((await unsent()).slice(1000)).toEqual(added);
  });
  it('keeps all of a batch or nothing, and says why', async () => {
    const [a, b] = [draft(), draft()];
    const add = IDBObjectStore.prototype.add;
    let n = 0;
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...rest: Parameters<typeof add>) {
      if (++n === 2) throw new DOMException('no room', 'QuotaExceededError');
      return add.apply(this, rest);
    };
    try {
      await expect(append([a, b])).rejects.toMatchObject({ name: 'QuotaExceededError' });
    } finally {
      IDBObjectStore.prototype.add = add;
    }
    expect(await unsent()).toEqual([]);
  });
  it.each<[string, () => Response | 'cut']>([
    ['an answer that was lost', () => 'cut'],
    ['a page of a captive portal', () => new Response('<html>Welcome!</html>', { status: 200, headers: { 'content-type': 'text/html' } })],
    ['JSON that is not ours', () => json({ ok: true })],
    ['half an answer', () => new Response('{"data":{"checkIn":[{"id":"', { status: 200 })],
    ['no data', () => json({ data: null })],
    ['502', () => new Response('bad gateway', { status: 502 })],
    ['503 with our own words', () => new Response(JSON.stringify({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] }), { status: 503 })],
    ['a rate limit', () => new Response('', { status: 429 })],
    ['nobody signed in', () => failing('UNAUTHENTICATED')],
    ['somebody else signed in', () => failing('CONFLICT', { reason: 'SENDER', field: 'sender' })],
    ['a fault of the server', () => failing('INTERNAL')],
    ['another id than was sent', () => json({ data: { checkIn: [{ id: 'other', accepted: true, warnings: [], row: null }] } })],
    ['a list where the answer is not', () => json({ data: { checkIn: null } })],
  ])('waits after %s, and goes once later', async (_what, say) => {
    let bad = true;
    const server = fakeServer(() => (bad ? say() : undefined));
    const drafts = many(3);
    await append(drafts);
    expect(['held', 'lost']).toContain(await flush());
    expect(await ids()).toEqual(drafts.map((d) => d.input.id));
    bad = false;
    expect(await flush()).toBe('done');
    expect(server.log).toEqual(drafts.map((d) => d.input.id));
    expect(await unsent()).toEqual([]);
  });
  it('leaves out of the outbox only what the answer names', async () => {
    const drafts = many(3);
    const first = drafts[0]?.input.id ?? '';
    fakeServer(() => json({ data: { checkIn: [{ id: first, accepted: true, warnings: [], row: null }] } }));
    await append(drafts);
    expect(await flush()).toBe('held');
    expect(await ids()).toEqual(drafts.slice(1).map((d) => d.input.id));
  });
  it('does not let one lane hold another up', async () => {
    const server = fakeServer((s) => (s.sender === 'pe_1' ? failing('CONFLICT', { reason: 'SENDER' }) : undefined));
    const [mine, others, here] = [draft({}, 'pe_1'), draft({}, 'pe_2'), draft({ eventId: 'ev_2' }, 'pe_2')];
    await append([mine, others, here]);
    expect(await flush()).toBe('held');
    expect(server.log).toEqual([others.input.id, here.input.id]);
    expect(await ids()).toEqual([mine.input.id]);
  });
  it('asks nothing for whom it may not send', async () => {
    const server = fakeServer();
    await append([draft({}, 'pe_9')]);
    expect(await flush((e) => e.sender === 'pe_1')).toBe('done');
    expect(server.asked).toEqual([]);
  });
});

describe('a door device', () => {
  const claim = { token: 'ld_secret', event: { id: 'ev_1' } as never, device: { id: 'dd_1', eventId: 'ev_1', kind: 'DOOR' as const, name: '南门', pin: '', expiresAt: '2026-12-01T00:00:00Z' } };
  it('sends its own with its token alone, and a person’s with the cookie', async () => {
    const server = fakeServer();
    await keepDevice(claim);
    await append([draft({}, 'dd_1'), draft({}, 'pe_1')]);
    await flush();
    const [device, person] = server.asked as [Sent, Sent];
    expect([device.headers.authorization, device.credentials, device.sender]).toEqual(['Bearer ld_secret', 'omit', 'dd_1']);
    expect([person.headers.authorization, person.credentials, person.sender]).toEqual([undefined, 'same-origin', 'pe_1']);
  });
  it('that another link made another still sends what it made before, as what it was', async () => {
    const server = fakeServer();
    const as = (id: string, token: string) => keepDevice({ ...claim, token, device: { ...claim.device, id } });
    await as('dd_1', 'ld_one');
    const [first, second, third] = [draft({}, 'dd_1'), draft({}, 'dd_2'), draft({}, 'dd_3')];
    await append([first]);
    await as('dd_2', 'ld_two');
    await append([second]);
    await as('dd_3', 'ld_three');
    await append([third]);
    await flush();
    expect(server.asked.map((s) => [s.headers.authorization, s.sender])).toEqual([['Bearer ld_one', 'dd_1'], ['Bearer ld_two', 'dd_2'], ['Bearer ld_three', 'dd_3']]);
    await as('dd_4', 'ld_four');
    expect((await deviceOf('ev_1'))?.before).toEqual([]); // all is sent
  });
  it('that ended too long ago keeps what it could not hand in, with the reason', async () => {
    fakeServer(() => failing('UNAUTHENTICATED', { reason: 'DEVICE_REVOKED' }));
    await keepDevice(claim);
    await append([draft({}, 'dd_1'), draft({}, 'dd_1')]);
    await flush();
    expect((await unsent()).map((e) => [e.state, e.warnings])).toEqual([['refused', ['DEVICE_REVOKED']], ['refused', ['DEVICE_REVOKED']]]);
  });
});

describe('a refusal', () => {
  const refusing = (...bad: string[]) => (s: Sent) =>
    json({ data: { checkIn: s.input.map((e) => ({ id: e.id, accepted: !bad.includes(e.id), warnings: bad.includes(e.id) ? ['UNKNOWN_SIGN_UP'] : [], row: null })) } });
  it('stays with its reason, is tried again on demand, and nothing is lost', async () => {
    const drafts = many(3);
    const bad = drafts[1]?.input.id ?? '';
    fakeServer(refusing(bad));
    await append(drafts);
    expect(await flush()).toBe('done');
    expect((await unsent()).map((e) => [e.id, e.state, e.warnings])).toEqual([[bad, 'refused', ['UNKNOWN_SIGN_UP']]]);
    await mark([bad], 'waiting');
    expect((await unsent()).map((e) => [e.state, e.warnings])).toEqual([['waiting', []]]);
    const server = fakeServer();
    expect(await flush()).toBe('done');
    expect(server.log).toEqual([bad]);
    await mark([bad], 'aside'); // it is gone: nothing happens
    expect(await unsent()).toEqual([]);
  });
  it('of one malformed entry among many does not hold the rest', async () => {
    const drafts = many(37);
    const bad = drafts[20]?.input.id ?? '';
    const server = fakeServer((s) => (s.input.some((e) => e.id === bad) ? failing('BAD_USER_INPUT', { field: 'input.20.name' }) : undefined));
    await append(drafts);
    expect(await flush()).toBe('done');
    expect(server.log).toEqual(drafts.map((d) => d.input.id).filter((id) => id !== bad));
    expect((await unsent()).map((e) => [e.id, e.state, e.warnings])).toEqual([[bad, 'refused', ['BAD_USER_INPUT']]]);
  });
  it('of an entry and of what takes it back leaves nothing to look at, and both on the list of put aside', async () => {
    const entry = draft();
    const undo = draft({ direction: 'UNDO', undoes: entry.input.id });
    fakeServer(refusing(entry.input.id, undo.input.id));
    await append([entry, undo]);
    await flush();
    expect((await unsent()).map((e) => e.state)).toEqual(['aside', 'aside']);
  });
});

describe('what was refused and is entered anew', () => {
  const states = async () => Object.fromEntries((await unsent()).map((e) => [e.id, e.state]));
  it('goes aside with the new entry, and comes back when that one is taken back', async () => {
    const refused = draft();
    fakeServer((s) => json({ data: { checkIn: s.input.map((e) => ({ id: e.id, accepted: false, warnings: ['BAD_TICKET'], row: null })) } }));
    await append([refused]);
    await flush();
    const anew = { ...draft({ method: 'WALK_IN', name: '王秀英' }), replaces: refused.input.id };
    await append([anew]);
    expect(await states()).toEqual({ [refused.input.id]: 'aside', [anew.input.id]: 'waiting' });
    expect((await unsent())[0]?.by).toBe(anew.input.id);
    fakeServer();
    await flush();
    expect(await states()).toEqual({ [refused.input.id]: 'aside' });
    await append([draft({ direction: 'UNDO', undoes: anew.input.id })]);
    expect((await states())[refused.input.id]).toBe('refused');
  });
  it('is left as it is when somebody has dealt with it meanwhile', async () => {
    const [refused, first, second] = [draft(), draft(), draft()];
    fakeServer((s) => json({ data: { checkIn: s.input.map((e) => ({ id: e.id, accepted: false, warnings: ['BAD_TICKET'], row: null })) } }));
    await append([refused]);
    await flush();
    await append([{ ...first, replaces: refused.input.id }]);
    await append([{ ...second, replaces: refused.input.id }]); // of another tab
    expect((await unsent())[0]?.by).toBe(first.input.id);
    await append([draft({ direction: 'UNDO', undoes: second.input.id })]);
    expect((await states())[refused.input.id]).toBe('aside');
  });
  it('is to be looked at itself when it is refused too', async () => {
    const refused = draft();
    fakeServer((s) => json({ data: { checkIn: s.input.map((e) => ({ id: e.id, accepted: false, warnings: ['FORBIDDEN'], row: null })) } }));
    await append([refused]);
    await flush();
    const anew = { ...draft(), replaces: refused.input.id };
    await append([anew]);
    await flush();
    expect(await states()).toEqual({ [refused.input.id]: 'aside', [anew.input.id]: 'refused' });
  });
});

it('a roster that is deleted takes along what was put aside and what is done, at this event, and nothing that waits or was refused', async () => {
  const [waits, refused, aside, done, elsewhere] = [draft(), draft(), draft(), draft(), draft({ eventId: 'ev_2' })];
  fakeServer((s) => json({ data: { checkIn: s.input.map((e) => ({ id: e.id, accepted: [done, elsewhere].some((d) => d.input.id === e.id), warnings: ['BAD_TICKET'], row: null })) } }));
  await append([refused, aside, done, elsewhere]);
  await flush();
  await mark([aside.input.id], 'aside');
  await append([waits]);
  await wipe('ev_1');
  expect((await unsent()).map((e) => [e.id, e.state])).toEqual([[refused.input.id, 'refused'], [waits.input.id, 'waiting']]);
  expect([await doneAt('ev_1'), (await doneAt('ev_2')).length]).toEqual([[], 1]);
});

describe('a device that ended', () => {
  it('says that its roster is deleted until it was heard, and then no more', async () => {
    await keepDevice({ token: 'ld_x', event: {} as Claim['event'], device: { id: 'de_1', eventId: 'ev_1', kind: 'DOOR', name: '手机', pin: '', expiresAt: '2026-11-30T00:00:00Z' } });
    let asked = 0;
    vi.stubGlobal('fetch', async () => (asked++ ? json({ data: { confirmWipe: true } }) : Promise.reject(new TypeError('Failed to fetch'))));
    await confirmWipe('ev_1');
    expect(asked).toBe(0); // it has not ended
    expect(await endDevice('ev_1', new Failure('UNAUTHENTICATED', 'DEVICE_REVOKED'))).toBe(true);
    await expect(confirmWipe('ev_1')).rejects.toThrow('NETWORK');
    await confirmWipe('ev_1');
    await confirmWipe('ev_1');
    expect(asked).toBe(2);
  });
});

it('a device that ended in another tab is not the one that this phone has become since', async () => {
  const as = (id: string) => keepDevice({ token: `ld_${id}`, event: {} as Claim['event'], device: { id, eventId: 'ev_1', kind: 'KIOSK', name: '', pin: '', expiresAt: '' } });
  await as('de_2');
  const gone = new Failure('UNAUTHENTICATED', 'DEVICE_REVOKED');
  expect(await endDevice('ev_1', gone, 'de_1')).toBe(true);
  expect((await deviceOf('ev_1'))?.ended).toBeUndefined();
  await endDevice('ev_1', gone, 'de_2');
  expect((await deviceOf('ev_1'))?.ended).toBe('DEVICE_REVOKED');
});
it('a device has ended also where nothing more can be written', async () => {
  await keepDevice({ token: '', event: {} as Claim['event'], device: { id: 'de_1', eventId: 'ev_1', kind: 'DOOR', name: '', pin: '', expiresAt: '' } });
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  expect(await endDevice('ev_1', new Failure('UNAUTHENTICATED', 'DEVICE_EXPIRED'))).toBe(true);
});

describe('what the server took', () => {
  it('leaves a row alone that was read since the server answered', async () => {
    fakeServer(); // whose rows are of revision 1
    await write(['rosters', 'rows'], async (tx) => {
      await tx.objectStore('rosters').put({ eventId: 'ev_1', sender: 'pe_1' } as StoredRoster);
      for (const [id, revision] of [['su_a', 2], ['su_b', 1]] as const) await tx.objectStore('rows').put({ ...row(id, { revision }), eventId: 'ev_1' });
    });
    const drafts = [draft({ signUpId: 'su_a' }), draft({ signUpId: 'su_b' })];
    await append(drafts);
    await flush();
    expect((await (await open()).getAll('rows')).map((r) => r.checkedInAt)).toEqual([null, drafts[1]?.input.at]);
  });
  it('leaves the outbox of a phone that has no room for anything else', async () => {
    const server = fakeServer();
    const drafts = many(2);
    await append(drafts);
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...rest) {
      if (this.name !== 'entries') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, rest);
    });
    expect(await flush()).toBe('done');
    expect(server.asked).toHaveLength(1);
    expect(await unsent()).toEqual([]);
  });
  it('changes the stored roster of the one who sent it, and can be taken back', async () => {
    fakeServer();
    await write(['rosters'], (tx) => tx.objectStore('rosters').put({ eventId: 'ev_1', sender: 'pe_1' } as StoredRoster));
    const mine = draft({ signUpId: 'su_a' });
    const others = draft({ signUpId: 'su_b' }, 'pe_2');
    await append([mine, others]);
    await flush();
    const db = await open();
    expect((await db.getAll('rows')).map((r) => [r.signUpId, r.checkedInAt])).toEqual([['su_a', mine.input.at]]);
    expect((await doneAt('ev_1')).map((d) => d.signUpId).sort()).toEqual(['su_a', 'su_b']);
    await append([draft({ direction: 'UNDO', undoes: mine.input.id })]);
    await flush();
    expect((await doneAt('ev_1')).map((d) => d.signUpId)).toEqual(['su_b']);
    expect(row('su_a').signUpId).toBe('su_a');
  });
});
