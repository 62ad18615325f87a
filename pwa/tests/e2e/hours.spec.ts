import { ask, expect, people, test } from './linli';
import { as, makeToday, neighbour, signUp } from './scene';

test('hours say where every minute comes from; a correction is asked for and decided by somebody else', async ({ browser }) => {
  const lead = await as(browser, people.secretary);
  const event = await makeToday(lead.page, '时长测试');
  const { context, page } = await as(browser, neighbour(81));
  const mine = await signUp(page, event.shifts[0]!.id);
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const input = [{ direction: 'IN', at: ago(20) }, { direction: 'OUT', at: ago(5) }].map((e) => ({ id: crypto.randomUUID(), eventId: event.id, method: 'LIST', signUpId: mine.id, ...e }));
  await ask(lead.page, 'mutation ($i: [CheckInInput!]!) { checkIn(input: $i) { accepted } }', { i: input });

  await page.goto(`/mine/${mine.id}`);
  const hours = page.getByRole('region', { name: '服务时长' });
  await expect(hours.getByTestId('minutes')).toHaveText('15 分钟');
  await expect(hours).toContainText(/\d+:\d\d 名单上点的 · \S+/);
  await page.getByRole('button', { name: '时间不对？请求更正' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '提交' }).click();
  await expect(dialog).toContainText('写一下怎么回事');
  await dialog.getByLabel('怎么回事').fill('到得早，忘了说');
  const shanghai = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16);
  await dialog.getByLabel('到达').fill(shanghai(ago(25)));
  await dialog.getByRole('button', { name: '提交' }).click();
  await expect(hours).toContainText('等负责人决定');
  await expect(page.getByRole('button', { name: '时间不对？请求更正' })).toHaveCount(0);

  await lead.page.goto('/desk');
  await lead.page.getByRole('link', { name: /^去决定/ }).click();
  await expect(lead.page).toHaveURL('/desk/corrections');
  const card = lead.page.getByRole('listitem').filter({ hasText: '时长测试' });
  await expect(card).toContainText('到得早，忘了说');
  await card.getByRole('button', { name: /^同意/ }).click();
  await expect(card).toHaveCount(0);
  await lead.page.getByRole('button', { name: '已同意' }).click();
  await expect(card).toContainText('到得早，忘了说');

  await page.reload();
  await expect(hours).toContainText('已同意');
  await expect(hours.getByTestId('minutes')).not.toHaveText('15 分钟');

  // The roster says it too.
  await lead.page.goto(`/desk/events/${event.id}/roster`);
  await expect(lead.page.getByRole('row').filter({ hasText: /离开 · \d+ 分/ })).toHaveCount(1);
  await context.close();
  await lead.context.close();
});
