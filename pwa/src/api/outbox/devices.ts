import { stringifyDocument } from '@urql/core';
import { ConfirmWipe, type DoorEventData } from '../door';
import { isFull, open, write, type DoorDevice } from './store';
import { Failure, post } from './wire';

/** What claiming a device answers. */
export interface Claim {
  token: string;
  event: DoorEventData;
  device: { id: string; eventId: string; kind: DoorDevice['kind']; name: string; pin: string; expiresAt: string };
}

/** Makes this phone the door device of an event, for good measure with storage that the browser does not clear. Rejects when it cannot be stored. */
export async function keepDevice({ token, event, device }: Claim): Promise<void> {
  const d: DoorDevice = { eventId: device.eventId, deviceId: device.id, token, kind: device.kind, name: device.name, pin: device.pin, expiresAt: device.expiresAt, event };
  await write(['devices'], (tx) => tx.objectStore('devices').put(d));
  known.set(d.eventId, d);
  await persist();
}

/** as they were read last: a phone whose disk cannot be read stays the device that it is while its page is open */
const known = new Map<string, DoorDevice | undefined>();

/** This phone as the door device of an event, also when it is one no more (`ended`). Rejects where the disk does not say. */
export async function deviceOf(eventId: string): Promise<DoorDevice | undefined> {
  try {
    const d = await (await open()).get('devices', eventId);
    known.set(eventId, d);
    return d;
  } catch (e) {
    if (!known.has(eventId)) throw e;
    return known.get(eventId);
  }
}

/** Notes that a device has ended where the server says so; `false` where it says something else. Without room it is not noted: the server says it again. */
export async function endDevice(eventId: string, { reason }: Failure): Promise<boolean> {
  if (reason !== 'DEVICE_REVOKED' && reason !== 'DEVICE_EXPIRED') return false;
  await write(['devices'], async (tx) => {
    const d = await tx.objectStore('devices').get(eventId);
    if (d) await tx.objectStore('devices').put({ ...d, ended: reason });
  }).catch((e: unknown) => {
    if (!isFull(e)) throw e;
  });
  return true;
}

/** Tells the server of a device that ended that its roster is deleted, until the server has heard it. Rejects with `Failure`. */
export async function confirmWipe(eventId: string): Promise<void> {
  const d = await deviceOf(eventId);
  if (!d?.ended || d.wiped) return;
  await post(stringifyDocument(ConfirmWipe), {}, d);
  await write(['devices'], async (tx) => {
    const now = await tx.objectStore('devices').get(eventId);
    if (now?.deviceId === d.deviceId) await tx.objectStore('devices').put({ ...now, wiped: true });
  });
}

/** Asks the browser not to clear what is stored when the phone runs full. Some ask the reader, some decide alone. */
export async function persist(): Promise<boolean> {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
