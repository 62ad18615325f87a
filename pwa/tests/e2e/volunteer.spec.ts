import { another, expect, openEvent, people, signIn, test } from './linli';

test('a shared link, a log-in, a place, a ticket, and out again; everybody sees the count move', async ({ page, browser }) => {
  const event = await openEvent(page);
  const path = `/events/${event.id}`;
  const taken = event.counts.confirmed;

  // Somebody else has the same page open.
  const other = await another(browser);
  await other.page.goto(path);
  const watched = other.page.getByTestId('counter').first();
  await expect(watched).toContainText(`${taken} / ${event.counts.capacity}`);

  // Anonymous: the page is there, the button leads to the log-in and names the way back.
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1, name: event.title })).toBeVisible();
  await page.getByRole('link', { name: '登录后报名' }).click();
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
  await expect(page.getByLabel('手机号')).toBeFocused();
  await signIn(page, people.volunteer, path);

  // One tap.
  await page.getByRole('button', { name: /^报名 · / }).click();
  await expect(page.getByRole('link', { name: '已报名 ✓ 出示二维码' })).toBeVisible();
  await expect(page.getByTestId('counter')).toContainText(`${taken + 1} / `);
  await expect(watched).toContainText(`${taken + 1} / `);

  // The ticket, and back to where it was opened.
  await page.getByRole('link', { name: '已报名 ✓ 出示二维码' }).click();
  await expect(page.getByRole('img', { name: /签到二维码/ })).toBeVisible();
  await page.getByRole('button', { name: '关闭' }).click();
  await expect(page).toHaveURL(path);

  // It stands in the list too.
  await page.getByRole('link', { name: '我的' }).click();
  await expect(page.getByRole('heading', { level: 3, name: event.title })).toBeVisible();
  await page.goBack();

  // Out, after a question.
  await page.getByRole('button', { name: '退出报名' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click();
  await expect(page.getByRole('button', { name: /^报名 · / })).toBeVisible();
  await expect(watched).toContainText(`${taken} / `);
  await other.context.close();
});

test('a family gets its places together', async ({ page }) => {
  const event = await openEvent(page);
  await signIn(page, people.volunteer, `/events/${event.id}`);
  const boxes = page.getByRole('group', { name: '给谁报名' }).getByRole('checkbox');
  await expect(boxes).toHaveCount(3);
  for (const i of [1, 2]) await boxes.nth(i).check();
  await page.getByRole('button', { name: /^为 3 人报名/ }).click();
  await expect(page.getByRole('button', { name: '退出报名' })).toHaveCount(3);

  // Swiping between the family's tickets.
  await page.getByRole('link', { name: '已报名 ✓ 出示二维码' }).click();
  await expect(page.getByRole('img', { name: /签到二维码/ })).toHaveCount(3);

  await page.getByRole('button', { name: '关闭' }).click();
  for (let left = 3; left > 0; left--) {
    await page.getByRole('button', { name: '退出报名' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click();
    await expect(page.getByRole('button', { name: '退出报名' })).toHaveCount(left - 1);
  }
});
