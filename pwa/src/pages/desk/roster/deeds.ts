import { newKey, send } from '../../../api';
import { ConfirmSignUp, MoveUp } from '../../../api/deskQueue';
import { RemoveSignUp, type RosterRowData } from '../../../api/deskRoster';
import type { ExplanationData } from '../../../api/roster';
import { deskEvents } from '../../../words/deskEvents';
import { deskQueue } from '../../../words/deskQueue';
import { wanting } from './queue';

/** What a lead may do to a sign-up that takes a reason. */
export type DeedKind = 'up' | 'confirm' | 'remove';
export interface Deed {
  title: string;
  hint?: string | undefined;
  /** what follows from it */
  points: string[];
  reasons: readonly string[];
  action: string;
  done: string;
  act: (reason: string) => Promise<RosterRowData>;
}

/** What follows from giving a sign-up its place now. */
export function confirmPoints(row: RosterRowData, why: ExplanationData | undefined, t: typeof deskQueue.t): string[] {
  if (row.status === 'OFFERED' || !why) return [t.confirmOffered];
  const more = wanting(why);
  const points = why.asked > 1 ? [t.confirmParty(why.asked)] : [];
  if (more) points.push(t.confirmAdds(more));
  else if (why.free != null) points.push(t.confirmTakes(why.asked));
  if (why.ahead) points.push(t.passes(why.ahead));
  return points;
}

/** A deed as it is asked for; its key is made once, so that trying again repeats nothing. */
export function deedOf(kind: DeedKind, row: RosterRowData, why: ExplanationData | undefined): Deed {
  const [t, e, name, key] = [deskQueue.t, deskEvents.t, row.person.name, newKey()];
  const vars = (reason: string) => ({ signUpId: row.id, reason, key });
  if (kind === 'remove') {
    const act = async (reason: string) => (await send(RemoveSignUp, vars(reason))).withdraw;
    return { title: e.removeWhy(name), hint: e.removeHint, points: [], reasons: e.removeReasons, action: e.remove, done: e.removed(name), act };
  }
  if (kind === 'confirm') {
    const act = async (reason: string) => (await send(ConfirmSignUp, vars(reason))).confirmSignUp;
    return { title: t.confirmTitle(name), points: confirmPoints(row, why, t), reasons: t.confirmReasons, action: t.confirm, done: t.confirmDone(name), act };
  }
  const act = async (reason: string) => (await send(MoveUp, vars(reason))).moveUp;
  const points = [...(why?.ahead ? [t.passes(why.ahead)] : []), ...(why && why.asked > 1 ? [t.withParty(why.asked)] : [])];
  return { title: t.moveUpTitle(name), points, reasons: t.moveUpReasons, action: t.moveUp, done: t.moveUpDone(name), act };
}
