import type { Page } from '@playwright/test';

import { expect, settled, test } from './kith.ts';
import { shots } from './places.ts';
import { demo, type Server } from './server.ts';
import { account } from './setup.ts';
import { mailServer, read, type MailServer } from './smtp.ts';

test.describe.configure({ mode: 'serial' });
test.use({ storageState: { cookies: [], origins: [] }, permissions: ['clipboard-read', 'clipboard-write'] });

let smtp: MailServer, server: Server;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  smtp = await mailServer();
  server = await demo(['--persons', '2000', '--events', '120000', '--smtp', `smtp://127.0.0.1:${smtp.port}?tls=none`, '--mail-from', 'Kith <kith@example.com>']);
});
test.afterAll(async () => { await server.stop(); await smtp.stop(); });
test.beforeEach(async ({ page }) => { await page.request.post(`${server.url}/api/session`, { data: account }); });

const card = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const answersOf = async (page: Page, id: string, body: object) => (await page.request.post(`${server.url}/api/v1/dashboards/${id}/answers`, { data: body })).json() as Promise<{ cards: { card: string; headline?: { value: number | null } }[] }>;

test('from a template to a page of one’s own', async ({ page }) => {
  await page.goto(`${server.url}/demo/dashboards`);
  await settled(page);
  await page.getByRole('button', { name: '新建看板' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^交易/ }).click();
  await dialog.getByRole('button', { name: '用这个模板' }).click();
  await expect(page).toHaveURL(/\/dashboards\/\d+$/);
  await settled(page);
  const id = page.url().split('/').at(-1) ?? '';
  await expect(card(page, '交易额')).toBeVisible();

  // What a card says is what the API says.
  const { cards } = await answersOf(page, id, {});
  const revenue = cards[0]?.headline?.value ?? 0;
  await expect(card(page, '交易额')).toContainText(Math.round(revenue).toLocaleString('en'));

  await page.getByRole('button', { name: '编排' }).click();
  const funnel = card(page, '从浏览到支付');
  await funnel.getByRole('heading').click();
  const before = await funnel.boundingBox();
  const corner = funnel.locator('button[class*="se"]').last();
  const box = await corner.boundingBox();
  if (!before || !box) throw new Error('the card has no place');
  await page.mouse.move(box.x + 6, box.y + 6);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 66, { steps: 8 });
  await expect(page.getByRole('status').filter({ hasText: '格' })).toContainText('→');
  await page.screenshot({ path: `${shots}/dashboard-resizing.png` });
  await page.mouse.up();
  await expect.poll(async () => (await funnel.boundingBox())?.width).toBeGreaterThan(before.width + 50);

  // The keyboard does it too: two columns narrower, then undone step by step.
  await funnel.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowRight');

  await page.getByRole('button', { name: '文字' }).click();
  await page.getByLabel('内容').fill('先看**交易额**。\n\n- 再看退款');
  await expect(page.locator('strong', { hasText: '交易额' })).toBeVisible();
  await page.getByRole('button', { name: '完成' }).click();
  await expect(page.getByText('已存好')).toBeVisible();
  await page.reload();
  await settled(page);
  await expect(page.locator('strong', { hasText: '交易额' })).toBeVisible();
  expect((await card(page, '从浏览到支付').boundingBox())?.width).toBeGreaterThan(before.width + 50);
});

test('the shared time changes all answers, and is a part of the address', async ({ page }) => {
  await page.goto(`${server.url}/demo/dashboards/2`);
  await settled(page);
  const value = () => card(page, '新用户').locator('[class*="value"]').innerText();
  const month = await value();
  await page.getByRole('button', { name: /^时间/ }).click();
  await page.getByRole('radio', { name: '近 7 天' }).click();
  await expect(page).toHaveURL(/last=7d/);
  await expect.poll(value).not.toBe(month);
  await page.reload();
  await settled(page);
  await expect(page.getByText('这是你现在的看法')).toBeVisible();
  const { cards } = await answersOf(page, '2', { shared: { range: { last: '7d' }, compare: true } });
  expect(await value()).toBe(String(cards.find((c) => c.card === 'new')?.headline?.value));
  await page.getByRole('button', { name: '恢复' }).click();
  await expect.poll(value).toBe(month);
});

