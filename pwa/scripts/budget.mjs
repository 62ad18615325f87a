// What a first visit downloads, gzipped: the entry, what it imports at once and what the first page needs.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const size = (f) => gzipSync(readFileSync(new URL(f, dist)), { level: 9 }).length;
const html = readFileSync(new URL('index.html', dist), 'utf8');
const asked = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((m) => m[1]);
const js = new Set(asked.filter((f) => f.endsWith('.js')));
const css = new Set(asked.filter((f) => f.endsWith('.css')));
// the first page's own chunk, and whatever chunks these import statically
const page = readdirSync(new URL('assets/', dist)).find((f) => /^Events-.*\.js$/.test(f));
if (page) js.add('assets/' + page);
for (const f of js) {
  const text = readFileSync(new URL(f, dist), 'utf8');
  for (const m of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) js.add('assets/' + m[1]);
}
for (const f of readdirSync(new URL('assets/', dist))) if (/^Events-.*\.css$/.test(f)) css.add('assets/' + f);
const sum = (set) => [...set].reduce((n, f) => n + size(f), 0);
const limits = { 'first load JS': [sum(js), 60], 'first load CSS': [sum(css), 8], 'service worker': [size('sw.js'), 12] };
let bad = false;
for (const [name, [bytes, limit]] of Object.entries(limits)) {
  const over = bytes > limit * 1024;
  bad ||= over;
  console.log(`${over ? 'OVER' : 'ok  '} ${name}: ${(bytes / 1024).toFixed(1)} KB gzip of ${limit} KB`);
}
if (bad) process.exit(1);
