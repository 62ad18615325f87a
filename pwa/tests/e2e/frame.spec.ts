import { codeFor, expect, people, signIn, test } from './linli';

test('back keeps the place, the filter and the opened list', async ({ page }) => {
  await page.goto('/');
  const cards = page.getByRole('article');
  await expect(cards.first()).toBeVisible();
  await page.getByRole('button', { name: '志愿服务' }).click();
  await expect(page.getByRole('button', { name: '志愿服务' })).toHaveAttribute('aria-pressed', 'true');
  // The filtered list may still be on its way, and then there is nothing to scroll yet.
  await expect(async () => {
    await page.evaluate(() => scrollTo(0, 120));
    expect(await page.evaluate(() => scrollY)).toBe(120);
    await expect(cards.nth(2)).toBeVisible();
  }).toPass();
  const y = await page.evaluate(() => scrollY);
  await cards.nth(2).getByRole('link').click();
  await expect(page).toHaveURL(/\/events\//);
  await page.getByRole('button', { name: '返回' }).click();
  await expect(page.getByRole('button', { name: '志愿服务' })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(y);

  // The browser may make room and load a page anew: the place is still there.
  await page.reload();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(y);
});

test('search finds by a few letters of pinyin, and says when there is nothing', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: '搜索' }).click();
  await page.getByRole('searchbox').fill('zhongshu');
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('searchbox').fill('没有这样的活动名');
  await expect(page.getByText('没有找到这样的活动')).toBeVisible();
  await page.getByRole('button', { name: '看全部活动' }).click();
  await expect(page.getByRole('article').nth(2)).toBeVisible();
});

test('speaks English when asked, and keeps the choice', async ({ page }) => {
  await page.goto('/me');
  await page.getByText('English').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('an unknown phone asks to join; what is missing is said at the field', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('link', { name: /申请加入/ }).click();
  await page.getByRole('button', { name: '提交申请' }).click();
  await expect(page.getByText('请填姓名')).toBeVisible();
  await page.getByLabel('姓名').fill('试一试');
  await page.getByLabel('楼栋').fill('3 号楼');
  await page.getByLabel('手机号').fill('139 1234 0000');
  await page.getByRole('button', { name: '提交申请' }).click();
  await expect(page.getByText('申请已提交')).toBeVisible();
});

test('a wrong code is explained at the field', async ({ page }) => {
  await page.goto('/login');
  await page.getByLabel('手机号').fill('13800000001');
  await page.getByRole('button', { name: '获取验证码' }).click();
  await expect(page.getByLabel('验证码')).toBeFocused();
  await page.getByLabel('验证码').fill('000000');
  await expect(page.getByText('验证码不对或已过期')).toBeVisible();
  await expect(page.getByLabel('验证码')).toHaveAttribute('autocomplete', 'one-time-code');
});

test('the code from the message signs in and goes on where one wanted', async ({ page }) => {
  await page.goto('/login?next=/inbox');
  await page.getByLabel('手机号').fill('138 0000 0009');
  await page.getByRole('button', { name: '获取验证码' }).click();
  await expect(page.getByLabel('验证码')).toBeFocused();
  await page.getByLabel('验证码').fill(await codeFor('138****0009'));
  await expect(page).toHaveURL('/inbox');
  await expect(page.getByRole('heading', { level: 1, name: '通知' })).toBeVisible();
});

test('a used or unknown invitation says what to do', async ({ page }) => {
  await page.goto('/i/not-a-card');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('这张邀请卡用不了')).toBeVisible();
});

test('inside WeChat it says how to open the browser, once', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-CN', userAgent: 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.40' });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByText('在浏览器打开')).toBeVisible();
  await page.getByRole('complementary').getByRole('button', { name: '关闭' }).click();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('在浏览器打开')).toHaveCount(0);
  await context.close();
});

test('the bar has a place for what one may', async ({ page }) => {
  await signIn(page, people.secretary, '/');
  const bar = page.getByRole('navigation', { name: '主导航' });
  for (const name of ['活动', '我的', '签到', '工作台']) await expect(bar.getByRole('link', { name })).toBeVisible();
});
