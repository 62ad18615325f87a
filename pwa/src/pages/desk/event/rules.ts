import type { EditData } from '../../../api/deskEvents';
import { instant, localValue } from '../../../words/zone';

/** Who may sign up and when, as it is typed; what is empty is no rule. Times are the community's wall. */
export interface RulesForm {
  opensAt: string;
  closesAt: string;
  withdrawUntil: string;
  oneShift: boolean;
  minAge: string;
  maxAge: string;
  skill: string;
  minimum: string;
}
/** Places of a shift kept for people of a unit. */
export interface KeptForm {
  places: string;
  unit: { id: string; name: string } | null;
  until: string;
}
export interface RuleNeeds {
  closes: string; age: string; ages: string; minimum: string; keptPlaces: string; keptMost: string; keptUnit: string; keptUntil: string;
}

export const noRules = (): RulesForm => ({ opensAt: '', closesAt: '', withdrawUntil: '', oneShift: false, minAge: '', maxAge: '', skill: '', minimum: '' });

const wallOf = (at: string | null | undefined, zone: string) => (at ? localValue(at, zone) : '');
const instantOf = (local: string, zone: string) => (local ? new Date(instant(local, zone)).toISOString() : null);
const textOf = (n: number | null | undefined) => (n == null ? '' : String(n));
const numberOf = (s: string) => (s.trim() ? Number(s) : null);

export function rulesOf(r: EditData['joinRules'], zone: string): RulesForm {
  return {
    opensAt: wallOf(r.opensAt, zone), closesAt: wallOf(r.closesAt, zone), withdrawUntil: wallOf(r.withdrawUntil, zone), oneShift: r.oneShift,
    minAge: textOf(r.minAge), maxAge: textOf(r.maxAge), skill: r.skill, minimum: textOf(r.minimum),
  };
}
export function rulesInput(r: RulesForm, zone: string) {
  return {
    opensAt: instantOf(r.opensAt, zone), closesAt: instantOf(r.closesAt, zone), withdrawUntil: instantOf(r.withdrawUntil, zone), oneShift: r.oneShift,
    minAge: numberOf(r.minAge), maxAge: numberOf(r.maxAge), skill: r.skill.trim(), minimum: numberOf(r.minimum),
  };
}
export const keptOf = (k: EditData['shifts'][number]['kept'], zone: string): KeptForm | null => (k ? { places: String(k.places), unit: k.unit, until: wallOf(k.until, zone) } : null);
export const keptInput = (k: KeptForm | null, zone: string) => (k?.unit ? { places: Number(k.places), unitId: k.unit.id, until: instantOf(k.until, zone) ?? '' } : null);

const whole = (s: string, most: number) => /^\d{1,4}$/.test(s.trim()) && Number(s) <= most;

/** What is wrong with the rules, by field. */
export function rulesProblems(r: RulesForm, needs: RuleNeeds): Record<string, string> {
  const p: Record<string, string> = {};
  if (r.opensAt && r.closesAt && r.closesAt <= r.opensAt) p['joinRules.closesAt'] = needs.closes;
  for (const age of ['minAge', 'maxAge'] as const) if (r[age].trim() && !whole(r[age], 120)) p[`joinRules.${age}`] = needs.age;
  if (r.minAge.trim() && r.maxAge.trim() && whole(r.minAge, 120) && whole(r.maxAge, 120) && Number(r.minAge) > Number(r.maxAge)) p['joinRules.maxAge'] = needs.ages;
  if (r.minimum.trim() && !(whole(r.minimum, 9999) && Number(r.minimum) > 0)) p['joinRules.minimum'] = needs.minimum;
  return p;
}
export function keptProblems(k: KeptForm, capacity: string, needs: RuleNeeds): Record<string, string> {
  const p: Record<string, string> = {};
  if (!whole(k.places, 9999) || Number(k.places) < 1) p.places = needs.keptPlaces;
  else if (Number(k.places) > Number(capacity)) p.places = needs.keptMost;
  if (!k.unit) p.unit = needs.keptUnit;
  if (!k.until) p.until = needs.keptUntil;
  return p;
}

/** What one would keep first: a fifth of the places, until six in the evening before. */
export function firstKept(capacity: string, date: string): KeptForm {
  const fifth = Math.max(1, Math.round((Number(capacity) || 10) / 5));
  const before = date ? new Date(Date.parse(`${date}T00:00Z`) - 86_400_000).toISOString().slice(0, 10) : '';
  return { places: String(fifth), unit: null, until: before && `${before}T18:00` };
}
