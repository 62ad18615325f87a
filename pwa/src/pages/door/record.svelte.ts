import { tick as settled } from 'svelte';
import { newKey } from '../../api';
import { keep, outbox, type Answer, type Answered, type CheckInInput, type Draft, type Entry, type Kept } from '../../api/outbox';
import { toasts } from '../../parts/toast.svelte';
import { door } from '../../words/door';
import { isAnew } from './find';
import { flagsOf, isFull, judge, type Flag, type Judged } from './judge';
import { signal, type Tone } from './signal';
import type { Guest } from './spans';
import type { Station } from './station.svelte';
import { readTicket } from './ticket';

export interface Said {
  tone: Tone;
  title: string;
  lines: string[];
}
/** To be looked at later, though the person is in. */
const quiet = new Set<string>(['OUTSIDE_TIME', 'CLOCK_SKEW', 'LATE_CODE', 'NO_REASON', 'BY_ONESELF']);
const isLoud = (flag: string) => !quiet.has(flag);
const wordsOf = (flags: readonly string[]) => flags.map((f) => door.t.flags[f] ?? f);
type Direction = CheckInInput['direction'];
type Who = Pick<CheckInInput, 'signUpId' | 'ticket' | 'personId' | 'name' | 'phoneTail'>;

/** Makes the door's entries and says large what became of each. Call it while a component is being set up. */
export function recorder(at: Station) {
  let said = $state.raw<Said | undefined>();
  let instead = $state.raw<Entry | undefined>();
  let fading: ReturnType<typeof setTimeout> | undefined;

  function say(s: Said) {
    signal(s.tone);
    said = s;
    clearTimeout(fading);
    fading = setTimeout(() => (said = undefined), s.tone === 'in' || s.tone === 'out' ? 600 : 1800);
  }
  const draft = (method: CheckInInput['method'], direction: Direction, who: Who, name: string, of: string, undoes?: string): Draft => ({
    sender: at.sender,
    name,
    of,
    input: { id: newKey(), eventId: at.eventId, method, direction, at: new Date().toISOString(), ...who, ...(undoes && { undoes }) },
  });
  /** Keeps entries and never calls anything saved that is not on the disk. */
  async function store(drafts: Draft[], name: string): Promise<Kept> {
    const refused = instead;
    const anew = refused && drafts.find((d) => isAnew(d, refused, at.guests));
    if (anew) anew.replaces = refused.id;
    const kept = await keep(drafts);
    if (anew && kept === 'stored' && instead?.id === refused.id) instead = undefined;
    if (kept !== 'stored') say({ tone: 'bad', title: door.t.notSaved, lines: [name, door.t.notStored[kept]].filter(Boolean) });
    return kept;
  }
  function answer(direction: 'IN' | 'OUT', name: string, flags: readonly Flag[], loud: boolean) {
    const look = flags.some(isLoud);
    const s: Said = { tone: look ? 'warn' : direction === 'IN' ? 'in' : 'out', title: name, lines: [flags.includes('ALREADY_CHECKED_IN') ? '' : direction === 'IN' ? door.t.isIn : door.t.isOut, ...wordsOf(flags)].filter(Boolean) };
    if (look || loud) say(s);
    else signal(s.tone);
  }
  /** Offers a way back while the line stands. */
  function offer(drafts: Draft[], text: string) {
    toasts.say(text, { tone: 'good', undo: () => void undo(drafts.map((d) => ({ id: d.input.id, name: d.name, of: d.of })), text) });
  }
  async function undo(entries: { id: string; name: string; of: string }[], text: string) {
    const kept = await store(entries.map((e) => draft('LIST', 'UNDO', {}, e.name, e.of, e.id)), '');
    if (kept !== 'stored') return;
    toasts.say(door.t.undone(text));
    await settled();
    if (document.activeElement === document.body) document.getElementById(`tick-${entries[0]?.of}`)?.focus({ preventScroll: true }); // a keyboard goes on there
  }

  /** Scanned: judged here first, with and without a network; only what is refused leaves no entry. */
  async function scan(text: string, direction: 'IN' | 'OUT') {
    const j = await read(text, direction);
    if (j.refused) {
      say({ tone: 'bad', title: door.t.flags[j.refused] ?? door.t.refused, lines: [j.guest?.name ?? '', door.t.refusedHint[j.refused] ?? door.t.refused].filter(Boolean) });
      return;
    }
    const of = j.guest?.signUpId ?? `ticket-${text.slice(-12)}`;
    const name = j.guest?.name ?? door.t.unknownTicket(text.slice(-4));
    const d = draft('SCAN', direction, { ticket: text }, name, of);
    if ((await store([d], name)) !== 'stored') return;
    answer(direction, name, j.flags, true);
    if (!j.flags.includes('ALREADY_CHECKED_IN')) offer([d], direction === 'IN' ? door.t.done(name) : door.t.out(name));
  }
  /** A key that is not known here may be new: with a network that is found out before anybody is sent away. */
  async function read(text: string, direction: 'IN' | 'OUT'): Promise<Judged> {
    const { head } = at;
    if (!head) return { refused: 'UNKNOWN_KEY', flags: [] };
    let ticket = await readTicket(text, head.keys);
    if (ticket === 'UNKNOWN_KEY' && at.reached) {
      await at.refresh();
      ticket = await readTicket(text, at.head?.keys ?? head.keys);
    }
    return judge(ticket, { head: at.head ?? head, guests: at.guests }, direction, at.now());
  }
  /** Ticked on the list. */
  async function tick(g: Guest, direction: 'IN' | 'OUT') {
    const flags = at.head ? flagsOf(g, direction, at.head, at.now()) : [];
    const d = draft('LIST', direction, { signUpId: g.signUpId }, g.name, g.signUpId);
    if ((await store([d], g.name)) !== 'stored') return;
    answer(direction, g.name, flags, false);
    offer([d], direction === 'IN' ? door.t.done(g.name) : door.t.out(g.name));
  }
  /** Came without being on the list. Nobody is sent away for want of a place. */
  async function walkIn(name: string, phoneTail: string): Promise<Kept> {
    const d = draft('WALK_IN', 'IN', { name, ...(phoneTail && { phoneTail }) }, name, '');
    d.of = `new-${d.input.id}`;
    const kept = await store([d], name);
    if (kept !== 'stored') return kept;
    const full = at.head && isFull({ head: at.head, guests: at.guests.filter((g) => g.signUpId !== d.of) }, at.now());
    answer('IN', name, full ? ['NOT_SIGNED_UP', 'OVER_CAPACITY'] : ['NOT_SIGNED_UP'], true);
    offer([d], door.t.done(name));
    return kept;
  }
  /** Many at once, in one piece: all are kept or none is. */
  async function many(guests: readonly Guest[], direction: 'IN' | 'ABSENT') {
    const drafts = guests.map((g) => draft('LIST', direction, { signUpId: g.signUpId }, g.name, g.signUpId));
    if ((await store(drafts, '')) !== 'stored') return;
    signal('in');
    offer(drafts, direction === 'IN' ? door.t.allIn(drafts.length) : door.t.allAbsent(drafts.length));
  }
  /** Takes back what this phone entered of somebody: leaving, or else coming with all that followed from it. */
  async function takeBack(g: Guest, direction: 'IN' | 'OUT' | 'ABSENT') {
    const mine = at.own(g.signUpId).filter((e) => e.direction === direction || (direction === 'IN' && e.direction === 'OUT'));
    await undo(mine.map((e) => ({ id: e.id, name: g.name, of: g.signUpId })), direction === 'IN' ? door.t.done(g.name) : direction === 'OUT' ? door.t.out(g.name) : door.t.didNotCome(g.name));
  }

  /** What the server found that the phone did not see. A refusal is said as loudly as a scan. */
  function hear(entries: readonly Answered[], answers: readonly Answer[]) {
    const here = entries.filter((e) => e.eventId === at.eventId && e.input.direction !== 'UNDO');
    const by = new Map(answers.map((a) => [a.id, a]));
    const refused = here.filter((e) => by.get(e.id)?.accepted === false);
    const [first] = refused;
    if (first) say({ tone: 'bad', title: door.t.serverRefused(refused.length), lines: [first.name, ...wordsOf(by.get(first.id)?.warnings ?? []), door.t.seeQueue] });
  }
  $effect(() => outbox.listen(hear));

  return {
    get said() {
      return said;
    },
    hush: () => (said = undefined),
    /** what was refused and is being entered in another way: the next entry about the same person takes its place on the list of to-dos */
    get instead() {
      return instead;
    },
    set instead(e: Entry | undefined) {
      instead = e;
    },
    scan,
    tick,
    walkIn,
    many,
    takeBack,
  };
}
export type Recorder = ReturnType<typeof recorder>;
