// Photographs every page as each of the three people, and as one of an empty community, in every variant, and lays the pictures of a page side by side.
//   node scripts/screenshots.mjs [OUT [NAME…]]     pictures into OUT (screenshots), of all pages or of those named; SIZES=phone,desktop: only these variants
// Needs ../bin/linli (make build) and a Chromium; starts a server of its own on fresh demo data.
import { chromium } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { doors, prepareDoors } from './doors.mjs';
import { prepareSurfaces, surfaces } from './surfaces.mjs';

const [out = resolve(import.meta.dirname, '../../screenshots'), ...only] = process.argv.slice(2);
const sizes = process.env.SIZES?.split(',');
const binary = resolve(import.meta.dirname, '../../bin/linli');
const port = 20_000 + (process.pid % 20_000);
const url = `http://127.0.0.1:${port}`;
const people = { volunteer: '+8613800000001', lead: '+8613800000002', secretary: '+8613800000003', newcomer: '+8613800000004', neighbour: '+8613800000006', offered: '+8613800000007' };
const data = mkdtempSync(join(tmpdir(), 'linli-screenshots-'));
const env = { ...process.env, LINLI_MODE: 'development', LINLI_DEMO: process.env.LINLI_DEMO ?? 'full', LINLI_RATE_LIMITS: 'off', LINLI_DATA: data, LINLI_ADDR: `127.0.0.1:${port}` };

/** A name, a size, a language, a look. */
const variants = [
  { name: 'phone', width: 360, height: 780, lang: 'zh-CN' },
  { name: 'phone-dark', width: 360, height: 780, lang: 'zh-CN', theme: 'dark' },
  { name: 'phone-large', width: 360, height: 780, lang: 'zh-CN', large: true },
  { name: 'phone-en', width: 360, height: 780, lang: 'en' },
  { name: 'narrow-en-large', width: 320, height: 640, lang: 'en', large: true },
  { name: 'desktop', width: 1280, height: 800, lang: 'zh-CN' },
  { name: 'desktop-en-dark', width: 1280, height: 800, lang: 'en', theme: 'dark' },
];

/** A wall hangs on big displays; on a phone it is looked at. */
const walls = [
  { name: 'full-hd', width: 1920, height: 1080, lang: 'zh-CN' },
  { name: 'full-hd-small', width: 1920, height: 1080, lang: 'zh-CN', scale: 2 / 3 }, // for the README
  { name: 'full-hd-en', width: 1920, height: 1080, lang: 'en' },
  { name: 'desktop', width: 1280, height: 800, lang: 'zh-CN' },
  { name: 'desktop-en', width: 1280, height: 800, lang: 'en' },
  { name: 'upright', width: 1080, height: 1920, lang: 'zh-CN' },
  { name: 'phone', width: 360, height: 780, lang: 'zh-CN' },
  { name: 'narrow-en-large', width: 320, height: 640, lang: 'en', large: true },
];

async function ask(token, query, variables = {}) {
  const r = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await r.json();
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}
const token = (phone) => spawnSync(binary, ['token', '-phone', phone], { env, encoding: 'utf8' }).stdout.trim();

