import { untrack } from 'svelte';
import { live, subscribe } from '../../api';
import { DoorCounts } from '../../api/door';
import { after, confirmWipe, deviceOf, doneAfter, doneAt, dropRosters, endDevice, Failure, isOld, newest, outbox, persist, readRoster, refreshRoster, senderOf, wipe, type Done, type DoorDevice, type Roster } from '../../api/outbox';
import { session } from '../../state/session.svelte';
import { nearest } from './judge';
import { overlay } from './spans';

/** How often a door that cannot watch asks what changed, ms; one that can asks when it hears of it, and after a minute at the latest. */
const often = 10_000;
const seldom = 60_000;

/** Why this phone has no roster to show. */
export type Trouble = 'away' | 'gone' | 'ended' | 'nobody';

/**
 * One event's door on this phone: the stored roster with what waits laid over it, kept up to date while there is a network.
 * Call it while a component is being set up.
 */
export function station(eventId: string) {
  let sender = $state('');
  let device = $state.raw<DoorDevice | undefined>();
  let stored = $state.raw<Roster | undefined>();
  let done = $state.raw<Done[]>([]);
  let trouble = $state<Trouble | undefined>();
  let storable = $state(true);
  let reached = $state(navigator.onLine);
  let ready = $state(false);
  let asking: Promise<void> | undefined;
  let wished = 0;
  let next: ReturnType<typeof setTimeout> | undefined;

  /** `device` as long as it is one, or nobody is signed in */
  const acting = $derived(device?.ended && sender ? undefined : device);
  const queue = $derived(outbox.of(eventId, device));
  const sent = $derived(new Map(done.map((d) => [d.id, d])));
  const guests = $derived.by(() => {
    if (!stored) return [];
    const unsaved = new Set(queue.loose.map((e) => e.of));
    return overlay(stored.rows, queue.waiting, { offset: stored.head.offset, sent, unsaved, shiftId: nearest(stored.head, Date.now() + stored.head.offset) });
  });

  async function read() {
    try {
      [stored, done] = await Promise.all([readRoster(eventId, sender), doneAt(eventId)]);
    } catch {
      storable = false; // then there is what this page has in memory
    }
  }
  async function begin() {
    outbox.start();
    await dropRosters().catch(() => (storable = false));
    device = await deviceOf(eventId).catch(() => undefined);
    sender = await senderOf(eventId);
    ready = true;
    trouble = sender ? undefined : device?.ended ? 'ended' : 'nobody';
    if (trouble === 'ended') void refresh();
    else if (device?.ended) void confirm(); // whoever is signed in here goes on as herself
    if (trouble) return;
    await read();
    void persist();
    await refresh();
  }
  /** Asks what changed, and once more where that was wished meanwhile: the answer may be older than the reason. */
  async function ask() {
    try {
      for (let before = -1; before !== wished; ) {
        before = wished;
        const reading = await refreshRoster(eventId, sender, stored);
        storable = reading.stored;
        stored = after(stored, reading);
      }
      reached = true;
      trouble = undefined;
    } catch (e) {
      if (!(e instanceof Failure)) throw e;
      await fail(e);
    }
  }
  async function fail(f: Failure) {
    reached = f.code !== 'NETWORK';
    if (await endDevice(eventId, f)) {
      await forget('ended');
      await confirm();
    } else if (f.code === 'NOT_FOUND' || f.code === 'FORBIDDEN') {
      await forget(device?.ended ? 'ended' : 'gone');
    } else if (f.code === 'UNAUTHENTICATED' && (!device || device.ended)) {
      void session.check().catch(() => {}); // whoever was signed in is no more
    } else if (!stored) trouble = 'away';
    else if (isOld(stored.head)) await forget('away'); // a page that is left open keeps it no longer than the disk
  }
  /** Says that the roster is deleted; where that is not heard, it is said again. */
  async function confirm() {
    try {
      await confirmWipe(eventId);
      reached = true;
    } catch (e) {
      if (e instanceof Failure && e.code === 'NETWORK') reached = false;
    }
  }
  /** Shows nothing of the event any more and deletes what is stored; where the disk refuses that, the next time that the page is opened. */
  async function forget(why: Trouble) {
    stored = undefined;
    done = [];
    trouble = why;
    await wipe(eventId).catch(() => (storable = false));
  }
  function refresh(): Promise<void> {
    clearTimeout(next);
    wished++;
    asking ??= (trouble === 'ended' ? confirm() : ask()).finally(() => {
      asking = undefined;
      const watches = !acting && live.state === 'live';
      next = setTimeout(() => void refresh(), watches ? seldom : often);
    });
    return asking;
  }

  $effect(() => {
    untrack(() => void begin());
    return () => clearTimeout(next);
  });
  $effect(() => {
    if (session.viewer && trouble === 'nobody') untrack(() => void begin());
  });
  $effect(() => {
    void live.turn;
    untrack(() => ready && void refresh());
  });
  $effect(() => {
    const back = () => void refresh();
    const off = () => (reached = false);
    addEventListener('online', back);
    addEventListener('offline', off);
    return () => {
      removeEventListener('online', back);
      removeEventListener('offline', off);
    };
  });
  $effect(() =>
    outbox.listen((entries, answers) => {
      reached = true;
      if (!entries.some((e) => e.eventId === eventId)) return; // a batch is of one event
      const rows = answers.flatMap((a) => a.row ?? []);
      if (stored) stored = { ...stored, rows: newest(stored.rows, rows) };
      done = doneAfter(done, entries, answers);
      void refresh();
    }),
  );
  subscribe(
    DoorCounts,
    () => (ready && !acting && !trouble && sender ? { eventId } : null),
    ({ eventCounts }) => {
      if (eventCounts.revision !== stored?.head.counts.revision) void refresh();
    },
  );

  return {
    eventId,
    get sender() {
      return sender;
    },
    get device() {
      return acting;
    },
    get head() {
      return stored?.head;
    },
    get guests() {
      return guests;
    },
    get queue() {
      return queue;
    },
    /** entries of this phone about somebody that can be taken back, the newest last */
    own(signUpId: string): { id: string; direction: Done['direction'] }[] {
      const undone = new Set(queue.waiting.map((e) => e.input.undoes));
      const waits = queue.waiting.flatMap((e) => (e.of === signUpId && e.input.direction !== 'UNDO' ? [{ id: e.id, at: e.input.at, direction: e.input.direction }] : []));
      const all = [...done.filter((d) => d.signUpId === signUpId), ...waits];
      return all.filter((e) => !undone.has(e.id)).sort((a, b) => (a.at < b.at ? -1 : 1));
    },
    get trouble() {
      return trouble;
    },
    /** false: the phone is full, or the browser stores nothing */
    get storable() {
      return storable && outbox.storable;
    },
    get reached() {
      return reached && !outbox.lost;
    },
    get ready() {
      return ready;
    },
    /** the time by the server's clock, ms */
    now: () => Date.now() + (stored?.head.offset ?? 0),
    refresh,
  };
}
export type Station = ReturnType<typeof station>;
