import type { Page } from '@playwright/test';
import { ask, expect, people, signIn, test } from './linli';
import { as, makeToday, neighbour, publishEvent, signUp } from './scene';
import { usable } from './usable';

const hd = { width: 1920, height: 1080 };
test.use({ isMobile: false, hasTouch: false });

/** Checks somebody in, or takes an entry back, and answers the entry's id. */
async function atTheDoor(page: Page, eventId: string, entry: { signUpId: string } | { direction: 'UNDO'; undoes: string }): Promise<string> {
  const id = crypto.randomUUID();
  const input = [{ id, eventId, method: 'LIST', at: new Date().toISOString(), ...entry }];
  const d = await ask<{ checkIn: { accepted: boolean }[] }>(page, 'mutation ($input: [CheckInInput!]!) { checkIn(input: $input) { accepted } }', { input });
  expect(d.checkIn[0]?.accepted).toBe(true);
  return id;
}
/** At the wall, on a big display. */
async function atTheWall(page: Page, size = hd) {
  await page.setViewportSize(size);
  await signIn(page, people.secretary, '/wall');
  const rows = page.getByRole('region', { name: '今日活动' }).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  return { rows, row: (title: string) => rows.filter({ hasText: title }), arrivals: page.getByRole('region', { name: '刚刚到场' }).getByRole('listitem') };
}

test('what is published, who signs up and who comes shows by itself, and is gone when it is taken back', async ({ page, browser }) => {
  const wall = await atTheWall(page);
  const event = await makeToday(page, '大屏测试一', false);
  await expect(wall.row(event.title)).toHaveCount(0);
  await publishEvent(page, event.id);
  await expect(wall.row(event.title)).toContainText('7 个名额，已报 0 人，到场 0 人');

  const guest = await as(browser, neighbour(41));
  const mine = await signUp(guest.page, event.shifts[0]!.id);
  await expect(wall.row(event.title)).toContainText('7 个名额，已报 1 人，到场 0 人');
  const { viewer } = await ask<{ viewer: { name: string } }>(guest.page, '{ viewer { name } }');
  await guest.context.close();

  const entry = await atTheDoor(page, event.id, { signUpId: mine.id });
  await expect(wall.arrivals.first()).toContainText(event.title);
  const masked = viewer.name.length > 2 ? viewer.name[0] + '*'.repeat(viewer.name.length - 2) + viewer.name.at(-1) : viewer.name[0] + '*';
  await expect(wall.arrivals.first()).toContainText(masked);
  await expect(page.locator('body')).not.toContainText(viewer.name);
  await expect(wall.row(event.title)).toContainText('到场 1 人');

  await atTheDoor(page, event.id, { direction: 'UNDO', undoes: entry });
  await expect(wall.row(event.title)).toContainText('到场 0 人');
  await expect(wall.arrivals.filter({ hasText: event.title })).toHaveCount(0);
  await ask(page, 'mutation ($id: ID!) { cancelEvent(id: $id, reason: "测试") { id } }', { id: event.id });
  await expect(wall.row(event.title)).toHaveCount(0);
});

test('more than fit are shown in turn, in letters that can be read, and the wall says how many are missing', async ({ page }) => {
  await page.clock.install();
  const wall = await atTheWall(page);
  const before = await wall.rows.count();
  for (let i = before; i < 20; i++) await makeToday(page, `大屏测试之${i}`);
  await expect(wall.rows).toHaveCount(20);
  await expect(page.getByText(/另有 \d+ 场/)).toHaveCount(0);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByText(/另有 \d+ 场，轮流显示/)).toBeVisible();
  const shown = await wall.rows.count();
  await expect(page.getByText(`另有 ${20 - shown} 场，轮流显示`)).toBeVisible();
  expect(await wall.rows.first().locator('h3').evaluate((h) => parseFloat(getComputedStyle(h).fontSize))).toBeGreaterThanOrEqual(28);
  const first = wall.rows.first().locator('h3');
  const title = (await first.textContent()) ?? '';
  await page.clock.fastForward(12_000);
  await expect(first).not.toHaveText(title); // its turn is over
  await expect(wall.rows).toHaveCount(20 - shown);
});

test('it says when it is not live, and since when', async ({ page, context }) => {
  await atTheWall(page);
  const sign = page.getByText(/^连接中断 · 数据停在 \d+:\d\d$/);
  await expect(sign).toHaveCount(0);
  await context.setOffline(true);
  await expect(sign).toBeVisible();
  await context.setOffline(false);
  await expect(sign).toHaveCount(0);
});

test('whoever sets it up gives it the whole screen; then nothing is left to touch, and the screen stays lit', async ({ page }) => {
  await page.addInitScript(() => {
    const lock = { released: false, release: () => Promise.resolve() };
    Object.defineProperty(navigator, 'wakeLock', { value: { request: () => Promise.resolve(((window as { lit?: object }).lit = lock)) } });
  });
  await signIn(page, people.secretary, '/desk');
  await page.setViewportSize(hd);
  await page.getByRole('link', { name: '大屏', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('button', { name: '全屏' }).click();
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('link')).toHaveCount(0);
  expect(await page.evaluate(() => !!document.fullscreenElement && 'lit' in window)).toBe(true);
});

test('a volunteer and the lead of a team have no wall, and no link to one', async ({ page, browser }) => {
  await signIn(page, people.volunteer, '/wall');
  await expect(page.getByText('大屏是给书记和负责人用的')).toBeVisible();
  const { community } = await ask<{ community: { root: { id: string } } }>(page, '{ community(slug: "demo") { root { id } } }');
  await page.goto(`/wall/${community.root.id}`);
  await expect(page.getByText('大屏是给书记和负责人用的')).toBeVisible();
  await page.goto('/wall/no-such-unit');
  await expect(page.getByText('没有这个组织单元')).toBeVisible();
  const lead = await as(browser, people.lead, '/desk');
  await expect(lead.page.getByRole('link', { name: '发起活动' })).toBeVisible();
  await expect(lead.page.getByRole('link', { name: '大屏', exact: true })).toHaveCount(0);
  await lead.page.goto('/wall');
  await expect(lead.page.getByText('大屏是给书记和负责人用的')).toBeVisible();
  await lead.context.close();
});

for (const size of [hd, { width: 1280, height: 800 }, { width: 360, height: 780 }]) {
  test(`everybody can use it: ${size.width} × ${size.height}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await atTheWall(page, size);
    await usable(page, 'the wall');
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
}
