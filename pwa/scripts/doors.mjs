// The states of the door for screenshots.mjs: what must have happened before each can be seen.
import encode from 'qr';

const phones = [
  { name: 'phone', width: 360, height: 780, lang: 'zh-CN' },
  { name: 'phone-dark', width: 360, height: 780, lang: 'zh-CN', theme: 'dark' },
  { name: 'phone-large', width: 360, height: 780, lang: 'zh-CN', large: true },
  { name: 'phone-en', width: 360, height: 780, lang: 'en' },
  { name: 'narrow-en-large', width: 320, height: 640, lang: 'en', large: true },
  { name: 'desktop', width: 1280, height: 800, lang: 'zh-CN' },
];

const tick = 'main .tick';
const more = '.bar .buttons > div:nth-child(3) button';
const scan = '.bar .buttons > div:first-child button';
const strip = '.strip';
const out = '.ways button.OUT';
const chip = (n) => `.chips button:nth-child(${n})`;
const still = (tab) => tab.waitForTimeout(400);
const asks = (route, name) => route.request().postData()?.includes(name);

/**
 * A morning at the door: 60 people, 41 of them here, and whom this page lets in. The roster is the real one made larger, then changed by
 * `change`; entries are answered here, so that every picture begins with the same people.
 */
const stage = (t, change = () => {}, here = 41, all = 60) => (context) => {
  const log = [];
  let rows = [];
  return context.route('**/graphql', async (r) => {
    const sent = r.request().postDataJSON();
    if (sent.variables?.input && asks(r, 'DoorCheckIn')) {
      log.push(...sent.variables.input);
      for (const e of sent.variables.input) enter(rows.find((g) => g.signUpId === e.signUpId), e);
      return r.fulfill({ json: { data: { checkIn: sent.variables.input.map((e) => ({ id: e.id, accepted: true, warnings: [], row: rows.find((g) => g.signUpId === e.signUpId) ?? null })) } } });
    }
    if (!asks(r, 'doorRoster')) return r.fallback();
    const answer = await r.fetch();
    const json = await answer.json();
    if (json.data) {
      const d = json.data.doorRoster;
      if (!rows.length && d.rows.length) rows = crowd(t, d, here, all);
      const counts = { capacity: all, confirmed: all, checkedIn: here, waitlisted: 0, offered: 0, held: 0, revision: d.counts.revision };
      Object.assign(d, { fresh: true, rows, next: null, counts: { ...d.counts, ...counts } });
      change(d);
    }
    return r.fulfill({ response: answer, json });
  });
};
function enter(row, { direction, at }) {
  if (row && direction === 'IN') row.checkedInAt ??= at;
  if (row && direction === 'OUT') row.checkedOutAt = at;
}
/** As many people as a busy morning brings. */
function crowd(t, d, here, all) {
  const [family, given] = ['王李张刘陈杨赵黄周吴徐孙', '秀英桂兰玉梅建国志强海燕文静丽华国栋小红'];
  const shown = d.rows.find((r) => r.signUpId === t.shownId) ?? d.rows[0];
  return Array.from({ length: all }, (_, i) => ({
    ...shown, signUpId: `su_${i}`, personId: `pe_${i}`, number: i + 1, name: family[(i * 7) % 12] + given.slice((i * 2) % 18, ((i * 2) % 18) + 2), phoneTail: String(1000 + ((i * 7919) % 9000)), search: '',
    shiftId: d.event.shifts[i % d.event.shifts.length].id, status: 'CONFIRMED', checkedInAt: i < here ? new Date(Date.now() - (60 - i) * 60_000).toISOString() : null, checkedOutAt: null, absentAt: null, walkIn: i === 12,
    ...(i === here && { ...shown, checkedInAt: null }),
  }));
}

/** A camera that shows a phone held up with a QR code on it, and a reader that reads `text` from it, or nothing. */
const camera = (text) => (context) =>
  context.addInitScript(
    ([code, text]) => {
      globalThis.BarcodeDetector = class {
        static getSupportedFormats = async () => ['qr_code'];
        detect = async () => (text ? [{ rawValue: text }] : []);
      };
      const draw = () => {
        const canvas = document.createElement('canvas');
        canvas.width = 1280;
        canvas.height = 960;
        const c = canvas.getContext('2d');
        const picture = () => {
          c.fillStyle = '#8f9a94';
          c.fillRect(0, 0, 1280, 960);
          c.fillStyle = '#6d7a74';
          c.fillRect(0, 610, 1280, 350);
          c.fillStyle = '#1b1b1d';
          c.beginPath();
          c.roundRect(395, 60, 490, 1000, 60);
          c.fill();
          c.fillStyle = '#fff';
          c.beginPath();
          c.roundRect(415, 90, 450, 1000, 44);
          c.fill();
          c.fillStyle = '#000';
          const dot = 400 / code.length;
          code.forEach((row, y) => row.forEach((on, x) => on && c.fillRect(440 + x * dot, 280 + y * dot, dot + 0.5, dot + 0.5)));
        };
        picture();
        setInterval(picture, 100);
        return canvas.captureStream(10);
      };
      navigator.mediaDevices.getUserMedia = async () => draw();
    },
    [encode(text || 'LT1.a neighbour shows her ticket at the door of the event', 'raw', { ecc: 'medium', border: 1 }), text],
  );
