import { Handset } from './handset';
import { expect, people, signIn, test } from './linli';
import { Replica } from './replica';

// A phone without room: the kernel refuses what the browser writes, or the browser what the page writes. What it says then is its own.
test.describe.configure({ timeout: 90_000 });

let server: Replica;
let phone: Handset;
let eventId: string;
const strip = () => phone.page.getByTestId('strip');
const flash = () => phone.page.getByTestId('flash');
const arrived = () => phone.page.getByTestId('arrived');
const tick = (name: string) => phone.page.getByRole('button', { name: `签到：${name}`, exact: true });

interface Row {
  id: string;
  name: string;
}
/** Whom the log has as come in by what was entered at the door. */
const came = () => server.rows(`SELECT sign_up_id FROM attendance_entries WHERE event_id = '${eventId}' AND direction = 'IN'`).map(([id]) => id);
/** Names that only one person on the roster has, who has not come. */
async function strangers(n: number): Promise<Row[]> {
  type Listed = { doorRoster: { rows: { signUpId: string; name: string; checkedInAt: string | null }[] } };
  const { rows } = (await server.ask<Listed>(people.lead, 'query ($e: ID!) { doorRoster(eventId: $e) { rows { signUpId name checkedInAt } } }', { e: eventId })).doorRoster;
  return rows.filter((r) => !r.checkedInAt && rows.filter((o) => o.name === r.name).length === 1).slice(0, n).map((r) => ({ id: r.signUpId, name: r.name }));
}
const online = () => phone.page.evaluate(() => dispatchEvent(new Event('online')));

async function begin() {
  server = await Replica.start();
  phone = new Handset(server.url);
  await phone.begin();
  const d = await server.ask<{ doorEvents: { edges: { node: { id: string; startsAt: string } }[] } }>(people.lead, '{ doorEvents(first: 20) { edges { node { id startsAt } } } }');
  eventId = d.doorEvents.edges.map((e) => e.node).find((e) => Date.parse(e.startsAt) < Date.now())!.id;
}
async function end() {
  await phone.remove();
  await server.remove();
}
/** The kernel's limit holds for the memory of pages too, which no full disk touches: who crashes of it begins anew. Any other failure stands. */
function story(title: string, tell: () => Promise<void>) {
  test(title, async () => {
    for (let left = 3; left > 0; left--) {
      await begin();
      try {
        await tell();
        expect(phone.wrong).toEqual([]);
        return;
      } catch (e) {
        if (!phone.crashed || left === 1) throw e;
      } finally {
        await end();
      }
    }
  });
}

/** A lead's phone at the door without a server, on which the first of two arrivals waits. */
async function oneWaits(): Promise<[Row, Row]> {
  await signIn(phone.page, people.lead, '/door', server.env);
  await phone.stand(eventId);
  await phone.reopen(eventId);
  const [second, first] = (await strangers(2)) as [Row, Row]; // from below, so that nobody moves up under the second tap
  await server.end('SIGKILL');
  await tick(first.name).tap();
  await expect(strip()).toContainText('1 条待上传');
  return [first, second];
}

story('a full disk and no network: she is not in and the page says so; with room she is kept, survives the phone and arrives once', async () => {
  const [first, second] = await oneWaits();
  const before = await arrived().textContent();

  phone.runFull();
  await tick(second.name).tap();
  await expect(flash()).toHaveAttribute('data-tone', 'bad');
  await expect(flash()).toContainText('没有保存');
  await expect(flash()).toContainText(second.name);
  await expect(flash()).toContainText('存满');
  await flash().tap();
  await expect(tick(second.name)).toBeVisible(); // nothing says that she is in
  await expect(arrived()).toHaveText(before ?? '');
  await expect(strip()).toContainText('手机存不下了');
  await strip().tap();
  await expect(phone.page.getByRole('region', { name: '没有保存' })).toContainText(second.name);
  await phone.page.keyboard.press('Escape');

  phone.makeRoom();
  await online();
  await expect(tick(second.name)).toHaveCount(0);
  await expect(strip()).toContainText('2 条待上传');
  await expect(strip()).not.toContainText('手机存不下了');
  await phone.die();
  await phone.begin();
  await phone.page.goto(`/door/${eventId}`);
  await expect(strip()).toContainText('2 条待上传');
  await server.begin();
  await online();
  await expect(strip()).toContainText('都已上传');
  for (const { id } of [first, second]) expect(came().filter((c) => c === id)).toHaveLength(1);
});

story('a full disk until the network is back: a helper’s phone sends from memory what it could not keep, as that device', async () => {
  const issue = 'mutation ($e: ID!) { issueDevice(eventId: $e, name: "帮手的手机") { url } }';
  const { issueDevice } = await server.ask<{ issueDevice: { url: string } }>(people.lead, issue, { e: eventId });
  await phone.page.goto(new URL(issueDevice.url).pathname);
  await phone.page.getByRole('button', { name: '开始签到' }).tap();
  await expect(phone.page).toHaveURL(`/door/${eventId}`);
  await phone.stand(eventId);
  const [her] = (await strangers(1)) as [Row];
  await server.end('SIGKILL');

  phone.runFull();
  await tick(her.name).tap();
  await expect(flash()).toContainText('没有保存');
  await expect(strip()).toContainText('1 条待上传');
  await server.begin();
  await online();
  await expect.poll(() => came().filter((c) => c === her.id)).toHaveLength(1);
  await expect(tick(her.name)).toHaveCount(0); // the server says that she is in
  await expect(strip()).toContainText('都已上传');
});

story('the browser’s measure of the phone is full: what waits is handed over all the same and leaves the phone, and so is what has no room', async () => {
  const [first, second] = await oneWaits();
  await phone.context.close();
  await server.begin();

  await phone.begin();
  // The browser measures before the first write of its life, and keeps the measure for half a minute.
  const inside = await phone.context.newCDPSession(phone.page);
  await inside.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1 });
  await phone.page.goto(`/door/${eventId}`);
  await expect(strip()).toContainText('都已上传');
  await expect(strip()).toContainText('手机存不下了'); // the roster that it reads
  await tick(second.name).tap();
  await expect(flash()).toContainText('没有保存');
  await expect.poll(() => [first, second].map(({ id }) => came().filter((c) => c === id).length)).toEqual([1, 1]);
  await expect(tick(second.name)).toHaveCount(0);
  await expect(strip()).toContainText('都已上传');
  await inside.send('Storage.overrideQuotaForOrigin', { origin: server.url });
  await phone.page.reload();
  await expect(strip()).not.toContainText('手机存不下了');
  await expect(strip()).toContainText('都已上传');
});
