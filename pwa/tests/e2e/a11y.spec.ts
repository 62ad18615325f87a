import type { Page } from '@playwright/test';
import { ask, events, expect, openEvent, people, signIn, test } from './linli';
import { neighbour, signUp, withdraw } from './scene';
import { usable } from './usable';

const looks = [
  { name: 'light', scheme: 'light' as const, large: false },
  { name: 'dark', scheme: 'dark' as const, large: false },
  { name: 'large text', scheme: 'light' as const, large: true },
];

async function check(page: Page, path: string) {
  await page.goto(path);
  await usable(page, path);
}

test('list and event side by side on a wide screen', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const open = await openEvent(page);
  for (const path of ['/', `/events/${open.id}`]) await check(page, path);
  await expect(page).toHaveTitle(`${open.title} · 邻里`);
  await expect(page.getByRole('complementary').getByRole('article').first()).toBeVisible();
});

for (const look of looks) {
  test(`every page can be used by everybody: ${look.name}`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
    await page.addInitScript((large) => localStorage.setItem('linli.large', large ? '1' : '0'), look.large);
    const see = (path: string) => check(page, path);
    const open = await openEvent(page);
    const all = await events(page);
    for (const path of ['/', `/events/${open.id}`, '/login', '/join', '/i/x', '/setup/x', '/me', '/nothing']) await see(path);
    await signIn(page, people.volunteer, '/mine');
    const full = all.find((e) => e.counts.waitlisted > 0) ?? open;
    const cancelled = all.find((e) => e.status === 'CANCELLED') ?? open;
    for (const path of ['/mine', '/household', '/inbox', '/me', `/events/${open.id}`, `/events/${full.id}`, `/events/${cancelled.id}`]) await see(path);
    const mine = await ask<{ mySignUps: { edges: { node: { id: string; status: string } }[] } }>(page, '{ mySignUps { edges { node { id status } } } }');
    const ticket = mine.mySignUps.edges.find((e) => e.node.status === 'CONFIRMED')?.node.id;
    expect(ticket).toBeTruthy();
    await see(`/mine/tickets/${ticket}`);
    // One sign-up of each kind: a place, a wait, and an offer, which stands above the other pages too.
    await see(`/mine/${ticket}`);
    const { event } = await ask<{ event: { shifts: { id: string }[] } }>(page, 'query ($id: ID!) { event(id: $id) { shifts { id } } }', { id: full.id });
    const waiting = await signUp(page, event.shifts[0]!.id);
    for (const path of [`/mine/${waiting.id}`, `/events/${full.id}`]) await see(path);
    await withdraw(page, waiting.id);
    await signIn(page, neighbour(7), '/mine');
    const hers = await ask<{ mySignUps: { edges: { node: { id: string; status: string } }[] } }>(page, '{ mySignUps { edges { node { id status } } } }');
    const offered = hers.mySignUps.edges.find((e) => e.node.status === 'OFFERED')?.node.id;
    expect(offered).toBeTruthy();
    for (const path of ['/', '/mine', `/mine/${offered}`, '/household']) {
      await see(path);
      await expect(page.getByRole('region', { name: '等您答复的名额' })).toBeVisible();
    }
  });
}
