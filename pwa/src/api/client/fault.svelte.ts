import { CombinedError } from '@urql/core';
import { common } from '../../words/common';
import { lang } from '../../words/lang.svelte';
import { Sayer } from '../../words/when';

/** Why something did not work, as the server or the network said. */
export interface Fault {
  /** `extensions.code`, or NETWORK when no answer came */
  code: string;
  field?: string | undefined;
  reason?: string | undefined;
  /** seconds to wait, with RATE_LIMITED */
  retryAfter?: number | undefined;
  /** what to quote, with INTERNAL */
  id?: string | undefined;
  /** the title of a clashing event that the reader may see */
  title?: string | undefined;
  /** whose clash it is */
  personId?: string | undefined;
  /** how many places are taken, with BELOW_CONFIRMED */
  confirmed?: number | undefined;
  /** all that the server said beside the code */
  facts?: Readonly<Record<string, unknown>>;
}
// The catalogue comes after the first page; until then the likeliest reason is said.
let words = $state.raw<typeof import('../../words/refusal') | undefined>();
export async function loadWords(): Promise<void> {
  try {
    words ??= await import('../../words/refusal');
  } catch {
    addEventListener('online', () => void loadWords(), { once: true });
  }
}
let clock = () => new Sayer(lang.now, 'Asia/Shanghai', Date.now());
/** Whose clock the times of a refusal are said by. */
export function sayBy(f: () => Sayer) {
  clock = f;
}

const text = (v: unknown) => (typeof v === 'string' && v ? v : undefined);

/** Reads a failure; the first error speaks for all. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof CombinedError)) return { code: 'INTERNAL' };
  const first = error.graphQLErrors[0];
  if (!first) {
    const status = (error.response as Response | undefined)?.status;
    return { code: status === 429 ? 'RATE_LIMITED' : status === 413 ? 'TOO_COMPLEX' : 'NETWORK' };
  }
  const x = first.extensions;
  const clash = x.clash as { title?: unknown; personId?: unknown } | undefined;
  return {
    code: text(x.code) ?? 'INTERNAL',
    field: text(x.field),
    reason: text(x.reason),
    retryAfter: typeof x.retryAfter === 'number' ? x.retryAfter : undefined,
    id: text(x.id) ?? text(x.requestId),
    title: text(clash?.title),
    personId: text(clash?.personId) ?? text(x.personId),
    confirmed: typeof x.confirmed === 'number' ? x.confirmed : undefined,
    facts: x,
  };
}

/** The failure in the reader's words: what happened and what to do. */
export function wordsFor(error: unknown): string {
  const f = faultOf(error);
  const t = words?.errors.t;
  if (!words || !t) return common.t.network;
  if (f.code === 'RATE_LIMITED') return t.wait(f.retryAfter);
  if (f.reason === 'CLASH' && f.title) return t.clashWith(f.title);
  const byReason = f.reason ? (words.refusal(f.reason, f.facts ?? {}, clock()) ?? t.reasons[f.reason]) : undefined;
  if (byReason) return byReason;
  if (f.code === 'BAD_USER_INPUT' && f.field) {
    const name = t.fields[f.field.split('.').at(-1) ?? ''];
    if (name) return t.badField(name);
  }
  const byCode = t.codes[f.code] ?? t.codes.INTERNAL ?? '';
  return f.id && f.code === 'INTERNAL' ? t.quote(byCode, f.id) : byCode;
}
