import { faultOf, wordsFor } from '../../../api';
import { deskRules } from '../../../words/deskRules';

const names: Record<string, string> = { startsAt: 'from', endsAt: 'to', unitId: 'unit', teamId: 'team' };

/** The server's refusal as the words beside a field of the form: `shifts.2.capacity`; none when no field is at fault. */
export function problemOf(error: unknown): Record<string, string> | undefined {
  const f = faultOf(error);
  if (!f.field) return undefined;
  const parts = f.field.replace(/^input\./, '').split('.');
  const last = parts.pop() ?? '';
  const key = [...parts, names[last] ?? last].join('.');
  const needs = deskRules.t.needs;
  if (key.startsWith('joinRules.') && f.reason === 'OUTSIDE_EVENT') return { [key]: needs.outside };
  return { [key]: f.reason === 'OUTSIDE_SHIFT' ? needs.outsideShift : wordsFor(error) };
}
