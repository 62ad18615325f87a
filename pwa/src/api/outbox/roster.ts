import { stringifyDocument } from '@urql/core';
import { DoorRoster, type DoorRosterData, type DoorRowData } from '../door';
import { deviceOf } from './devices';
import { wipe } from './entries';
import { open, rowsOf, write, type StoredRoster } from './store';
import { Failure, post } from './wire';

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
const isOld = (r: StoredRoster) => Date.parse(r.deleteAt) <= Date.now() + r.offset;

/** Everything that a door needs and that changed since `since`; without it, everything. Throws `Failure`. */
async function ask(eventId: string, since: number | undefined) {
  const device = await deviceOf(eventId);
  const rows: DoorRowData[] = [];
  let first: DoorRosterData | undefined;
  let offset = 0;
  let after: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const sent = Date.now();
    const d: { doorRoster: DoorRosterData } = await post(query, { eventId, since, after }, device?.ended ? undefined : device);
    const r = d.doorRoster;
    if (!first) offset = Date.parse(r.now) - (sent + Date.now()) / 2;
    first ??= r;
    rows.push(...r.rows);
    after = r.next;
    if (!after) return { first, rows, offset };
  }
  throw new Failure('TOO_COMPLEX');
}

/**
 * Brings the stored roster up to the server's. It is stored whole or not at all, and only onto the revision that was asked from: an
 * answer that another tab's overtook changes nothing. Throws `Failure`; one of a device that ended has deleted the roster.
 */
export async function refreshRoster(eventId: string, sender: string): Promise<void> {
  const was = await readRoster(eventId, sender);
  const { first, rows, offset } = await ask(eventId, was?.head.revision);
  const head: StoredRoster = {
    eventId,
    sender,
    event: first.event,
    counts: first.counts,
    revision: first.revision,
    keys: first.keys,
    venue: first.venue,
    deleteAt: first.deleteAt,
    offset,
    readAt: Date.now(),
  };
  await write(['rosters', 'rows'], async (tx) => {
    const now = await tx.objectStore('rosters').get(eventId);
    if (now?.sender === sender && now.revision !== was?.head.revision) return;
    const store = tx.objectStore('rows');
    if (first.fresh || now?.sender !== sender) await store.delete(rowsOf(eventId));
    for (const r of rows) void store.put({ ...r, eventId });
    await tx.objectStore('rosters').put(head);
  });
}

/** Deletes every roster that is past its time, and those of `sender`, who logged out. */
export async function dropRosters(sender?: string): Promise<void> {
  for (const r of await (await open()).getAll('rosters')) if (r.sender === sender || isOld(r)) await wipe(r.eventId);
}
