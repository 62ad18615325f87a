import type { Page } from '@playwright/test';
import { film, show } from './film';
import { Handset } from './handset';
import { expect, people, signIn, test } from './linli';
import { Replica } from './replica';

test.describe.configure({ timeout: 90_000 });
const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`];

let server: Replica;
let phones: Handset[] = [];
let eventId = '';
interface Row {
  signUpId: string;
  name: string;
  phoneTail: string;
  status: string;
  checkedInAt: string | null;
  checkedOutAt: string | null;
  absentAt: string | null;
}
const rows = async () => (await server.ask<{ doorRoster: { rows: Row[] } }>(people.lead, 'query ($e: ID!) { doorRoster(eventId: $e) { rows { signUpId name phoneTail status checkedInAt checkedOutAt absentAt } } }', { e: eventId })).doorRoster.rows;
const rowOf = async (id: string) => (await rows()).find((r) => r.signUpId === id);
/** People who have not come and share their name with nobody. */
async function strangers(): Promise<Row[]> {
  const all = await rows();
  return all.filter((r) => !r.checkedInAt && r.status === 'CONFIRMED' && r.phoneTail && all.filter((o) => o.name === r.name).length === 1);
}
type Tickets = { mySignUps: { edges: { node: { ticket: string | null; event: { id: string } } }[] } };
const ticketOf = async (tail: string) =>
  (await server.ask<Tickets>(`+861380000${tail}`, '{ mySignUps { edges { node { ticket event { id } } } } }')).mySignUps.edges.map((e) => e.node).find((n) => n.event.id === eventId)?.ticket ?? '';
async function phone(tabs = 1): Promise<Handset> {
  const p = new Handset(server.url, camera);
  phones.push(p);
  await p.begin(tabs);
  return p;
}
async function ofLead(tabs = 1): Promise<Handset> {
  const p = await phone(tabs);
  await signIn(p.page, people.lead, '/door', server.env);
  await p.stand(eventId);
  return p;
}
async function ofHelper(): Promise<{ helper: Handset; id: string }> {
  const { issueDevice } = await server.ask<{ issueDevice: { url: string; device: { id: string } } }>(people.lead, 'mutation ($e: ID!) { issueDevice(eventId: $e, name: "帮手的手机") { url device { id } } }', { e: eventId });
  const helper = await phone();
  await helper.page.goto(new URL(issueDevice.url).pathname);
  await helper.page.getByRole('button', { name: '开始签到' }).tap();
  await expect(helper.page).toHaveURL(`/door/${eventId}`);
  await helper.stand(eventId);
  return { helper, id: issueDevice.device.id };
}
const strip = (p: Page) => p.getByTestId('strip');
const tick = (p: Page, name: string) => p.getByRole('button', { name: `签到：${name}`, exact: true });
const back = (p: Page) => p.evaluate(() => dispatchEvent(new Event('online')));
const stored = (p: Page) =>
  p.evaluate(
    () =>
      new Promise<{ rosters: number; rows: number; entries: number }>((done) => {
        const open = indexedDB.open('linli-outbox');
        open.onsuccess = () => {
          const tx = open.result.transaction(['rosters', 'rows', 'entries']);
          const [rosters, rows, entries] = (['rosters', 'rows', 'entries'] as const).map((n) => tx.objectStore(n).count()) as [IDBRequest<number>, IDBRequest<number>, IDBRequest<number>];
          tx.oncomplete = () => {
            open.result.close();
            done({ rosters: rosters.result, rows: rows.result, entries: entries.result });
          };
        };
      }),
  );

test.beforeEach(async () => {
  phones = [];
  server = await Replica.start();
  const d = await server.ask<{ doorEvents: { edges: { node: { id: string; startsAt: string } }[] } }>(people.lead, '{ doorEvents(first: 20) { edges { node { id startsAt } } } }');
  eventId = d.doorEvents.edges.map((e) => e.node).find((e) => Date.parse(e.startsAt) < Date.now())!.id;
});
test.afterEach(async () => {
  for (const p of phones) await p.remove();
  await server.remove();
  expect(phones.flatMap((p) => p.wrong)).toEqual([]);
});

test('a helper without an account: a link, a scan, a tick, a check-out; revoked, she is told, the roster goes, what waits arrives flagged, the server hears of the wipe in the end', async () => {
  const { helper, id } = await ofHelper();
  const { page } = helper;
  const [scanned, ticked, late] = (await strangers()) as [Row, Row, Row];
  show(await ticketOf(scanned.phoneTail));
  await page.getByRole('button', { name: '扫二维码' }).tap();
  await expect(page.getByTestId('flash')).toContainText(scanned.name);
  await page.getByRole('button', { name: '关闭相机' }).tap();
  await tick(page, ticked.name).tap();
  await expect(page.getByRole('status').getByText(`${ticked.name} 已签到`)).toBeVisible();
  await page.getByRole('button', { name: '签退', exact: true }).tap();
  await page.getByRole('button', { name: `签退：${ticked.name}`, exact: true }).tap();
  await expect.poll(async () => [!!(await rowOf(scanned.signUpId))?.checkedInAt, !!(await rowOf(ticked.signUpId))?.checkedOutAt]).toEqual([true, true]);

  await page.getByRole('button', { name: '签到', exact: true }).first().tap();
  await page.route('**/graphql', (r) => r.abort());
  await tick(page, late.name).tap();
  await expect(strip(page)).toContainText('1 条待上传');
  await server.ask(people.lead, 'mutation ($id: ID!) { revokeDevice(id: $id) { id } }', { id });
  const wiped = async () => (await server.ask<{ doorDevices: { id: string; wipedAt: string | null }[] }>(people.lead, 'query ($e: ID!) { doorDevices(eventId: $e) { id wipedAt } }', { e: eventId })).doorDevices.find((d) => d.id === id)?.wipedAt ?? null;
  // The network is back, but what the phone says of the wipe is lost.
  await page.unroute('**/graphql');
  let lost = 0;
  await page.route('**/graphql', (r) => (r.request().postData()?.includes('ConfirmWipe') ? (lost++, r.abort()) : r.continue()));
  await back(page);
  await expect(page.getByText('这部手机不再是签到机').first()).toBeVisible();
  await expect.poll(() => stored(page)).toEqual({ rosters: 0, rows: 0, entries: 0 });
  await expect.poll(() => lost).toBeGreaterThan(0);
  expect(await wiped()).toBeNull();
  await page.unroute('**/graphql');
  await back(page);
  await expect.poll(wiped).not.toBeNull();
  expect((await rowOf(late.signUpId))?.checkedInAt).not.toBeNull();
  const { doorTodos } = await server.ask<{ doorTodos: { edges: { node: { name: string; flags: string[] } }[] } }>(people.lead, 'query ($e: ID!) { doorTodos(eventId: $e) { edges { node { name flags } } } }', { e: eventId });
  expect(doorTodos.edges.map((e) => e.node).find((t) => t.name === late.name)?.flags).toContain('DEVICE_REVOKED');
  await page.reload();
  await expect(page.getByText('这部手机不再是签到机').first()).toBeVisible();
});

test('without a network: out, everybody here and taken back, the rest not come and taken back', async () => {
  const { page } = await ofLead();
  const [her] = (await strangers()) as [Row];
  const before = (await rows()).filter((r) => r.checkedInAt).length;
  await server.end('SIGKILL');
  await page.reload();
  await expect(strip(page)).toContainText('离线');
  await tick(page, her.name).tap();
  await page.getByRole('button', { name: '签退', exact: true }).tap();
  await page.getByRole('button', { name: `签退：${her.name}`, exact: true }).tap();
  await expect(page.locator(`[data-id="${her.signUpId}"]`)).toContainText('离开');
  await page.getByRole('button', { name: '签到', exact: true }).first().tap();
  const toCome = async () => Number(/\d+/.exec((await page.getByRole('button', { name: /^未到 / }).textContent()) ?? '')?.[0]);
  const n = await toCome();
  for (const [what, yes, said] of [['都到了', `都到了 · ${n} 人`, `${n} 人已签到`], ['其余没来', `没来 · ${n} 人`, `${n} 人记为没来`]] as const) {
    await page.getByRole('button', { name: '更多', exact: true }).tap();
    await page.getByRole('dialog').getByRole('button', { name: what }).tap();
    await page.getByRole('dialog').getByRole('button', { name: yes }).tap();
    await expect(page.getByRole('status').getByText(said, { exact: true })).toBeVisible();
    if (what === '都到了') await expect(page.getByTestId('arrived')).toContainText(`${before + 1 + n} / `);
    await page.getByRole('button', { name: '撤销', exact: true }).last().tap();
    await expect(page.getByRole('status').getByText(`已撤销：${said}`)).toBeVisible();
    await expect(page.getByTestId('arrived')).toContainText(`${before + 1} / `);
  }
  await expect(strip(page)).toContainText(`${2 + 4 * n} 条待上传`);
  await server.begin();
  await back(page);
  await expect(strip(page)).toContainText('都已上传', { timeout: 20_000 });
  const after = await rows();
  expect(after.filter((r) => r.checkedInAt)).toHaveLength(before + 1);
  expect(after.filter((r) => r.absentAt)).toHaveLength(0);
  expect(after.find((r) => r.signUpId === her.signUpId)?.checkedOutAt).not.toBeNull();
});

test('an expired ticket is refused, one of ours that is not on the stored roster goes in unchecked and is found by the server; the venue’s code made without a network is the server’s', async () => {
  const { page } = await ofLead();
  const [hers, late] = (await strangers()) as [Row, Row];
  const [old, unknown] = [await ticketOf(hers.phoneTail), await ticketOf(late.phoneTail)];
  await page.evaluate(
    (id) =>
      new Promise<void>((done) => {
        const open = indexedDB.open('linli-outbox');
        open.onsuccess = () => {
          const tx = open.result.transaction('rows', 'readwrite');
          const store = tx.objectStore('rows');
          const all = store.getAllKeys();
          all.onsuccess = () => all.result.filter((k) => (k as string[])[1] === id).forEach((k) => store.delete(k));
          tx.oncomplete = () => (open.result.close(), done());
        };
      }),
    late.signUpId,
  );
  await page.route('**/graphql', (r) => r.abort());
  await page.context().setOffline(true);
  await page.reload();
  await expect(strip(page)).toContainText('离线');
  await expect(tick(page, late.name)).toHaveCount(0);

  show(unknown);
  await page.getByRole('button', { name: '扫二维码' }).tap();
  await expect(page.getByTestId('flash')).toContainText('没能核对');
  await page.getByRole('button', { name: '关闭相机' }).tap();
  await expect(strip(page)).toContainText('1 条待上传');
  await page.getByRole('button', { name: '更多', exact: true }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '现场码' }).tap();
  await expect(async () => {
    const shown = (await page.getByTestId('venue-code').textContent())?.replaceAll(/\s/g, '');
    const { venueCode } = await server.ask<{ venueCode: { code: string } }>(people.lead, 'query ($e: ID!) { venueCode(eventId: $e) { code } }', { e: eventId });
    expect(shown).toBe(venueCode.code);
  }).toPass({ intervals: [200] });
  await page.keyboard.press('Escape');

  await page.context().setOffline(false);
  await page.unroute('**/graphql');
  await back(page);
  await expect.poll(async () => (await rowOf(late.signUpId))?.checkedInAt).toBeTruthy();
  await expect(strip(page)).toContainText('都已上传');

  // A roster that is kept for long, on a phone that knows how slow its clock is: any ticket has run out.
  await page.context().setOffline(true);
  await page.reload();
  await expect(strip(page)).toContainText('离线');
  await page.evaluate(
    (id) =>
      new Promise<void>((done) => {
        const days = 86_400_000;
        const open = indexedDB.open('linli-outbox');
        open.onsuccess = () => {
          const tx = open.result.transaction('rosters', 'readwrite');
          const head = tx.objectStore('rosters').get(id);
          head.onsuccess = () => tx.objectStore('rosters').put({ ...(head.result as object), offset: 40 * days, deleteAt: new Date(Date.now() + 60 * days).toISOString() });
          tx.oncomplete = () => (open.result.close(), done());
        };
      }),
    eventId,
  );
  await page.reload();
  await expect(strip(page)).toContainText('离线');
  show(old);
  await page.getByRole('button', { name: '扫二维码' }).tap();
  await expect(page.getByTestId('flash')).toHaveAttribute('data-tone', 'bad');
  await expect(page.getByTestId('flash')).toContainText('票已过期');
  expect((await rowOf(hers.signUpId))?.checkedInAt).toBeNull();
});

test('two tabs of one phone count alike, and each entry arrives once', async () => {
  const lead = await ofLead(2);
  const [one, two] = lead.pages as [Page, Page];
  const [a, b] = (await strangers()) as [Row, Row];
  const before = (await rows()).filter((r) => r.checkedInAt).length;
  const log = () => server.rows(`SELECT sign_up_id FROM attendance_entries WHERE event_id = '${eventId}'`).map(([id]) => id);
  const was = log().length;
  await server.end('SIGKILL');
  await tick(one, a.name).tap();
  await expect(strip(two)).toContainText('1 条待上传');
  await tick(two, b.name).tap();
  for (const p of [one, two]) {
    await expect(strip(p)).toContainText('2 条待上传');
    await expect(p.getByTestId('arrived')).toContainText(`${before + 2} / `);
  }
  await server.begin();
  await Promise.all([back(one), back(two)]);
  for (const p of [one, two]) {
    await expect(strip(p)).toContainText('都已上传');
    await expect(p.getByTestId('arrived')).toContainText(`${before + 2} / `);
  }
  expect(log()).toHaveLength(was + 2);
  expect(log().filter((id) => id === a.signUpId || id === b.signUpId)).toHaveLength(2);
});

test('two phones without a network enter the same person: both are kept, she counts from the first, and the lead is asked to look', async () => {
  const lead = await ofLead();
  const { helper } = await ofHelper();
  const [her] = (await strangers()) as [Row];
  await server.end('SIGKILL');
  for (const { page } of [helper, lead]) {
    await tick(page, her.name).tap();
    await expect(strip(page)).toContainText('1 条待上传');
  }
  await server.begin();
  for (const { page } of [lead, helper]) { // who came later is heard first
    await back(page);
    await expect(strip(page)).toContainText('都已上传');
  }
  const ins = server.rows(`SELECT at, recorded_by = '' FROM attendance_entries WHERE sign_up_id = '${her.signUpId}' ORDER BY at`);
  expect(ins.map(([, device]) => device)).toEqual(['1', '0']);
  expect(Date.parse((await rowOf(her.signUpId))?.checkedInAt ?? '')).toBe(Date.parse(ins[0]![0]!.replace(/ \+0000 UTC$/, 'Z').replace(' ', 'T')));
  await strip(lead.page).tap();
  await expect(lead.page.getByTestId('todos').getByRole('listitem').filter({ hasText: her.name })).toContainText('已经签过到了');
});

/** Changes what is stored of the roster of this event. */
const amend = (p: Page, change: object) =>
  p.evaluate(
    ([id, change]) =>
      new Promise<void>((done) => {
        const open = indexedDB.open('linli-outbox');
        open.onsuccess = () => {
          const tx = open.result.transaction('rosters', 'readwrite');
          const r = tx.objectStore('rosters').get(id) as IDBRequest<object>;
          r.onsuccess = () => tx.objectStore('rosters').put({ ...r.result, ...change });
          tx.oncomplete = () => (open.result.close(), done());
        };
      }),
    [eventId, change] as const,
  );

test('whichever page is opened, what waits is sent and a roster that is past its time goes', async () => {
  const { page } = await ofLead();
  const [her] = (await strangers()) as [Row];
  await server.end('SIGKILL');
  await tick(page, her.name).tap();
  await expect(strip(page)).toContainText('1 条待上传');
  await page.goto('about:blank');
  await server.begin();
  await page.goto('/');
  await expect.poll(async () => (await rowOf(her.signUpId))?.checkedInAt ?? null, { timeout: 15_000 }).not.toBeNull();
  expect((await stored(page)).rosters).toBe(1);
  await amend(page, { deleteAt: '2020-01-01T00:00:00Z' });
  await page.goto('/');
  await expect.poll(async () => (await stored(page)).rosters, { timeout: 15_000 }).toBe(0);
  expect((await stored(page)).rows).toBe(0);
});

test('who signs in next on a phone neither sees nor sends what the person before her entered', async () => {
  const { page } = await ofLead();
  const [her] = (await strangers()) as [Row];
  await page.route('**/graphql', (r) => (r.request().postData()?.includes('DoorCheckIn') ? r.abort() : r.continue()));
  await tick(page, her.name).tap();
  await expect(strip(page)).toContainText('1 条待上传');
  await signIn(page, people.volunteer, '/', server.env);
  await page.unroute('**/graphql');
  await page.goto(`/door/${eventId}`);
  await expect(page.getByText('看不到这个签到台').first()).toBeVisible();
  await expect(strip(page)).toHaveCount(0);
  expect((await stored(page)).entries).toBe(1);
  expect((await rowOf(her.signUpId))?.checkedInAt ?? null).toBeNull();
});

test('a lead whose own phone was a device of the event is its lead again when that has ended', async () => {
  const { page } = await ofLead();
  const [her] = (await strangers()) as [Row];
  const { issueDevice } = await server.ask<{ issueDevice: { url: string; device: { id: string } } }>(people.lead, 'mutation ($e: ID!) { issueDevice(eventId: $e, name: "队长的手机") { url device { id } } }', { e: eventId });
  await page.goto(new URL(issueDevice.url).pathname);
  await page.getByRole('button', { name: '开始签到' }).tap();
  await expect(page).toHaveURL(`/door/${eventId}`);
  await expect(strip(page)).toContainText('在线');
  await server.ask(people.lead, 'mutation ($id: ID!) { revokeDevice(id: $id) { id } }', { id: issueDevice.device.id });
  await back(page);
  await expect(page.getByText('这部手机不再是签到机').first()).toBeVisible();
  await page.reload();
  await tick(page, her.name).tap();
  await expect.poll(async () => (await rowOf(her.signUpId))?.checkedInAt ?? null).not.toBeNull();
  await expect(strip(page)).toContainText('都已上传');
});