/** What the pages are about: ids out of the demo. */
async function findThings(tokens) {
  const list = await ask(tokens.secretary, `{ community(slug: "demo") { root { id children { id children { id } } } } events(community: "demo", first: 100) { edges { node { id status title startsAt endsAt toCall counts { capacity confirmed waitlisted checkedIn } } } } }`);
  const events = list.events.edges.map((e) => e.node);
  const now = Date.now();
  const coming = events.filter((e) => e.status === 'PUBLISHED' && Date.parse(e.startsAt) > now + 3_600_000);
  const open = coming.find((e) => e.counts.capacity && e.counts.confirmed < e.counts.capacity) ?? coming[0];
  const full = coming.find((e) => e.counts.waitlisted > 0) ?? open;
  const running = events.find((e) => e.status === 'PUBLISHED' && Date.parse(e.startsAt) < now && Date.parse(e.endsAt) > now) ?? open;
  // A neighbour waits in the full one alone, the volunteer with her family.
  const { event } = await ask(tokens.volunteer, `query ($id: ID!) { event(id: $id) { shifts { id } } }`, { id: full.id });
  const { viewer } = await ask(tokens.volunteer, `{ viewer { id actsFor { id } } }`);
  const wait = (who, people) => ask(tokens[who], `mutation ($s: ID!, $p: [ID!]) { signUp(shiftId: $s, people: $p) { id } }`, { s: event.shifts[0].id, p: people });
  const alone = (await wait('neighbour', null)).signUp[0].id;
  const party = (await wait('volunteer', [viewer.id, ...viewer.actsFor.map((p) => p.id)])).signUp[0].id;
  const ownOf = async (who) => (await ask(tokens[who], `{ mySignUps(first: 50) { edges { node { id status event { id } } } } }`)).mySignUps.edges.map((e) => e.node);
  const own = await ownOf('volunteer');
  const rules = await ask(tokens.volunteer, `{ events(community: "demo", first: 50) { edges { node { id status shifts { id kept { places } } joinRules { opensAt minAge skill oneShift minimum } } } } }`);
  const ruled = rules.events.edges.map((e) => e.node).filter((e) => e.status === 'PUBLISHED');
  const door = await ask(tokens.lead, `{ doorEvents(first: 5) { edges { node { id startsAt } } } }`);
  return {
    root: list.community.root.id, branch: list.community.root.children[0]?.id, quiet: list.community.root.children[0]?.children[0]?.id, open: open.id, full: full.id, running: running.id,
    cancelled: events.find((e) => e.status === 'CANCELLED')?.id ?? open.id, draft: events.find((e) => e.status === 'DRAFT')?.id ?? open.id,
    ticket: own.find((s) => s.status === 'CONFIRMED')?.id,
    queued: alone, party, offered: (await ownOf('offered')).find((s) => s.status === 'OFFERED'),
    rules: ruled.find((e) => e.joinRules.minAge !== null || e.joinRules.skill || e.joinRules.minimum !== null)?.id, kept: ruled.find((e) => e.shifts.some((s) => s.kept))?.id,
    notYet: ruled.find((e) => e.joinRules.opensAt && Date.parse(e.joinRules.opensAt) > now)?.id,
    calls: coming.find((e) => e.toCall > 0)?.id ?? full.id, viewer: viewer.id, door: door.doorEvents.edges[0]?.node.id ?? running.id,
  };
}

/** The last who waits in a queue on the desk. */
const waiting = '.party:last-child .people button';

/** An offer stands above every page: in full where it belongs, else in a line. */
const offers = ({ id, event }) => [
  { name: 'offer-home', as: 'offered', path: '/' },
  { name: 'offer-event', as: 'offered', path: `/events/${event.id}` },
  { name: 'offer-sign-up', as: 'offered', path: `/mine/${id}` },
  { name: 'offer-decline', as: 'offered', path: '/mine', taps: ['.offer button:not(.main)'] },
  { name: 'offer-line', as: 'offered', path: '/household' },
  { name: 'offer-offline', as: 'offered', path: `/mine/${id}`, offline: true },
].map((p) => ({ ...p, awaits: '.offers' }));

