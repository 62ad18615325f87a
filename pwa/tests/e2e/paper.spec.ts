import { readFile } from 'node:fs/promises';
import { ask, expect, people, signIn, test } from './linli';
import { as, makeToday, neighbour, signUp } from './scene';

test('a roster is printed with a number and a code per person, and what was written on it is typed back', async ({ page, browser, context }) => {
  await signIn(page, people.secretary, '/');
  const event = await makeToday(page, '纸质名单测试');
  const guests: string[] = [];
  for (const n of [71, 72, 73]) {
    const guest = await as(browser, neighbour(n));
    guests.push((await signUp(guest.page, event.shifts[0]!.id)).id);
    await guest.context.close();
  }
  await page.goto(`/desk/events/${event.id}/roster`);
  await page.getByRole('link', { name: '打印' }).tap();
  const sheet = page.locator('.sheet');
  await expect(sheet.getByRole('listitem')).toHaveCount(32);
  await expect(sheet.getByRole('img')).toHaveCount(3);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden();
  await expect(sheet).toContainText(event.title);
  await expect(sheet).toContainText(/刚刚|今天 \d+:\d\d 打印/);
  const box = (await sheet.boundingBox())!;
  expect(box.height).toBeLessThanOrEqual((277 / 25.4) * 96 + 1); // it fits what the margins leave of A4
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('radio', { name: /只要名单/ }).check();
  await expect(sheet.getByRole('img')).toHaveCount(0);

  // Typed back where there is no network.
  await page.getByRole('link', { name: '录入纸质名单' }).tap();
  const text = page.getByLabel('编号和时间');
  await expect(page.getByText('写上编号，这里会显示姓名，核对无误再保存。')).toBeVisible();
  await context.setOffline(true);
  await text.fill('1-2\n9');
  await expect(page.getByTestId('preview').getByRole('listitem')).toHaveCount(2);
  await expect(page.getByText('没有 9 号')).toBeVisible();
  await page.getByRole('button', { name: '保存 2 人' }).tap();
  await expect(page.getByText('已录入 2 人').first()).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).first().tap();
  await expect(page.getByText('已撤销 2 人')).toBeVisible();
  await text.fill('1 3');
  await page.getByRole('radio', { name: '都用这个时间' }).check();
  const came = new Date(Date.now() - 15 * 60_000);
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' }).format(came);
  await page.getByLabel('到', { exact: true }).fill(clock);
  await page.getByRole('button', { name: '保存 2 人' }).tap();
  await expect(page.getByText('已录入 2 人').first()).toBeVisible();
  await text.fill('1 2');
  await expect(page.getByText(`${clock.replace(/^0/, '')} 已签到，跳过`)).toBeVisible();
  await context.setOffline(false);

  type Node = { node: { checkedInAt: string | null; attendance: { spans: { came: { method: string; reason: string } }[] } } };
  const state = async (id: string) => (await ask<Node>(page, 'query ($id: ID!) { node(id: $id) { ... on SignUp { checkedInAt attendance { spans { came { method reason } } } } } }', { id })).node;
  await expect(async () => {
    const [first, second, third] = await Promise.all(guests.map(state));
    expect(first?.attendance.spans).toMatchObject([{ came: { method: 'BACKFILL', reason: '纸质名单' } }]);
    expect(third?.checkedInAt).toBeTruthy();
    expect(second?.checkedInAt).toBeNull();
  }).toPass();
});

test('a card is made for somebody without a phone, printed alone, replaced and withdrawn', async ({ page }) => {
  await signIn(page, people.volunteer, '/household');
  await page.getByRole('link', { name: '家人的签到卡' }).tap();
  const region = page.locator('section').filter({ has: page.getByRole('button', { name: '做一张卡' }) }).first();
  const title = (await region.getByRole('heading').textContent()) ?? '';
  const name = title.replace('的签到卡', '');
  await region.getByRole('button', { name: '做一张卡' }).tap();
  const mine = page.getByRole('region', { name: title });
  const code = mine.getByRole('img', { name: `${name}的签到卡二维码` });
  await expect(code).toBeVisible();
  await expect(mine).toContainText('第 1 张');

  await page.emulateMedia({ media: 'print' });
  await expect(code).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
  await expect(mine.getByRole('button', { name: '换新卡' })).toBeHidden();
  const box = (await mine.locator('[data-card]').boundingBox())!;
  expect(Math.round((box.height * 25.4) / 96)).toBe(54);
  await page.emulateMedia({ media: 'screen' });

  await mine.getByRole('button', { name: '换新卡' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '换新卡' }).tap();
  await expect(mine).toContainText('第 2 张');
  await mine.getByRole('button', { name: '作废' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '作废' }).tap();
  await expect(mine.getByRole('button', { name: '做一张卡' })).toBeVisible();
});

test('a secretary prints a card from the desk', async ({ page }) => {
  await signIn(page, people.volunteer, '/');
  const { viewer } = await ask<{ viewer: { actsFor: { id: string; name: string }[] } }>(page, '{ viewer { actsFor { id name } } }');
  await signIn(page, people.secretary, `/desk/people/${viewer.actsFor[0]?.id}`);
  await page.getByRole('link', { name: '签到卡', exact: true }).tap();
  await expect(page.getByRole('heading', { name: `${viewer.actsFor[0]?.name}的签到卡` })).toBeVisible();
});

test('a sign-up goes into the calendar, once or for good', async ({ page }) => {
  await signIn(page, people.volunteer, '/mine');
  await page.getByRole('link', { name: '出示二维码', exact: true }).first().tap();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '加入日历' }).tap()]);
  expect(await readFile(await file.path(), 'utf8')).toContain('BEGIN:VEVENT');
  await page.goto('/me');
  await page.getByRole('button', { name: '开通订阅' }).tap();
  const to = page.getByRole('link', { name: '添加到这台手机的日历' });
  await expect(to).toHaveAttribute('href', /^webcal:/);
  const address = ((await to.getAttribute('href')) ?? '').replace('webcal:', 'http:');
  expect(await (await page.request.get(new URL(address).pathname)).text()).toContain('BEGIN:VCALENDAR');
  await page.getByRole('button', { name: '停止订阅' }).tap();
  await expect(to).toHaveCount(0);
  expect((await page.request.get(new URL(address).pathname)).status()).toBe(404);
});
