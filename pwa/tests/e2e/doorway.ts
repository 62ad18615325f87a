import type { Page } from '@playwright/test';
import { ask, expect, people, signIn } from './linli';

interface Row {
  id: string;
  checkedInAt: string | null;
  person: { name: string; phone: string | null; building: { name: string } };
}
interface Running {
  id: string;
  title: string;
  startsAt: string;
}
/** The event that runs now, as its lead finds it. */
export async function running(page: Page): Promise<Running> {
  const d = await ask<{ doorEvents: { edges: { node: Running }[] } }>(page, '{ doorEvents(first: 20) { edges { node { id title startsAt } } } }');
  const found = d.doorEvents.edges.map((e) => e.node).find((e) => Date.parse(e.startsAt) < Date.now());
  if (!found) throw new Error('the demo has no running event');
  return found;
}
export async function roster(page: Page, eventId: string): Promise<Row[]> {
  const d = await ask<{ roster: { edges: { node: Row }[] } }>(
    page,
    'query R($id: ID!) { roster(eventId: $id, first: 100) { edges { node { id checkedInAt person { name phone building { name } } } } } }',
    { id: eventId },
  );
  return d.roster.edges.map((e) => e.node);
}
/** Somebody who has not come yet, whose name nobody shares and who can sign in. */
export async function expected(page: Page, eventId: string): Promise<Row & { tail: string; signIn: string }> {
  const all = await roster(page, eventId);
  const row = all.find((r) => !r.checkedInAt && r.person.phone && all.filter((o) => o.person.name === r.person.name).length === 1);
  if (!row?.person.phone) throw new Error('everybody has come');
  const tail = row.person.phone.slice(-4);
  return { ...row, tail, signIn: `+861380000${tail}` };
}
export async function tickets(page: Page) {
  type Mine = { mySignUps: { edges: { node: { ticket: string | null; event: { id: string } } }[] } };
  return (await ask<Mine>(page, '{ mySignUps { edges { node { ticket event { id } } } } }')).mySignUps.edges.map((e) => e.node);
}
/** At the door of the running event, as its lead, with how many have come. */
export async function atTheDoor(page: Page) {
  await signIn(page, people.lead, '/door');
  const event = await running(page);
  await page.getByRole('region', { name: '正在进行' }).getByRole('link', { name: event.title }).tap();
  await expect(page).toHaveURL(`/door/${event.id}`);
  const arrived = page.getByTestId('arrived');
  await expect(arrived).toContainText(/\d+ \/ \d+ 到场/);
  const [came = 0, all = 0] = ((await arrived.textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
  return { event, arrived, came, all };
}
