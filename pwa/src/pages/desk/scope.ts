import type { UnitLevel } from '../../api/graphql';
import { session } from '../../state/session.svelte';
import { common } from '../../words/common';

const levels: readonly UnitLevel[] = ['COMMITTEE', 'BRANCH', 'GROUP', 'HOUSEHOLD'];
/** Where a community uses three, buildings stand directly under the committee. */
const three: readonly UnitLevel[] = ['COMMITTEE', 'GROUP', 'HOUSEHOLD'];
const used = () => (session.community?.levelNames.length === 3 ? three : levels);
interface Place {
  id: string;
  ancestors?: readonly { id: string }[];
}

/** The widest unit that the viewer runs, a secretary's before a lead's; none for the lead of a team. */
export function ownUnit() {
  const mine = session.viewer?.memberships.filter((m) => m.role === 'SECRETARY' || m.role === 'LEAD') ?? [];
  const rank = (m: (typeof mine)[number]) => (m.role === 'SECRETARY' ? 0 : 10) + levels.indexOf(m.unit.level);
  return [...mine].sort((a, b) => rank(a) - rank(b))[0]?.unit;
}

function holds(place: Place, roles: readonly string[]): boolean {
  const over = [place.id, ...(place.ancestors ?? []).map((a) => a.id)];
  return session.viewer?.memberships.some((m) => roles.includes(m.role) && over.includes(m.unit.id)) ?? false;
}
/** May change units, people, roles and teams here: the screen's guess, the server decides. */
export const isSecretaryOf = (place: Place | null | undefined) => !!place && holds(place, ['SECRETARY']);
/** May see people and events here. */
export const runs = (place: Place | null | undefined) => !!place && holds(place, ['SECRETARY', 'LEAD']);

/** A level in the community's own words. */
export function levelName(level: UnitLevel): string {
  return session.community?.levelNames[used().indexOf(level)] ?? common.t.levels[level];
}
/** The level of what is added under a unit; none under a household. */
export function levelBelow(level: UnitLevel): UnitLevel | undefined {
  return used()[used().indexOf(level) + 1];
}
