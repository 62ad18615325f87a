import { stringifyDocument } from '@urql/core';
import { DoorRoster, type DoorRosterData, type DoorRowData } from '../door';
import { deviceOf } from './devices';
import { wipe } from './entries';
import { dropKiosk } from './kiosk';
import { isNewer, newest, open, rowsOf, write, type StoredRoster } from './store';
import { ahead, Failure, post } from './wire';

export interface Roster {
  head: StoredRoster;
  rows: DoorRowData[];
}
const mostPages = 100;
const query = stringifyDocument(DoorRoster);

/** The roster that is stored of an event, if it is this one's and not to be deleted yet. */
export async function readRoster(eventId: string, sender: string): Promise<Roster | undefined> {
  const tx = (await open()).transaction(['rosters', 'rows']);
  const [head, rows] = await Promise.all([tx.objectStore('rosters').get(eventId), tx.objectStore('rows').getAll(rowsOf(eventId))]);
  if (head?.sender !== sender || isOld(head)) return undefined;
  return { head, rows };
}
/** It is past the time until which a phone may keep it, by the server's clock. */
export const isOld = (r: Pick<StoredRoster, 'deleteAt' | 'offset'>) => Date.parse(r.deleteAt) <= Date.now() + r.offset;

/** Everything that a door needs and that changed since `since`; without it, everything. Throws `Failure`. */
async function ask(eventId: string, since: number | undefined) {
  const device = await deviceOf(eventId).catch(() => undefined); // without storage there is none
  const rows: DoorRowData[] = [];
  let first: DoorRosterData | undefined;
  let offset = 0;
  let after: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const sent = Date.now();
    const d: { doorRoster: DoorRosterData } = await post(query, { eventId, since, after }, device?.ended ? undefined : device);
    const r = d.doorRoster;
    if (!first) offset = ahead(r.now, sent);
    first ??= r;
    rows.push(...r.rows);
    after = r.next;
    if (!after) return { first, rows, offset };
  }
  throw new Failure('TOO_COMPLEX');
}

/** What was read of a roster: all of it (`fresh`), or what changed. */
interface Reading {
  head: StoredRoster;
  rows: DoorRowData[];
  fresh: boolean;
}
/** What a roster becomes by it. A whole reading takes the place of all but what was answered since it began; where the server was set back, of that too. */
export function after(was: Roster | undefined, { head, rows, fresh }: Reading): Roster {
  const before = was?.rows ?? [];
  const since = was && was.head.revision <= head.revision ? head.revision : Infinity;
  return { head, rows: newest(fresh ? before.filter((r) => r.revision > since) : before, rows) };
}

/**
 * Reads what changed since `was` and stores it, all of it or nothing; an answer that another tab's overtook changes nothing on
 * the disk, and one that is past its time is not kept there. `stored` is false where the phone is full or bars storage. Throws `Failure`.
 */
export async function refreshRoster(eventId: string, sender: string, was: Roster | undefined): Promise<Reading & { stored: boolean }> {
  const { first, rows, offset } = await ask(eventId, was?.head.revision);
  const { event, counts, revision, keys, venue, deleteAt, fresh } = first;
  const head: StoredRoster = { eventId, sender, event, counts, revision, keys, venue, deleteAt, offset, readAt: Date.now() };
  const reading = { head, rows, fresh };
  const save = isOld(head) ? wipe(eventId) : write(['rosters', 'rows'], async (tx) => {
    const now = await tx.objectStore('rosters').get(eventId);
    const from = was?.head.revision ?? -1;
    const there = now?.sender === sender ? now.revision : -1;
    if (there !== from && there > revision) return;
    const whole = fresh || there < from;
    const store = tx.objectStore('rows');
    const known = was && { ...was, rows: newest(was.rows, whole && now?.sender === sender ? await store.getAll(rowsOf(eventId)) : []) };
    if (whole) await store.delete(rowsOf(eventId));
    for (const r of whole ? after(known, reading).rows : rows) {
      if (whole || !isNewer(await store.get([eventId, r.signUpId]), r)) void store.put({ ...r, eventId });
    }
    await tx.objectStore('rosters').put(head);
  });
  const stored = await save.then(
    () => true,
    () => false,
  );
  return { ...reading, stored };
}

/** Deletes every roster and kiosk that is past its time, and those of `sender`, who logged out. */
export async function dropRosters(sender?: string): Promise<void> {
  dropKiosk(sender !== undefined);
  for (const r of await (await open()).getAll('rosters')) if (r.sender === sender || isOld(r)) await wipe(r.eventId);
}
