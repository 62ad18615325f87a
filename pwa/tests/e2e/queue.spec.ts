import type { Page } from '@playwright/test';
import { expect, people, signIn, test } from './linli';
import { as, makeEvent, neighbour, signUp, stateOf, watched, withdraw } from './scene';

const region = (page: Page) => page.getByRole('region', { name: '等您答复的名额' });
const offerOn = (page: Page, title: string) => region(page).getByRole('group', { name: title });
const resultOn = (page: Page, title: string) => region(page).getByRole('status').filter({ hasText: title });
/** A single place of its own, to find out whether a page is watched. */
const probe = async (secretary: Page, nth: number) => (await makeEvent(secretary, 20 + nth, [1])).shifts[0]!.id;

test('a place falls free: the offer comes to the open page with its deadline, and one tap takes it', async ({ page, browser }) => {
  const secretary = await as(browser, people.secretary);
  const event = await makeEvent(secretary.page, 1, [1]);
  const holder = await as(browser, neighbour(6));
  const held = await signUp(holder.page, event.shifts[0]!.id);

  await signIn(page, people.volunteer, `/events/${event.id}`);
  await page.getByRole('checkbox').first().waitFor();
  await page.getByRole('button', { name: '加入候补 · 第 1 位' }).click();
  await page.getByRole('link', { name: /候补中 · 第 1 位/ }).click();
  await expect(page).toHaveURL(/\/mine\/su_/);
  await expect(page.getByText('前面没有人了；一有名额就轮到您。')).toBeVisible();

  // On another page by now; nothing is touched until the offer is there.
  await page.getByRole('link', { name: '活动', exact: true }).click();
  await expect(page.getByRole('article').first()).toBeVisible();
  await watched(page, holder.page, await probe(secretary.page, 1));
  const asked = Date.now();
  await withdraw(holder.page, held.id);
  const offer = offerOn(page, event.title);
  await expect(offer).toContainText('有名额了，为您留着');
  console.log(`the offer was on the screen ${Date.now() - asked} ms after the place fell free was sent`);
  await expect(offer.getByRole('timer')).toHaveText(/还有 .+至 /);
  await expect(page.getByText(new RegExp(`有名额了：「${event.title}」，为您留着，请在 .+ 前答复`))).toBeAttached();
  await offer.getByRole('button', { name: '接受' }).click();
  await expect(resultOn(page, event.title)).toContainText('好的，您的名额确定了');
  expect(await stateOf(page, event.id)).toEqual(['CONFIRMED']);

  // Its page tells the whole way.
  await page.goto(`/events/${event.id}`);
  await page.getByRole('link', { name: '详情' }).click();
  const steps = page.getByRole('listitem').filter({ hasText: /^(答复：来|有名额了，请答复|报名)/ });
  await expect(steps).toHaveCount(3);
  await expect(steps.nth(1)).toContainText('按排队规则');
  await Promise.all([secretary.context.close(), holder.context.close()]);
});

test('who declines is asked once, and the next in line has the offer on her open page', async ({ page, browser }) => {
  const secretary = await as(browser, people.secretary);
  const event = await makeEvent(secretary.page, 2, [1]);
  const shift = event.shifts[0]!.id;
  const holder = await as(browser, neighbour(6));
  const held = await signUp(holder.page, shift);
  await signIn(page, people.volunteer, '/mine');
  await signUp(page, shift);
  const next = await as(browser, neighbour(7), `/events/${event.id}`);
  const second = await signUp(next.page, shift);
  await next.page.goto(`/mine/${second.id}`);
  await expect(next.page.getByText('前面还有 1 人；还要空出 2 个名额才轮到您。')).toBeVisible();

  await watched(page, holder.page, await probe(secretary.page, 2));
  await watched(next.page, holder.page, await probe(secretary.page, 9));
  await withdraw(holder.page, held.id);
  const offer = offerOn(page, event.title);
  await offer.getByRole('button', { name: '不去了' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '再想想' }).click();
  await offer.getByRole('button', { name: '不去了' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '不去了' }).click();
  await expect(resultOn(page, event.title)).toContainText('好的，名额让给下一位邻居了');

  await expect(offerOn(next.page, event.title).getByRole('button', { name: '接受' })).toBeVisible();
  await expect(next.page.getByText(/有名额为您留着，到 .+ 为止/)).toBeVisible();
  await Promise.all([secretary.context.close(), holder.context.close(), next.context.close()]);
});

