import { ask, events, expect, people, signIn, test } from './linli';
import { usable } from './usable';

interface Ids {
  viewer: { id: string; home: { id: string } };
  community: { root: { children: { id: string }[] }; teams: { edges: { node: { id: string } }[] } };
}

for (const look of ['light', 'dark', 'large'] as const) {
  test(`every page of the desk can be used by everybody: ${look}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
    await page.addInitScript((large) => localStorage.setItem('linli.large', large ? '1' : '0'), look === 'large');
    await signIn(page, people.secretary, '/desk');
    const { community, viewer } = await ask<Ids>(page, '{ viewer { id home { id } } community(slug: "demo") { root { children { id } } teams(first: 1) { edges { node { id } } } } }');
    const all = await events(page);
    const full = all.find((e) => e.counts.waitlisted > 0)!;
    const paths = [
      '/desk',
      `/desk/units/${community.root.children[0]!.id}`,
      `/desk/units/${viewer.home.id}`,
      `/desk/people/${viewer.id}`,
      '/desk/teams',
      `/desk/teams?team=${community.teams.edges[0]!.node.id}`,
      '/desk/joins',
      '/desk/events',
      '/desk/events/new',
      `/desk/events/${full.id}`,
      `/desk/events/${full.id}/roster`,
      `/desk/events/${full.id}/roster?show=queue`,
      '/desk/rules',
    ];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
      await usable(page, path);
    }
  });
}
