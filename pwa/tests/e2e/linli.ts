import { expect, test as base, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The demo's people. */
export const people = { volunteer: '+8613800000001', lead: '+8613800000002', secretary: '+8613800000003', stranger: '+8613800000004', otherLead: '+8613800000005' };

export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through \`go run ./server/e2e\`, which starts a server for it`);
  return value;
}

/** What a command of the program beside a running server prints; it finds the server's data in the environment. */
export function command(args: string[], env = process.env): string {
  return execFileSync(setting('LINLI_BINARY'), args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
/** A fresh invitation's path for a phone. */
export const invitation = (phone: string, env = process.env): string => new URL(command(['invite', '-phone', phone], env)).pathname;

/** The newest log-in code in the server's log for a masked number such as 138****0001. */
export async function codeFor(masked: string): Promise<string> {
  let code = '';
  await expect(() => {
    const lines = readFileSync(setting('LINLI_LOG'), 'utf8').split('\n').filter((l) => l.includes('login code') && l.includes(masked));
    code = /code=(\d{6})/.exec(lines.at(-1) ?? '')?.[1] ?? '';
    expect(code).not.toBe('');
  }).toPass({ timeout: 5000 });
  return code;
}

/** Signs in as somebody and lands at `next`; `env` is that of another server than the usual one. */
export async function signIn(page: Page, phone: string, next = '/', env = process.env) {
  await page.goto(`${invitation(phone, env)}?next=${encodeURIComponent(next)}`);
  await page.getByRole('button', { name: /^(登录|Log in)$/ }).click();
  await page.waitForURL((url) => url.pathname + url.search === next);
}

/** Asks the API as whoever is signed in to this page, or as nobody. */
export async function ask<T>(page: Page, query: string, variables: object = {}): Promise<T> {
  const r = await page.request.post('/graphql', { data: { query, variables } });
  const body = (await r.json()) as { data?: T; errors?: { message: string }[] };
  if (!body.data) throw new Error(JSON.stringify(body.errors));
  return body.data;
}

interface Found {
  id: string;
  title: string;
  status: string;
  startsAt: string;
  shifts: { id: string }[];
  counts: { capacity: number | null; confirmed: number; waitlisted: number };
}
export async function events(page: Page): Promise<Found[]> {
  const d = await ask<{ events: { edges: { node: Found }[] } }>(
    page,
    '{ events(community: "demo", first: 50) { edges { node { id title status startsAt shifts { id } counts { capacity confirmed waitlisted } } } } }',
  );
  return d.events.edges.map((e) => e.node);
}
/** A coming event of one shift that has plenty of places. */
export async function openEvent(page: Page): Promise<Found> {
  const found = (await events(page)).find((e) => e.status === 'PUBLISHED' && Date.parse(e.startsAt) > Date.now() + 7 * 3_600_000 && e.shifts.length === 1 && (e.counts.capacity ?? 0) - e.counts.confirmed > 10);
  if (!found) throw new Error('the demo has no open event with places');
  return found;
}
export async function another(browser: Browser, options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 360, height: 780 }, ...options });
  return { context, page: await context.newPage() };
}

/** Every test fails on an error in the page or a break of the content policy. */
export const test = base.extend<{ clean: void }>({
  clean: [
    async ({ page }, use) => {
      const wrong: string[] = [];
      page.on('pageerror', (e) => wrong.push(e.message));
      page.on('console', (m) => {
        if (/Content Security Policy|Refused to/.test(m.text())) wrong.push(m.text());
      });
      await use();
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };
