import type { SignUpStatus } from '../api/graphql';
import type { ExplanationData } from '../api/roster';
import type { Sayer } from '../words/when';
import type { queue } from '../words/zh-CN/queue';

type Words = typeof queue;
export interface Queued {
  status: SignUpStatus;
  queuePosition?: number | null;
  offerExpiresAt?: string | null;
  explanation: ExplanationData;
}

/** The rule that a sign-up stands under, a sentence each; `name` is whose it is, as the reader calls her. */
export function explain(s: Queued, name: string, t: Words, say: Sayer): string[] {
  const x = s.explanation;
  const who = t.all(name, x.asked);
  const free = x.free ?? 0;
  const line = x.ahead ? t.ahead(x.ahead, x.mustFree ?? 1, who) : t.next(who, x.mustFree ?? 1);
  const party = x.asked > 1 ? [t.together(x.asked)] : [];
  switch (x.rule) {
    case 'PLACE':
      return [t.place(name)];
    case 'OFFER':
      return s.offerExpiresAt ? [t.offer(who, say.moment(s.offerExpiresAt))] : [];
    case 'FULL':
      return [line, ...party];
    case 'TOO_LARGE':
      return [t.tooLarge(x.asked, free, s.queuePosition ?? 1), t.passed(x.passedOver, x.passedOverMost)];
    case 'HELD_FOR_IT':
      return [t.heldForIt(x.passedOver, free, x.asked)];
    case 'HELD_FOR_OTHERS':
      return [line, t.heldForOthers(free), ...party];
    case 'KEPT':
      return [line, ...(x.kept ? [t.kept(free, x.kept.unit.name, say.moment(x.kept.until))] : []), ...party];
    default:
      return [t.over];
  }
}

/** What is left until a deadline, as a clock in the last ten minutes; null once it is over. Never negative. */
export function left(until: string | number, now: number, t: Words): string | null {
  const ms = (typeof until === 'number' ? until : Date.parse(until)) - now;
  if (!(ms > 0)) return null;
  const s = Math.ceil(ms / 1000);
  if (s < 600) return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
  const m = Math.ceil(s / 60);
  if (m < 60) return t.minutes(m);
  if (m < 48 * 60) return t.hoursMinutes(Math.floor(m / 60), m % 60);
  return t.days(Math.floor(m / 1440), Math.floor((m % 1440) / 60));
}