const denied = (context) =>
  context.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });

/** No answer to anything that is asked from here on. */
async function cutOff(tab) {
  await tab.route('**/graphql', (r) => r.abort());
  await tab.context().setOffline(true);
}
async function ticks(tab, n) {
  for (let i = 0; i < n; i++) {
    await tab.locator(tick).first().click();
    await still(tab);
  }
}
const quietly = (tab) => tab.waitForSelector('.toast', { state: 'detached', timeout: 9000 }).catch(() => {});

/** Three that wait, two refused, and what the server asks to be looked at. */
async function queued(tab) {
  let n = 0;
  await tab.route('**/graphql', (r) => {
    if (!asks(r, 'DoorCheckIn')) return r.fallback();
    const { input } = r.request().postDataJSON().variables;
    if (n++ > 1) return; // never answered: they wait
    return r.fulfill({ json: { data: { checkIn: input.map((e) => ({ id: e.id, accepted: false, warnings: [n > 1 ? 'UNKNOWN_SIGN_UP' : 'STALE_CODE'], row: null })) } } });
  });
  for (let i = 0; i < 2; i++) {
    await ticks(tab, 1);
    await tab.locator('.flash').click({ timeout: 3000 }).catch(() => {});
  }
  await ticks(tab, 3);
  await quietly(tab);
}
/** A door device of this phone: by its own link, as a helper would. */
const claimed = (t) => async (tab, { ask, tokens }) => {
  const { issueDevice } = await ask(tokens.lead, 'mutation ($e: ID!) { issueDevice(eventId: $e, kind: DOOR, name: "赵叔的手机") { url device { id } } }', { e: t.door });
  await tab.goto(new URL(new URL(issueDevice.url).pathname, tab.url()).href);
  await tab.locator('main .button.main').click();
  await tab.locator('p.count').waitFor();
  await still(tab);
  return issueDevice.device.id;
};

