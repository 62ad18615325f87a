import type { Page } from '@playwright/test';
import { another, ask, expect, people, signIn, test } from './linli';
import { as, makeToday, neighbour, signUp } from './scene';

/** A lead at the devices of an event, where somebody is expected. */
async function begin(page: Page, title: string, path = '') {
  await signIn(page, people.secretary, '/');
  const event = await makeToday(page, title);
  await page.goto(`/door/${event.id}${path}`);
  return event;
}
const issue = async (page: Page, eventId: string, kind: 'DOOR' | 'KIOSK', name: string) =>
  new URL((await ask<{ issueDevice: { url: string } }>(page, 'mutation ($e: ID!, $k: DeviceKind!, $n: String!) { issueDevice(eventId: $e, kind: $k, name: $n) { url } }', { e: eventId, k: kind, n: name })).issueDevice.url).pathname;
const devices = async (page: Page, eventId: string) =>
  (await ask<{ doorDevices: { id: string; pin: string; state: string; wipedAt: string | null }[] }>(page, 'query ($e: ID!) { doorDevices(eventId: $e) { id pin state wipedAt } }', { e: eventId })).doorDevices;

test('a helper without an account is given a door device by a link, works with it, and loses it', async ({ page, browser, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const event = await begin(page, '设备测试一', '/devices');
  const guest = await as(browser, neighbour(51));
  await signUp(guest.page, event.shifts[0]!.id);
  await guest.context.close();

  await page.getByRole('button', { name: '添加设备' }).tap();
  await page.getByRole('button', { name: '生成链接' }).tap();
  await expect(page.getByText('写上名字，以后才分得清')).toBeVisible();
  await page.getByLabel('谁拿着，或放在哪里').fill('王阿姨的手机');
  await page.getByRole('button', { name: '生成链接' }).tap();
  await expect(page.getByRole('img', { name: '“王阿姨的手机”的链接二维码' })).toBeVisible();
  await page.getByRole('button', { name: '复制链接' }).tap();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText())).pathname;

  // The helper's phone: what it is for, then one tap.
  const helper = await another(browser);
  await helper.page.goto(link);
  await expect(helper.page.getByRole('heading', { level: 1, name: '把这部手机变成签到机' })).toBeVisible();
  await expect(helper.page.getByRole('main')).toContainText(event.title);
  await expect(helper.page.getByRole('main')).toContainText('只能做这一场活动的签到');
  await helper.page.getByRole('button', { name: '开始签到' }).click();
  await expect(helper.page).toHaveURL(`/door/${event.id}`);
  await expect(page.getByText('“王阿姨的手机”已经就位')).toBeVisible();
  await page.getByRole('button', { name: '好了' }).tap();
  await helper.page.getByRole('button', { name: /^签到：/ }).click();
  await expect(helper.page.getByTestId('arrived')).toContainText('1 / 1 到场');
  await expect(helper.page.getByTestId('strip')).toContainText('都已上传');

  // A used link says so, and on the phone that has it leads on.
  const late = await another(browser);
  await late.page.goto(link);
  await expect(late.page.getByText('这个链接已经用过了')).toBeVisible();
  await late.page.goto('/d/no-such-link');
  await expect(late.page.getByText('这个链接不对')).toBeVisible();
  await late.context.close();
  await helper.page.goto(link);
  await helper.page.getByRole('link', { name: '打开' }).click();
  await expect(helper.page).toHaveURL(`/door/${event.id}`);

  // Taken back: the helper's phone hears of it and deletes its roster.
  const card = page.locator('[data-state=ACTIVE]');
  await expect(card).toContainText('王阿姨的手机');
  await expect(card).toContainText('最近使用：刚刚');
  await page.getByRole('button', { name: '收回“王阿姨的手机”' }).tap();
  await expect(page.getByRole('dialog')).toContainText('还没上传的人不会丢');
  await page.getByRole('dialog').getByRole('button', { name: '收回', exact: true }).tap();
  await expect(page.locator('[data-state=REVOKED]')).toContainText('已收回');
  await helper.page.reload();
  await expect(helper.page.getByText('这部手机不再是签到机')).toBeVisible();
  await expect(async () => expect((await devices(page, event.id))[0]?.wipedAt).toBeTruthy()).toPass();
  await helper.context.close();
});

