import { faultOf, newKey, send, wordsFor } from '../../api';
import type { ResultOf, VariablesOf } from '../../api/graphql';
import { CheckIn } from '../../api/door';
import { door } from '../../words/door';
import type { Tone } from './signal';

type Input = VariablesOf<typeof CheckIn>['input'] extends infer I ? (I extends readonly (infer E)[] ? E : never) : never;
type Result = ResultOf<typeof CheckIn>['checkIn'][number];
export type Who = Pick<Input, 'signUpId' | 'ticket' | 'name' | 'phoneTail' | 'personId'>;
export interface Outcome {
  /** names the entry, to take it back */
  id: string;
  saved: boolean;
  tone: Tone;
  warnings: string[];
  signUp: Result['signUp'];
  /** what the network or the server said when there was no answer to the entry */
  error?: unknown;
}
/** To be looked at later, though the person is in. */
const quiet = new Set(['OUTSIDE_TIME', 'CLOCK_SKEW']);

/** What an answer to an entry means for the door. */
export function outcome(id: string, r: Pick<Result, 'accepted' | 'warnings' | 'signUp'>): Outcome {
  const loud = r.warnings.some((w) => !quiet.has(w));
  return { id, saved: r.accepted, tone: r.accepted ? (loud ? 'warn' : 'good') : 'bad', warnings: r.warnings, signUp: r.signUp };
}

async function post(input: Input[]): Promise<Outcome> {
  const id = input[0]?.id ?? '';
  try {
    const d = await send(CheckIn, { input });
    const r = d.checkIn.find((one) => !one.accepted) ?? d.checkIn[0];
    if (!r) throw new Error('no answer');
    return outcome(id, r);
  } catch (error) {
    return { id, saved: false, tone: 'bad', warnings: [], signUp: null, error };
  }
}
/** Sends one entry and says truthfully whether it is in the log. */
export const enter = (eventId: string, method: Input['method'], who: Who, direction: 'IN' | 'OUT') =>
  post([{ id: newKey(), eventId, method, at: new Date().toISOString(), direction, ...who }]);

/** Takes entries of one person back. Somebody who was scanned twice has two. */
export const takeBack = (eventId: string, entries: readonly string[]) =>
  post(entries.map((undoes) => ({ id: newKey(), eventId, method: 'LIST', at: new Date().toISOString(), direction: 'UNDO', undoes })));

/** Was here before: this entry moved nothing. */
export const isRepeat = (o: Outcome) => o.warnings.includes('ALREADY_CHECKED_IN');

/** What to say large, and below it: the name of who is in, or why nobody is. Without a network the name must be kept by hand. */
export function answerTo(o: Outcome, name: string): { title: string; lines: string[] } {
  const flags = o.warnings.map((w) => door.t.flags[w] ?? w);
  if (o.saved) return { title: o.signUp?.person.name || name || door.t.good, lines: flags };
  if (o.error === undefined) return { title: flags[0] ?? door.t.notSaved, lines: [door.t.refused] };
  return { title: door.t.notSaved, lines: [faultOf(o.error).code === 'NETWORK' ? door.t.notSavedHint : wordsFor(o.error)] };
}
