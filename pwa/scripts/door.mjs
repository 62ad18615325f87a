// Measures what a door does on a slow phone: Chromium with its CPU slowed 6 times checks tickets, stores and loads a roster of 1,000.
//   node scripts/door.mjs
import { chromium } from '@playwright/test';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const slowed = 6;
const people = 1000;
const root = resolve(import.meta.dirname, '..');
const out = mkdtempSync(join(tmpdir(), 'linli-door-'));
// The door's own code, as the page has it.
await build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'error',
  build: { outDir: out, emptyOutDir: true, target: 'es2022', rolldownOptions: { input: { ticket: 'src/pages/door/ticket.ts', store: 'src/api/outbox/store.ts' }, preserveEntrySignatures: 'strict', output: { entryFileNames: '[name].js' } } },
});
const server = createServer((q, r) => {
  const file = q.url.endsWith('.js') ? join(out, q.url) : undefined;
  r.setHeader('content-type', file ? 'text/javascript' : 'text/html');
  r.end(file ? readFileSync(file) : '<!doctype html><link rel="icon" href="data:,">');
}).listen(0, '127.0.0.1');
await new Promise((done) => server.once('listening', done));

const pair = generateKeyPairSync('ed25519');
const keys = [{ number: 1, key: pair.publicKey.export({ format: 'jwk' }).x, endsAt: null }];
const tickets = Array.from({ length: 200 }, () => {
  const content = Buffer.concat([Buffer.of(2, 1), randomBytes(32), Buffer.of(0x7f, 0xff, 0xff, 0xff)]);
  return `LT1.${Buffer.concat([content, sign(null, content, pair.privateKey)]).toString('base64url')}`;
});
const id = (kind) => `${kind}_${randomBytes(16).toString('hex').slice(0, 26)}`;
const rows = Array.from({ length: people }, (_, i) => ({
  signUpId: id('su'), personId: id('pe'), number: i + 1, name: `张小${String.fromCharCode(0x4e00 + i)}`, phoneTail: String(1000 + i), search: `张小 zhangxiao${i} zx ${1000 + i}`,
  shiftId: 'sh_06h2c5qjghsrsfbjxzbkvsvsbr', status: 'CONFIRMED', walkIn: false, checkedInAt: i % 2 ? '2026-11-29T06:55:13.468Z' : null, checkedOutAt: null, absentAt: null, card: 0, revision: 1, eventId: 'ev_1',
}));
const raw = JSON.stringify(rows);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowed });
  const checks = await page.evaluate(
    async ({ tickets, keys }) => {
      const t = await import('/ticket.js');
      const one = async (verify) => {
        for (const text of tickets.slice(0, 10)) if (typeof (await t.readTicket(text, keys, verify)) === 'string') throw new Error('a ticket was refused');
        const from = performance.now();
        for (const text of tickets) await t.readTicket(text, keys, verify);
        return tickets.length / ((performance.now() - from) / 1000);
      };
      return { builtIn: await one(await t.builtIn()), inJavaScript: await one(await t.inJavaScript()) };
    },
    { tickets, keys },
  );
  const roster = await page.evaluate(async (text) => {
    const s = await import('/store.js');
    const before = (await navigator.storage.estimate()).usage ?? 0;
    const from = performance.now();
    const rows = JSON.parse(text);
    await s.write(['rows'], async (tx) => {
      for (const r of rows) void tx.objectStore('rows').put(r);
    });
    const stored = performance.now();
    const read = await (await s.open()).getAll('rows', s.rowsOf('ev_1'));
    const loaded = performance.now();
    if (read.length !== rows.length) throw new Error('rows are missing');
    return { store: stored - from, load: loaded - stored, disk: ((await navigator.storage.estimate()).usage ?? 0) - before };
  }, raw);
  const kb = (n) => `${(n / 1024).toFixed(0)} KB`;
  console.log(`tickets checked per second, CPU slowed ${slowed}×: ${checks.builtIn.toFixed(0)} by the browser's Ed25519, ${checks.inJavaScript.toFixed(0)} in JavaScript`);
  console.log(`a roster of ${people}: ${kb(raw.length)}, ${kb(gzipSync(raw).length)} gzip, ${kb(roster.disk)} on the disk; parsed and stored in ${roster.store.toFixed(0)} ms, loaded in ${roster.load.toFixed(0)} ms`);
} finally {
  await browser.close();
  server.close();
  rmSync(out, { recursive: true, force: true });
}
