import { ask, expect, people, signIn, test } from './linli';
import { as, makeToday, neighbour, signUp } from './scene';
import { lookAs, looks, usable } from './usable';

for (const [i, look] of looks.entries()) {
  test(`devices, kiosk, venue, paper, cards and hours can be used by everybody: ${look.name}`, async ({ page, browser }) => {
    test.setTimeout(180_000);
    await lookAs(page, look);
    await signIn(page, people.secretary, '/');
    const event = await makeToday(page, `人人可用 ${look.name}`);
    const { issueDevice } = await ask<{ issueDevice: { url: string } }>(page, 'mutation ($e: ID!) { issueDevice(eventId: $e, kind: DOOR, name: "门口") { url } }', { e: event.id });
    const { viewer } = await ask<{ viewer: { id: string } }>(page, '{ viewer { id } }');
    await ask(page, 'mutation ($p: ID!) { issueCard(personId: $p) { number } }', { p: viewer.id });
    const guest = await as(browser, neighbour(91 + i));
    await signUp(guest.page, event.shifts[0]!.id);
    await guest.context.close();
    for (const path of [`/door/${event.id}/devices`, new URL(issueDevice.url).pathname, '/d/nothing', `/v/${event.id}`, `/v/${event.id}/123456?t=1`, '/mine/cards', `/desk/people/${viewer.id}/card`, `/desk/events/${event.id}/print`, '/desk/corrections', '/me']) {
      await page.goto(path);
      await usable(page, path);
    }
    await page.goto(`/door/${event.id}/paper`);
    await page.getByLabel('编号和时间').fill('1 99 嗯');
    await expect(page.getByTestId('preview')).toBeVisible();
    await usable(page, 'a typed roster');
    await page.goto(`/kiosk/${event.id}`);
    await expect(page.getByTestId('venue-code')).toBeVisible();
    await usable(page, 'the kiosk');
    await page.goto(`/door/${event.id}/devices`);
    await page.getByRole('button', { name: '添加设备' }).tap();
    await page.getByLabel('谁拿着，或放在哪里').fill('窗口');
    await page.getByRole('button', { name: '生成链接' }).tap();
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
    await usable(page, 'a link');
  });
}
