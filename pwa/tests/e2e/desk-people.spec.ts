import type { Page } from '@playwright/test';
import { another, ask, expect, people, signIn, test } from './linli';

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
