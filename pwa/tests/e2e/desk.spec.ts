import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { another, ask, events, expect, people, signIn, test } from './linli';

interface Names {
  id: string;
  name: string;
}
/** The top of the demo's tree and a way down to one home. */
async function tree(page: Page) {
  type Root = Names & { children: (Names & { children: (Names & { children: Names[] })[] })[] };
  const d = await ask<{ community: { root: Root } }>(page, '{ community(slug: "demo") { root { id name children { id name children { id name children { id name } } } } } }');
  const root = d.community.root;
  const branch = root.children[0]!;
  const group = branch.children[0]!;
  return { root, branch, group, home: group.children[0]! };
}
/** A name that no earlier run has used. */
const fresh = (what: string) => `${what}${Date.now() % 1_000_000}`;

test('an event from the first word to the last: made, published, filling live, changed, copied, cancelled', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const title = fresh('护河行动');
  await signIn(page, people.secretary, '/desk');
  await page.getByRole('link', { name: '发起活动' }).click();

  // What is missing stands at its field, and a reload keeps what was typed.
  await page.getByLabel('地点').fill('南门岗亭');
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.getByText('请写标题。')).toBeVisible();
  await expect(page.getByLabel('标题')).toBeFocused();
  await page.getByLabel('标题').fill(title);
  await page.reload();
  await expect(page.getByLabel('标题')).toHaveValue(title);
  await expect(page.getByText('已恢复您上次没填完的内容')).toBeVisible();

  // At an hour at which nobody has anything else.
  await page.getByLabel('日期').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel('开始').fill('04:40');
  await page.getByLabel('结束').fill('05:20');
  await page.getByLabel('班次名称').fill('早班');
  await page.getByRole('textbox', { name: '名额' }).fill('2');
  await page.getByRole('button', { name: '存为草稿' }).click();
  await expect(page.getByText('草稿', { exact: true })).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').at(-1)!;
  await page.goto('/desk');
  await expect(page.getByRole('listitem').filter({ hasText: `草稿“${title}”` })).toBeVisible();
  await page.getByRole('link', { name: `去发布：${title}` }).click();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.getByText('报名中', { exact: true })).toBeVisible();

  // Two neighbours take the places while the roster is open; a third queues.
  await page.getByRole('link', { name: '名单' }).click();
  await expect(page.getByText('还没有人报名')).toBeVisible();
  const rows = page.getByRole('rowheader').filter({ visible: true });
  for (const [i, phone] of ['+8613800000021', '+8613800000022', '+8613800000023'].entries()) {
    const one = await another(browser);
    await signIn(one.page, phone, `/events/${id}`);
    await one.page.getByRole('button', { name: i < 2 ? /^报名 · / : /^加入候补/ }).click();
    await expect(rows).toHaveCount(i + 1);
    await one.context.close();
  }
  await expect(page.getByText('候补第 1 位')).toBeVisible();
  await expect(page.getByRole('button', { name: '已报名 2' })).toBeVisible();

  // Fewer places than people: the number at the field. More places: the queue moves up.
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByRole('textbox', { name: '名额' }).fill('1');
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('已有 2 人确认，名额不能更少。')).toBeVisible();
  await page.getByRole('textbox', { name: '名额' }).fill('3');
  await page.getByLabel('地点').fill('北门岗亭');
  await expect(page.getByText('保存后会通知已报名的 3 人')).toBeVisible();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('已保存，会通知报名的 3 人')).toBeVisible();
  await page.getByRole('link', { name: '名单' }).click();
  await expect(page.getByRole('button', { name: '已报名 3' })).toBeVisible();

  // Somebody is taken off, with a reason.
  await rows.first().getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: '移出名单' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '移出名单' }).click();
  await expect(page.getByText('请写原因。')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '本人来电请假' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '移出名单' }).click();
  await expect(rows).toHaveCount(2);

  // An elder rings: found by the tail of the number, signed up.
  await page.getByRole('button', { name: '替人报名' }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill('0024');
  await page.getByRole('dialog').getByRole('checkbox').first().check();
  await page.getByRole('dialog').getByRole('button', { name: '报名 1 人 · 早班' }).click();
  await expect(rows).toHaveCount(3);

  // The table, as a file.
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载表格' }).click()]);
  expect(file.suggestedFilename()).toContain('.csv');

  // The same again in a week, and this one is called off.
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByRole('button', { name: '复制到另一天' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '复制', exact: true }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/desk/events/') && !url.pathname.endsWith(id));
  await expect(page.getByText('草稿', { exact: true })).toBeVisible();
  await expect(page.getByLabel('标题')).toHaveValue(title);
  for (const path of [new URL(page.url()).pathname, `/desk/events/${id}`]) {
    await page.goto(path);
    await page.getByRole('button', { name: '取消活动' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '天气原因' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定取消' }).click();
    await expect(page.getByText('已取消：天气原因')).toBeVisible();
  }
});

test('a building, a family, a role, a team and a card, all by hand', async ({ page, browser }) => {
  test.setTimeout(120_000);
  await signIn(page, people.secretary, '/desk');
  const { branch } = await tree(page);
  const [building, mother, son, team] = [fresh('新楼'), fresh('甄阿婆'), fresh('贾小宝'), fresh('晨练队')];

  await page.goto(`/desk/units/${branch.id}`);
  await page.getByRole('button', { name: '新建楼栋党小组' }).click();
  await page.getByRole('dialog').getByLabel('名称').fill(building);
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByRole('link', { name: building }).click();
  await page.getByRole('button', { name: '新建户' }).click();
  await page.getByRole('dialog').getByLabel('名称').fill('101');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByRole('link', { name: /101/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '101' })).toBeVisible();

  // Two neighbours: a wrong number is said at its field, nothing is lost.
  const number = `139${String(Date.now()).slice(-8)}`;
  for (const [name, phone] of [[mother, number], [son, '']] as const) {
    await page.getByRole('button', { name: '添加人员' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('姓名').fill(name);
    if (phone) {
      await form.getByLabel('手机号').fill('12');
      await form.getByRole('button', { name: '添加人员' }).click();
      await expect(form.getByText('手机号格式不对')).toBeVisible();
      await form.getByLabel('手机号').fill(phone);
    }
    await form.getByRole('button', { name: '添加人员' }).click();
    await expect(page.getByRole('link', { name })).toBeVisible();
  }

  // The mother may sign up the son; she leads the building; her number is read for a reason.
  await page.getByRole('link', { name: mother }).click();
  await page.getByRole('button', { name: `添加家人：${mother}可以替谁报名` }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill(son);
  await page.getByRole('dialog').getByRole('button', { name: son }).click();
  await expect(page.getByRole('link', { name: son })).toBeVisible();
  await page.getByRole('button', { name: '增加身份' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '在哪个单位：101' }).click();
  await page.getByRole('dialog').getByRole('button', { name: building, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: `就选“${building}”` }).click();
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(page.getByText(`${building} · 楼栋党小组`)).toBeVisible();
  await page.getByRole('button', { name: '看完整号码' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '核对身份' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '看完整号码' }).click();
  await expect(page.getByRole('link', { name: number })).toBeVisible();

  // The card logs her in on another phone.
  await page.getByRole('button', { name: '生成邀请卡' }).click();
  await expect(page.getByRole('img', { name: '扫码登录邻里' })).toBeVisible();
  const url = await page.getByText(/\/i\/[\w-]+$/).textContent();
  const hers = await another(browser);
  await hers.page.goto(new URL(url!).pathname);
  await hers.page.getByRole('button', { name: '登录' }).click();
  await expect.poll(async () => (await ask<{ viewer: Names | null }>(hers.page, '{ viewer { id name } }')).viewer?.name).toBe(mother);
  await hers.context.close();

  // A team with her at its head.
  await page.goto('/desk/teams');
  await page.getByRole('button', { name: '新建队伍' }).click();
  await page.getByRole('dialog').getByLabel('队名').fill(team);
  await page.getByRole('dialog').getByLabel('类型').fill('健身');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByRole('link', { name: team }).click();
  await page.getByRole('button', { name: '添加成员' }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill(mother);
  await page.getByRole('dialog').getByRole('button', { name: mother }).click();
  await page.getByRole('button', { name: mother }).click();
  await page.getByRole('dialog').getByRole('button', { name: '设为负责人' }).click();
  await expect(page.getByRole('button', { name: new RegExp(`^${mother}.*负责人`) })).toBeVisible();

  // A building with somebody in it stays.
  await page.goto(`/desk/units/${branch.id}`);
  await page.getByRole('link', { name: building }).click();
  await page.getByRole('link', { name: /101/ }).click();
  await page.getByRole('button', { name: '删除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(page.getByText('里面还有内容，不能删除。')).toBeVisible();
});

test('a wish to belong is decided; the roll-ups move while the desk is open', async ({ page, browser }) => {
  const [yes, no] = [fresh('来客甲'), fresh('来客乙')];
  await signIn(page, people.secretary, '/desk');
  const { group } = await tree(page);
  for (const [i, name] of [yes, no].entries()) {
    const sent = 'mutation($n: String!, $b: String!, $p: String!) { requestToJoin(community: "demo", name: $n, building: $b, phone: $p) }';
    await ask(page, sent, { n: name, b: group.name, p: `13${7 + i}${String(Date.now()).slice(-8)}` });
  }
  const watch = await another(browser);
  await signIn(watch.page, people.secretary, '/desk');
  const people_ = watch.page.getByRole('region', { name: '组织' }).getByRole('definition').first();
  const before = Number(await people_.textContent());

  await page.goto('/desk/joins');
  const card = page.getByRole('article').filter({ hasText: yes });
  await card.getByRole('button', { name: `同意，加入${group.name}` }).click();
  await expect(card).toHaveCount(0);
  await expect(people_).toHaveText(String(before + 1));
  const other = page.getByRole('article').filter({ hasText: no });
  await other.getByRole('button', { name: '不同意' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '信息不完整' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '不同意' }).click();
  await expect(other).toHaveCount(0);
  await watch.context.close();
});

test('the desk of a volunteer is a kind sentence; a lead has her own events only', async ({ page, browser }) => {
  await signIn(page, people.volunteer, '/desk');
  await expect(page.getByText('工作台是给书记和负责人用的')).toBeVisible();
  await expect(page.getByRole('navigation', { name: '主导航' }).getByText('工作台')).toHaveCount(0);
  const lead = await another(browser);
  await signIn(lead.page, people.lead, '/desk/events');
  const rows = lead.page.getByRole('rowheader');
  await expect(rows.first()).toBeVisible();
  const mine = await ask<{ events: { edges: { node: { title: string; mayEdit: boolean } }[] } }>(lead.page, '{ events(community: "demo", first: 100) { edges { node { title mayEdit } } } }');
  const own = new Set(mine.events.edges.filter((e) => e.node.mayEdit).map((e) => e.node.title));
  for (const title of await rows.getByRole('link').allTextContents()) expect(own).toContain(title);
  await lead.context.close();
});

test('on a wide screen the roster is a table with its headings', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await signIn(page, people.secretary, '/desk');
  const full = (await events(page)).find((e) => e.counts.waitlisted > 0)!;
  await page.goto(`/desk/events/${full.id}/roster`);
  for (const name of ['姓名', '楼栋', '状态', '手机', '到场']) await expect(page.getByRole('columnheader', { name, exact: true })).toBeVisible();
  await expect(page.getByRole('cell', { name: '候补第 1 位' }).first()).toBeVisible();
  await page.getByRole('button', { name: /^候补 \d+/ }).click();
  await expect(page.getByRole('cell', { name: '已报名' })).toHaveCount(0);
});

for (const look of ['light', 'dark', 'large'] as const) {
  test(`every page of the desk can be used by everybody: ${look}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
    await page.addInitScript((large) => localStorage.setItem('linli.large', large ? '1' : '0'), look === 'large');
    await signIn(page, people.secretary, '/desk');
    const { branch, home } = await tree(page);
    const d = await ask<{ unit: { people: { edges: { node: Names }[] } }; community: { teams: { edges: { node: Names }[] } } }>(
      page,
      'query($id: ID!) { unit(id: $id) { people(first: 1) { edges { node { id name } } } } community(slug: "demo") { teams(first: 1) { edges { node { id name } } } } }',
      { id: home.id },
    );
    const all = await events(page);
    const full = all.find((e) => e.counts.waitlisted > 0)!;
    const paths = [
      '/desk',
      `/desk/units/${branch.id}`,
      `/desk/units/${home.id}`,
      `/desk/people/${d.unit.people.edges[0]!.node.id}`,
      '/desk/teams',
      `/desk/teams?team=${d.community.teams.edges[0]!.node.id}`,
      '/desk/joins',
      '/desk/events',
      '/desk/events/new',
      `/desk/events/${full.id}`,
      `/desk/events/${full.id}/roster`,
    ];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
      await expect(page.getByRole('status', { name: '正在读取…' })).toHaveCount(0);
      const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      expect.soft(found.violations.map((v) => ({ path, rule: v.id, where: v.nodes.map((n) => n.html).slice(0, 3) }))).toEqual([]);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${path} is wider than the screen`).toBeLessThanOrEqual(0);
    }
  });
}
