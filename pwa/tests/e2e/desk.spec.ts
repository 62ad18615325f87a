import { another, ask, events, expect, people, signIn, test } from './linli';

/** A name that no earlier run has used. */
const fresh = (what: string) => `${what}${Date.now() % 1_000_000}`;

test('an event from the first word to the last: made, published, filling live, changed, copied, cancelled', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const title = fresh('护河行动');
  await signIn(page, people.secretary, '/desk');
  await page.getByRole('link', { name: '发起活动' }).click();

  // What is missing stands at its field, and a reload keeps what was typed.
  await page.getByLabel('地点').fill('南门岗亭');
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.getByText('请写标题。')).toBeVisible();
  await expect(page.getByLabel('标题')).toBeFocused();
  await page.getByLabel('标题').fill(title);
  await page.reload();
  await expect(page.getByLabel('标题')).toHaveValue(title);
  await expect(page.getByText('已恢复您上次没填完的内容')).toBeVisible();

  // At an hour at which nobody has anything else.
  await page.getByLabel('日期').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel('开始').fill('04:40');
  await page.getByLabel('结束').fill('05:20');
  await page.getByLabel('班次名称').fill('早班');
  await page.getByRole('textbox', { name: '名额' }).fill('2');
  await page.getByRole('button', { name: '存为草稿' }).click();
  await expect(page.getByText('草稿', { exact: true })).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').at(-1)!;
  await page.goto('/desk');
  await expect(page.getByRole('listitem').filter({ hasText: `草稿“${title}”` })).toBeVisible();
  await page.getByRole('link', { name: `去发布：${title}` }).click();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.getByText('报名中', { exact: true })).toBeVisible();

  // Two neighbours take the places while the roster is open; a third queues.
  await page.getByRole('link', { name: '名单' }).click();
  await expect(page.getByText('还没有人报名')).toBeVisible();
  const rows = page.getByRole('rowheader').filter({ visible: true });
  let last: Awaited<ReturnType<typeof another>> | undefined;
  for (const [i, phone] of ['+8613800000021', '+8613800000022', '+8613800000023'].entries()) {
    const one = await another(browser);
    await signIn(one.page, phone, `/events/${id}`);
    await one.page.getByRole('button', { name: i < 2 ? /^报名 · / : /^加入候补/ }).click();
    await expect(rows).toHaveCount(i + 1);
    if (i < 2) await one.context.close();
    else last = one;
  }
  await expect(page.getByText('候补第 1 位')).toBeVisible();
  await expect(page.getByRole('button', { name: '已报名 2' })).toBeVisible();

  // Fewer places than people: the number at the field. More places: the queue moves up.
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByRole('textbox', { name: '名额' }).fill('1');
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('已有 2 人确认，要先有 1 人退出。')).toBeVisible();
  await page.getByRole('textbox', { name: '名额' }).fill('3');
  await page.getByLabel('地点').fill('北门岗亭');
  await expect(page.getByText('保存后会通知已报名的 3 人')).toBeVisible();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('已保存，会通知报名的 3 人')).toBeVisible();
  await page.getByRole('link', { name: '名单' }).click();
  await last!.page.getByRole('button', { name: '接受' }).first().click();
  await expect(page.getByRole('button', { name: '已报名 3' })).toBeVisible();
  await last!.context.close();

  // Somebody is taken off, with a reason.
  await rows.first().getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: '移出名单' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '移出名单' }).click();
  await expect(page.getByText('请写原因。')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '本人来电请假' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '移出名单' }).click();
  await expect(rows).toHaveCount(2);

  // An elder rings: found by the tail of the number, signed up.
  await page.getByRole('button', { name: '替人报名' }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill('0024');
  await page.getByRole('dialog').getByRole('checkbox').first().check();
  await page.getByRole('dialog').getByRole('button', { name: '报名 1 人 · 早班' }).click();
  await expect(rows).toHaveCount(3);

  // The table, as a file.
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载表格' }).click()]);
  expect(file.suggestedFilename()).toContain('.csv');

  // The same again in a week, and this one is called off.
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByRole('button', { name: '复制到另一天' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '复制', exact: true }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/desk/events/') && !url.pathname.endsWith(id));
  await expect(page.getByText('草稿', { exact: true })).toBeVisible();
  await expect(page.getByLabel('标题')).toHaveValue(title);
  for (const path of [new URL(page.url()).pathname, `/desk/events/${id}`]) {
    await page.goto(path);
    await page.getByRole('button', { name: '取消活动' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '天气原因' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定取消' }).click();
    await expect(page.getByText('已取消：天气原因')).toBeVisible();
  }
});

test('the desk of a volunteer is a kind sentence; a lead has her own events only', async ({ page, browser }) => {
  await signIn(page, people.volunteer, '/desk');
  await expect(page.getByText('工作台是给书记和负责人用的')).toBeVisible();
  await expect(page.getByRole('navigation', { name: '主导航' }).getByText('工作台')).toHaveCount(0);
  const lead = await another(browser);
  await signIn(lead.page, people.lead, '/desk/events');
  const rows = lead.page.getByRole('rowheader');
  await expect(rows.first()).toBeVisible();
  const mine = await ask<{ events: { edges: { node: { title: string; mayEdit: boolean } }[] } }>(lead.page, '{ events(community: "demo", first: 100) { edges { node { title mayEdit } } } }');
  const own = new Set(mine.events.edges.filter((e) => e.node.mayEdit).map((e) => e.node.title));
  for (const title of await rows.getByRole('link').allTextContents()) expect(own).toContain(title);
  await lead.context.close();
});

test('a title in the list of events opens without loading the app anew', async ({ page }) => {
  await signIn(page, people.secretary, '/desk/events');
  await page.evaluate(() => Object.assign(window, { same: true }));
  await page.getByRole('rowheader').getByRole('link').first().click();
  await expect(page.getByText('修改活动').first()).toBeVisible();
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
});

test('on a wide screen the roster is a table with its headings', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await signIn(page, people.secretary, '/desk');
  const full = (await events(page)).find((e) => e.counts.waitlisted > 0)!;
  await page.goto(`/desk/events/${full.id}/roster`);
  for (const name of ['姓名', '楼栋', '状态', '手机', '到场']) await expect(page.getByRole('columnheader', { name, exact: true })).toBeVisible();
  await expect(page.getByRole('cell', { name: '候补第 1 位' }).first()).toBeVisible();
  await page.getByRole('button', { name: /^候补 \d+/ }).click();
  await expect(page.getByRole('cell', { name: '已报名' })).toHaveCount(0);
});
