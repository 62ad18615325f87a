import type { Page } from '@playwright/test';
import { another, ask, expect, people, signIn, test } from './linli';
import { as, makeToday, neighbour, signUp } from './scene';

interface Line {
  method: string;
  by: string;
}
const codeOf = async (lead: Page, eventId: string) => (await ask<{ venueCode: { code: string } }>(lead, 'query ($e: ID!) { venueCode(eventId: $e) { code } }', { e: eventId })).venueCode.code;
const link = async (lead: Page, eventId: string) => `/v/${eventId}/${await codeOf(lead, eventId)}?t=${Math.floor(Date.now() / 30_000)}`;
const cameBy = async (page: Page, id: string) => {
  type Node = { node: { attendance: { spans: { came: Line; left: Line | null }[] } } };
  return (await ask<Node>(page, 'query ($id: ID!) { node(id: $id) { ... on SignUp { attendance { spans { came { method by } left { method by } } } } } }', { id })).node.attendance.spans;
};

test('a volunteer scans the code at the entrance, logs in on the way, comes and leaves', async ({ page, browser }) => {
  const lead = await as(browser, people.secretary);
  const event = await makeToday(lead.page, '现场码测试一');
  const path = await link(lead.page, event.id);
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1, name: event.title })).toBeVisible();
  await page.getByRole('link', { name: '登录后签到' }).tap();
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
  await signIn(page, neighbour(61), path);
  const mine = await signUp(page, event.shifts[0]!.id);
  await page.reload();
  await expect(page.getByRole('checkbox').first()).toBeChecked();
  await page.getByRole('button', { name: '我到了' }).tap();
  await expect(page.getByTestId('outcomes')).toContainText('已签到');
  expect(await cameBy(page, mine.id)).toMatchObject([{ came: { method: 'VENUE_CODE' }, left: null }]);

  await page.goto(await link(lead.page, event.id));
  await page.getByRole('button', { name: '我走了' }).tap();
  await expect(page.getByTestId('outcomes')).toContainText('已签退');
  expect(await cameBy(page, mine.id)).toMatchObject([{ left: { method: 'VENUE_CODE' } }]);
  await lead.context.close();
});

test('a family comes together; who was not signed up joins, and each is told', async ({ page, browser }) => {
  const lead = await as(browser, people.secretary);
  const event = await makeToday(lead.page, '现场码测试二');
  await signIn(page, people.volunteer, '/');
  await signUp(page, event.shifts[0]!.id);
  await page.goto(await link(lead.page, event.id));
  const boxes = page.getByRole('checkbox');
  await expect(boxes.nth(0)).toBeChecked();
  await expect(boxes.nth(1)).not.toBeChecked();
  await boxes.nth(1).check();
  await page.getByRole('button', { name: '我们 2 人到了' }).tap();
  const outcomes = page.getByTestId('outcomes');
  await expect(outcomes.getByText('已签到', { exact: true })).toHaveCount(2);
  await expect(outcomes).toContainText('没有报名，已作为现场加入，并告诉了负责人。');
  await lead.context.close();
});

test('an old code is refused on the phone, a wrong one by the server, and typing is the way on', async ({ page, browser }) => {
  const lead = await as(browser, people.secretary);
  const event = await makeToday(lead.page, '现场码测试三');
  await signIn(page, neighbour(62), '/');
  await signUp(page, event.shifts[0]!.id);
  await page.goto(`/v/${event.id}/123456?t=${Math.floor(Date.now() / 30_000) - 20}`);
  await expect(page.getByRole('alert')).toContainText('这个码已经换了');
  await page.getByRole('button', { name: '改为输入六位数字' }).tap();
  const digits = page.getByLabel('现场码');
  await digits.fill('12');
  await page.getByRole('button', { name: '我到了' }).tap();
  await expect(page.getByText('现场码是六位数字，请看门口的屏幕。')).toBeVisible();
  const right = await codeOf(lead.page, event.id);
  await digits.fill(right === '000000' ? '000001' : '000000');
  await page.getByRole('button', { name: '我到了' }).tap();
  await expect(page.getByTestId('outcomes')).toContainText('没有签到');
  await expect(page.getByTestId('outcomes')).toContainText('现场码不对，或已经换了');
  await page.getByRole('button', { name: '再试一次' }).tap();
  await digits.fill(await codeOf(lead.page, event.id));
  await page.getByRole('button', { name: '我到了' }).tap();
  await expect(page.getByTestId('outcomes')).toContainText('已签到');
  await lead.context.close();
});

test('without a network it is kept and sent when there is one; the event page and the ticket lead here', async ({ page, browser, context }) => {
  const lead = await as(browser, people.secretary);
  const event = await makeToday(lead.page, '现场码测试四');
  await signIn(page, neighbour(63), `/events/${event.id}`);
  const mine = await signUp(page, event.shifts[0]!.id);
  await page.reload();
  await page.getByRole('link', { name: '到了现场？输入现场码签到' }).tap();
  await expect(page).toHaveURL(`/v/${event.id}`);
  await page.getByLabel('现场码').fill(await codeOf(lead.page, event.id));
  await context.setOffline(true);
  await page.getByRole('button', { name: '我到了' }).tap();
  await expect(page.getByTestId('outcomes')).toContainText('已存好');
  await context.setOffline(false);
  await expect(page.getByTestId('outcomes')).toContainText('已签到');
  expect(await cameBy(page, mine.id)).toMatchObject([{ came: { method: 'VENUE_CODE' } }]);
  await page.goto(`/mine/tickets/${mine.id}`);
  await expect(page.getByRole('link', { name: '到了现场？输入现场码签到' })).toHaveAttribute('href', `/v/${event.id}`);
  await lead.context.close();
});

test('a stranger with the link is asked to log in', async ({ browser, page }) => {
  const lead = await as(browser, people.secretary);
  const event = await makeToday(lead.page, '现场码测试五');
  const stranger = await another(browser);
  await stranger.page.goto(await link(lead.page, event.id));
  await expect(stranger.page.getByRole('link', { name: '登录后签到' })).toBeVisible();
  await page.goto('/v/ev_00000000000000000000000000/123456?t=1');
  await expect(page.getByText('没有这个活动')).toBeVisible();
  await stranger.context.close();
  await lead.context.close();
});
