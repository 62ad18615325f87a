import { ask } from '../../api';
import { RosterTickets } from '../../api/deskRoster';
import { draw, type Drawn } from '../../parts/qr';
import { perSheet } from './sheets';

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

/** Draws the tickets of these sign-ups, a sheet at a time so that the page stays alive; `told` hears of all there are by then, until `on` says no. */
export async function codesOf(eventId: string, signUps: readonly string[], told: (drawn: Map<string, Drawn>) => void, on: () => boolean): Promise<void> {
  const all = await tickets(eventId);
  const drawn = new Map<string, Drawn>();
  for (let i = 0; i < signUps.length && on(); i += perSheet(true)) {
    for (const id of signUps.slice(i, i + perSheet(true))) {
      const ticket = all.get(id);
      if (ticket) drawn.set(id, await draw(ticket, 'low'));
    }
    told(drawn);
    await breathe();
  }
}
