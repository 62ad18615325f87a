import { faultOf, newKey, send } from '../../api';
import type { ResultOf, VariablesOf } from '../../api/graphql';
import { CheckIn } from '../../api/door';
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
/** To be looked at, though the person is in. */
const quiet = new Set(['OUTSIDE_TIME', 'CLOCK_SKEW']);

/** Sends one entry and says truthfully whether it is in the log. */
export async function enter(eventId: string, method: Input['method'], who: Who, direction: 'IN' | 'OUT' | 'UNDO' = 'IN', undoes?: string): Promise<Outcome> {
  const id = newKey();
  try {
    const d = await send(CheckIn, { input: [{ id, eventId, method, at: new Date().toISOString(), direction, undoes, ...who }] });
    const r = d.checkIn[0];
    if (!r) throw new Error('no answer');
    const loud = r.warnings.some((w) => !quiet.has(w));
    return { id, saved: r.accepted, tone: r.accepted ? (loud ? 'warn' : 'good') : 'bad', warnings: r.warnings, signUp: r.signUp };
  } catch (error) {
    return { id, saved: false, tone: 'bad', warnings: [], signUp: null, error };
  }
}

/** Whether there was simply no network: then the name must be kept by hand. */
export const noNetwork = (o: Outcome) => o.error !== undefined && faultOf(o.error).code === 'NETWORK';
