// Measures how soon a door answers on a slow phone, with and without a network: Chromium with its CPU slowed 6 times, the built program.
//   go run ./server/e2e -binary bin/linli -- node pwa/scripts/door-answer.mjs
import { chromium } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import encode from 'qr';

const slowed = 6;
const times = 20;
const lead = '+8613800000002';
const url = process.env.LINLI_URL;
const command = (...args) => execFileSync(process.env.LINLI_BINARY, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const ask = async (phone, query, variables = {}) => {
  const r = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${command('token', '-phone', phone)}` }, body: JSON.stringify({ query, variables }) });
  const body = await r.json();
  if (!body.data) throw new Error(JSON.stringify(body.errors));
  return body.data;
};

const { doorEvents } = await ask(lead, '{ doorEvents(first: 20) { edges { node { id startsAt } } } }');
const eventId = doorEvents.edges.map((e) => e.node).find((e) => Date.parse(e.startsAt) < Date.now()).id;
const { doorRoster } = await ask(lead, 'query ($e: ID!) { doorRoster(eventId: $e) { rows { phoneTail status checkedInAt } } }', { e: eventId });
const tickets = [];
for (const r of doorRoster.rows.filter((one) => one.status === 'CONFIRMED' && one.phoneTail).reverse()) {
  if (tickets.length > times) break;
  const { mySignUps } = await ask(`+861380000${r.phoneTail}`, '{ mySignUps { edges { node { ticket event { id } } } } }').catch(() => ({ mySignUps: { edges: [] } }));
  const own = mySignUps.edges.map((e) => e.node).find((n) => n.event.id === eventId)?.ticket;
  if (own) tickets.push(own);
}

/** A film of the tickets, each for three seconds; a corner tells which one is shown: dark, bright, dark, … */
const [width, height, rate, seconds] = [480, 360, 10, 3];
const picture = (text, n) => {
  const code = encode(text, 'raw', { ecc: 'medium', border: 4 });
  const dot = Math.floor(height / code.length);
  const [left, top] = [width, height].map((side) => Math.floor((side - dot * code.length) / 2));
  const luma = Buffer.alloc(width * height, 235);
  code.forEach((row, y) =>
    row.forEach((black, x) => {
      for (let i = 0; black && i < dot; i++) luma.fill(16, (top + y * dot + i) * width + left + x * dot, (top + y * dot + i) * width + left + (x + 1) * dot);
    }),
  );
  for (let y = 0; y < 24; y++) luma.fill(n % 2 ? 235 : 16, y * width, y * width + 24);
  return Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
};
const folder = mkdtempSync(join(tmpdir(), 'linli-answer-'));
const film = join(folder, 'film.y4m');
writeFileSync(film, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`), ...tickets.flatMap((t, n) => Array(rate * seconds).fill(picture(t, n)))]));

const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
/** Ticks people one after the other, and how long each took. */
async function tap(page, n) {
  const taps = [];
  for (let i = 0; i < n; i++) {
    taps.push(
      await page.evaluate(
        () =>
          new Promise((done) => {
            if (!document.querySelector('button.tick.come')) document.querySelector('button.OUT').click(); // all are here: they leave
            requestAnimationFrame(() => {
              const button = [...document.querySelectorAll('button.tick.come, button.tick.leave')].at(-1); // where one moves up, a quick second tap is nobody's
              const said = `${button.getAttribute('aria-label').split('：')[1]} 已签`;
              const from = performance.now();
              new MutationObserver((_all, me) => {
                if (![...document.querySelectorAll('[role=status]')].some((e) => e.textContent.includes(said))) return;
                me.disconnect();
                requestAnimationFrame(() => setTimeout(() => done(performance.now() - from))); // painted
              }).observe(document.body, { childList: true, characterData: true, subtree: true });
              button.click();
            });
          }),
      ),
    );
  }
  return taps;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', ...camera] });
const say = (what, all) => {
  const sorted = [...all].sort((a, b) => a - b);
  console.log(`${what}, CPU slowed ${slowed}×: median ${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms, worst ${sorted.at(-1).toFixed(0)} ms of ${sorted.length}`);
};
try {
  const context = await browser.newContext({ baseURL: url, locale: 'zh-CN', viewport: { width: 360, height: 780 }, hasTouch: true, permissions: ['camera'] });
  const page = await context.newPage();
  await page.goto(`${new URL(command('invite', '-phone', lead)).pathname}?next=/door/${eventId}`);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL(`**/door/${eventId}`);
  await page.getByRole('button', { name: /^签到：/ }).first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await page.getByRole('button', { name: /^签到：/ }).first().waitFor();
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowed });
  say('from a tap to the words that she is in, online', await tap(page, times / 2));
  await page.locator('[data-test=strip]').getByText('都已上传').waitFor();
  await context.setOffline(true);
  say('the same, offline', await tap(page, times));
  await page.getByRole('button', { name: /^扫/ }).click();
  const scans = await page.evaluate(
    (wanted) =>
      new Promise((done) => {
        const all = [];
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 1;
        const ctx = canvas.getContext('2d', { willReadFrequently: true });
        let bright;
        let from = 0;
        const watch = (video) => {
          const frame = () => {
            ctx.drawImage(video, 2, 2, 8, 8, 0, 0, 1, 1);
            const now = ctx.getImageData(0, 0, 1, 1).data[0] > 128;
            if (bright !== undefined && now !== bright) from = performance.now();
            bright = now;
            video.requestVideoFrameCallback(frame);
          };
          video.requestVideoFrameCallback(frame);
        };
        new MutationObserver(() => {
          if (!from || !document.querySelector('[data-test=flash]')) return;
          all.push(performance.now() - from);
          from = 0;
          if (all.length === wanted) done(all);
        }).observe(document.body, { childList: true, subtree: true });
        const wait = () => (document.querySelector('video') ? watch(document.querySelector('video')) : setTimeout(wait, 50));
        wait();
      }),
    times,
  );
  say('from the frame that shows a new QR code to the answer, offline', scans);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