const pages = (t) => [
  { name: 'events-anonymous', path: '/' },
  { name: 'event-anonymous', path: `/events/${t.open}` },
  { name: 'login', path: '/login' },
  { name: 'join', path: '/join' },
  { name: 'invitation', path: '/i/not-a-card' },
  { name: 'setup', path: '/setup/not-a-link' },
  { name: 'missing', path: '/no/such/page' },
  { name: 'events', as: 'volunteer', path: '/' },
  { name: 'event-open', as: 'volunteer', path: `/events/${t.open}` },
  { name: 'event-full', as: 'volunteer', path: `/events/${t.full}` },
  { name: 'event-cancelled', as: 'volunteer', path: `/events/${t.cancelled}` },
  { name: 'mine', as: 'volunteer', path: '/mine' },
  ...(t.ticket ? [{ name: 'ticket', as: 'volunteer', path: `/mine/tickets/${t.ticket}` }] : []),
  { name: 'sign-up', as: 'volunteer', path: `/mine/${t.ticket}` },
  { name: 'sign-up-queue', as: 'neighbour', path: `/mine/${t.queued}` },
  { name: 'sign-up-party', as: 'volunteer', path: `/mine/${t.party}` },
  ...[['event-rules', t.rules], ['event-kept', t.kept], ['event-not-yet', t.notYet]].filter(([, id]) => id).map(([name, id]) => ({ name, as: 'neighbour', path: `/events/${id}` })),
  ...(t.offered ? offers(t.offered) : []),
  { name: 'household', as: 'volunteer', path: '/household' },
  { name: 'inbox', as: 'volunteer', path: '/inbox' },
  { name: 'me', as: 'volunteer', path: '/me' },
  { name: 'desk-forbidden', as: 'volunteer', path: '/desk' },
  { name: 'events-empty', as: 'newcomer', path: '/' },
  { name: 'mine-empty', as: 'newcomer', path: '/mine' },
  { name: 'inbox-empty', as: 'newcomer', path: '/inbox' },
  { name: 'events-offline', as: 'volunteer', path: '/', offline: true },
  { name: 'doors', as: 'lead', path: '/door' },
  { name: 'door', as: 'lead', path: `/door/${t.door}`, fold: true },
  { name: 'door-offline', as: 'lead', path: `/door/${t.door}`, fold: true, offline: true },
  { name: 'desk', as: 'secretary', path: '/desk' },
  { name: 'desk-unit', as: 'secretary', path: `/desk/units/${t.branch ?? t.root}` },
  { name: 'desk-events', as: 'secretary', path: '/desk/events' },
  { name: 'desk-event-new', as: 'secretary', path: '/desk/events/new' },
  { name: 'desk-event', as: 'secretary', path: `/desk/events/${t.open}` },
  { name: 'desk-roster', as: 'secretary', path: `/desk/events/${t.full}/roster` },
  { name: 'desk-queue', as: 'secretary', path: `/desk/events/${t.calls}/roster?show=queue` },
  { name: 'desk-queue-offer', as: 'secretary', path: `/desk/events/${t.offered?.event.id ?? t.full}/roster?show=queue` },
  { name: 'desk-sign-up', as: 'secretary', path: `/desk/events/${t.calls}/roster?show=queue`, taps: [waiting] },
  { name: 'desk-move-up', as: 'secretary', path: `/desk/events/${t.calls}/roster?show=queue`, taps: [waiting, 'dialog .deeds button'] },
  { name: 'desk-confirm', as: 'secretary', path: `/desk/events/${t.calls}/roster?show=queue`, taps: [waiting, 'dialog .deeds button:nth-child(2)'] },
  { name: 'desk-add-places', as: 'secretary', path: `/desk/events/${t.calls}/roster?show=queue`, taps: ['section[aria-labelledby^=queue] header button'] },
  { name: 'desk-event-rules', as: 'secretary', path: `/desk/events/${t.rules ?? t.open}`, taps: ['form summary'] },
  { name: 'desk-event-kept', as: 'secretary', path: `/desk/events/${t.kept ?? t.open}` },
  { name: 'desk-rules', as: 'secretary', path: '/desk/rules' },
  { name: 'desk-person', as: 'secretary', path: `/desk/people/${t.viewer}` },
  { name: 'desk-teams', as: 'secretary', path: '/desk/teams' },
  { name: 'desk-joins', as: 'secretary', path: '/desk/joins' },
  ...[
    { name: 'wall', path: '/wall', meanwhile: arrive },
    { name: 'wall-branch', path: `/wall/${t.branch}` },
    { name: 'wall-empty', path: `/wall/${t.quiet}` },
    { name: 'wall-offline', path: '/wall', offline: true },
  ].map((p) => ({ ...p, as: 'secretary', variants: walls })),
  { name: 'wall-forbidden', as: 'volunteer', path: '/wall', variants: walls },
  ...doors(t),
  ...surfaces(t),
];

