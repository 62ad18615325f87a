import { SvelteSet } from 'svelte/reactivity';
import { pages, query, subscribe } from '../../api';
import { RosterHead, RosterLive, RosterPage } from '../../api/deskRoster';
import { counted, narrowed, part, type Show } from './parts';

/** Rosters are read whole up to here; past it, search finds the rest. */
const most = 600;
const wait = 250;

/** The people of one event as the door sees them: all who may come, searched, split into to come, here and waiting. Call it while a component is being set up. */
export function guests(eventId: () => string) {
  let typed = $state('');
  let search = $state('');
  let show = $state<Show>('toCome');
  const working = new SvelteSet<string>();
  const head = query(RosterHead, () => ({ id: eventId() }));
  const may = $derived(!!head.data?.event?.mayLead);
  const list = pages(RosterPage, () => (may ? { eventId: eventId() } : null), (d) => d.roster, { n: 1 });
  const found = pages(RosterPage, () => (may && search ? { eventId: eventId(), search } : null), (d) => d.roster, { n: 1 });
  const known = $derived(new Set(list.rows.map((r) => r.id)));

  $effect(() => {
    const text = typed.trim();
    const later = setTimeout(() => (search = text), wait);
    return () => clearTimeout(later);
  });
  $effect(() => {
    if (list.more && !list.fetching && list.rows.length < most) list.next();
  });
  /** The cache carries changed rows by itself; one that is not on the list yet makes it be read again. */
  const meet = (signUps: { id: string }[]) => {
    if (signUps.every((s) => known.has(s.id))) return;
    list.again();
    found.again();
  };
  subscribe(
    RosterLive,
    () => (may ? { eventId: eventId() } : null),
    ({ rosterChanged: m }) => {
      if (m.partial && !m.fresh) list.again();
      meet(m.signUps);
    },
  );

  const rows = $derived(list.rows.filter(part.all));
  const numbers = $derived(counted(rows));
  const text = $derived(typed.trim());
  // The server knows pinyin and its initials, so it does the searching; until it answers, and without a network, names and phone tails are found here.
  const answered = $derived(!!text && text === search && !found.fetching && !found.error);
  const shown = $derived(answered ? found.rows.filter(part.all) : text ? narrowed(rows, text) : rows.filter(part[show]));

  return {
    get event() {
      return head.data?.event ?? undefined;
    },
    /** the event is not there, or this viewer may not lead it */
    get gone() {
      return !!head.data && !may;
    },
    get error() {
      return head.error ?? list.error;
    },
    /** what is shown may still grow */
    get fetching() {
      return list.fetching || (!!text && !answered && !found.error);
    },
    get rows() {
      return rows;
    },
    get shown() {
      return shown;
    },
    get numbers() {
      return numbers;
    },
    get typed() {
      return typed;
    },
    set typed(v: string) {
      typed = v;
    },
    /** a search looks through everybody */
    get show() {
      return text ? 'all' : show;
    },
    set show(v: Show) {
      typed = '';
      show = v;
    },
    busy: (id: string, on: boolean) => (on ? working.add(id) : working.delete(id)),
    isBusy: (id: string) => working.has(id),
    meet,
    again: () => {
      head.again();
      list.again();
    },
  };
}