test('only a lead of the event sees its devices', async ({ page, browser }) => {
  const event = await begin(page, '设备测试二', '/devices');
  await expect(page.getByText('还没有签到设备')).toBeVisible();
  const guest = await as(browser, people.volunteer, `/door/${event.id}/devices`);
  await expect(guest.page.getByText('只有这场活动的负责人能管理签到设备')).toBeVisible();
  await guest.context.close();
});

test('a kiosk shows the code and who comes, also without a network, and is left by its PIN only', async ({ page, browser }) => {
  const event = await begin(page, '展示屏测试');
  const tablet = await another(browser, { viewport: { width: 1280, height: 800 } });
  await tablet.page.clock.install();
  await tablet.page.goto(await issue(page, event.id, 'KIOSK', '大门口的平板'));
  await tablet.page.getByRole('button', { name: '开始展示' }).click();
  await expect(tablet.page).toHaveURL(`/kiosk/${event.id}`);
  const digits = tablet.page.getByTestId('venue-code');
  await expect(digits).toHaveText(/^\d{3} \d{3}$/);
  await expect(async () => {
    const { venueCode } = await ask<{ venueCode: { code: string } }>(page, 'query ($e: ID!) { venueCode(eventId: $e) { code } }', { e: event.id });
    expect(((await digits.textContent()) ?? '').replace(' ', '')).toBe(venueCode.code);
  }).toPass();
  await expect(tablet.page.getByRole('img', { name: /^现场码 \d{6}$/ })).toBeVisible();
  await expect(tablet.page.getByText('还没有人到场')).toBeVisible();

  // Somebody comes: the count ticks and her masked name glides in.
  const guest = await as(browser, neighbour(52));
  const mine = await signUp(guest.page, event.shifts[0]!.id);
  await guest.context.close();
  await ask(page, 'mutation ($i: [CheckInInput!]!) { checkIn(input: $i) { accepted } }', { i: [{ id: crypto.randomUUID(), eventId: event.id, method: 'LIST', at: new Date().toISOString(), signUpId: mine.id }] });
  await expect(tablet.page.getByTestId('arrived')).toContainText('1 / 1 到场');
  await expect(tablet.page.getByRole('listitem')).toContainText('*');

  // Without a network it says so, and the codes go on.
  const before = await digits.textContent();
  await tablet.context.setOffline(true);
  await expect(tablet.page.getByText(/^没有网络 · 人数截至/)).toBeVisible();
  await tablet.page.clock.fastForward(31_000);
  await expect(digits).not.toHaveText(before ?? '');
  await tablet.context.setOffline(false);
  await expect(tablet.page.getByText(/^没有网络/)).toHaveCount(0);

  // Nothing leads away.
  await tablet.page.goto('/me');
  await expect(tablet.page).toHaveURL(`/kiosk/${event.id}`);
  await expect(digits).toBeVisible();
  await tablet.page.evaluate(() => history.back());
  await expect(tablet.page).toHaveURL(`/kiosk/${event.id}`);
  await tablet.page.getByRole('button', { name: '退出' }).click();
  const pin = (await devices(page, event.id))[0]?.pin ?? '';
  await tablet.page.getByLabel('退出密码').fill(pin === '0000' ? '1111' : '0000');
  await tablet.page.getByRole('dialog').getByRole('button', { name: '退出' }).click();
  await expect(tablet.page.getByText('密码不对')).toBeVisible();
  await tablet.page.getByLabel('退出密码').fill(pin);
  await tablet.page.getByRole('dialog').getByRole('button', { name: '退出' }).click();
  await expect(tablet.page).not.toHaveURL(/kiosk/);
  await tablet.context.close();
});

test('a lead opens the kiosk on her own phone and leaves it with a tap; a volunteer may not see it', async ({ page, browser }) => {
  const event = await begin(page, '展示屏测试二');
  await page.getByRole('button', { name: '更多' }).tap();
  await page.getByRole('link', { name: '展示屏' }).tap();
  await expect(page.getByTestId('venue-code')).toBeVisible();
  await page.getByRole('button', { name: '退出' }).tap();
  await expect(page).toHaveURL(`/door/${event.id}`);
  const guest = await as(browser, people.volunteer, `/kiosk/${event.id}`);
  await expect(guest.page.getByText('看不到这个展示屏')).toBeVisible();
  await guest.context.close();
});