/** Two people of every event that is on come through the door. */
async function arrive(tokens) {
  const { events } = await ask(tokens.secretary, `{ events(community: "demo", first: 40, status: PUBLISHED) { edges { node { id startsAt } } } }`);
  for (const { node } of events.edges.filter((e) => Date.parse(e.node.startsAt) < Date.now())) {
    const { roster } = await ask(tokens.secretary, `query ($id: ID!) { roster(eventId: $id, status: CONFIRMED, first: 100) { edges { node { id checkedInAt } } } }`, { id: node.id });
    const input = roster.edges.filter((e) => !e.node.checkedInAt).slice(0, 2).map((e) => ({ id: crypto.randomUUID(), eventId: node.id, method: 'LIST', at: new Date().toISOString(), signUpId: e.node.id }));
    if (input.length) await ask(tokens.secretary, 'mutation ($input: [CheckInInput!]!) { checkIn(input: $input) { accepted } }', { input });
  }
}

async function photograph(browser, page, variant, tokens) {
  const context = await browser.newContext({ viewport: { width: variant.width, height: variant.height }, locale: variant.lang, timezoneId: 'Asia/Shanghai', colorScheme: variant.theme ?? 'light', deviceScaleFactor: variant.scale ?? 1, isMobile: variant.width < 1000, hasTouch: variant.width < 1000, serviceWorkers: page.noWorker ? 'block' : 'allow' });
  if (page.as) await context.addCookies([{ name: 'linli', value: tokens[page.as], url }]);
  await context.addInitScript(([lang, large]) => {
    localStorage.setItem('linli.lang', lang);
    localStorage.setItem('linli.large', large ? '1' : '0');
  }, [variant.lang, variant.large]);
  const tab = await context.newPage();
  await page.before?.(context);
  if (variant.media) await tab.emulateMedia({ media: variant.media });
  await tab.goto(url + (page.now ? page.path.replace(/t=\d+/, `t=${Math.floor(Date.now() / 30_000)}`) : page.path));
  await settled(tab);
  if (page.awaits) await tab.locator(page.awaits).first().waitFor();
  for (const tap of page.taps ?? []) {
    await tab.locator(tap).first().click();
    await settled(tab);
  }
  if (page.does) {
    await page.does(tab, { ask, tokens });
    if (!page.name.includes('-flash')) await settled(tab);
  }
  if (page.meanwhile) {
    await page.meanwhile(tokens);
    await settled(tab);
  }
  for (const [field, text] of page.types ?? []) await tab.locator(field).fill(text);
  if (page.offline) {
    await context.setOffline(true);
    await tab.waitForTimeout(page.offline === true ? 1500 : page.offline); // the page notices by itself; there is no event to wait for from outside
  }
  for (const tap of page.then ?? []) {
    await tab.locator(tap).first().click();
    await settled(tab);
  }
  const file = join(out, page.name, `${variant.name}.png`);
  // A taller window shows the whole page with its fixed bars where they belong.
  const tall = await tab.evaluate(() => document.documentElement.scrollHeight);
  if (!page.fold && variant.width < 1000 && tall > variant.height) await tab.setViewportSize({ width: variant.width, height: Math.min(tall, 2200) });
  await tab.screenshot({ path: file });
  await context.close();
  return file;
}

