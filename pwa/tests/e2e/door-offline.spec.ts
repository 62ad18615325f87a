import type { BrowserContext, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import config from '../../playwright.config';
import { film, show } from './film';
import { expect, people, signIn, test } from './linli';
import { Replica } from './replica';

// The door with the network really off: the server is ended, or the browser cut off, and the worker answers the page.
const launch = config.use?.launchOptions ?? {};
const args = [...(launch.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
test.describe.configure({ timeout: 60_000 });

let server: Replica;
let folder: string;
let context: BrowserContext;
let page: Page;
let event: { id: string; title: string };

/** errors in the page */
let wrong: string[] = [];

/** A phone that keeps its storage when it dies. */
async function phone() {
  context = await chromium.launchPersistentContext(folder, {
    ...launch,
    args,
    baseURL: server.url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 360, height: 780 },
    hasTouch: true,
    permissions: ['camera'],
  });
  page = context.pages()[0] ?? (await context.newPage());
  page.on('pageerror', (e) => wrong.push(e.message));
}
interface LogRow {
  id: string;
  name: string;
  checkedInAt: string | null;
  person: { id: string; name: string; phone: string | null };
}
const rows = async () => {
  const q = 'query R($id: ID!) { roster(eventId: $id, first: 100) { edges { node { id checkedInAt person { id name phone } } } } }';
  return (await server.ask<{ roster: { edges: { node: LogRow }[] } }>(people.lead, q, { id: event.id })).roster.edges.map((e) => e.node);
};
const flash = () => page.getByTestId('flash');
const strip = () => page.getByTestId('strip');
const tick = (name: string) => page.getByRole('button', { name: `签到：${name}`, exact: true });

test.beforeEach(async () => {
  wrong = [];
  server = await Replica.start();
  folder = mkdtempSync(join(tmpdir(), 'linli-phone-'));
  await phone();
  await signIn(page, people.lead, '/door', server.env);
  const d = await server.ask<{ doorEvents: { edges: { node: { id: string; title: string; startsAt: string } }[] } }>(people.lead, '{ doorEvents(first: 20) { edges { node { id title startsAt } } } }');
  event = d.doorEvents.edges.map((e) => e.node).find((e) => Date.parse(e.startsAt) < Date.now())!;
  await page.goto(`/door/${event.id}`);
  await expect(strip()).toContainText('在线');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload(); // from here on the worker answers
  await page.waitForFunction(() => !!navigator.serviceWorker.controller);
  await expect(page.getByRole('button', { name: /^签到：/ }).first()).toBeVisible();
});
test.afterEach(async () => {
  await context.close();
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
  expect(wrong).toEqual([]);
});
/** Names that only one person on the roster has, who has not come. */
async function strangers(n: number): Promise<LogRow[]> {
  const all = await rows();
  return all.filter((r) => !r.checkedInAt && all.filter((o) => o.person.name === r.person.name).length === 1).slice(0, n);
}

test('with no server: reload, tick, scan, walk in, check out, take back; the phone dies; then each arrives once', async () => {
  const [ticked, scanned, undone] = (await strangers(99)).filter((r) => r.person.phone) as [LogRow, LogRow, LogRow];
  const tail = scanned.person.phone?.slice(-4) ?? '';
  const t = await server.ask<{ mySignUps: { edges: { node: { ticket: string; event: { id: string } } }[] } }>(`+861380000${tail}`, '{ mySignUps { edges { node { ticket event { id } } } } }');
  const ticket = t.mySignUps.edges.map((e) => e.node).find((n) => n.event.id === event.id)?.ticket ?? '';
  const before = (await rows()).filter((r) => r.checkedInAt).length;
  await server.end('SIGKILL');
  await page.reload();
  await expect(strip()).toContainText('离线');

  await tick(ticked.person.name).tap();
  await expect(strip()).toContainText('1 条待上传');
  await page.getByRole('searchbox').fill(undone.person.phone?.slice(-4) ?? '');
  await tick(undone.person.name).tap();
  await expect(page.getByRole('status').getByText(`${undone.person.name} 已签到`)).toBeVisible();
  await page.getByRole('status').getByRole('button', { name: '撤销' }).last().tap();
  await expect(tick(undone.person.name)).toBeVisible();
  show(ticket);
  await page.getByRole('button', { name: '扫二维码' }).tap();
  await expect(flash()).toHaveAttribute('data-tone', 'in');
  await expect(flash()).toContainText(scanned.person.name);
  await page.getByRole('button', { name: '关闭相机' }).tap();
  await page.getByRole('button', { name: '现场加入' }).tap();
  await page.getByLabel('姓名', { exact: true }).fill('路过人甲');
  await page.getByRole('dialog').getByRole('button', { name: '签到' }).tap();
  await expect(page.getByTestId('arrived')).toContainText(`${before + 3} / `);
  await expect(strip()).toContainText('5 条待上传');

  await context.close(); // the phone dies
  await phone();
  await page.goto(`/door/${event.id}`); // the worker has the page, the phone the roster and the entries
  await expect(strip()).toContainText('5 条待上传');
  await expect(page.getByTestId('arrived')).toContainText(`${before + 3} / `);
  await server.begin();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(strip()).toContainText('都已上传');
  await expect(strip()).toContainText('在线');
  const after = await rows();
  const came = (id: string) => !!after.find((r) => r.id === id)?.checkedInAt;
  expect([came(ticked.id), came(scanned.id), came(undone.id)]).toEqual([true, true, false]);
  expect(after.filter((r) => r.person.name === '路过人甲' && r.checkedInAt)).toHaveLength(1);
  expect(after.filter((r) => r.checkedInAt)).toHaveLength(before + 3);
});

test('forged, another event’s and a foreign code are refused offline and leave nothing; ours that is not on the list goes in unchecked', async () => {
  const mine = await server.ask<{ mySignUps: { edges: { node: { ticket: string | null; event: { id: string } } }[] } }>(people.volunteer, '{ mySignUps { edges { node { ticket event { id } } } } }');
  const other = mine.mySignUps.edges.map((e) => e.node).find((n) => n.ticket && n.event.id !== event.id)?.ticket ?? '';
  const raw = Buffer.from(other.slice(4), 'base64url');
  raw[60]! ^= 1;
  await server.end('SIGKILL');
  await page.reload();
  const scan = page.getByRole('button', { name: '扫二维码' });
  for (const [text, says] of [
    [other, '这是别的活动的二维码'],
    [`LT1.${raw.toString('base64url')}`, '不是有效的二维码'],
    ['https://example.org/menu', '不是有效的二维码'],
  ] as const) {
    show(text);
    await scan.tap();
    await expect(flash()).toHaveAttribute('data-tone', 'bad');
    await expect(flash()).toContainText(says);
    await flash().tap();
    await page.getByRole('button', { name: '关闭相机' }).tap();
  }
  await expect(strip()).toContainText('都已上传');
});

test('a captive portal, a bad gateway and a server that dies in the middle take nothing away', async () => {
  const people_ = (await strangers(3)).reverse(); // from below, so that nobody moves up under the finger
  const before = (await rows()).filter((r) => r.checkedInAt).length;
  const answers = [{ status: 200, contentType: 'text/html', body: '<html>请登录 Wi-Fi</html>' }, { status: 502, body: 'bad gateway' }];
  for (const [i, answer] of answers.entries()) {
    await page.route('**/graphql', (r) => r.fulfill(answer));
    await tick(people_[i]!.person.name).tap();
    await expect(strip()).toContainText(`${i + 1} 条待上传`);
    await expect(strip()).toContainText('离线');
    await page.unroute('**/graphql');
  }
  // The server takes the batch, and dies before its answer is heard.
  let taken = false;
  await page.route('**/graphql', async (r) => {
    if (!r.request().postData()?.includes('DoorCheckIn')) return r.abort();
    await r.fetch();
    taken = true;
    await server.end('SIGKILL');
    return r.abort();
  });
  await tick(people_[2]!.person.name).tap();
  await expect.poll(() => taken).toBe(true);
  await expect(strip()).toContainText('3 条待上传');
  await page.unroute('**/graphql');
  await server.begin();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(strip()).toContainText('都已上传');
  expect((await rows()).filter((r) => r.checkedInAt)).toHaveLength(before + 3);
});

test('what the server refuses stays with its reason until somebody has looked at it', async () => {
  const [her] = (await strangers(1)) as [LogRow];
  await page.route('**/graphql', async (r) => {
    if (!r.request().postData()?.includes('DoorCheckIn')) return r.continue();
    const { input } = (r.request().postDataJSON() as { variables: { input: { id: string }[] } }).variables;
    return r.fulfill({ json: { data: { checkIn: input.map((e) => ({ id: e.id, accepted: false, warnings: ['UNKNOWN_SIGN_UP'], row: null })) } } });
  });
  await tick(her.person.name).tap();
  await expect(flash()).toHaveAttribute('data-tone', 'bad');
  await expect(flash()).toContainText('服务器没有接受');
  await flash().tap();
  await expect(strip()).toContainText('1 件待办');
  await page.reload();
  await strip().tap();
  const queue = page.getByTestId('queue');
  await expect(queue).toContainText('名单里没有这个人');
  await queue.getByRole('button', { name: '收起' }).tap();
  await queue.getByRole('button', { name: '确定收起' }).tap();
  await expect(queue.getByText('收起的 1 条')).toBeVisible();
  await page.unroute('**/graphql');
  await page.keyboard.press('Escape');
  await expect(strip()).toContainText('都已上传');
  await expect(tick(her.person.name)).toBeVisible();
});

test('what was refused and is ticked by hand settles itself, and is there again when that is taken back', async () => {
  const [her, other] = (await strangers(2)) as [LogRow, LogRow];
  let refuse = true;
  await page.route('**/graphql', async (r) => {
    if (!refuse || !r.request().postData()?.includes('DoorCheckIn')) return r.continue();
    const { input } = (r.request().postDataJSON() as { variables: { input: { id: string }[] } }).variables;
    return r.fulfill({ json: { data: { checkIn: input.map((e) => ({ id: e.id, accepted: false, warnings: ['BAD_TICKET'], row: null })) } } });
  });
  await tick(her.person.name).tap();
  await expect(flash()).toContainText('服务器没有接受');
  await flash().tap();
  await expect(strip()).toContainText('1 件待办');
  refuse = false;
  await strip().tap();
  await page.getByTestId('queue').getByRole('button', { name: '在名单上找' }).tap();
  await expect(page.getByTestId('instead')).toContainText(her.person.name);
  await page.getByRole('searchbox').fill(other.person.name);
  await tick(other.person.name).tap(); // who stood in front of her
  await expect(page.getByRole('status').getByText(`${other.person.name} 已签到`)).toBeVisible();
  await expect(page.getByTestId('instead')).toContainText(her.person.name);
  await page.getByRole('searchbox').fill(her.person.name);
  await tick(her.person.name).tap();
  await expect(page.getByTestId('instead')).toHaveCount(0);
  await expect(strip()).toContainText('都已上传');
  await expect(strip()).not.toContainText('件待办');
  expect((await rows()).find((r) => r.id === her.id)?.checkedInAt).not.toBeNull();
  await page.getByRole('status').getByRole('button', { name: '撤销' }).last().tap();
  await expect(strip()).toContainText('1 件待办');
});

test('two phones without a network: whoever was entered twice is a thing to look at, and counts from the first', async () => {
  const [her] = (await strangers(1)) as [LogRow];
  const toDo = async () => Number(/(\d+) 件待办/.exec((await strip().textContent()) ?? '')?.[1] ?? 0);
  const before = await toDo();
  await page.route('**/graphql', (r) => r.abort());
  await tick(her.person.name).tap();
  await expect(strip()).toContainText('1 条待上传');
  const earlier = new Date(Date.now() - 60_000).toISOString();
  const input = [{ id: crypto.randomUUID(), eventId: event.id, method: 'LIST', direction: 'IN', at: earlier, signUpId: her.id }];
  await server.ask(people.secretary, 'mutation ($input: [CheckInInput!]!, $t: Time) { checkIn(input: $input, sentAt: $t) { id accepted } }', { input, t: new Date().toISOString() });
  await page.unroute('**/graphql');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(strip()).toContainText('都已上传');
  expect((await rows()).find((r) => r.id === her.id)?.checkedInAt).toBe(earlier);
  await expect.poll(toDo).toBe(before + 1); // said without opening anything
  await strip().tap();
  await expect(page.getByTestId('queue')).toBeVisible();
  const todo = page.getByTestId('todos').getByRole('listitem').filter({ hasText: her.person.name });
  await expect(todo).toContainText('已经签过到了');
  await todo.getByRole('button', { name: /已核对/ }).tap();
  await expect(todo).toHaveCount(0);
  await expect.poll(toDo).toBe(before);
});

test('a page that is left open without a network past the roster’s time keeps it neither on the screen nor on the disk', async () => {
  const [her] = (await strangers(1)) as [LogRow];
  await page.route('**/graphql', (r) => r.abort());
  await tick(her.person.name).tap();
  await expect(strip()).toContainText('1 条待上传');
  await page.clock.setFixedTime(Date.now() + 3 * 86_400_000);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByText('没有网络，手机里也没有这份名单').first()).toBeVisible();
  await expect(strip()).toContainText('1 条待上传'); // what waits is not deleted with it
  const left = () => page.evaluate(() => new Promise<number>((done) => {
    const open = indexedDB.open('linli-outbox');
    open.onsuccess = () => {
      const rows = open.result.transaction('rows').objectStore('rows').count();
      rows.onsuccess = () => (open.result.close(), done(rows.result));
    };
  }));
  await expect.poll(left).toBe(0);
});
