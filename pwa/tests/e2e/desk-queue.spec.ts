import type { Page } from '@playwright/test';
import { ask, expect, people, signIn, test } from './linli';
import { as, makeEvent, neighbour, signUp, withdraw } from './scene';

const queueOf = (event: { id: string }) => `/desk/events/${event.id}/roster?show=queue`;
/** The people in the queue, in order, as the lead sees them. */
const waiting = (page: Page) => page.locator('[data-id]').filter({ visible: true });
/** Signs up somebody who rang, by the tail of her number; no page of hers is open. */
async function signUpFor(lead: Page, event: { id: string; shifts: { id: string }[] }, tail: string) {
  const { candidates } = await ask<{ candidates: { id: string; name: string }[] }>(lead, 'query ($e: ID!, $s: String!) { candidates(eventId: $e, search: $s) { id name } }', { e: event.id, s: tail });
  const one = candidates[0]!;
  const d = await ask<{ signUp: { id: string }[] }>(lead, 'mutation ($s: ID!, $p: [ID!]) { signUp(shiftId: $s, people: $p) { id } }', { s: event.shifts[0]!.id, p: [one.id] });
  return { name: one.name, id: d.signUp[0]!.id };
}

test('a lead moves somebody up: she is told whom it passes and asked why, and who was passed reads it', async ({ page, browser }) => {
  await signIn(page, people.secretary, '/desk');
  const event = await makeEvent(page, 31, [1]);
  const holder = await as(browser, neighbour(6));
  await signUp(holder.page, event.shifts[0]!.id);
  const passed = await as(browser, neighbour(8));
  const first = await signUp(passed.page, event.shifts[0]!.id);
  const second = await signUpFor(page, event, '0024');

  await page.goto(queueOf(event));
  await expect(waiting(page)).toHaveCount(2);
  await waiting(page).nth(1).click();
  await page.getByRole('dialog').getByRole('button', { name: '排到最前面' }).click();
  const ask = page.getByRole('dialog');
  await expect(ask).toContainText('会越过前面的 1 人，他们会收到通知和您写的原因。');
  await ask.getByRole('button', { name: '排到最前面' }).click();
  await expect(ask.getByText('请写原因。')).toBeVisible();
  await ask.getByRole('textbox').fill('她坐轮椅，要坐前排');
  await ask.getByRole('button', { name: '排到最前面' }).click();
  await expect(page.getByText(`${second.name}排在第一位了`)).toBeVisible();
  await expect(waiting(page).first()).toContainText(second.name);

  // Her own history says it, and so does that of who was passed.
  await waiting(page).first().click();
  await expect(page.getByRole('dialog').getByRole('listitem').filter({ hasText: '排到了最前面' })).toContainText('她坐轮椅，要坐前排');
  await passed.page.goto(`/mine/${first.id}`);
  await expect(passed.page.getByRole('listitem').filter({ hasText: '有人被安排到了前面' })).toContainText('原因：她坐轮椅，要坐前排');
  await Promise.all([holder.context.close(), passed.context.close()]);
});

test('more places: it says whose turn it would be, and the next is asked at once', async ({ page, browser }) => {
  await signIn(page, people.secretary, '/desk');
  const event = await makeEvent(page, 32, [1]);
  const holder = await as(browser, neighbour(6));
  await signUp(holder.page, event.shifts[0]!.id);
  const next = await as(browser, neighbour(8), '/mine');
  await signUp(next.page, event.shifts[0]!.id);
  await signUpFor(page, event, '0024');

  await page.goto(queueOf(event));
  await page.getByRole('button', { name: '加名额：第1班' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('status')).toHaveText('候补的 2 人里，预计马上轮到 1 人，会通知他们。');
  await sheet.getByRole('button', { name: '加 1 个名额' }).click();
  await expect(sheet.getByText('请写原因。')).toBeVisible();
  await sheet.getByRole('button', { name: '场地够大' }).click();
  await sheet.getByRole('button', { name: '加 1 个名额' }).click();
  await expect(page.getByText('“第1班”加了 1 个名额')).toBeVisible();
  await expect(page.getByText('等答复')).toBeVisible();
  await expect(page.getByRole('timer')).toContainText('还有');
  await expect(next.page.getByRole('region', { name: '等您答复的名额' }).filter({ hasText: event.title })).toBeVisible();
  await Promise.all([holder.context.close(), next.context.close()]);
});

test('a waiting neighbour is given a place now: the shift gets as many more as are wanting', async ({ page, browser }) => {
  await signIn(page, people.secretary, '/desk');
  const event = await makeEvent(page, 33, [1]);
  const holder = await as(browser, neighbour(6));
  await signUp(holder.page, event.shifts[0]!.id);
  const { name } = await signUpFor(page, event, '0024');
  await page.goto(queueOf(event));
  await waiting(page).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '现在就给名额' }).click();
  await expect(page.getByRole('dialog')).toContainText('空位不够，会为此加 1 个名额。');
  await page.getByRole('dialog').getByRole('button', { name: '需要这位邻居到场' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '现在就给名额' }).click();
  await expect(page.getByText(`${name}有名额了`)).toBeVisible();
  await expect(page.getByRole('button', { name: '已报名 2' })).toBeVisible();
  await expect(page.getByText('这一类里没有人。')).toBeVisible();
  await holder.context.close();
});

