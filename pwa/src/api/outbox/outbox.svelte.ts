import { append, mark, unsent, type Answer, type Answered, type Draft } from './entries';
import { deviceOf } from './devices';
import { flushAll, send, type Outcome } from './flush';
import { isNoRoom, makerOf, type DoorDevice, type Entry, type Maker } from './store';
import { Failure } from './wire';

/** What became of entries that were to be kept: on the disk, or only in this page's memory, and why. */
export type Kept = 'stored' | 'full' | 'barred';
export type Told = (entries: Answered[], answers: Answer[]) => void;

/** Who is signed in on this phone. */
function person(): string {
  try {
    return localStorage.getItem('linli.person') ?? '';
  } catch {
    return '';
  }
}
/** In whose name this phone enters at an event: its door device, or whoever is signed in; empty: nobody. */
export async function senderOf(eventId: string): Promise<string> {
  const d = await deviceOf(eventId).catch(() => undefined);
  return d && !d.ended ? d.deviceId : person();
}
/** A page sends what its person or its devices made; another person's waits for her. */
const may = (e: Entry, maker: Maker | undefined) => !!maker || e.sender === person();

/** The same entries in the same state: nobody need look again. */
const isSame = (a: readonly Entry[], b: readonly Entry[]) => a.length === b.length && a.every((e, i) => e.seq === b[i]?.seq && e.state === b[i].state);

/** What this phone has not handed over yet, on the disk and for all tabs alike. */
class OutboxState {
  #all = $state.raw<Entry[]>([]);
  /** could not be stored: lost with this page unless they are sent before */
  #loose = $state.raw<(Entry & Draft)[]>([]);
  /** the disk did not answer the last time */
  #blind = $state(false);
  /** the last attempt to send got no answer */
  lost = $state(false);
  #told = new Set<Told>();
  #tabs: BroadcastChannel | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #sending: Promise<void> | undefined;
  #more = false;
  #started = false;

