import { settle, waiting, type Answer } from './entries';
import { makerOf, open, type Entry, type Maker } from './store';
import { Failure, post } from './wire';

// The server's limits: entries of a batch (server/door, most) and bytes of a body (server/web, mostBody), with room for the rest of it.
const mostEntries = 200;
const mostBytes = 60_000;

/** Plain text: the worker sends it too and has no room for a parser. A test holds it against the schema. */
export const checkIn = `mutation DoorCheckIn($input: [CheckInInput!]!, $sentAt: Time, $sender: ID) {
  checkIn(input: $input, sentAt: $sentAt, sender: $sender) {
    id accepted warnings
    row { signUpId personId number name phoneTail search shiftId status walkIn checkedInAt checkedOutAt absentAt card revision }
  }
}`;

/** Answered by the server, about what was sent: asking again in a smaller piece finds the entry that is at fault. */
const ofEntry = new Set(['BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'TOO_COMPLEX']);
const aboutEntry = (f: Failure) => ofEntry.has(f.code) && f.reason !== 'SENDER';
/** A device that ended too long ago is never listened to again. */
const isOver = (f: Failure) => f.code === 'UNAUTHENTICATED' && f.reason.startsWith('DEVICE_');

const bytes = new TextEncoder();
/** The first entries of one sender at one event that fit a request. */
export function cut(entries: readonly Entry[]): Entry[] {
  const first = entries[0];
  if (!first) return [];
  let room = mostBytes;
  const batch: Entry[] = [];
  for (const e of entries) {
    if (batch.length === mostEntries) break;
    if (e.sender !== first.sender || e.eventId !== first.eventId) continue;
    room -= bytes.encode(JSON.stringify(e.input)).length + 1;
    if (room < 0 && batch.length) break;
    batch.push(e);
  }
  return batch;
}

/** Sends entries of one sender at one event and answers what the server said to each, in pieces where it refuses the whole. It throws when they must wait. */
export async function send(batch: readonly Entry[], device: Maker | undefined): Promise<Answer[]> {
  try {
    const variables = { input: batch.map((e) => e.input), sentAt: new Date().toISOString(), sender: batch[0]?.sender };
    const d = await post<{ checkIn?: Answer[] }>(checkIn, variables, device);
    if (!Array.isArray(d.checkIn)) throw new Failure('NETWORK');
    const sent = new Set(batch.map((e) => e.id));
    return d.checkIn.filter((a) => sent.has(a.id));
  } catch (e) {
    if (!(e instanceof Failure)) throw e;
    if (isOver(e)) return batch.map((b) => ({ id: b.id, accepted: false, warnings: [e.reason], row: null }));
    if (!aboutEntry(e)) throw e;
    const [only] = batch;
    if (only && batch.length === 1) return [{ id: only.id, accepted: false, warnings: [e.reason || e.code], row: null }];
    const half = Math.ceil(batch.length / 2);
    return [...(await send(batch.slice(0, half), device)), ...(await send(batch.slice(half), device))];
  }
}

export interface Flush {
  /** whose entries this page may send; the worker leaves it to the server, which knows the sender */
  may: (e: Entry, device: Maker | undefined) => boolean;
  /** what each batch brought, when it is stored */
  answered: (entries: Entry[], answers: Answer[]) => void;
}

/** `done`: nothing waits any more; `held`: the server answered and something must wait; `lost`: no answer of the server came. */
export type Outcome = 'done' | 'held' | 'lost';

/** Sends all that waits, in order. One tab or the worker does it at a time; two at once would do no harm, since an entry's id makes a repeat nothing. */
export function flushAll(f: Flush): Promise<Outcome> {
  const run = () => sendAll(f);
  return navigator.locks ? navigator.locks.request('linli-outbox', run) : run();
}

async function sendAll({ may, answered }: Flush): Promise<Outcome> {
  const held = new Set<string>();
  const lane = (e: Entry) => `${e.sender} ${e.eventId}`;
  for (;;) {
    const all = await waiting();
    const devices = new Map((await (await open()).getAll('devices')).map((d) => [d.eventId, d]));
    const deviceFor = (e: Entry) => makerOf(e, devices.get(e.eventId));
    const free = all.filter((e) => may(e, deviceFor(e)) && !held.has(lane(e)));
    const batch = cut(free);
    const [first] = batch;
    if (!first) return all.some((e) => may(e, deviceFor(e))) ? 'held' : 'done';
    try {
      const answers = await send(batch, deviceFor(first));
      await settle(answers);
      answered(batch, answers);
      if (answers.length < batch.length) held.add(lane(first)); // the server forgot some: later
    } catch (e) {
      if (!(e instanceof Failure)) throw e;
      if (e.code === 'NETWORK') return 'lost';
      held.add(lane(first));
    }
  }
}
