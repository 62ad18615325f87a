import { untrack } from 'svelte';
import { api, ask, live, sayBy } from '../api';
import { OpenCommunities, Viewer, type ViewerData } from '../api/session';
import type { ResultOf } from '../api/graphql';
import { lang } from '../words/lang.svelte';
import { Sayer } from '../words/when';
import { clock } from './clock.svelte';
import { router } from './router.svelte';

export type CommunityData = ResultOf<typeof OpenCommunities>['communities'][number];
const key = 'linli.person';
const stored = () => {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
};

/** Who is at this phone, what she may, and which community is shown. */
class Session {
  viewer = $state.raw<ViewerData | null>(null);
  #open = $state.raw<CommunityData[]>([]);
  /** false until the first answer, from the cache or the server */
  ready = $state(false);
  /** set when there was neither an answer nor anything stored */
  error = $state.raw<unknown>(null);
  unread = $state(0);
  #stop: (() => void) | undefined;

  get community(): CommunityData | undefined {
    if (this.viewer) return this.viewer.community;
    const slug = router.params.get('c');
    return this.#open.find((c) => c.slug === slug) ?? this.#open[0];
  }
  get zone() {
    return this.community?.timeZone ?? 'Asia/Shanghai';
  }
  /** Says times in the reader's language and the community's zone. */
  get say() {
    return new Sayer(lang.now, this.zone, clock.now);
  }
  get isSecretary() {
    return this.viewer?.memberships.some((m) => m.role === 'SECRETARY') ?? false;
  }
  /** May stand at a door: of a unit, of a team, or as a substitute. */
  get isLead() {
    const v = this.viewer;
    if (!v) return false;
    const ofUnit = v.memberships.some((m) => m.role === 'SECRETARY' || m.role === 'LEAD');
    return ofUnit || v.teams.some((t) => t.leads.some((l) => l.id === v.id)) || v.substituteFor.length > 0;
  }
  /** May make and change events somewhere, so has a desk. */
  get hasDesk() {
    const v = this.viewer;
    if (!v) return false;
    return this.isSecretary || v.memberships.some((m) => m.role === 'LEAD') || v.teams.some((t) => t.leads.some((l) => l.id === v.id));
  }

  start() {
    sayBy(() => this.say);
    api.onLost(() => void this.check().catch(() => {})); // without an answer the next one decides
    $effect.root(() => {
      $effect(() => {
        void live.epoch;
        this.#follow();
        return () => this.#stop?.();
      });
    });
  }
  /** Follows the viewer in the cache, so that a changed role shows at once. */
  #follow() {
    const client = api.client;
    untrack(() => {
      const sub = client.query(Viewer, {}, { requestPolicy: 'cache-and-network' }).subscribe((r) => {
        if (r.data) void this.#take(r.data.viewer, !r.stale);
        else if (r.error && !this.ready) this.error = r.error;
      });
      this.#stop = () => sub.unsubscribe();
    });
  }
  async #take(viewer: ViewerData | null, sure: boolean) {
    const id = viewer?.id ?? '';
    if (sure && stored() && id !== stored()) {
      await this.leave();
      return;
    }
    if (sure) this.#store(id);
    this.viewer = viewer;
    try {
      if (!viewer && !this.#open.length) this.#open = (await ask(OpenCommunities, {}, 'cache-first')).communities;
      this.error = null;
      this.ready = true;
    } catch (e) {
      this.error = e;
    }
  }
  /** Asks the server who is signed in. */
  async check() {
    const d = await ask(Viewer, {});
    await this.#take(d.viewer, true);
  }
  /** Nobody any more, or somebody else: forgets all that the last person saw, and begins anew at `to`. */
  async leave(to = location.pathname + location.search) {
    const who = stored();
    this.#store('');
    await import('../api/outbox').then((o) => o.dropRosters(who)).catch(() => {}); // a roster that stays is shown to nobody else
    await api.forget();
    location.replace(to);
  }
  /** After a log-in: as whom the server now knows this phone. */
  async arrived() {
    this.#store('');
    await api.forget();
    const d = await ask(Viewer, {});
    this.#store(d.viewer?.id ?? '');
    this.viewer = d.viewer;
    this.ready = true;
  }
  #store(id: string) {
    try {
      if (id) localStorage.setItem(key, id);
      else localStorage.removeItem(key);
    } catch {
      // then the cache is not told apart across visits; the server still decides what may be read
    }
  }
}
export const session = new Session();
