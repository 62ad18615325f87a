import { errors } from './errors';
import type { Rule } from './zh-CN/errors';
import type { Sayer } from './when';

export { errors };
const text = (v: unknown) => (typeof v === 'string' && v ? v : undefined);
const count = (v: unknown) => (typeof v === 'number' ? v : undefined);
const nameOf = (v: unknown) => text(v) ?? (typeof v === 'object' && v && 'name' in v ? text(v.name) : undefined);

/** Which rule refused, in words, and when its answer would change; nothing when it is no rule of joining. */
export function refusal(reason: string, x: Readonly<Record<string, unknown>>, say: Sayer): string | undefined {
  const rules: Readonly<Record<string, (x: Rule) => string>> = errors.t.rules;
  const at = (v: unknown) => (text(v) ? say.moment(String(v)) : undefined);
  return rules[reason]?.({
    changes: at(x.changesAt),
    until: at(x.until),
    shift: nameOf(x.shift),
    skill: text(x.skill),
    minAge: count(x.minAge),
    maxAge: count(x.maxAge),
    confirmed: count(x.confirmed),
    over: count(x.over),
  });
}
