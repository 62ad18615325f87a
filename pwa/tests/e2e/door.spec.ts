import type { Page } from '@playwright/test';
import config from '../../playwright.config';
import { atTheDoor, expected, roster, tickets } from './doorway';
import { film, show } from './film';
import { another, ask, expect, people, signIn, test } from './linli';

// One file is what the camera sees in every test here.
test.use({ launchOptions: { ...config.use?.launchOptions, args: [...(config.use?.launchOptions?.args ?? []), '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`] } });
test.describe.configure({ timeout: 40_000 });

const toast = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true });
const flash = (page: Page) => page.getByTestId('flash');
const undo = (page: Page) => page.getByRole('button', { name: '撤销', exact: true }).last();

/** How often an element comes into the page from here on. */
async function appearances(page: Page, id: string): Promise<() => Promise<number>> {
  const count = await page.evaluateHandle((id) => {
    const seen = { n: 0 };
    const is = (n: Node) => n instanceof Element && (n.id === id || !!n.querySelector(`#${id}`));
    new MutationObserver((all) => all.forEach((m) => m.addedNodes.forEach((n) => (seen.n += Number(is(n)))))).observe(document.body, { childList: true, subtree: true });
    return seen;
  }, id);
  return () => count.evaluate((seen) => seen.n);
}

test('in, taken back, in again, out, taken back: the lead, the secretary and the neighbour see the same', async ({ page, browser }) => {
  const { event, arrived, came, all } = await atTheDoor(page);
  const who = await expected(page, event.id);
  const name = who.person.name;
  const office = await another(browser);
  await signIn(office.page, people.secretary, `/desk/events/${event.id}/roster`);
  const watched = office.page.locator(`[data-id="${who.id}"]`);
  await expect(watched).toContainText(name);
  const home = await another(browser);
  await signIn(home.page, who.signIn, `/events/${event.id}`);
  await expect(home.page.getByText('已报名 ✓').first()).toBeVisible();

  const shown = await appearances(page, `tick-${who.id}`);
  await page.getByRole('button', { name: `签到：${name}` }).tap();
  await expect(toast(page, `${name} 已签到`)).toBeVisible();
  await expect(arrived).toContainText(`${came + 1} / ${all} 到场`);
  await expect(page.getByRole('button', { name: `签到：${name}` })).toHaveCount(0);
  await expect(watched).toContainText(/\d+:\d\d 到/);
  await expect(home.page.getByText(/\d+:\d\d 已签到/)).toBeVisible();
  await undo(page).tap();
  await expect(toast(page, `已撤销：${name} 已签到`)).toBeVisible();
  await expect(arrived).toContainText(`${came} / ${all} 到场`);
  await expect(watched).not.toContainText(/\d+:\d\d 到/);
  await expect(page.getByTestId('strip')).toContainText('都已上传');
  expect(await shown()).toBe(1); // when it was taken back: she never flickers

  await page.getByRole('button', { name: `签到：${name}` }).tap();
  await expect(toast(page, `${name} 已签到`)).toBeVisible();
  await page.getByRole('button', { name: /^已到 / }).tap();
  const row = page.getByRole('list', { name: '名单' }).getByRole('listitem').filter({ hasText: name });
  const more = page.getByRole('button', { name: `${name}：更多` });
  await more.tap();
  await page.getByRole('dialog').getByRole('button', { name: '签退', exact: true }).tap();
  await expect(toast(page, `${name} 已签退`)).toBeVisible();
  await expect(row).toContainText(/\d+:\d\d 离开/);
  await expect(watched).toContainText(/离开/);
  await undo(page).tap();
  await expect(toast(page, `已撤销：${name} 已签退`)).toBeVisible();
  await expect(row).not.toContainText('离开');

  // Later, and after a reload, it can still be taken back by the phone that made the entry.
  await page.reload();
  await page.getByRole('button', { name: /^已到 / }).tap();
  await more.tap();
  await page.getByRole('dialog').getByRole('button', { name: '撤销签到' }).tap();
  await expect(toast(page, `已撤销：${name} 已签到`)).toBeVisible();
  await expect(arrived).toContainText(`${came} / ${all} 到场`);
  await office.context.close();
  await home.context.close();
});

test('search by name, initials and phone tail; namesakes are told apart; the keyboard keeps its place', async ({ page }) => {
  const { event } = await atTheDoor(page);
  const search = page.getByRole('searchbox', { name: '姓名、拼音或手机尾号' });
  const rows = page.getByRole('list', { name: '名单' }).getByRole('listitem');
  for (const [text, n] of [['李秀英', 2], ['lixiuying', 2], ['LXY', 2], ['0101', 1]] as const) {
    await search.fill(text);
    await expect(rows).toHaveCount(n);
    await expect(rows.filter({ hasText: '李秀英' })).toHaveCount(n);
  }
  await search.fill('秀英');
  await expect(rows).toHaveCount(2);
  const tails = (await roster(page, event.id)).filter((r) => r.person.name === '李秀英').map((r) => r.person.phone?.slice(-4) ?? '');
  expect(new Set(tails).size).toBe(2);
  for (const tail of tails) await expect(rows.filter({ hasText: tail })).toHaveCount(1);
  await search.fill('没有这个人');
  await expect(page.getByText('名单里没有找到')).toBeVisible();

  // By keyboard: Enter ticks, and the focus stands on whoever came next.
  await page.getByRole('button', { name: /^未到 / }).tap();
  await expect(search).toHaveValue('');
  const ticks = page.getByRole('button', { name: /^签到：/ });
  const [first, second] = [ticks.nth(0), ticks.nth(1)];
  const name = ((await first.getAttribute('aria-label')) ?? '').replace('签到：', '');
  const next = (await second.getAttribute('id')) ?? '';
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(toast(page, `${name} 已签到`)).toBeVisible();
  await expect(page.locator(`#${next}`)).toBeFocused();
  await undo(page).focus();
  await page.keyboard.press('Enter');
  await expect(toast(page, `已撤销：${name} 已签到`)).toBeVisible();
  await expect(page.getByRole('button', { name: `签到：${name}` }).first()).toBeFocused();
});

test('who comes in by another way while the door asks is on the list at once', async ({ page }) => {
  const frames: string[] = [];
  page.on('websocket', (s) => s.on('framereceived', (f) => frames.push(String(f.payload))));
  const { event, arrived, came, all } = await atTheDoor(page);
  await expect(page.getByTestId('strip')).toContainText('在线');
  const [first, second] = (await roster(page, event.id)).filter((r) => !r.checkedInAt);
  const enter = (signUpId = '') =>
    ask(page, 'mutation ($input: [CheckInInput!]!) { checkIn(input: $input) { accepted } }', { input: [{ id: crypto.randomUUID(), eventId: event.id, method: 'LIST', direction: 'IN', at: new Date().toISOString(), signUpId }] });
  let held = 0;
  await page.route('**/graphql', async (r) => {
    if (held || !r.request().postData()?.includes('DoorRoster')) return r.continue();
    held++;
    const answer = await r.fetch(); // which knows of the first alone
    await enter(second?.id);
    await expect.poll(() => frames.some((f) => f.includes(`"checkedIn":${came + 2}`))).toBe(true);
    await r.fulfill({ response: answer });
  });
  await enter(first?.id);
  await expect(arrived).toContainText(`${came + 2} / ${all} 到场`);
  expect(held).toBe(1);
});

test('of two quick taps the second is not for whoever moved into the place', async ({ page }) => {
  const { arrived, came, all } = await atTheDoor(page);
  const box = (await page.locator('button.tick').first().boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const [first = ''] = await page.locator('button.tick').evaluateAll((ticks) => ticks.map((t) => t.id));
  await page.touchscreen.tap(x, y);
  await expect(page.locator(`#${first}`)).toHaveCount(0);
  await page.touchscreen.tap(x, y);
  await expect(page.getByTestId('strip')).toContainText('都已上传');
  await expect(arrived).toContainText(`${came + 1} / ${all} 到场`);
});

test('a neighbour who did not sign up walks in', async ({ page }) => {
  const { arrived, came } = await atTheDoor(page);
  const name = `路过${Date.now() % 100_000}`.replace(/\d/g, (d) => '零一二三四五六七八九'[Number(d)]!);
  await page.getByRole('searchbox').fill(name);
  await expect(page.getByText('名单里没有找到')).toBeVisible();
  await page.getByRole('button', { name: '现场加入' }).tap();
  const form = page.getByRole('dialog', { name: '现场加入' });
  await expect(form.getByLabel('姓名')).toHaveValue(name);
  await form.getByLabel('手机尾号四位').fill('12');
  await form.getByRole('button', { name: '签到' }).tap();
  await expect(form.getByRole('alert')).toBeVisible(); // two digits are not four
  await form.getByLabel('手机尾号四位').fill('1234');
  await form.getByRole('button', { name: '签到' }).tap();
  await expect(flash(page)).toHaveAttribute('data-tone', 'warn');
  await expect(flash(page)).toContainText(name);
  await expect(arrived).toContainText(`${came + 1} / `);
  await expect(flash(page)).toHaveCount(0);
  const row = page.getByRole('list', { name: '名单' }).getByRole('listitem').filter({ hasText: name });
  await page.getByRole('button', { name: /^已到 / }).tap();
  await expect(row).toContainText('现场加入');
  await row.getByRole('button', { name: `${name}：更多` }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '撤销签到' }).tap();
  await expect(arrived).toContainText(`${came} / `);
  await expect(row).toHaveCount(0);
});

test('the camera reads tickets: green, amber the second time, red for another event; without permission it says so', async ({ page, context, browser }) => {
  const { event, arrived, came } = await atTheDoor(page);
  const who = await expected(page, event.id);
  const home = await another(browser);
  await signIn(home.page, who.signIn, '/mine');
  const own = (await tickets(home.page)).find((t) => t.event.id === event.id)?.ticket;
  await signIn(home.page, people.volunteer, '/mine');
  const strange = (await tickets(home.page)).find((t) => t.ticket && t.event.id !== event.id)?.ticket;
  await home.context.close();

  const scan = page.getByRole('button', { name: '扫二维码' });
  const stop = page.getByRole('button', { name: '关闭相机' });
  show(own ?? '');
  await context.grantPermissions(['geolocation']); // and so the camera is not
  await scan.tap();
  await expect(page.getByRole('alert')).toContainText('没有相机权限');
  await stop.tap();

  await context.grantPermissions(['camera']);
  await scan.tap();
  await expect(flash(page)).toHaveAttribute('data-tone', 'in');
  await expect(flash(page)).toContainText(who.person.name);
  await expect(arrived).toContainText(`${came + 1} / `);
  await expect(flash(page)).toHaveCount(0);
  await stop.tap();

  await scan.tap();
  await expect(flash(page)).toHaveAttribute('data-tone', 'warn');
  await expect(flash(page)).toContainText('已经签过到了');
  await page.keyboard.press('Escape');
  await expect(flash(page)).toHaveCount(0);
  await expect(arrived).toContainText(`${came + 1} / `);
  await stop.tap();

  show(strange ?? '');
  await scan.tap();
  await expect(flash(page)).toHaveAttribute('data-tone', 'bad');
  await expect(page.getByRole('alert')).toContainText('这是别的活动的二维码');
  await flash(page).tap();
  await stop.tap();

  show('https://example.org/menu');
  await scan.tap();
  await expect(page.getByRole('alert')).toContainText('不是有效的二维码');
  await flash(page).tap();
  await stop.tap();

  await page.getByRole('button', { name: /^已到 / }).tap();
  await page.getByRole('button', { name: `${who.person.name}：更多` }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '撤销签到' }).tap();
  await expect(arrived).toContainText(`${came} / `);
});