test.describe('a conflict', () => {
  test.use({ expectedNoise: [/409/] });
  test('two who change the same page are told', async ({ page }) => {
    await page.goto(`${server.url}/demo/dashboards/1?edit=1`);
    await settled(page);
    const board = await (await page.request.get(`${server.url}/api/v1/dashboards/1`)).json() as { version: number; name: string; shared: object; cards: object[] };
    await page.getByLabel('名称').fill('我的内容看板');
    const other = await page.request.put(`${server.url}/api/v1/dashboards/1`, { data: { version: board.version, name: '别人的内容看板', shared: board.shared, cards: board.cards } });
    expect(other.ok()).toBe(true);
    await page.getByRole('button', { name: '完成' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('刚改过这块看板');
    await dialog.getByRole('button', { name: '看新的' }).click();
    await expect(page.getByText('别人的内容看板')).toBeVisible();
  });
});

test('a deleted page comes back', async ({ page }) => {
  await page.goto(`${server.url}/demo/dashboards/1`);
  await settled(page);
  await page.getByRole('button', { name: '更多' }).last().click();
  await page.getByRole('menuitem', { name: '删除看板' }).click();
  await expect(page).toHaveURL(/\/dashboards$/);
  await page.getByRole('button', { name: /^撤销/ }).click();
  await expect(page.getByRole('link', { name: /内容看板/ })).toBeVisible();
});

test('a schedule brings a mail with its pictures', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto(`${server.url}/demo/dashboards/2`);
  await settled(page);
  await page.getByRole('button', { name: '定期寄送' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '先寄给我看看' }).click();
  await expect.poll(() => smtp.mails.length, { timeout: 20_000 }).toBe(1);
  await dialog.getByRole('button', { name: '加一份' }).click();
  await dialog.getByText('每天', { exact: true }).click();
  await dialog.getByRole('button', { name: '存下来' }).click();
  await expect(dialog.getByText('每天 09:00')).toBeVisible();

  // Due in the next minute instead of at nine.
  const list = await (await page.request.get(`${server.url}/api/v1/dashboards/2/schedules`)).json() as { schedules: { id: number; zone: string; language: 'zh'; operators: number[] }[] };
  const [s] = list.schedules;
  if (!s) throw new Error('there is no schedule');
  const [hour, minute] = new Date(Date.now() + 60_000).toLocaleTimeString('en-GB', { timeZone: s.zone, hour12: false }).split(':').map(Number);
  const put = await page.request.put(`${server.url}/api/v1/dashboards/2/schedules/${s.id}`, { data: { every: 'daily', hour, minute, zone: s.zone, language: s.language, operators: s.operators } });
  expect(put.ok(), await put.text()).toBe(true);
  await expect.poll(() => smtp.mails.length, { timeout: 120_000 }).toBe(2);

  const mail = read(smtp.mails[1]?.raw ?? '');
  expect(smtp.mails[1]?.to).toBe(account.email);
  expect(mail.subject).toContain('每日阅读与收入');
  expect(mail.text).toContain('书款');
  const pictures = Object.entries(mail.pictures);
  expect(pictures.length).toBeGreaterThan(6);
  let html = mail.html;
  for (const [id, png] of pictures) {
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(html).toContain(`cid:${id}`);
    html = html.replaceAll(`cid:${id}"`, `data:image/png;base64,${png.toString('base64')}"`);
  }
  const view = await page.context().newPage();
  await view.setViewportSize({ width: 700, height: 1600 });
  await view.setContent(html);
  expect(await view.locator('img').evaluateAll((all) => all.every((i) => (i as HTMLImageElement).naturalWidth > 0))).toBe(true);
  await view.screenshot({ path: `${shots}/dashboard-mail.png`, fullPage: true });
  await expect(dialog.getByText('已寄出')).toBeVisible({ timeout: 20_000 });
});