const flash = (tab) => tab.locator(scan).click().then(() => tab.locator('.flash').waitFor());
/** The phone takes nothing more, and there is no network either. */
async function fullPhone(tab) {
  await cutOff(tab);
  await tab.evaluate(() => {
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
}
/** The roster as if it had been read hours ago. */
const aged = (tab, hours) =>
  tab.evaluate(async (ms) => {
    const db = await new Promise((done) => (indexedDB.open('linli-outbox').onsuccess = (e) => done(e.target.result)));
    const store = db.transaction('rosters', 'readwrite').objectStore('rosters');
    await new Promise((done) => {
      store.getAll().onsuccess = (e) => {
        for (const r of e.target.result) store.put({ ...r, readAt: r.readAt - ms });
      };
      store.transaction.oncomplete = done;
    });
    db.close();
  }, hours * 3_600_000);
const inAlready = (id) => (d) => d.rows.filter((r) => r.signUpId === id).forEach((r) => (r.checkedInAt = new Date().toISOString()));
/** The menu of whoever this phone let in. */
async function ownRow(tab) {
  const name = await tab.locator('main li .name').first().textContent();
  await ticks(tab, 1);
  await quietly(tab);
  await tab.locator('input[type=search]').fill(name);
  await tab.locator('main li:has(.tick.more) .words').first().click();
}
async function known(tab) {
  const name = await tab.locator('main li .name').first().textContent();
  await tab.locator('.bar .buttons > div:nth-child(2) button').click();
  await tab.locator('dialog input').first().fill(name);
}

/** A ticket of somebody who is expected at the door, and one for elsewhere. */
export async function prepareDoors(ask, tokens, t, tokenOf) {
  const { doorRoster } = await ask(tokens.lead, 'query ($e: ID!) { doorRoster(eventId: $e) { rows { signUpId phoneTail checkedInAt status } } }', { e: t.door });
  const ticketsOf = async (token) => (await ask(token, '{ mySignUps(first: 50) { edges { node { id ticket event { id } } } } }')).mySignUps.edges.map((e) => e.node).filter((n) => n.ticket);
  let own;
  for (const r of doorRoster.rows.filter((r) => !r.checkedInAt && r.status === 'CONFIRMED' && /^0/.test(r.phoneTail))) {
    own = (await ticketsOf(tokenOf(`+861380000${r.phoneTail}`)).catch(() => [])).find((n) => n.id === r.signUpId);
    if (own) break;
  }
  return { shown: own?.ticket, shownId: own?.id, strange: (await ticketsOf(tokens.volunteer)).find((n) => n.event.id !== t.door)?.ticket };
}

export const doors = (t) => {
  const path = `/door/${t.door}`;
  const list = [
    { name: 'door-waiting', does: async (tab) => (await cutOff(tab), await ticks(tab, 3), quietly(tab)) },
    { name: 'door-undo', does: (tab) => ticks(tab, 2) },
    { name: 'door-out', does: (tab) => tab.locator(out).click() },
    { name: 'door-here', does: (tab) => tab.locator(chip(2)).click() },
    { name: 'door-search', does: (tab) => tab.locator('input[type=search]').fill('l') },
    { name: 'door-nobody', does: (tab) => tab.locator('input[type=search]').fill('路过的人') },
    { name: 'door-queue', does: async (tab) => (await queued(tab), tab.locator(strip).click()) },
    { name: 'door-todos', does: (tab) => tab.locator(strip).click() },
    { name: 'door-queue-offline', does: async (tab) => (await cutOff(tab), await ticks(tab, 3), await quietly(tab), tab.locator(strip).click()) },
    { name: 'door-full', does: async (tab) => (await fullPhone(tab), ticks(tab, 1)) },
    { name: 'door-full-queue', does: async (tab) => (await fullPhone(tab), await ticks(tab, 1), await tab.locator('.flash').click(), tab.locator(strip).click()) },
    { name: 'door-denied', before: denied, does: (tab) => tab.locator(scan).click() },
    { name: 'door-camera', before: camera(''), does: (tab) => tab.locator(scan).click() },
    { name: 'door-camera-out', before: camera(''), does: async (tab) => (await tab.locator(out).click(), tab.locator(scan).click()) },
    ...(t.shown ? [
      { name: 'door-flash-in', before: camera(t.shown), does: flash },
      { name: 'door-flash-warn', change: inAlready(t.shownId), before: camera(t.shown), does: flash },
      { name: 'door-flash-out', change: inAlready(t.shownId), before: camera(t.shown), does: async (tab) => (await tab.locator(out).click(), flash(tab)) },
    ] : []),
    ...(t.strange ? [{ name: 'door-flash-other', before: camera(t.strange), does: flash }] : []),
    { name: 'door-flash-bad', before: camera('https://example.org/menu'), does: flash },
    { name: 'door-row', does: ownRow },
    { name: 'door-row-to-come', does: (tab) => tab.locator('main li .words').first().click() },
    { name: 'door-walk-in', does: (tab) => tab.locator('.bar .buttons > div:nth-child(2) button').click() },
    { name: 'door-walk-in-known', does: known },
    { name: 'door-tools', does: (tab) => tab.locator(more).click() },
    { name: 'door-everyone', does: async (tab) => (await tab.locator(more).click(), tab.locator('dialog .stack > :nth-child(2)').click()) },
    { name: 'door-rest', does: async (tab) => (await tab.locator(more).click(), tab.locator('dialog .stack > :nth-child(3)').click()) },
    { name: 'door-venue', does: async (tab) => (await tab.locator(more).click(), tab.locator('dialog .stack > :nth-child(1)').click()) },
    { name: 'door-device', as: null, path: '/login', does: claimed(t) },
    { name: 'door-device-tools', as: null, path: '/login', does: async (tab, tools) => (await claimed(t)(tab, tools), tab.locator(more).click()) },
    { name: 'door-revoked', as: null, path: '/login', does: async (tab, tools) => {
      const id = await claimed(t)(tab, tools);
      await tools.ask(tools.tokens.lead, 'mutation ($id: ID!) { revokeDevice(id: $id) { id } }', { id });
      await tab.reload();
      await still(tab);
    } },
    { name: 'door-old', does: async (tab) => (await aged(tab, 5), await tab.route('**/graphql', (r) => r.abort()), tab.reload()) },
    { name: 'door-away', before: (c) => c.route('**/graphql', (r) => (asks(r, 'doorRoster') ? r.abort() : r.fallback())) },
    { name: 'door-empty', change: (d) => Object.assign(d, { rows: [], counts: { ...d.counts, confirmed: 0, checkedIn: 0 } }) },
    { name: 'door-cancelled', change: (d) => (d.event.status = 'CANCELLED') },
    { name: 'door-forbidden', as: 'volunteer' },
  ];
  // For the README: the door of the demo as it is, nothing answered in the server's place.
  const real = [
    { name: 'door-real-camera', before: camera(''), does: (tab) => tab.locator(scan).click() },
    ...(t.shown ? [{ name: 'door-real-flash', before: camera(t.shown), does: flash }] : []),
    { name: 'door-real-waiting', does: async (tab) => (await cutOff(tab), await ticks(tab, 2), quietly(tab)) },
    { name: 'door-real-todos', does: (tab) => tab.locator(strip).click() },
    { name: 'door-real-venue', does: async (tab) => (await tab.locator(more).click(), tab.locator('dialog .stack > :nth-child(1)').click()) },
  ];
  const seen = { as: 'lead', path, variants: phones, fold: true, noWorker: true };
  return [
    ...list.map(({ before, change, ...p }) => ({ ...seen, ...p, before: async (context) => (await stage(t, change)(context), before?.(context)) })),
    ...real.map((p) => ({ ...seen, ...p })),
  ];
};