test('whom nothing else reaches has the place at once and stands on the call list until she was called', async ({ page, browser }) => {
  await signIn(page, people.secretary, '/desk');
  const event = await makeEvent(page, 34, [1]);
  const holder = await as(browser, neighbour(6));
  const held = await signUp(holder.page, event.shifts[0]!.id);
  const { name } = await signUpFor(page, event, '0024');
  await page.goto(`/desk/events/${event.id}/roster`);
  await expect(page.getByRole('button', { name: '候补 1' })).toBeVisible();
  await withdraw(holder.page, held.id);

  const calls = page.getByRole('region', { name: '1 人要打电话' });
  await expect(calls).toContainText(name);
  await calls.getByRole('button', { name: `看号码：${name}` }).click();
  await expect(calls.getByRole('link', { name: new RegExp(`给${name}打电话`) })).toHaveAttribute('href', 'tel:+8613800000024');
  await page.goto(`/desk/events/${event.id}`);
  await page.getByRole('link', { name: '1 人要打电话' }).click();
  await page.goto(`/door/${event.id}`);
  await page.getByRole('link', { name: '1 人要打电话' }).click();
  await calls.getByRole('button', { name: `打过了：${name}` }).click();
  await expect(page.getByText(`记下了：已打电话给${name}`)).toBeVisible();
  await expect(calls).toHaveCount(0);
  await page.getByRole('rowheader', { name }).getByRole('button').click();
  await expect(page.getByRole('dialog').getByRole('listitem').filter({ hasText: '负责人打过电话' })).toBeVisible();
  await holder.context.close();
});

test('fewer places than people: how many must go, and with a reason the last in waits in front', async ({ page, browser }) => {
  await signIn(page, people.secretary, '/desk');
  const event = await makeEvent(page, 35, [2]);
  const holder = await as(browser, neighbour(6));
  await signUp(holder.page, event.shifts[0]!.id);
  const { name } = await signUpFor(page, event, '0024');
  await page.goto(`/desk/events/${event.id}`);
  await page.getByRole('textbox', { name: '名额' }).fill('1');
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('已有 2 人确认，要先有 1 人退出。')).toBeVisible();
  await page.getByRole('button', { name: '仍要减少' }).click();
  await expect(page.getByRole('dialog')).toContainText('最后报名的 1 人会失去名额，排到候补的最前面。');
  await page.getByRole('dialog').getByRole('button', { name: '场地变小了' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '确定减少' }).click();
  await expect(page.getByText('修改已保存')).toBeVisible();
  await page.getByRole('link', { name: '名单' }).click();
  await page.getByRole('button', { name: '候补 1' }).click();
  await waiting(page).first().click();
  const moved = page.getByRole('dialog').getByRole('listitem').filter({ hasText: '名额减少，回到候补的最前面' });
  await expect(page.getByRole('dialog')).toContainText(name);
  await expect(moved).toContainText('场地变小了');
  await holder.context.close();
});

