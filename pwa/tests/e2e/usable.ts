import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './linli';

export const looks = [
  { name: 'light', scheme: 'light' as const, large: false, width: 360 },
  { name: 'dark, large text, a narrow phone', scheme: 'dark' as const, large: true, width: 320 },
];
export async function lookAs(page: Page, look: (typeof looks)[number]) {
  await page.setViewportSize({ width: look.width, height: 780 });
  await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
  await page.addInitScript((large) => localStorage.setItem('linli.large', large ? '1' : '0'), look.large);
}
/**
 * What is on the screen can be used by everybody, and fits. The rules run in the page alone (`legacy`), in half the time: the
 * other way opens a page more for each check, which is for frames of other sites.
 */
export async function usable(page: Page, what: string, covered: string[] = []) {
  await expect(page.getByRole('heading').first()).toBeAttached();
  await expect(page.getByRole('status', { name: '正在读取…' })).toHaveCount(0);
  const found = await new AxeBuilder({ page }).setLegacyMode().disableRules(covered).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(found.violations.map((v) => ({ what, rule: v.id, where: v.nodes.map((n) => n.html).slice(0, 3) }))).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${what} is wider than the screen`).toBeLessThanOrEqual(0);
}