test('three together queue as one, are told why, and take their places with one tap', async ({ page, browser }) => {
  const secretary = await as(browser, people.secretary);
  const event = await makeEvent(secretary.page, 3, [3]);
  const holder = await as(browser, neighbour(6));
  const held = await signUp(holder.page, event.shifts[0]!.id);

  await signIn(page, people.volunteer, `/events/${event.id}`);
  const boxes = page.getByRole('group', { name: '给谁报名' }).getByRole('checkbox');
  for (const i of [1, 2]) await boxes.nth(i).check();
  await expect(page.getByText('3 人一起，现在只剩 2 个名额：先为您们保留第 1 位，够了就一起有。')).toBeVisible();
  await page.getByRole('button', { name: '3 人一起候补 · 第 1 位' }).click();
  await page.getByRole('link', { name: /候补中 · 第 1 位/ }).click();
  await expect(page.getByText('3 人一起，现在只剩 2 个名额：先保留第 1 位，后面人少的可以先进。')).toBeVisible();
  await expect(page.getByRole('list', { name: '一起报名的' }).getByRole('listitem')).toHaveCount(2);

  await watched(page, holder.page, await probe(secretary.page, 3));
  await withdraw(holder.page, held.id);
  const offer = offerOn(page, event.title);
  await expect(offer).toContainText('一起报名的，答复一次就好。');
  await offer.getByRole('button', { name: '3 人都接受' }).click();
  await expect(resultOn(page, event.title)).toContainText('的名额确定了');
  expect(await stateOf(page, event.id)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED']);
  await Promise.all([secretary.context.close(), holder.context.close()]);
});

test('the rules stand before the button, and a shift is changed where another has a place', async ({ page, browser }) => {
  const secretary = await as(browser, people.secretary);
  const soon = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const later = await makeEvent(secretary.page, 4, [5], { opensAt: soon, minAge: 10, minimum: 3 });
  const event = await makeEvent(secretary.page, 5, [1, 1], { oneShift: true, withdrawUntil: soon });

  await signIn(page, people.volunteer, `/events/${later.id}`);
  await expect(page.getByRole('button', { name: /^后天 .+ 开始报名$/ })).toBeDisabled();
  await expect(page.getByText('年满 10 岁可以参加')).toBeVisible();
  await expect(page.getByText('至少 3 人才举行，现在 0 人')).toBeVisible();

  await page.goto(`/events/${event.id}`);
  await expect(page.getByText('每人只能报一个班次')).toBeVisible();
  await page.getByRole('radio', { name: /第1班/ }).check();
  await page.getByRole('button', { name: /^报名 · / }).click();
  await expect(page.getByRole('link', { name: '已报名 ✓ 出示二维码' })).toBeVisible();
  await page.getByRole('radio', { name: /第2班/ }).check();
  await page.getByRole('link', { name: '去换班次' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: /第2班/ }).check();
  await page.getByRole('dialog').getByRole('button', { name: /^换到 第2班/ }).click();
  await expect(page.getByText(/^已换到 第2班/)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: '第2班' })).toBeVisible();
  await expect(page.getByText(/^自己退出到 .+ 为止。$/)).toBeVisible();
  await secretary.context.close();
});

