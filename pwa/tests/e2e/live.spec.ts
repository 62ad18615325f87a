import type { Browser, BrowserContext, Page, WebSocket } from '@playwright/test';
import { another, expect, people, setting, signIn, test } from './linli';
import { Replica } from './replica';
import { neighbour } from './scene';

let server: Replica;
test.beforeAll(async () => {
  server = await Replica.start();
});
test.afterAll(() => server.remove());

const friend = neighbour(6);
interface Event {
  id: string;
  title: string;
  shift: string;
  confirmed: number;
}
/** A coming event of one shift with plenty of places, and how many have one now. */
async function openEvent(at = server): Promise<Event> {
  const d = await at.ask<{ events: { edges: { node: { id: string; title: string; status: string; startsAt: string; shifts: { id: string }[]; counts: { capacity: number | null; confirmed: number } } }[] } }>(
    friend,
    '{ events(community: "demo", first: 50) { edges { node { id title status startsAt shifts { id } counts { capacity confirmed } } } } }',
  );
  const found = d.events.edges
    .map((e) => e.node)
    .find((e) => e.status === 'PUBLISHED' && Date.parse(e.startsAt) > Date.now() + 7 * 3_600_000 && e.shifts.length === 1 && (e.counts.capacity ?? 0) - e.counts.confirmed > 10);
  if (!found) throw new Error('the demo has no open event with places');
  return { id: found.id, title: found.title, shift: found.shifts[0]!.id, confirmed: found.counts.confirmed };
}
/** A friend signs up, past any browser; the answer takes it back. */
async function signUp(e: Event, phone = friend) {
  const d = await server.ask<{ signUp: { id: string }[] }>(phone, 'mutation ($s: ID!) { signUp(shiftId: $s) { id } }', { s: e.shift });
  return () => server.ask(phone, 'mutation ($id: ID!) { withdraw(signUpId: $id) { id } }', { id: d.signUp[0]!.id });
}
/** A tab of a phone, and the sockets that it ever opened. */
async function tab(context: BrowserContext, path: string) {
  const page = await context.newPage();
  const sockets: WebSocket[] = [];
  page.on('websocket', (s) => sockets.push(s));
  await page.goto(path);
  return { page, sockets };
}
const phone = async (browser: Browser) => (await another(browser, { baseURL: server.url })).context;
const shows = (page: Page, n: number) => expect(page.getByTestId('counter')).toContainText(`${n} / `);
const sign = (page: Page, state: 'polling' | 'quiet' | 'stored') => page.locator(`[data-state="${state}"]`);

/** Two tabs of one phone on one event; the first leads. */
async function pair(browser: Browser) {
  const event = await openEvent();
  const context = await phone(browser);
  const first = await tab(context, `/events/${event.id}`);
  await shows(first.page, event.confirmed);
  await expect.poll(() => first.sockets.length).toBe(1);
  const second = await tab(context, `/events/${event.id}`);
  const withdraw = await signUp(event);
  for (const t of [first, second]) await shows(t.page, event.confirmed + 1);
  expect([first.sockets.length, second.sockets.length]).toEqual([1, 0]);
  await expect.poll(() => server.sockets()).toBe(1);
  return { event, context, first, second, withdraw };
}

test('two tabs of a phone share one socket; when the leading one is closed the other goes on and misses nothing', async ({ browser }) => {
  const { event, context, first, second, withdraw } = await pair(browser);
  await Promise.all([first.page.close(), withdraw()]);
  await shows(second.page, event.confirmed);
  await expect.poll(() => second.sockets.length).toBe(1);
  const again = await signUp(event);
  await shows(second.page, event.confirmed + 1);
  await again();
  await shows(second.page, event.confirmed);
  await expect.poll(() => server.sockets()).toBe(1);
  await context.close();
});

test('a leading tab that the browser freezes lets another lead, and follows when it is back', async ({ browser }) => {
  const { event, context, first, second, withdraw } = await pair(browser);
  await first.page.evaluate(() => document.dispatchEvent(new Event('freeze')));
  await expect.poll(() => second.sockets.length).toBe(1);
  await withdraw();
  await shows(second.page, event.confirmed);
  await first.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await shows(first.page, event.confirmed);
  const again = await signUp(event);
  for (const t of [first, second]) await shows(t.page, event.confirmed + 1);
  expect([first.sockets.length, second.sockets.length]).toEqual([1, 1]);
  await again();
  await context.close();
});

