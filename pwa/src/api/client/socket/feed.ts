import type { SubscribePayload } from 'graphql-ws';
import { Election, type Locks } from './election';
import { keyOf, resumes, revisionOf, type Channel, type Hurry, type Result, type ToLeader, type ToTabs } from './messages';
import type { Sink } from './line';
import { Source } from './source';
import type { WireSetting } from './wire';

/** How often a tab asks whether the leader is there, and how many times in vain before it takes the lead. */
const pulse = { ms: 2000, most: 2 };

interface Local {
  payload: SubscribePayload;
  sinks: Set<Sink>;
  newest?: Result;
  revision?: number | undefined;
}
export interface FeedTold {
  up(): void;
  down(meant: boolean): void;
  polling(): void;
  /** something may have been missed that no subscription tells */
  missed(): void;
}
export interface FeedSetting extends WireSetting {
  visible(): boolean;
  /** undefined where the browser lets tabs share nothing: then each has its own socket */
  shared?: { locks: Locks; name: string; open(): Channel } | undefined;
}

/** One tab's part in the one socket of all tabs: it leads, or has what it watches from the tab that does. */
export class Feed {
  readonly id = Math.random().toString(36).slice(2, 10);
  #locals = new Map<string, Local>();
  #source: Source | undefined;
  #leader = { id: '', term: 0 };
  #seen = '';
  #channel: Channel | undefined;
  #election: Election | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;

  constructor(
    private setting: FeedSetting,
    private told: FeedTold,
  ) {
    this.wake();
  }
  /** What is watched in this tab. */
  get watched(): SubscribePayload[] {
    return [...this.#locals.values()].map((l) => l.payload);
  }
  subscribe(payload: SubscribePayload, sink: Sink): () => void {
    const key = keyOf(payload);
    const known = this.#locals.get(key);
    const local: Local = known ?? { payload, sinks: new Set() };
    local.sinks.add(sink);
    this.#locals.set(key, local);
    if (known?.newest && !resumes(payload)) sink.next(known.newest);
    else if (!known || resumes(payload)) this.#say({ say: 'watch', key, payload });
    return () => {
      if (!local.sinks.delete(sink) || local.sinks.size || this.#locals.get(key) !== local) return;
      this.#locals.delete(key);
      this.#say({ say: 'leave', key });
    };
  }
  hurry(why: Hurry) {
    this.#say({ say: 'hurry', why });
  }
  drop() {
    this.#source?.drop();
  }
  /** Out of sight or frozen, this tab leads nobody and hears nothing. */
  rest() {
    this.#say({ say: 'bye' });
    clearInterval(this.#beat);
    this.#source?.close();
    this.#source = undefined;
    this.#election?.retire();
    this.#election = undefined;
    this.#channel?.close();
    this.#channel = undefined;
    this.#seen = '';
    this.told.down(true);
  }
  wake() {
    if (this.#source || this.#election) return;
    const { shared } = this.setting;
    if (!shared) return this.#lead();
    this.#channel = shared.open();
    this.#channel.onmessage = ({ data }) => ('term' in data ? this.#follow(data) : this.#source?.hear(data));
    this.#election = new Election(shared.locks, shared.name, { lead: () => this.#lead(), lost: () => this.#step(), failed: () => this.#part() });
    this.#election.stand();
    this.#beat = setInterval(() => this.#pulse(), pulse.ms);
    this.#pulse();
  }

  #lead() {
    this.#leader = { id: this.id, term: Math.max(Date.now(), this.#leader.term + 1) };
    this.#unanswered = 0;
    this.#source = new Source(this.setting, (m) => {
      const told = { ...m, leader: this.id, term: this.#leader.term } as ToTabs;
      if (m.to !== this.id && this.#source?.followers(this.id)) this.#channel?.postMessage(told);
      if (m.to === undefined || m.to === this.id) this.#take(told);
    });
    this.#channel?.postMessage({ say: 'lead', leader: this.id, term: this.#leader.term });
    this.#watchAll();
  }
  /** Another tab leads now. */
  #step() {
    this.#source?.close();
    this.#source = undefined;
  }
  /** The browser offers the means and refuses them: this tab goes on alone. */
  #part() {
    this.#channel?.close();
    this.#channel = undefined;
    clearInterval(this.#beat);
    this.#lead();
  }
  #pulse() {
    if (this.#source) return this.#source.prune(this.id);
    if (!this.#locals.size || !this.setting.visible()) return;
    if (this.#unanswered++ >= pulse.most) {
      this.#unanswered = 0;
      this.#election?.seize();
    } else this.#say({ say: 'ask' });
  }
  #say(m: Omit<ToLeader, 'from'> & Record<string, unknown>) {
    const said = { ...m, from: this.id } as ToLeader;
    if (this.#source) this.#source.hear(said);
    else this.#channel?.postMessage(said);
  }
  #watchAll() {
    for (const [key, { payload, revision }] of this.#locals) this.#say({ say: 'watch', key, payload, since: resumes(payload) ? revision : undefined });
  }
  /** From another tab: only the newest leader counts. One that was frozen may speak up when a later one leads. */
  #follow(m: ToTabs) {
    if (m.term < this.#leader.term || (m.term === this.#leader.term && m.leader < this.#leader.id)) return;
    if (m.to !== undefined && m.to !== this.id) return;
    this.#step();
    this.#leader = { id: m.leader, term: m.term };
    this.#unanswered = 0;
    if (m.say === 'lead' || (m.say === 'here' && !m.known)) this.#watchAll();
    this.#take(m);
  }
  #take(m: ToTabs) {
    if (m.say === 'missed') this.told.missed();
    else if (m.say === 'here' || m.say === 'condition') this.#show(m);
    else if (m.say === 'next') this.#next(m.key, m.result);
    else if (m.say === 'over') {
      const local = this.#locals.get(m.key);
      this.#locals.delete(m.key);
      for (const s of local?.sinks ?? []) s.over(m.problems);
    }
  }
  #show({ term, condition: { now, turn } }: Extract<ToTabs, { condition: unknown }>) {
    if (now === 'opening' || (now === 'idle' && this.#locals.size)) return; // it has not heard of all yet
    const seen = now === 'up' ? `${term} ${turn}` : now;
    if (seen === this.#seen) return;
    this.#seen = seen;
    if (now === 'up') this.told.up();
    else if (now === 'polling') this.told.polling();
    else this.told.down(now === 'idle');
  }
  /** An older message than the newest is dropped. */
  #next(key: string, result: Result) {
    const local = this.#locals.get(key);
    const revision = revisionOf(result);
    if (!local || (revision !== undefined && revision < (local.revision ?? revision))) return;
    local.newest = result;
    local.revision = revision;
    for (const s of local.sinks) s.next(result);
  }
}
