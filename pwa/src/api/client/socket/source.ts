import type { SubscribePayload } from 'graphql-ws';
import { resumes, revisionOf, type Condition, type Result, type ToLeader, type ToTabs } from './messages';
import { Wire, type WireSetting } from './wire';

/** A tab that was silent for so long, in ms, is gone or frozen: nothing is watched for it. */
const forgotten = 60_000;

interface Entry {
  payload: SubscribePayload;
  tabs: Set<string>;
  newest?: Result;
  /** the revision that all its tabs have, of a feed of changes */
  since: number | undefined;
  stop(): void;
}
type Told = ToTabs extends infer M ? (M extends ToTabs ? Omit<M, 'leader' | 'term'> : never) : never;

/** What the leading tab does: each thing that any tab watches is one subscription on the one socket. */
export class Source {
  #entries = new Map<string, Entry>();
  #heardAt = new Map<string, number>();
  #wire: Wire;

  constructor(
    setting: WireSetting,
    private tell: (m: Told) => void,
  ) {
    this.#wire = new Wire(setting, {
      condition: (condition) => tell({ say: 'condition', condition }),
      sessionEnded: () => tell({ say: 'missed' }),
    });
  }
  get condition(): Condition {
    return this.#wire.condition;
  }
  hear(m: ToLeader) {
    if (m.say === 'hurry') return this.#wire.hurry(m.why);
    if (m.say === 'bye') return this.#forget(m.from);
    const known = this.#heardAt.has(m.from);
    this.#heardAt.set(m.from, Date.now());
    if (m.say === 'ask') this.tell({ say: 'here', to: m.from, known, condition: this.condition });
    else if (m.say === 'watch') this.#watch(m.from, m.key, m.payload, m.since);
    else if (m.say === 'leave') this.#leave(m.from, m.key);
  }
  /** Other tabs than the leading one that are there. */
  followers(leader: string): boolean {
    return [...this.#heardAt.keys()].some((tab) => tab !== leader);
  }
  /** Forgets the tabs that have not been heard for long; `leader` need not speak. */
  prune(leader: string) {
    for (const [tab, at] of this.#heardAt) if (tab !== leader && Date.now() - at > forgotten) this.#forget(tab);
  }
  drop() {
    this.#wire.drop();
  }
  close() {
    this.#entries.clear();
    this.#wire.close();
  }

  #watch(tab: string, key: string, payload: SubscribePayload, since: number | undefined) {
    const known = this.#entries.get(key);
    if (!known) {
      const entry: Entry = { payload, tabs: new Set([tab]), since, stop: () => {} };
      this.#entries.set(key, entry);
      this.#begin(key, entry);
      return;
    }
    known.tabs.add(tab);
    if (!resumes(payload)) {
      if (known.newest) this.tell({ say: 'next', to: tab, key, result: known.newest });
    } else if (since !== known.since) {
      // Only the server knows what this tab has missed: all begin again from the older of the two.
      known.since = since === undefined || known.since === undefined ? undefined : Math.min(since, known.since);
      known.stop();
      this.#begin(key, known);
    }
  }
  #begin(key: string, entry: Entry) {
    const payload = () => (entry.since === undefined || !resumes(entry.payload) ? entry.payload : { ...entry.payload, variables: { ...entry.payload.variables, since: entry.since } });
    entry.stop = this.#wire.watch(payload, {
      next: (result) => {
        entry.newest = result;
        entry.since = revisionOf(result) ?? entry.since;
        this.tell({ say: 'next', key, result });
      },
      over: (problems) => {
        this.#entries.delete(key);
        this.tell({ say: 'over', key, problems });
      },
    });
  }
  #leave(tab: string, key: string) {
    const entry = this.#entries.get(key);
    if (!entry?.tabs.delete(tab) || entry.tabs.size) return;
    this.#entries.delete(key);
    entry.stop();
  }
  #forget(tab: string) {
    this.#heardAt.delete(tab);
    for (const key of this.#entries.keys()) this.#leave(tab, key);
  }
}