test('a leading tab that crashes, or hangs without a word, is followed by the other within seconds', async ({ browser }) => {
  const { event, context, first, second, withdraw } = await pair(browser);
  const third = await tab(context, `/events/${event.id}`);
  await shows(third.page, event.confirmed + 1);
  await first.page.goto('chrome://crash').catch(() => {}); // the navigation ends with the page
  await expect.poll(() => second.sockets.length + third.sockets.length).toBe(1);
  await withdraw();
  for (const t of [second, third]) await shows(t.page, event.confirmed);

  const [hung, alive] = second.sockets.length ? [second, third] : [third, second];
  const since = Date.now();
  const wakes = hung.page.evaluate(() => {
    for (const until = Date.now() + 15_000; Date.now() < until; );
  });
  await expect.poll(() => alive.sockets.length, { timeout: 12_000 }).toBe(1);
  console.log(`another tab had the lead ${Date.now() - since} ms after the leading one had hung itself up`);
  const again = await signUp(event);
  await shows(alive.page, event.confirmed + 1);
  await wakes;
  await shows(hung.page, event.confirmed + 1);
  await again();
  for (const t of [hung, alive]) await shows(t.page, event.confirmed);
  await expect.poll(() => server.sockets()).toBe(1);
  await context.close();
});

test('the socket sleeps when no tab has been seen for half a minute, and one look reads all once', async ({ browser }) => {
  const event = await openEvent();
  const context = await phone(browser);
  const { page, sockets } = await tab(context, 'about:blank');
  await page.clock.install();
  await page.goto(`/events/${event.id}`);
  await shows(page, event.confirmed);
  await expect.poll(() => sockets.length).toBe(1);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.clock.fastForward(29_000);
  expect(sockets[0]!.isClosed()).toBe(false);
  await page.clock.fastForward(2000);
  await expect.poll(() => sockets[0]!.isClosed()).toBe(true);
  const withdraw = await signUp(event);
  let reads = 0;
  page.on('request', (r) => (reads += r.postData()?.includes('query EventDetail') ? 1 : 0));
  await page.evaluate(() => {
    Reflect.deleteProperty(document, 'visibilityState');
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await shows(page, event.confirmed + 1);
  await expect.poll(() => sockets.length).toBe(2);
  await withdraw();
  await shows(page, event.confirmed);
  expect(reads).toBe(1);
  await context.close();
});

test('a sign-up on one phone shows on the screen of another', async ({ browser }) => {
  const event = await openEvent();
  const [mine, theirs] = [await phone(browser), await phone(browser)];
  const { page: watching } = await tab(theirs, `/events/${event.id}`);
  await shows(watching, event.confirmed);
  const page = await mine.newPage();
  await signIn(page, people.volunteer, `/events/${event.id}`, server.env);
  await page.getByRole('button', { name: /^报名 · / }).click();
  await shows(watching, event.confirmed + 1);
  await page.getByRole('button', { name: '退出报名' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click();
  await shows(watching, event.confirmed);
  await Promise.all([mine.close(), theirs.close()]);
});

test('where sockets are blocked what is on the screen is asked for, the line says so, and it is live again when it can be', async ({ browser }) => {
  const event = await openEvent();
  const context = await phone(browser);
  const page = await context.newPage();
  let blocked = true;
  let opened = 0;
  await page.routeWebSocket(/graphql/, (s) => {
    if (blocked) void s.close({ code: 1011 });
    else {
      opened++;
      s.connectToServer();
    }
  });
  await signIn(page, people.volunteer, `/events/${event.id}`, server.env);
  await expect(sign(page, 'polling')).toHaveText('非实时 · 数字每隔一会儿更新', { timeout: 40_000 });
  const withdraw = await signUp(event);
  await expect(page.getByTestId('counter')).toContainText(`${event.confirmed + 1} / `, { timeout: 30_000 });
  await expect(sign(page, 'polling')).toBeVisible();
  // Nothing says when a line comes into the inbox either.
  await server.ask(people.secretary, 'mutation ($s: ID!, $p: [ID!]) { signUp(shiftId: $s, people: $p) { id } }', { s: event.shift, p: [await idOf(people.volunteer)] });
  await expect(page.getByRole('navigation').getByText(/条未读/)).toBeAttached({ timeout: 30_000 });

  blocked = false;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(sign(page, 'polling')).toHaveCount(0);
  expect(opened).toBe(1);
  await withdraw();
  await shows(page, event.confirmed + 1);
  await server.ask(people.volunteer, 'mutation ($id: ID!) { withdraw(signUpId: $id) { id } }', { id: await placeOf(people.volunteer, event) });
  await shows(page, event.confirmed);
  await context.close();
});
const idOf = async (who: string) => (await server.ask<{ viewer: { id: string } }>(who, '{ viewer { id } }')).viewer.id;
const placeOf = async (who: string, event: Event) =>
  (await server.ask<{ event: { mySignUps: { id: string; status: string }[] } }>(who, 'query ($id: ID!) { event(id: $id) { mySignUps { id status } } }', { id: event.id })).event.mySignUps.find((s) => s.status === 'CONFIRMED')!.id;

for (const how of ['SIGTERM', 'SIGKILL'] as const) {
  test(`a server that ends with ${how} and is back: the page says so meanwhile, and then shows the newest`, async ({ browser }) => {
    const event = await openEvent();
    const context = await phone(browser);
    const { page, sockets } = await tab(context, `/events/${event.id}`);
    await shows(page, event.confirmed);
    await expect.poll(() => sockets.length).toBe(1);
    await server.end(how);
    await expect(sign(page, 'quiet').or(sign(page, 'stored'))).toBeVisible();
    await server.begin();
    const back = Date.now();
    const withdraw = await signUp(event);
    await expect(page.getByTestId('counter')).toContainText(`${event.confirmed + 1} / `, { timeout: 30_000 });
    await expect(page.locator('[data-state]')).toHaveCount(0, { timeout: 30_000 });
    console.log(`live again ${Date.now() - back} ms after the server was`);
    await withdraw();
    await shows(page, event.confirmed);
    await context.close();
  });
}

test('logging out in one tab ends it for all; the next person hears nothing of the last', async ({ browser }) => {
  const event = await openEvent();
  const context = await phone(browser);
  const first = await tab(context, 'about:blank');
  await signIn(first.page, people.volunteer, `/events/${event.id}`, server.env);
  const second = await tab(context, `/events/${event.id}`);
  await shows(second.page, event.confirmed);
  await expect.poll(() => server.sockets()).toBe(1);
  const name = () => second.page.evaluate(() => localStorage.getItem('linli.cache'));
  const before = await name();

  await first.page.goto('/me');
  await first.page.getByRole('button', { name: '退出登录' }).click();
  await first.page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  for (const t of [first, second]) await expect(t.page.getByRole('link', { name: '登录' })).toBeVisible();
  await expect(async () => expect(await name()).not.toBe(before)).toPass(); // the other tab begins anew meanwhile
  await expect.poll(() => server.sockets()).toBe(1);

  await signIn(first.page, neighbour(9), `/events/${event.id}`, server.env);
  await expect(second.page.getByRole('link', { name: '我的' })).toBeVisible();
  // A line in the last person's inbox is on nobody's screen.
  await server.ask(people.secretary, 'mutation ($s: ID!, $p: [ID!]) { signUp(shiftId: $s, people: $p) { id } }', { s: event.shift, p: [await idOf(people.volunteer)] });
  for (const t of [first, second]) {
    await shows(t.page, event.confirmed + 1);
    await expect(t.page.getByText(/条未读/)).toHaveCount(0);
  }
  await server.ask(people.volunteer, 'mutation ($id: ID!) { withdraw(signUpId: $id) { id } }', { id: await placeOf(people.volunteer, event) });
  await expect.poll(() => server.sockets()).toBe(1);
  await context.close();
});

test('two browsers on two replicas side by side: a sign-up through one shows live on the other', async ({ browser }) => {
  const database = setting('LINLI_REPLICAS_DATABASE');
  const a = await Replica.start({ database });
  const b = await Replica.start({ database, keys: a.env.LINLI_KEYS! });
  try {
    const event = await openEvent(a);
    const left = await another(browser, { baseURL: a.url });
    const right = await another(browser, { baseURL: b.url });
    await right.page.goto(`/events/${event.id}`);
    await shows(right.page, event.confirmed);
    await expect.poll(() => b.sockets()).toBe(1);
    await signIn(left.page, people.volunteer, `/events/${event.id}`, a.env);
    const sent = Date.now();
    await left.page.getByRole('button', { name: /^报名 · / }).click();
    await shows(right.page, event.confirmed + 1);
    console.log(`on the other replica's screen ${Date.now() - sent} ms after the tap`);
    await left.page.getByRole('button', { name: '退出报名' }).click();
    await left.page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click();
    await shows(right.page, event.confirmed);
    expect([await a.sockets(), await b.sockets()]).toEqual([1, 1]);
    await Promise.all([left.context.close(), right.context.close()]);
  } finally {
    await Promise.all([a.remove(), b.remove()]);
  }
});

test('a roster that was watched through a restart is sent only what it missed', async ({ browser }) => {
  const event = await openEvent();
  const context = await phone(browser);
  const asked: { since?: number }[] = [];
  const heard: { fresh: boolean; signUps: unknown[] }[] = [];
  const page = await context.newPage();
  page.on('websocket', (s) => {
    s.on('framesent', ({ payload }) => {
      const m = JSON.parse(String(payload)) as { payload?: { query?: string; variables?: { since?: number } } };
      if (m.payload?.query?.includes('rosterChanged')) asked.push(m.payload.variables ?? {});
    });
    s.on('framereceived', ({ payload }) => {
      const m = JSON.parse(String(payload)) as { payload?: { data?: { rosterChanged?: (typeof heard)[number] } } };
      if (m.payload?.data?.rosterChanged) heard.push(m.payload.data.rosterChanged);
    });
  });
  await signIn(page, people.secretary, `/desk/events/${event.id}/roster`, server.env);
  await expect.poll(() => heard.length).toBe(1);
  expect([asked[0]?.since, heard[0]?.fresh]).toEqual([undefined, true]);
  await server.end();
  await server.begin();
  const withdraw = await signUp(event);
  await expect.poll(() => heard.slice(1).flatMap((m) => m.signUps).length, { timeout: 30_000 }).toBe(1);
  expect(asked[1]?.since).toBeGreaterThan(0);
  expect(heard.slice(1).every((m) => !m.fresh)).toBe(true);
  await withdraw();
  await context.close();
});
