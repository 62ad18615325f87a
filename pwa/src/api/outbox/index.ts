export { append, doneAfter, doneAt, wipe, type Answer, type Answered, type Draft } from './entries';
export { confirmWipe, deviceOf, endDevice, keepDevice, persist, type Claim } from './devices';
export { outbox, senderOf, type Kept } from './outbox.svelte';
export { isPast, keepKiosk, readKiosk, type Seen } from './kiosk';
export { after, dropRosters, isOld, readRoster, refreshRoster, type Roster } from './roster';
export { newest, type CheckInInput, type Done, type DoorDevice, type Entry, type StoredRoster } from './store';
export { ahead, Failure, post } from './wire';

import type { Draft } from './entries';
import { outbox } from './outbox.svelte';
import { dropRosters } from './roster';

/** Keeps entries on the disk before anybody is told that they are in, and sends them as soon as can be. */
export const keep = (drafts: Draft[]) => outbox.keep(drafts);
/** Sends what waits. */
export const flush = () => outbox.flush();
/** Sends what doors left on this phone, and deletes what is past its time, whichever page is opened. Rejects where storage is barred. */
export function sweep(): Promise<void> {
  outbox.start();
  return dropRosters();
}
