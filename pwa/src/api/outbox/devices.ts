import { stringifyDocument } from '@urql/core';
import { ConfirmWipe, type DoorEventData } from '../door';
import { makersOf, open, write, type DoorDevice } from './store';
import { Failure, post } from './wire';

/** What claiming a device answers. */
export interface Claim {
  token: string;
  event: DoorEventData;
  device: { id: string; eventId: string; kind: DoorDevice['kind']; name: string; pin: string; expiresAt: string };
}

/**
 * Makes this phone the door device of an event, for good measure with storage that the browser does not clear; what it entered
 * there as another device is still sent as that. Rejects when it cannot be stored.
 */
export async function keepDevice({ token, event, device }: Claim): Promise<void> {
  const d: DoorDevice = { eventId: device.eventId, deviceId: device.id, token, kind: device.kind, name: device.name, pin: device.pin, expiresAt: device.expiresAt, event };
  await write(['devices', 'entries'], async (tx) => {
    const entries = await tx.objectStore('entries').index('eventId').getAll(d.eventId);
    const before = makersOf(await tx.objectStore('devices').get(d.eventId)).filter((m) => m.deviceId !== d.deviceId && entries.some((e) => e.sender === m.deviceId));
    await tx.objectStore('devices').put({ ...d, before: before.map(({ deviceId, token }) => ({ deviceId, token })) });
  });
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

/** Notes that a device has ended where the server says so, unless the phone is another by now than `deviceId`; `false` where it says something else. */
export async function endDevice(eventId: string, { reason }: Failure, deviceId?: string): Promise<boolean> {
  if (reason !== 'DEVICE_REVOKED' && reason !== 'DEVICE_EXPIRED') return false;
  await write(['devices'], async (tx) => {
    const d = await tx.objectStore('devices').get(eventId);
    if (d && (deviceId ?? d.deviceId) === d.deviceId) await tx.objectStore('devices').put({ ...d, ended: reason });
  }).catch(() => {}); // nothing can be stored: then it is asked once more the next time
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
