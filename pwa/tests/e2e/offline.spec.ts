import { events, expect, openEvent, people, signIn, test } from './linli';

test('without a network the app opens, says that it shows stored data, and shows the ticket', async ({ page, context }) => {
  const event = await openEvent(page);
  const list = () => page.waitForResponse((r) => !!r.request().postData()?.includes('query MySignUps'));
  const first = list();
  await signIn(page, people.volunteer, `/events/${event.id}`);
  await first;
  const again = list(); // a new ticket is stored at once, whatever page is open
  await page.getByRole('button', { name: /^报名 · / }).click();
  await expect(page.getByRole('link', { name: '已报名 ✓ 出示二维码' })).toBeVisible();
  await again;
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 3 }).first()).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const stored = page.waitForResponse((r) => !!r.request().postData()?.includes('query MySignUps'));
  await page.reload(); // from here on the worker answers
  await expect(page.getByRole('heading', { level: 3, name: event.title })).toBeVisible();
  await page.waitForFunction(() => !!navigator.serviceWorker.controller);
  await (await stored).finished();

  await context.setOffline(true);
  await page.reload();
  await expect(page.locator('[data-state="stored"]')).toContainText(/离线 · 数据截至 今天 \d+:\d\d/);
  await expect(page.getByRole('heading', { level: 3, name: event.title })).toBeVisible();

  // A page never opened before still comes, and a ticket never looked at is there.
  await page.getByRole('link', { name: '我的' }).click();
  await page.getByRole('link', { name: '出示二维码', exact: true }).first().click();
  await expect(page.getByRole('img', { name: /签到二维码/ }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('img', { name: /签到二维码/ }).first()).toBeVisible();

  // Its page has at least what the list told.
  await page.getByRole('button', { name: '关闭' }).click();
  await page.getByRole('link').filter({ hasText: event.title }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: event.title })).toBeVisible();
  await expect(page.getByText('连上网络后，这里会显示排队的详情和经过。')).toBeVisible();

  // Back on line the mark goes by itself.
  await context.setOffline(false);
  await expect(page.locator('[data-state="stored"]')).toHaveCount(0);
  await page.goto(`/events/${event.id}`);
  await page.getByRole('button', { name: '退出报名' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click();
  await expect(page.getByRole('button', { name: /^报名 · / })).toBeVisible();
});

test('a change made while the phone was away shows when it is back', async ({ page, context, browser }) => {
  const event = await openEvent(page);
  await page.goto(`/events/${event.id}`);
  const counter = page.getByTestId('counter');
  await expect(counter).toContainText(`${event.counts.confirmed} / `);
  await context.setOffline(true);
  await expect(page.locator('[data-state="stored"]')).toBeVisible();

  const away = await browser.newContext({ locale: 'zh-CN' });
  const friend = await away.newPage();
  await signIn(friend, '+8613800000006', `/events/${event.id}`);
  await friend.getByRole('button', { name: /^报名 · / }).click();
  await expect(friend.getByRole('button', { name: '退出报名' })).toBeVisible();
  await expect(counter).toContainText(`${event.counts.confirmed} / `);

  await context.setOffline(false);
  await expect(counter).toContainText(`${event.counts.confirmed + 1} / `);
  await friend.getByRole('button', { name: '退出报名' }).click();
  await friend.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click();
  await expect(counter).toContainText(`${event.counts.confirmed} / `);
  await away.close();
});

test('logging out leaves nothing of the person on the phone', async ({ page, context }) => {
  await signIn(page, people.volunteer, '/mine');
  await expect(page.getByRole('heading', { level: 1, name: '我的' })).toBeVisible();
  await page.goto('/me');
  const name = (await page.locator('header .muted').first().textContent()) ?? '';
  expect(name).not.toBe('');
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('link', { name: '登录' })).toBeVisible();
  const left = () => page.evaluate(async () => (await indexedDB.databases()).filter((d) => d.name?.startsWith('linli-') && d.name !== 'linli-outbox').length); // that one keeps what waits, for her alone
  await expect.poll(left).toBe(1);
  expect((await context.cookies()).filter((c) => c.name.includes('linli'))).toEqual([]);
  await page.goto('/mine');
  await expect(page).toHaveURL('/login?next=%2Fmine');
  expect(await events(page)).not.toHaveLength(0); // an open community stays readable
});
