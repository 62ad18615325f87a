import { running } from './doorway';
import { expect, people, signIn, test } from './linli';
import { lookAs, looks, usable } from './usable';

for (const look of looks) {
  test(`the door can be used by everybody: ${look.name}`, async ({ page }) => {
    test.setTimeout(60_000);
    await lookAs(page, look);
    await signIn(page, people.lead, '/door');
    const event = await running(page);
    await expect(page.getByRole('link', { name: event.title })).toBeVisible();
    await usable(page, 'the list of doors');
    await page.getByRole('link', { name: event.title }).tap();
    await expect(page.getByRole('button', { name: /^签到：/ }).first()).toBeVisible();
    await usable(page, 'the door', ['target-size']); // the bar may cut a row that is scrolled under it; so they are measured
    for (const tick of await page.getByRole('button', { name: /^签到：/ }).all()) {
      const box = (await tick.boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(48);
    }

    // The two buttons stand in the thumb's reach; the end of the list is not behind them.
    const bar = (await page.getByRole('button', { name: '扫二维码' }).boundingBox())!;
    expect(bar.y).toBeGreaterThan(780 * 0.75);
    expect(bar.y + bar.height).toBeLessThanOrEqual(780);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const end = (await page.getByRole('list', { name: '名单' }).boundingBox())!;
    expect(end.y + end.height).toBeLessThanOrEqual(bar.y);

    await page.getByRole('button', { name: /^已到 / }).tap();
    await page.getByRole('button', { name: /：更多$/ }).first().tap();
    await expect(page.getByRole('dialog').getByRole('button', { name: '签退', exact: true })).toBeVisible();
    await usable(page, 'the menu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '现场加入' }).tap();
    await expect(page.getByRole('dialog').getByLabel('姓名')).toBeFocused();
    await usable(page, 'the walk-in form');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '更多', exact: true }).tap();
    await usable(page, 'the tools');
    await page.getByRole('dialog').getByRole('button', { name: '现场码' }).tap();
    await expect(page.getByRole('img', { name: /^现场码 \d{6}$/ })).toBeVisible();
    await usable(page, 'the venue code');
    await page.keyboard.press('Escape');
    await page.getByTestId('strip').tap();
    await usable(page, 'the queue');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '签退', exact: true }).tap();
    await usable(page, 'leaving', ['target-size']);
  });
}

test('who leads nothing is told where the own code is', async ({ page }) => {
  const lead = await page.context().browser()!.newContext();
  const leads = await lead.newPage();
  await signIn(leads, people.lead, '/door');
  const event = await running(leads);
  await lead.close();
  await signIn(page, '+8613800000021', '/door');
  await expect(page.getByText('签到台是给活动负责人用的')).toBeVisible();
  await page.goto(`/door/${event.id}`);
  await expect(page.getByText('看不到这个签到台')).toBeVisible();
  await expect(page.getByRole('button', { name: '扫二维码' })).toHaveCount(0);
});
