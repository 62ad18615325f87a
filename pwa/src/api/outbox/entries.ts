import type { DoorRowData } from '../door';
import { isNoRoom, isNewer, open, rowsOf, write, type CheckInInput, type Done, type Entry } from './store';

/** What happened, before it has a place in the outbox. */
export interface Draft {
  sender: string;
  input: CheckInInput;
  name: string;
  of: string;
  /** the refused entry that this one is made in the place of */
  replaces?: string | undefined;
}
/** What the server said to one entry. */
export interface Answer {
  id: string;
  accepted: boolean;
  warnings: string[];
  row: DoorRowData | null;
}

/**
 * Puts entries at the end, all or none; when it answers which, they are on the disk. Keeping one twice changes nothing. What was
 * refused and is entered anew goes aside with it, and is to be looked at again when that is taken back.
 */
export function append(drafts: Draft[]): Promise<Entry[]> {
  return write(['entries'], async (tx) => {
    const store = tx.objectStore('entries');
    const known = await Promise.all(drafts.map((d) => store.index('id').getKey(d.input.id)));
    const fresh = drafts.filter((_, i) => known[i] === undefined);
    const added = fresh.map((d) => {
      const entry: Omit<Entry, 'seq'> = { id: d.input.id, eventId: d.input.eventId, sender: d.sender, input: d.input, name: d.name, of: d.of, state: 'waiting', warnings: [] };
      const seq = store.add(entry as Entry); // the store numbers it
      seq.catch(() => {}); // the transaction fails with it, and says so
      return { entry, seq };
    });
    for (const d of fresh) {
      const refused = d.replaces ? await store.index('id').get(d.replaces) : undefined;
      if (refused?.state === 'refused') await store.put({ ...refused, state: 'aside', by: d.input.id });
    }
    const undone = new Set(fresh.map((d) => d.input.undoes).filter(Boolean));
    const aside = undone.size ? await store.index('state').getAll('aside') : [];
    for (const e of aside) if (undone.has(e.by)) await store.put({ ...e, state: 'refused' });
    return Promise.all(added.map(async ({ entry, seq }) => ({ ...entry, seq: await seq })));
  });
}

/** All that wait to be sent, in order. */
export const waiting = async (): Promise<Entry[]> => (await open()).getAllFromIndex('entries', 'state', 'waiting');

/** All that have not reached the server, in order. */
export const unsent = async (): Promise<Entry[]> => (await open()).getAll('entries');

/** What this phone entered at an event and the server has. */
export const doneAt = async (eventId: string) => (await open()).getAllFromIndex('done', 'eventId', eventId);

/** What `done` holds of an entry that was accepted; nothing of one that takes another back. */
function doneBy(e: Answered, a: Answer): Done[] {
  const { direction, at } = e.input;
  return direction === 'UNDO' ? [] : [{ id: e.id, eventId: e.eventId, signUpId: a.row?.signUpId ?? e.of, direction, at }];
}
export type Answered = Pick<Entry, 'id' | 'eventId' | 'of' | 'name' | 'input'>;

/** What this phone entered and the server has, after answers. */
export function doneAfter(done: readonly Done[], entries: readonly Answered[], answers: readonly Answer[]): Done[] {
  const all = new Map(done.map((d) => [d.id, d]));
  const by = new Map(entries.map((e) => [e.id, e]));
  for (const a of answers) {
    const e = by.get(a.id);
    if (!e || !a.accepted) continue;
    all.delete(e.input.undoes ?? '');
    for (const d of doneBy(e, a)) all.set(d.id, d);
  }
  return [...all.values()];
}

/**
 * Takes the server's answers in: what it accepted leaves the outbox and changes the stored roster, what it refused stays with
 * the reason. Where there is no room for that, what was accepted still leaves, which needs none.
 */
export async function settle(answers: Answer[]): Promise<void> {
  try {
    await takeIn(answers);
  } catch (e) {
    if (!isNoRoom(e)) throw e;
    await write(['entries'], async (tx) => {
      const entries = tx.objectStore('entries');
      for (const { id } of answers.filter((a) => a.accepted)) {
        const seq = await entries.index('id').getKey(id);
        if (seq !== undefined) await entries.delete(seq);
      }
    });
  }
}
/** Who takes back an entry that was refused has nothing to look at, so both go aside. */
function takeIn(answers: Answer[]): Promise<void> {
  return write(['entries', 'done', 'rosters', 'rows'], async (tx) => {
    const entries = tx.objectStore('entries');
    for (const a of answers) {
      const e = await entries.index('id').get(a.id);
      if (!e) continue;
      if (!a.accepted) {
        const undone = e.input.direction === 'UNDO' ? await entries.index('id').get(e.input.undoes ?? '') : undefined;
        if (undone?.state === 'refused') await entries.put({ ...undone, state: 'aside' });
        await entries.put({ ...e, state: undone ? 'aside' : 'refused', warnings: a.warnings });
        continue;
      }
      await entries.delete(e.seq);
      await tx.objectStore('done').delete(e.input.undoes ?? '');
      for (const d of doneBy(e, a)) await tx.objectStore('done').put(d);
      const roster = await tx.objectStore('rosters').get(e.eventId);
      const rows = tx.objectStore('rows');
      if (a.row && roster?.sender === e.sender && !isNewer(await rows.get([e.eventId, a.row.signUpId]), a.row)) await rows.put({ ...a.row, eventId: e.eventId });
    }
  });
}

/** Changes what is to become of entries that were refused: `waiting` tries again. */
export function mark(ids: string[], state: 'waiting' | 'aside'): Promise<void> {
  return write(['entries'], async (tx) => {
    for (const id of ids) {
      const e = await tx.objectStore('entries').index('id').get(id);
      if (e && e.state !== 'waiting') await tx.objectStore('entries').put({ ...e, state, warnings: state === 'waiting' ? [] : e.warnings });
    }
  });
}

/** Deletes an event's roster and what goes with it; what waits to be sent stays. Nobody looks at what was put aside any more. */
export function wipe(eventId: string): Promise<void> {
  return write(['rosters', 'rows', 'done', 'entries'], async (tx) => {
    await tx.objectStore('rosters').delete(eventId);
    await tx.objectStore('rows').delete(rowsOf(eventId));
    for (const key of await tx.objectStore('done').index('eventId').getAllKeys(eventId)) await tx.objectStore('done').delete(key);
    for (const e of await tx.objectStore('entries').index('eventId').getAll(eventId)) if (e.state === 'aside') await tx.objectStore('entries').delete(e.seq);
  });
}
