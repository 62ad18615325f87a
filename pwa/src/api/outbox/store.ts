import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { DoorEventData, DoorRowData, DoorRosterData } from '../door';
import type { AttendanceMethod, CheckDirection } from '../graphql';

/** An entry as the server takes it; one of signUpId, ticket, personId or a walk-in's name and phoneTail says who. */
export interface CheckInInput {
  id: string;
  eventId: string;
  method: AttendanceMethod;
  /** by this device's clock, ISO */
  at: string;
  direction: CheckDirection;
  undoes?: string;
  signUpId?: string;
  ticket?: string;
  personId?: string;
  shiftId?: string;
  name?: string;
  phoneTail?: string;
  venueCode?: string;
  /** why it is filled in afterwards (BACKFILL) */
  reason?: string;
}

/** One thing that happened at a door and that the server has not taken yet. */
export interface Entry {
  /** the order in which they were made */
  seq: number;
  /** names it, here and in the server's log */
  id: string;
  eventId: string;
  /** the person or the door device that made it: nobody else sends it */
  sender: string;
  input: CheckInInput;
  /** whom it is about, in words */
  name: string;
  /** the sign-up on whose row it shows; of somebody who has none yet, any name for her that all entries about her share */
  of: string;
  /** `waiting` to be sent, `refused` by the server with a reason, put `aside` by a lead who looked at it */
  state: 'waiting' | 'refused' | 'aside';
  /** why it was refused */
  warnings: string[];
  /** the entry that was made in the place of this one, which was refused */
  by?: string;
}
/** What the server's log holds from this phone: it can be taken back from the row. */
export interface Done {
  id: string;
  eventId: string;
  signUpId: string;
  direction: Exclude<CheckDirection, 'UNDO'>;
  /** by the device's clock, ISO */
  at: string;
}
/** An event's roster beside its rows. */
export interface StoredRoster extends Pick<DoorRosterData, 'counts' | 'revision' | 'keys' | 'venue' | 'deleteAt'> {
  eventId: string;
  /** the person or the device whose it is: nobody else sees it */
  sender: string;
  event: DoorEventData;
  /** ms that the server's clock was ahead of this one */
  offset: number;
  /** when it was read, by this clock, ms */
  readAt: number;
}
/** Who made entries as a door device, and in whose name they are sent. */
export interface Maker {
  deviceId: string;
  token: string;
}
/** This phone as the door device of one event. */
export interface DoorDevice extends Maker {
  eventId: string;
  kind: 'DOOR' | 'KIOSK';
  name: string;
  pin: string;
  expiresAt: string;
  event: DoorEventData;
  /** set when the server said so; the token is kept for what waits to be sent */
  ended?: 'DEVICE_REVOKED' | 'DEVICE_EXPIRED';
  /** the server has heard that the roster is deleted */
  wiped?: true;
  /** the devices that it was for this event before and whose entries are not all sent */
  before?: Maker[];
}
/** All devices that this phone is and was for an event. */
export const makersOf = (d: DoorDevice | undefined): Maker[] => (d ? [d, ...(d.before ?? [])] : []);
/** The one of them that made an entry. */
export const makerOf = (e: Entry, d: DoorDevice | undefined): Maker | undefined => makersOf(d).find((m) => m.deviceId === e.sender);

export interface Outbox extends DBSchema {
  entries: { key: number; value: Entry; indexes: { id: string; state: string; eventId: string } };
  done: { key: string; value: Done; indexes: { eventId: string } };
  rosters: { key: string; value: StoredRoster };
  rows: { key: [string, string]; value: DoorRowData & { eventId: string } };
  devices: { key: string; value: DoorDevice };
}
type Name = StoreNames<Outbox>;

let opened: Promise<IDBPDatabase<Outbox>> | undefined;

/** The database that page and worker share. */
export function open(): Promise<IDBPDatabase<Outbox>> {
  const forget = () => (opened = undefined);
  opened ??= openDB<Outbox>('linli-outbox', 1, {
    upgrade(db) {
      const entries = db.createObjectStore('entries', { keyPath: 'seq', autoIncrement: true });
      entries.createIndex('id', 'id', { unique: true });
      entries.createIndex('state', 'state');
      entries.createIndex('eventId', 'eventId');
      db.createObjectStore('done', { keyPath: 'id' }).createIndex('eventId', 'eventId');
      db.createObjectStore('rosters', { keyPath: 'eventId' });
      db.createObjectStore('rows', { keyPath: ['eventId', 'signUpId'] });
      db.createObjectStore('devices', { keyPath: 'eventId' });
    },
    blocking: (_now, _next, e) => {
      (e.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  }).catch((e: unknown) => {
    forget();
    throw e;
  });
  return opened;
}

/**
 * Runs one transaction over these stores, on the disk when it answers: `strict` asks the browser to wait for that. It rejects,
 * with nothing written, when the phone is full or storage is barred.
 */
export async function write<N extends Name, R>(stores: N[], work: (tx: IDBPTransaction<Outbox, N[], 'readwrite'>) => Promise<R>): Promise<R> {
  const tx = (await open()).transaction(stores, 'readwrite', { durability: 'strict' });
  try {
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (e) {
    void tx.done.catch(() => {});
    try {
      tx.abort(); // nothing of it is to stay
    } catch {
      throw await tx.done.then(() => e, (cause: unknown) => cause ?? e); // it was over already: it knows why
    }
    throw e;
  }
}

/**
 * There was no room to write: the browser's measure of it is full, or the disk, which Chromium calls an unknown error, also
 * when it cannot open its database again for it.
 */
export const isNoRoom = (e: unknown) => e instanceof DOMException && (e.name === 'QuotaExceededError' || e.name === 'UnknownError');

/** The keys of all rows of an event. */
export const rowsOf = (eventId: string) => IDBKeyRange.bound([eventId], [eventId, []]);

/** The row that is there says more of her than the other does. */
export const isNewer = (there: DoorRowData | undefined, other: DoorRowData) => !!there && there.revision > other.revision;

/** Rows and others that were read at another time: of each person the newest. */
export function newest(rows: readonly DoorRowData[], others: readonly DoorRowData[]): DoorRowData[] {
  const all = new Map(rows.map((r) => [r.signUpId, r]));
  for (const r of others) if (!isNewer(all.get(r.signUpId), r)) all.set(r.signUpId, r);
  return [...all.values()];
}
