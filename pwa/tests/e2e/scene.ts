import type { Browser, Page } from '@playwright/test';
import { another, ask, expect, signIn } from './linli';

/** A neighbour of the demo by the tail of her number. */
export const neighbour = (n: number) => `+86138${String(n).padStart(8, '0')}`;
interface Shift {
  id: string;
  name: string;
}
interface Made {
  id: string;
  title: string;
  shifts: Shift[];
}
const hour = 3_600_000;

/** A published event in two weeks, in the night, when nobody has anything else: `nth` keeps those of these tests apart. */
export async function makeEvent(secretary: Page, nth: number, capacities: number[], joinRules: object = {}): Promise<Made> {
  const { community } = await ask<{ community: { root: { id: string } } }>(secretary, '{ community(slug: "demo") { root { id } } }');
  const start = (Math.floor(Date.now() / 86_400_000) + 12 + nth) * 86_400_000 + 17 * hour;
  const at = (h: number) => new Date(start + h * hour).toISOString();
  const title = `候补测试 ${nth} 号`;
  const shifts = capacities.map((capacity, i) => ({ name: `第${i + 1}班`, startsAt: at(i * 0.25), endsAt: at((i + 1) * 0.25), capacity }));
  const d = await ask<{ createEvent: Made }>(
    secretary,
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id title shifts { id name } } }',
    { input: { unitId: community.root.id, title, kind: 'VOLUNTEERING', place: '社区中心', startsAt: at(0), endsAt: at(capacities.length * 0.25), shifts, joinRules } },
  );
  await publishEvent(secretary, d.createEvent.id);
  return d.createEvent;
}
/** An event of the whole community that began half an hour ago, published unless it shall wait. */
export async function makeToday(secretary: Page, title: string, publish = true): Promise<Made> {
  const { community } = await ask<{ community: { root: { id: string } } }>(secretary, '{ community(slug: "demo") { root { id } } }');
  const [startsAt, endsAt] = [-0.5, 1.5].map((h) => new Date(Date.now() + h * hour).toISOString());
  const input = { unitId: community.root.id, title, kind: 'DUTY', place: '社区中心', startsAt, endsAt, shifts: [{ name: '全天', startsAt, endsAt, capacity: 7 }] };
  const d = await ask<{ createEvent: Made }>(secretary, 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id title shifts { id name } } }', { input });
  if (publish) await publishEvent(secretary, d.createEvent.id);
  return d.createEvent;
}
export const publishEvent = (page: Page, id: string) => ask(page, 'mutation ($id: ID!) { publishEvent(id: $id) { id } }', { id });
export const signUp = async (page: Page, shiftId: string) => {
  const d = await ask<{ signUp: { id: string; status: string }[] }>(page, 'mutation ($s: ID!) { signUp(shiftId: $s) { id status } }', { s: shiftId });
  return d.signUp[0]!;
};
export const withdraw = (page: Page, id: string) => ask(page, 'mutation ($id: ID!) { withdraw(signUpId: $id) { id } }', { id });
export const stateOf = async (page: Page, eventId: string) =>
  (await ask<{ event: { mySignUps: { status: string }[] } }>(page, 'query ($id: ID!) { event(id: $id) { mySignUps { status } } }', { id: eventId })).event.mySignUps.map((s) => s.status);

export async function as(browser: Browser, phone: string, path = '/') {
  const { context, page } = await another(browser);
  await signIn(page, phone, path);
  return { context, page };
}

/**
 * Waits until the server knows that this page is open: only then is its person offered a place, else she is given it at
 * once. `shift` is one of a single place that nobody has.
 */
export async function watched(page: Page, holder: Page, shift: string) {
  await expect(async () => {
    const held = await signUp(holder, shift);
    const mine = await signUp(page, shift);
    await withdraw(holder, held.id);
    const { node } = await ask<{ node: { status: string } }>(page, 'query ($id: ID!) { node(id: $id) { ... on SignUp { status } } }', { id: mine.id });
    await withdraw(page, mine.id);
    expect(node.status).toBe('OFFERED');
  }).toPass({ intervals: [200] });
}
