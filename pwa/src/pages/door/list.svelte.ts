import { counted, narrowed, part, type Show } from './find';
import type { Guest } from './spans';
import type { Station } from './station.svelte';

/** As many rows as a small phone lays out without stutter; the rest at a tap, or by searching. */
const few = 60;

/** Whom the door's list shows: one part of the roster and one shift, or who was searched for among all. */
export function lister(at: Station) {
  let typed = $state('');
  let show = $state<Show>('toCome');
  let shift = $state('');
  let most = $state(few);
  const text = $derived(typed.trim());
  const ofShift = $derived(shift ? at.guests.filter((g) => g.shiftId === shift) : at.guests);
  const listed = $derived<Guest[]>(text ? narrowed(at.guests.filter((g) => g.status !== 'REMOVED'), text) : ofShift.filter(part[show]));
  const shown = $derived(listed.slice(0, most));
  const numbers = $derived(counted(ofShift));

  return {
    get typed() {
      return typed;
    },
    set typed(v: string) {
      typed = v;
      most = few;
    },
    /** a search looks through everybody */
    get show() {
      return text ? 'all' : show;
    },
    set show(v: Show) {
      typed = '';
      show = v;
      most = few;
    },
    get shift() {
      return shift;
    },
    set shift(v: string) {
      shift = v;
      most = few;
    },
    /** all that are meant, shown or not */
    get listed() {
      return listed;
    },
    get shown() {
      return shown;
    },
    get numbers() {
      return numbers;
    },
    more: () => (most += few),
    /** Who leaves is among those who are here. */
    turn(direction: 'IN' | 'OUT') {
      show = direction === 'OUT' ? 'here' : 'toCome';
      most = few;
    },
  };
}
export type Lister = ReturnType<typeof lister>;