test('somebody changes to another shift that has a place', async ({ page }) => {
  await signIn(page, people.secretary, '/desk');
  const event = await makeEvent(page, 36, [1, 3]);
  const { name } = await signUpFor(page, event, '0024');
  await page.goto(`/desk/events/${event.id}/roster`);
  await page.getByRole('rowheader', { name }).getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: '换到别的班次' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '那边缺人' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '换到 第2班' }).click();
  await expect(page.getByText(`${name}换到“第2班”了`)).toBeVisible();
  await page.getByRole('button', { name: '第2班', exact: true }).click();
  await expect(page.getByRole('rowheader', { name })).toBeVisible();
});

test('rules of joining and kept places: what is wrong stands at its field, and what is right comes back', async ({ page }) => {
  await signIn(page, people.secretary, '/desk');
  const { id } = await makeEvent(page, 37, [6]);
  await page.goto(`/desk/events/${id}`);
  const rules = page.getByRole('group').filter({ hasText: '报名规则' });
  await rules.getByText('没有特别的规则').click();
  await rules.getByLabel('最小年龄').fill('130');
  await rules.getByLabel('最少几人才办').fill('5');
  await rules.getByLabel('需要的技能').fill('急救');
  await page.getByRole('switch', { name: '留一部分名额给某个单位的居民' }).check();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('年龄是 0 到 120 的整数。')).toBeVisible();
  await expect(page.getByText('请选一个单位。')).toBeVisible();
  await rules.getByLabel('最小年龄').fill('18');
  await page.getByRole('button', { name: '留给：选择' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^就选/ }).click();
  // What only the server refuses stands at its field too.
  const ends = await page.getByLabel('留到').inputValue();
  await page.getByLabel('留到').fill(`${Number(ends.slice(0, 4)) + 1}${ends.slice(4)}`);
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('最晚到班次结束。')).toBeVisible();
  await page.getByLabel('留到').fill(ends);
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('修改已保存')).toBeVisible();
  await page.reload();
  await expect(page.getByText('满 18 岁 · 需要急救 · 最少 5 人')).toBeVisible();
  await expect(page.getByLabel('留几个')).toHaveValue('1');
  await expect(page.getByText('还差 5 人')).toBeVisible();
});

test('the rules of offers: the root’s secretary changes them in hours and minutes, a lead reads them', async ({ page, browser }) => {
  await signIn(page, people.secretary, '/desk');
  await page.getByRole('link', { name: '候补规则' }).click();
  const sameDay = page.getByLabel('活动当天', { exact: true });
  await expect(sameDay).toHaveValue('20');
  await sameDay.fill('0');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText(/请填合适的时间/)).toBeVisible();
  await expect(sameDay).toBeFocused();
  await sameDay.fill('45');
  await page.getByRole('switch', { name: '夜里不计时' }).uncheck();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('规则已保存')).toBeVisible();
  const { community } = await ask<{ community: { offerRules: object } }>(page, '{ community(slug: "demo") { offerRules { daysAhead sameDay nightFrom nightUntil } } }');
  expect(community.offerRules).toEqual({ daysAhead: 720, sameDay: 45, nightFrom: 0, nightUntil: 0 });

  const lead = await as(browser, people.lead, '/desk/rules');
  await expect(lead.page.getByText('只有全社区的书记能改，您可以看。')).toBeVisible();
  await expect(lead.page.getByLabel('活动当天', { exact: true })).toBeDisabled();
  await lead.context.close();

  await page.getByRole('button', { name: '恢复通常的规则' }).click();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByRole('button', { name: '没有改动' })).toBeVisible();
});

test('year of birth and skills of a person are on record', async ({ page }) => {
  await signIn(page, people.secretary, '/desk');
  const { community } = await ask<{ community: { root: { people: { edges: { node: { id: string } }[] } } } }>(page, '{ community(slug: "demo") { root { people(subtree: true, search: "0026", first: 1) { edges { node { id } } } } } }');
  await page.goto(`/desk/people/${community.root.people.edges[0]!.node.id}`);
  await page.getByRole('button', { name: '修改资料' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('出生年份').fill('58');
  await sheet.getByLabel('技能').fill('急救、理发，急救');
  await sheet.getByRole('button', { name: '保存' }).click();
  await expect(sheet.getByText('请填四位年份，或者不填。')).toBeVisible();
  await sheet.getByLabel('出生年份').fill('1958');
  await sheet.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('definition').filter({ hasText: '1958' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: '急救' })).toHaveText('急救理发');
});
