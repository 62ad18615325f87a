import { SvelteMap } from 'svelte/reactivity';
import { live, subscribe } from '../../../api';
import { RosterLive, type RosterRowData } from '../../../api/deskRoster';

/** What changed on a roster while it is watched. */
export class RosterFeed {
  /** the newest of each row that changed */
  changed = new SvelteMap<string, RosterRowData>();
  /** the newest arrival, for the line above the list */
  latest = $state.raw<RosterRowData | null>(null);
  #eventId = '';

  /** `onchange` is called when rows that no message carries may be others by now. */
  constructor(eventId: () => string | null, onchange: () => void) {
    // The list is read again: what was laid over it may be older.
    $effect(() => {
      void live.turn;
      void eventId();
      this.changed.clear();
    });
    subscribe(
      RosterLive,
      () => {
        const id = eventId();
        return id ? { eventId: id } : null;
      },
      ({ rosterChanged: m }) => {
        const first = m.eventId !== this.#eventId;
        this.#eventId = m.eventId;
        if (first && m.fresh) return; // the list is being read besides
        for (const r of m.signUps) {
          const isNew = !m.fresh && !this.changed.has(r.id) && r.status !== 'REMOVED' && r.status !== 'WITHDRAWN' && Date.now() - Date.parse(r.createdAt) < 60_000;
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
