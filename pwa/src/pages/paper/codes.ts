import { ask } from '../../api';
import { RosterTickets } from '../../api/deskRoster';
import { draw, type Drawn } from '../../parts/qr';

const atOnce = 20;
const mostPages = 100;
const breathe = () => new Promise((r) => setTimeout(r));

async function tickets(eventId: string): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  let after: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { roster } = await ask(RosterTickets, { eventId, after });
    for (const { node } of roster.edges) if (node.ticket) all.set(node.id, node.ticket);
    after = roster.pageInfo.endCursor ?? undefined;
    if (!roster.pageInfo.hasNextPage || !after) break;
  }
  return all;
}

/** Draws the tickets of these sign-ups, some at a time so that the page stays alive; `told` hears how many there are by now. */
export async function codesOf(eventId: string, signUps: readonly string[], told: (n: number) => void, on: () => boolean): Promise<Map<string, Drawn>> {
  const all = await tickets(eventId);
  const drawn = new Map<string, Drawn>();
  for (let i = 0; i < signUps.length && on(); i += atOnce) {
    for (const id of signUps.slice(i, i + atOnce)) {
      const ticket = all.get(id);
      if (ticket) drawn.set(id, await draw(ticket, 'low'));
    }
    told(Math.min(signUps.length, i + atOnce));
    await breathe();
  }
  return drawn;
}
