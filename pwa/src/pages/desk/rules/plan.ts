import type { OfferRulesData } from '../../../api/org';

/** A length of time as it is typed. */
export interface Length {
  n: string;
  unit: 'minutes' | 'hours';
}
/** The rules of offers as they are typed. */
export interface OfferForm {
  daysAhead: Length;
  dayBefore: Length;
  sameDay: Length;
  atOnce: Length;
  /** the clock rests at night */
  night: boolean;
  nightFrom: string;
  nightUntil: string;
  passedOver: string;
}
export const lengths = ['daysAhead', 'dayBefore', 'sameDay', 'atOnce'] as const;
export type LengthField = (typeof lengths)[number];

/** What a community has that has set nothing of its own. */
export const usual: OfferRulesData = { daysAhead: 720, dayBefore: 120, sameDay: 20, atOnce: 60, nightFrom: 1320, nightUntil: 420, passedOver: 3 };
/** The least and the most that the server takes, in minutes; the last is a number. */
export const bounds = { daysAhead: [1, 10_080], dayBefore: [1, 10_080], sameDay: [1, 10_080], atOnce: [0, 1440], passedOver: [1, 50] } as const;

/** Whole hours are said in hours. */
export const lengthOf = (minutes: number): Length => (minutes && minutes % 60 === 0 ? { n: String(minutes / 60), unit: 'hours' } : { n: String(minutes), unit: 'minutes' });
/** In minutes; undefined when what was typed is no whole number. */
export const minutesOf = (l: Length): number | undefined => (/^\d{1,5}$/.test(l.n.trim()) ? Number(l.n) * (l.unit === 'hours' ? 60 : 1) : undefined);

const two = (n: number) => String(n).padStart(2, '0');
export const clockOf = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export function formOf(r: OfferRulesData): OfferForm {
  const night = r.nightFrom !== r.nightUntil;
  const of = night ? r : usual;
  return {
    daysAhead: lengthOf(r.daysAhead), dayBefore: lengthOf(r.dayBefore), sameDay: lengthOf(r.sameDay), atOnce: lengthOf(r.atOnce),
    night, nightFrom: clockOf(of.nightFrom), nightUntil: clockOf(of.nightUntil), passedOver: String(r.passedOver),
  };
}

const within = (n: number | undefined, [least, most]: readonly [number, number]) => n !== undefined && n >= least && n <= most;
interface Needs {
  length: string; time: string; sameTime: string; times: string;
}
/** What is wrong, by field. */
export function problems(f: OfferForm, needs: Needs): Record<string, string> {
  const p: Record<string, string> = {};
  for (const field of lengths) if (!within(minutesOf(f[field]), bounds[field])) p[field] = needs.length;
  if (f.night && !f.nightFrom) p.nightFrom = needs.time;
  if (f.night && !f.nightUntil) p.nightUntil = needs.time;
  if (f.night && f.nightFrom && f.nightFrom === f.nightUntil) p.nightUntil = needs.sameTime;
  if (!within(/^\d{1,3}$/.test(f.passedOver.trim()) ? Number(f.passedOver) : undefined, bounds.passedOver)) p.passedOver = needs.times;
  return p;
}

/** As the server takes it; only of a form without problems. */
export function inputOf(f: OfferForm): OfferRulesData {
  const of = (field: LengthField) => minutesOf(f[field]) ?? usual[field];
  return {
    daysAhead: of('daysAhead'), dayBefore: of('dayBefore'), sameDay: of('sameDay'), atOnce: of('atOnce'),
    nightFrom: f.night ? minuteOf(f.nightFrom) : 0, nightUntil: f.night ? minuteOf(f.nightUntil) : 0, passedOver: Number(f.passedOver),
  };
}
