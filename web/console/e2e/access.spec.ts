import type { Browser, Page } from '@playwright/test';

import { accessible, expect, look, looksOf, settled, shot, test } from './kith.ts';
import { start, type Server } from './server.ts';

const owner = { name: '林夏', email: 'linxia@example.com', password: 'tea before the rain' };
const viewer = { email: 'guest@example.com', password: 'only looks around' };

// One fresh server for the whole story, apart from the demo.
test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.use({ storageState: { cookies: [], origins: [] }, expectedNoise: [/status of 40[0139]/, /status of 429/] });

let server: Server;
let untouched: Server | undefined;
test.beforeAll(async () => { server = await start('serve', 'access'); });
test.afterAll(async () => { await server.stop(); await untouched?.stop(); });

/** A page of a browser of its own, on the fresh server. */
async function fresh(browser: Browser, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

async function signIn(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.getByLabel('邮箱').fill(who.email);
  await page.getByLabel('密码', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: '进去' }).click();
  await expect(page.getByRole('navigation', { name: '主导航' }).first()).toBeVisible();
}

test('the first run leads from nothing to the first person', async ({ browser }) => {
  const page = await fresh(browser, '/main/today');
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByText('这里要填')).toBeVisible();
  await accessible(page);
  await page.getByLabel('怎么称呼').fill(owner.name);
  await page.getByLabel('邮箱').fill(owner.email);
  await page.getByLabel('密码', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByLabel('名称').fill('青禾书房');
  await expect(page).toHaveURL(/step=workspace/);
  await accessible(page);
  await page.getByRole('button', { name: '建好，往下走' }).click();

  await expect(page.getByText('等第一个事件…')).toBeVisible();
  await accessible(page);
  await page.getByText('服务端', { exact: true }).click();
  const snippet = await page.getByLabel('接入代码').innerText();
  const key = /wk_[a-z0-9]+/.exec(snippet)?.[0] ?? '';
  const sent = await fetch(`${server.url}/v1/track`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Basic ${btoa(`${key}:`)}` }, body: '{"userId":"u-1","event":"Signed up"}' });
  expect(sent.ok).toBe(true);
  await expect(page.getByText('第一个事件到了')).toBeVisible();
  await page.getByRole('button', { name: '看看是谁' }).click();
  await expect(page.getByRole('heading', { name: '第一个人来了' })).toBeVisible();
  await expect(page.getByText('u-1', { exact: true })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: '进工作区' }).click();
  await expect(page).toHaveURL(/\/main\/today$/);
  await expect(page.getByRole('button', { name: '工作区: 青禾书房' })).toBeVisible();
  await page.context().close();
});

test('set up once, it cannot be set up again', async ({ browser }) => {
  const page = await fresh(browser, '/setup');
  await expect(page.getByRole('button', { name: '进去' })).toBeVisible();
  const again = await fetch(`${server.url}/api/setup`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email: 'x@example.com', password: 'a long enough one', workspace: { name: 'x', zone: 'UTC', currency: 'USD', language: 'en' } }) });
  expect(again.status).toBe(409);
  await page.context().close();
});

test('wrong passwords are told how many tries are left', async ({ browser }) => {
  const page = await fresh(browser, '/');
  await page.getByLabel('邮箱').fill('nobody@example.com');
  await page.getByLabel('密码', { exact: true }).fill('wrong');
  for (let left = 9; left >= 3; left--) {
    const answer = page.waitForResponse((r) => r.url().endsWith('/api/session') && r.request().method() === 'POST');
    await page.getByRole('button', { name: '进去' }).click();
    await answer;
  }
  await expect(page.getByRole('alert')).toHaveText('没对上，还可再试 3 次');
  await accessible(page);
  await page.context().close();
});

test('a colleague is invited, sets a password, and can only look', async ({ browser }) => {
  const page = await fresh(browser, '/');
  await signIn(page, owner);
  await page.goto('/main/settings/operators?invite');
  const dialog = page.getByRole('dialog', { name: '请同事进来' });
  await dialog.getByLabel('邮箱').fill(viewer.email);
  await dialog.getByLabel('怎么称呼').fill('周屿');
  await dialog.getByRole('radio', { name: /查看者/ }).check();
  await accessible(page);
  await dialog.getByRole('button', { name: '请进来' }).click();
  const link = await page.getByRole('group', { name: '设密码链接' }).locator('code').innerText();
  await page.getByRole('button', { name: '好了' }).click();
  await expect(page.getByRole('row', { name: /周屿/ })).toContainText('等 TA 设密码');

  const guest = await fresh(browser, link.replace(server.url, ''));
  await expect(guest.getByText('周屿，欢迎。')).toBeVisible();
  await expect(guest.getByText('「青禾书房」')).toBeVisible();
  await accessible(guest);
  await guest.getByLabel('新密码').fill(viewer.password);
  await guest.getByRole('button', { name: '设好，进去' }).click();
  await expect(guest).toHaveURL(/\/main\/today$/);

  await guest.goto('/main/settings/operators');
  await expect(guest.getByRole('row', { name: /林夏/ })).toBeVisible();
  await expect(guest.getByRole('button', { name: '请同事进来' })).toHaveCount(0);
  await expect(guest.getByRole('link', { name: 'API 令牌' })).toHaveCount(0);
  await guest.goto('/main/settings/tokens');
  await expect(guest.getByRole('heading', { name: '「API 令牌」给所有者、管理员用' })).toBeVisible();
  await accessible(guest);
  await guest.goto('/main/settings/workspace');
  await expect(guest.getByLabel('名称')).toBeDisabled();
  const refused = await guest.evaluate(async () => {
    const answer = await fetch('/api/workspaces/1', { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: '{"name":"Mine"}' });
    return { status: answer.status, body: await answer.text() };
  });
  expect(refused.status).toBe(403);
  expect(refused.body).toContain('your role here is viewer');

  const used = await fresh(browser, link.replace(server.url, ''));
  await expect(used.getByText('这个链接不能用了')).toBeVisible();
  for (const p of [used, guest, page]) await p.context().close();
});

test('an admin changes a role, disables and enables; each is said and can be taken back', async ({ browser }) => {
  const page = await fresh(browser, '/');
  await signIn(page, owner);
  await page.goto('/main/settings/operators');
  const row = page.getByRole('row', { name: /周屿/ });
  await row.getByLabel('角色: 周屿').click();
  await page.getByTitle('分析员').last().click();
  await expect(page.getByRole('status').filter({ hasText: '周屿现在是分析员' })).toBeVisible();
  await page.getByRole('button', { name: /撤销/ }).click();
  await expect(row).toContainText('查看者');
  await page.getByRole('button', { name: '对周屿的操作' }).click();
  await page.getByRole('menuitem', { name: '停用' }).click();
  await page.getByRole('dialog', { name: '停用周屿？' }).getByRole('button', { name: '停用' }).click();
  await expect(row).toContainText('已停用');
  const out = await fetch(`${server.url}/api/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(viewer) });
  expect(out.status).toBe(401);
  await page.getByRole('button', { name: '对周屿的操作' }).click();
  await page.getByRole('menuitem', { name: '恢复登录' }).click();
  await expect(row).toContainText('可登录');
  await page.getByRole('button', { name: '对林夏的操作' }).click();
  await page.getByRole('menuitem', { name: '移出工作区' }).click();
  await page.getByRole('dialog', { name: '把林夏移出这个工作区？' }).getByRole('button', { name: '移出' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'last owner' })).toBeVisible();
  await page.context().close();
});