/** Nothing on the way and no skeleton left, for half a second. */
async function settled(tab) {
  await tab.waitForLoadState('load');
  await tab.waitForFunction(() => document.querySelector('h1, [role=alert]') && !document.querySelector('.skeleton, [aria-busy=true]'), undefined, { timeout: 8000 }).catch(() => {});
  await tab.evaluate(() => document.fonts.ready);
  await tab.waitForTimeout(400);
}

async function sheet(browser, name, files) {
  const tab = await browser.newPage({ viewport: { width: 2000, height: 1000 } });
  const figure = (f) => `<figure><img src="data:image/png;base64,${readFileSync(f, 'base64')}"><figcaption>${f.split('/').pop()}</figcaption></figure>`;
  await tab.setContent(`<style>body{margin:16px;font:14px sans-serif;background:#888}figure{display:inline-block;vertical-align:top;margin:8px}img{display:block;max-height:900px;max-width:640px}</style><h1>${name}</h1>${files.map(figure).join('')}`);
  await tab.screenshot({ path: join(out, `${name}.png`), fullPage: true });
  await tab.close();
}

/** What the README shows, side by side: phones, and at the end perhaps a wide screen. */
async function beside(browser, name, parts, width) {
  const files = parts.map(([p, v]) => join(out, p, `${v}.png`));
  if (!files.every((f) => existsSync(f))) return;
  const tab = await browser.newPage({ viewport: { width, height: 860 } });
  const pictures = files.map((f, i) => `<img class="${parts[i][1]}" src="data:image/png;base64,${readFileSync(f, 'base64')}">`).join('');
  await tab.setContent(`<style>body{margin:0;padding:40px;display:flex;gap:32px;justify-content:center;background:#ece6e1}img{flex:none;height:780px;width:360px;object-fit:cover;object-position:top;border-radius:24px;border:1px solid #cfc6c0}.desktop{width:1040px;object-position:left top}</style>${pictures}`);
  await tab.screenshot({ path: join(out, `${name}.png`) });
  await tab.close();
}

const server = spawn(binary, [], { env, stdio: ['ignore', 'ignore', 'inherit'] });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined), args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] });
try {
  for (let i = 0; ; i++) {
    const ok = await fetch(`${url}/readyz`).then((r) => r.ok, () => false);
    if (ok) break;
    if (i > 600 || server.exitCode !== null) throw new Error('the server did not become ready');
    await new Promise((r) => setTimeout(r, 200));
  }
  const tokens = Object.fromEntries(Object.entries(people).map(([who, phone]) => [who, token(phone)]));
  const found = await findThings(tokens);
  const things = { ...found, ...(await prepareSurfaces(ask, tokens, found)), ...(await prepareDoors(ask, tokens, found, token)) };
  for (const page of pages(things).filter((p) => !only.length || only.includes(p.name))) {
    mkdirSync(join(out, page.name), { recursive: true });
    const files = [];
    for (const v of (page.variants ?? variants).filter((v) => !sizes || sizes.includes(v.name))) files.push(await photograph(browser, page, v, tokens));
    await sheet(browser, page.name, files.flat());
    console.log(`${page.name}: ${files.length} pictures`);
  }
  await beside(browser, 'overview', [['event-open', 'phone'], ['door', 'phone'], ['desk', 'desktop']], 1904);
  await beside(browser, 'door', ['camera', 'flash', 'waiting', 'todos', 'venue'].map((s) => [`door-real-${s}`, 'phone']), 2008);
  await beside(browser, 'hours', [['venue', 'phone'], ['hours', 'phone'], ['corrections', 'phone']], 1224);
  await beside(browser, 'ticket-card', [['ticket', 'phone'], ['cards', 'phone'], ['print', 'desktop']], 1904);
  await beside(browser, 'queue', [['offer-home', 'phone'], ['sign-up-queue', 'phone'], ['sign-up-party', 'phone'], ['desk-queue', 'phone']], 1616);
} finally {
  await browser.close();
  server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}
