import { SvelteSet } from 'svelte/reactivity';
import { pages, query, subscribe } from '../../api';
import { RosterHead, RosterLive, RosterPage, type RosterRowData } from '../../api/deskRoster';

export type Show = 'toCome' | 'here' | 'waiting' | 'all';
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
  const list = pages(RosterPage, () => (may ? { eventId: eventId(), search: search || undefined } : null), (d) => d.roster, { n: 1 });
  const known = $derived(new Set(list.rows.map((r) => r.id)));

  // The server knows pinyin and phone tails, so it does the searching; what is typed narrows what is here at once.
  $effect(() => {
    const text = typed.trim();
    const later = setTimeout(() => (search = text), wait);
    return () => clearTimeout(later);
  });
  $effect(() => {
    if (list.more && !list.fetching && list.rows.length < most) list.next();
  });
  subscribe(RosterLive, () => (may ? { eventId: eventId() } : null), (d) => {
    if (d.rosterChanged.signUps.some((s) => !known.has(s.id))) list.again();
  });

  const isHere = (r: RosterRowData) => !!r.checkedInAt;
  const waits = (r: RosterRowData) => !isHere(r) && r.status === 'WAITLISTED';
  const comes = (r: RosterRowData) => !isHere(r) && (r.status === 'CONFIRMED' || r.status === 'OFFERED');
  const parts: Record<Show, (r: RosterRowData) => boolean> = { toCome: comes, here: isHere, waiting: waits, all: (r) => isHere(r) || waits(r) || comes(r) };
  const rows = $derived(list.rows.filter(parts.all));
  const numbers = $derived({ toCome: rows.filter(comes).length, here: rows.filter(isHere).length, waiting: rows.filter(waits).length });
  const shown = $derived(rows.filter((r) => (typed.trim() ? true : parts[show](r))));

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
    get fetching() {
      return list.fetching;
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
    get show() {
      return show;
    },
    set show(v: Show) {
      show = v;
    },
    busy: (id: string, on: boolean) => (on ? working.add(id) : working.delete(id)),
    isBusy: (id: string) => working.has(id),
    again: () => list.again(),
  };
}