test('a session that ends anywhere is gone on with, and nothing typed is lost', async ({ browser }) => {
  const page = await fresh(browser, '/');
  await signIn(page, owner);
  await page.goto('/main/settings/workspace');
  await page.getByLabel('名称').fill('青禾书房二店');
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }));
  await page.getByRole('button', { name: '保存' }).click();
  const dialog = page.getByRole('dialog', { name: '登录过期了' });
  await expect(dialog).toBeVisible();
  await accessible(page);
  await dialog.getByLabel('密码', { exact: true }).fill('not this one');
  await dialog.getByRole('button', { name: '接着做' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('密码', { exact: true }).fill(owner.password);
  await dialog.getByRole('button', { name: '接着做' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('名称')).toHaveValue('青禾书房二店');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('button', { name: '工作区: 青禾书房二店' })).toBeVisible();
  await page.context().close();
});

test('tokens are shown once and work as their role', async ({ browser }) => {
  const page = await fresh(browser, '/');
  await signIn(page, owner);
  await page.goto('/main/settings/tokens');
  await page.getByRole('button', { name: '新建令牌' }).click();
  await page.getByLabel('名称').fill('日报脚本');
  await page.getByRole('button', { name: '建好' }).click();
  const secret = await page.getByRole('group', { name: '令牌' }).locator('code').innerText();
  await page.getByRole('button', { name: '存好了' }).click();
  const ask = (path: string) => fetch(server.url + path, { headers: { Authorization: `Bearer ${secret}` } }).then((r) => r.status);
  expect(await ask('/api/v1/names')).toBe(200);
  expect(await ask('/api/workspaces/1/tokens')).toBe(403);
  await page.getByRole('button', { name: '撤销: 日报脚本' }).click();
  await page.getByRole('dialog', { name: '撤销「日报脚本」？' }).getByRole('button', { name: '撤销' }).click();
  await expect(page.getByText('还没有令牌')).toBeVisible();
  expect(await ask('/api/v1/names')).toBe(401);
  await page.context().close();
});

test('an owner makes another workspace, and switches between the two', async ({ browser }) => {
  const page = await fresh(browser, '/');
  await signIn(page, owner);
  await page.getByRole('button', { name: /^工作区:/ }).click();
  await page.getByRole('menuitem', { name: '新建工作区' }).click();
  const dialog = page.getByRole('dialog', { name: '新建工作区' });
  await dialog.getByLabel('名称').fill('Tea House');
  await expect(dialog.getByLabel('地址里的名字')).toHaveValue('tea-house');
  await dialog.getByRole('button', { name: '建好' }).click();
  await expect(page).toHaveURL(/\/tea-house\/settings\/workspace$/);
  await page.getByRole('button', { name: '工作区: Tea House' }).click();
  await page.getByRole('menuitem', { name: /^青禾书房/ }).click();
  await expect(page).toHaveURL(/\/main\/today$/);
  await page.context().close();
});

test('the ways in, in every look', async ({ browser }) => {
  test.setTimeout(400_000);
  untouched = await start('serve', 'untouched');
  for (const l of looksOf('access')) {
    const context = await browser.newContext({ locale: l.language, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await look(page, l);
    for (const [name, url] of [['sign-in', server.url], ['set-up', untouched.url], ['no-link', `${server.url}/welcome`]] as const) {
      await page.goto(url);
      await expect(page.locator('main')).toBeVisible();
      await settled(page);
      await shot(page, name, l);
      await accessible(page);
    }
    await context.close();
  }
});
