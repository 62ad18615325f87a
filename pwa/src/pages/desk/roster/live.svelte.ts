import { SvelteMap } from 'svelte/reactivity';
import { live, subscribe } from '../../../api';
import { RosterLive, type RosterRowData } from '../../../api/deskRoster';

/** What changed on a roster while it is watched. An older message than one already seen is dropped. */
export class RosterFeed {
  /** the newest of each row that changed */
  changed = new SvelteMap<string, RosterRowData>();
  /** the newest arrival, for the line above the list */
  latest = $state.raw<RosterRowData | null>(null);
  #revision = -1;
  #first = true;

  constructor(eventId: () => string | null, onchange: () => void) {
    // The list is read again: what was laid over it may be older.
    $effect(() => {
      void live.turn;
      this.changed.clear();
    });
    // After a gap the first message is the whole first page again.
    $effect(() => {
      void live.epoch;
      void eventId();
      this.#first = true;
      this.#revision = -1;
    });
    subscribe(
      RosterLive,
      () => {
        void live.epoch;
        const id = eventId();
        return id ? { eventId: id } : null;
      },
      ({ rosterChanged: m }) => {
        if (m.revision < this.#revision) return;
        this.#revision = m.revision;
        const first = this.#first;
        this.#first = false;
        if (first) return;
        for (const r of m.signUps) {
          const isNew = !this.changed.has(r.id) && r.status !== 'REMOVED' && r.status !== 'WITHDRAWN' && Date.now() - Date.parse(r.createdAt) < 60_000;
          if (isNew) this.latest = r;
          this.changed.set(r.id, r);
        }
        onchange();
      },
    );
  }
  /** Takes over what an own change answered, before the message about it comes. */
  put(r: RosterRowData) {
    this.changed.set(r.id, r);
  }
}
