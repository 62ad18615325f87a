import { faultOf, wordsFor } from '../../../api';
import { deskEvents } from '../../../words/deskEvents';

const names: Record<string, string> = { startsAt: 'from', endsAt: 'to', unitId: 'unit', teamId: 'team' };

/** The server's refusal as the words beside a field of the form: `shifts.2.capacity`; none when no field is at fault. */
export function problemOf(error: unknown): Record<string, string> | undefined {
  const f = faultOf(error);
  if (!f.field) return undefined;
  const parts = f.field.replace(/^input\./, '').split('.');
  const last = parts.pop() ?? '';
  const key = [...parts, names[last] ?? last].join('.');
  return { [key]: f.reason === 'BELOW_CONFIRMED' && f.confirmed !== undefined ? deskEvents.t.below(f.confirmed) : wordsFor(error) };
}