test('without a network the offer stays readable and says that it cannot be answered', async ({ page, context, browser }) => {
  const secretary = await as(browser, people.secretary);
  const event = await makeEvent(secretary.page, 6, [1]);
  const holder = await as(browser, neighbour(6));
  const held = await signUp(holder.page, event.shifts[0]!.id);
  await signIn(page, people.volunteer, '/mine');
  const mine = await signUp(page, event.shifts[0]!.id);
  await page.goto(`/mine/${mine.id}`);
  await expect(page.getByText('前面没有人了；一有名额就轮到您。')).toBeVisible();
  await watched(page, holder.page, await probe(secretary.page, 6));
  await withdraw(holder.page, held.id);
  const offer = offerOn(page, event.title);
  await expect(offer.getByRole('button', { name: '接受' })).toBeEnabled();

  await context.setOffline(true);
  await expect(offer).toContainText('现在没有网络，不能答复');
  await expect(offer.getByRole('button', { name: '接受' })).toBeDisabled();
  await expect(offer.getByRole('timer')).toContainText('至 ');
  await context.setOffline(false);
  await expect(offer.getByRole('button', { name: '接受' })).toBeEnabled();
  await offer.getByRole('button', { name: '接受' }).click();
  await expect(resultOn(page, event.title)).toContainText('好的，您的名额确定了');
  await Promise.all([secretary.context.close(), holder.context.close()]);
});

test('an answer that comes too late is told kindly, with where she stands', async ({ page, browser }) => {
  const secretary = await as(browser, people.secretary);
  const event = await makeEvent(secretary.page, 7, [1]);
  const holder = await as(browser, neighbour(6));
  const held = await signUp(holder.page, event.shifts[0]!.id);
  await signIn(page, people.volunteer, '/');
  const mine = await signUp(page, event.shifts[0]!.id);
  await page.goto('/mine');
  await expect(page.getByRole('heading', { level: 3, name: event.title })).toBeVisible();
  await watched(page, holder.page, await probe(secretary.page, 7));
  await withdraw(holder.page, held.id);
  const offer = offerOn(page, event.title);
  await expect(offer.getByRole('button', { name: '接受' })).toBeVisible();
  // The deadline is hours away, and the server's clock is its own: what it says past the deadline is put in its mouth.
  const late = { data: null, errors: [{ message: 'late', path: ['answerOffer'], extensions: { code: 'CONFLICT', reason: 'OFFER_EXPIRED' } }] };
  await page.route('**/graphql', (route) => (route.request().postData()?.includes('mutation AnswerOffer') ? route.fulfill({ json: late }) : route.continue()));
  await offer.getByRole('button', { name: '接受' }).click();
  await expect(resultOn(page, event.title)).toContainText('很抱歉，答复晚了，这个名额已让给下一位邻居。');
  await expect(resultOn(page, event.title)).toContainText(/现在：/);
  await expect(resultOn(page, event.title).getByRole('link', { name: '看我的报名' })).toBeVisible();
  await withdraw(page, mine.id);
  await Promise.all([secretary.context.close(), holder.context.close()]);
});

test('on a page about something else the offer is a line that opens', async ({ page, browser }) => {
  const secretary = await as(browser, people.secretary);
  const event = await makeEvent(secretary.page, 8, [1]);
  const holder = await as(browser, neighbour(6));
  const held = await signUp(holder.page, event.shifts[0]!.id);
  await signIn(page, people.volunteer, '/mine');
  await signUp(page, event.shifts[0]!.id);
  await page.reload();
  await expect(page.getByRole('heading', { level: 3, name: event.title })).toBeVisible();
  await watched(page, holder.page, await probe(secretary.page, 8));
  await withdraw(holder.page, held.id);
  await expect(offerOn(page, event.title)).toBeVisible();

  await page.getByRole('link', { name: '家人' }).click();
  await page.getByRole('button', { name: /^有名额等您答复 还有 / }).click();
  await offerOn(page, event.title).getByRole('button', { name: '接受' }).click();
  await expect(resultOn(page, event.title)).toContainText('好的，您的名额确定了');
  await Promise.all([secretary.context.close(), holder.context.close()]);
});
