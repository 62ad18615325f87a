import type { DoorRowData } from '../../api/door';
import type { Entry } from '../../api/outbox';

/** What the door knows of somebody: the server's row with what waits on this phone laid over it. */
export interface Guest extends DoorRowData {
  /** something about her waits to be sent */
  waits: boolean;
  /** something about her could not be stored, and is not laid over her row */
  unsaved: boolean;
  /** her ticket was signed by us and she is not on the stored roster: the server will tell */
  unchecked: boolean;
}
/** A clock that is this wrong at most is taken at its word, as the server takes it (server/door, check-in), ms. */
export const trusted = 120_000;
/** What is added to a time of this phone to have the time that counts; `offset` is ms that the server's clock is ahead. */
export const correction = (offset: number): number => (Math.abs(offset) > trusted ? offset : 0);

interface Line {
  id: string;
  at: number;
  direction: 'IN' | 'OUT' | 'ABSENT';
}

/**
 * The server's rule (docs/glossary.md, "span") on what is known here: lines by time; a run of INs and then a run of OUTs is
 * a span from its first IN to its last OUT; leaving before any coming belongs to no span; who came was not absent.
 */
export function reckon(lines: Line[]): Pick<DoorRowData, 'checkedInAt' | 'checkedOutAt' | 'absentAt'> {
  const iso = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const sorted = [...lines].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const moves = sorted.filter((l) => l.direction !== 'ABSENT');
  const came = moves.find((l) => l.direction === 'IN');
  const last = moves.at(-1);
  const out = last?.direction === 'OUT' ? last : undefined;
  return { checkedInAt: iso(came?.at), checkedOutAt: iso(out?.at), absentAt: came ? null : iso(sorted.filter((l) => l.direction === 'ABSENT').at(-1)?.at) };
}

/** The lines that the server's row speaks of. */
function linesOf(row: DoorRowData): Line[] {
  const line = (direction: Line['direction'], at: string | null): Line[] => (at ? [{ id: '', at: Date.parse(at), direction }] : []);
  return [...line('IN', row.checkedInAt), ...line('OUT', row.checkedOutAt), ...line('ABSENT', row.absentAt)];
}

/** A row for somebody who has none yet: a walk-in, or a ticket that is not on the stored roster. */
const newcomer = (e: Entry, shiftId: string): DoorRowData => ({
  signUpId: e.of,
  personId: '',
  number: 0,
  name: e.name,
  phoneTail: e.input.phoneTail ?? '',
  search: e.name.toLowerCase(),
  shiftId: e.input.shiftId ?? shiftId,
  status: 'CONFIRMED',
  walkIn: e.input.method === 'WALK_IN',
  checkedInAt: null,
  checkedOutAt: null,
  absentAt: null,
  card: 0,
  revision: 0,
});

export interface Here {
  /** ms that the server's clock is ahead */
  offset: number;
  /** entries that the server has and that an UNDO on this phone may take back */
  sent: ReadonlyMap<string, { direction: 'IN' | 'OUT' | 'ABSENT' }>;
  /** rows of which something could not be stored */
  unsaved: ReadonlySet<string>;
  /** where newcomers are shown */
  shiftId: string;
}

/** The roster as this phone knows it: rows without anything waiting are the server's own. */
export function overlay(rows: readonly DoorRowData[], waiting: readonly Entry[], here: Here): Guest[] {
  const undone = new Set(waiting.map((e) => (e.input.direction === 'UNDO' ? e.input.undoes : undefined)));
  const byRow = new Map<string, Entry[]>();
  for (const e of waiting) {
    const hers = byRow.get(e.of);
    if (hers) hers.push(e);
    else byRow.set(e.of, [e]);
  }
  const known = new Set(rows.map((r) => r.signUpId));
  const guests = rows.map((r) => lay(r, byRow.get(r.signUpId), undone, here));
  for (const [of, entries] of byRow) {
    const first = entries.find((e) => e.input.direction !== 'UNDO' && !undone.has(e.id));
    if (!known.has(of) && first) guests.push({ ...lay(newcomer(first, here.shiftId), entries, undone, here), unchecked: !!first.input.ticket });
  }
  return guests;
}

/** A row about which nothing waits is the same guest each time, so that the screen leaves it alone. */
const alone = new WeakMap<DoorRowData, Guest>();
function asItIs(row: DoorRowData): Guest {
  const guest = alone.get(row) ?? { ...row, waits: false, unsaved: false, unchecked: false };
  alone.set(row, guest);
  return guest;
}

function lay(row: DoorRowData, entries: Entry[] | undefined, undone: ReadonlySet<string | undefined>, here: Here): Guest {
  const unsaved = here.unsaved.has(row.signUpId);
  if (!entries) return unsaved ? { ...asItIs(row), unsaved } : asItIs(row);
  const gone = new Set(entries.map((e) => here.sent.get(e.input.undoes ?? '')?.direction));
  const lines = linesOf(row).filter((l) => !gone.has(l.direction));
  for (const e of entries) {
    const { direction, method } = e.input;
    const by = method === 'BACKFILL' ? 0 : correction(here.offset); // what somebody typed is hers, not the clock's
    if (direction !== 'UNDO' && !undone.has(e.id)) lines.push({ id: e.id, at: Date.parse(e.input.at) + by, direction });
  }
  return { ...row, ...reckon(lines), waits: true, unsaved, unchecked: false };
}