  /**
   * What this page has entered at an event and may send, as its person or as `device`: what is another's is not shown to her.
   * `waiting` is on the disk, `loose` waits in this page's memory alone.
   */
  of(eventId: string, device: DoorDevice | undefined) {
    const ours = (e: Entry) => e.eventId === eventId && may(e, makerOf(e, device));
    const [kept, loose] = [this.#all.filter(ours), this.#loose.filter(ours)];
    const are = (state: Entry['state'], all: Entry[]) => all.filter((e) => e.state === state);
    return { waiting: are('waiting', kept), loose: are('waiting', loose), refused: are('refused', [...kept, ...loose]), aside: are('aside', [...kept, ...loose]) };
  }
  /** false: the phone has no room, or storage is barred */
  get storable() {
    return !this.#blind && this.#loose.every((e) => e.state === 'aside');
  }
  /** how many of somebody's have not been sent */
  by(sender: string): number {
    return [...this.#all, ...this.#loose].filter((e) => e.sender === sender && e.state !== 'aside').length;
  }
  /** Hears what the server said to entries, whoever sent them. */
  listen(told: Told): () => void {
    this.#told.add(told);
    return () => this.#told.delete(told);
  }

  /** Begins to follow the disk and the network. Repeating it is safe. */
  start() {
    if (this.#started) return;
    this.#started = true;
    if ('BroadcastChannel' in globalThis) {
      this.#tabs = new BroadcastChannel('linli-outbox');
      this.#tabs.onmessage = (m: MessageEvent<{ entries: Entry[]; answers: Answer[] }>) => void this.#heard(m.data.entries, m.data.answers);
    }
    addEventListener('online', () => void this.flush());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void this.flush());
    void this.read().then(() => this.flush());
  }
  /** What is on the disk; while that cannot be read, what was known of it. */
  async read(): Promise<void> {
    try {
      const all = await unsent();
      this.#blind = false;
      if (!isSame(all, this.#all)) this.#all = all;
    } catch {
      this.#blind = true;
    }
  }
  async keep(drafts: Draft[]): Promise<Kept> {
    let kept: Kept = 'stored';
    try {
      await this.#store(drafts);
      this.#tell([], []);
      void wakeWorker();
    } catch (e) {
      kept = isNoRoom(e) ? 'full' : 'barred';
      this.#loose = [...this.#loose, ...drafts.map((d) => ({ seq: 0, id: d.input.id, eventId: d.input.eventId, ...d, state: 'waiting' as const, warnings: [] }))];
    }
    void this.flush();
    return kept;
  }
  /** In the order in which they were made: first what found no room before, also what was refused: it is sent once more. */
  async #store(drafts: Draft[]) {
    const late = this.#loose.filter((e) => e.state !== 'aside');
    const all: Draft[] = [...late, ...drafts];
    const added = await append(all);
    this.#loose = this.#loose.filter((e) => !late.some((l) => l.id === e.id));
    if (all.some((d) => d.replaces || d.input.undoes)) await this.read(); // older ones may have changed with them
    else this.#all = [...this.#all, ...added];
  }
  /** Sends what waits, at once; one attempt at a time. */
  async flush(): Promise<void> {
    if (this.#sending) {
      this.#more = true;
      return this.#sending;
    }
    clearTimeout(this.#again);
    this.#sending = this.#attempt().finally(() => (this.#sending = undefined));
    await this.#sending;
    if (this.#more) {
      this.#more = false;
      await this.flush();
    }
  }
  /** What was refused is tried again, or put aside by somebody who looked at it. */
  async mark(ids: string[], state: 'waiting' | 'aside'): Promise<void> {
    this.#loose = this.#loose.map((e) => (e.state !== 'waiting' && ids.includes(e.id) ? { ...e, state } : e));
    if (this.#all.some((e) => ids.includes(e.id))) await mark(ids, state);
    await this.read();
    this.#tell([], []);
    if (state === 'waiting') void this.flush();
  }

  async #attempt() {
    let outcome: Outcome | undefined;
    try {
      if (this.#loose.length) await this.#store([]).catch(() => {}); // still no room
      outcome = await flushAll({
        may,
        answered: (entries, answers) => {
          this.#tell(entries, answers);
          void this.#heard(entries, answers);
        },
      });
    } catch {
      // storage is barred, or full to the last byte: what is on the disk waits
    }
    await this.read();
    if (outcome !== 'lost' && this.#loose.some((e) => e.state === 'waiting')) outcome = await this.#sendLoose(outcome);
    this.lost = outcome === 'lost';
    if (outcome === 'done') this.#tries = 0;
    else this.#later();
  }
  /**
   * Sends from memory what has no room on the disk: where something is held, never before what was made earlier and waits there,
   * and never before an entry that it takes back.
   */
  async #sendLoose(before: Outcome | undefined): Promise<Outcome> {
    for (const e of this.#loose) {
      const after = (w: Entry) => w.state === 'waiting' && (w.id === e.input.undoes || (before === 'held' && w.sender === e.sender && w.eventId === e.eventId));
      if (e.state !== 'waiting' || this.#all.some(after)) continue;
      const maker = makerOf(e, await deviceOf(e.eventId).catch(() => undefined));
      if (!may(e, maker)) continue;
      try {
        const answers = await send([e], maker);
        const [a] = answers;
        if (!a) continue;
        this.#tell([e], answers);
        void this.#heard([e], answers);
        this.#loose = this.#loose.flatMap((l) => (l.id !== e.id ? [l] : a.accepted ? [] : [{ ...l, state: 'refused' as const, warnings: a.warnings }]));
      } catch (f) {
        if (!(f instanceof Failure)) throw f;
        return f.code === 'NETWORK' ? 'lost' : 'held';
      }
    }
    return this.#loose.some((e) => e.state === 'waiting') ? 'held' : (before ?? 'held');
  }
  #later() {
    const wait = Math.min(60_000, 2000 * 2 ** this.#tries++) * (0.75 + Math.random() / 2);
    this.#again = setTimeout(() => void this.flush(), wait);
  }
  #tell(entries: Entry[], answers: Answer[]) {
    this.#tabs?.postMessage({ entries, answers });
  }
  /** Who listens knows what became of entries before they leave the queue: on no screen is somebody in neither. */
  async #heard(entries: Entry[], answers: Answer[]) {
    if (answers.length) for (const told of this.#told) told(entries, answers);
    await this.read();
  }
}
export const outbox = new OutboxState();

/** The browser sends in the background what the page did not, where it can. */
async function wakeWorker() {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  await (worker as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync?.register('outbox').catch(() => {});
}
