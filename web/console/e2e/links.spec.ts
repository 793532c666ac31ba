import { accessible, expect, look, looksOf, settled, shot, test } from './kith.ts';

const browser = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';

test.describe('what is refused', () => {
test.use({ expectedNoise: [/status of 40[09]/] });

test('a link is made, opened by people and robots, and shows what it brought', async ({ page, request, baseURL }) => {
  await page.goto('/demo/links');
  await settled(page);
  await page.getByRole('button', { name: '新建链接' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('通往哪里').fill('javascript:alert(1)');
  await form.getByLabel('名字').fill('春季海报');
  await form.getByRole('button', { name: '建好' }).click();
  await expect(form.getByRole('alert')).toContainText('not an address');
  await form.getByLabel('通往哪里').fill(`${baseURL}/healthz?from=poster`);
  await form.getByLabel('种类').click();
  await page.getByTitle('线下物料').click();
  await form.getByLabel('给了谁，放在哪').fill('东门店');
  await form.getByLabel('utm_source').fill('poster');
  await form.getByLabel('utm_campaign').fill('spring sale');
  const code = `spring-${Date.now().toString(36)}`;
  await form.getByLabel('后缀').fill(code);
  await expect(form.locator('code')).toContainText('utm_campaign=spring+sale');
  await form.getByRole('button', { name: '建好' }).click();
  await expect(page.getByRole('heading', { name: '春季海报' })).toBeVisible();
  await expect(page.getByRole('img', { name: '「春季海报」的二维码' })).toBeVisible();

  // Two people come, one by the code; a robot looks as well.
  for (const [agent, scan] of [[browser, ''], [browser, '?q'], ['Googlebot/2.1', '']] as const) {
    const answer = await request.get(`/l/${code}${scan}`, { maxRedirects: 0, headers: { 'User-Agent': agent } });
    expect(answer.status()).toBe(302);
    const to = new URL(answer.headers()['location'] ?? '');
    expect(to.searchParams.get('from')).toBe('poster');
    expect(to.searchParams.get('utm_source')).toBe('poster');
    expect(to.searchParams.has('kclid')).toBe(agent === browser);
  }
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('其中扫码 1 次')).toBeVisible({ timeout: 2000 });
    await expect(page.getByRole('link', { name: /春季海报.*2 次/ }).first()).toBeVisible({ timeout: 2000 });
  }).toPass();
  await page.getByRole('button', { name: '看点过的人' }).click();
  await expect(page.getByRole('dialog')).toContainText('2');
  await page.keyboard.press('Escape');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载' }).click();
  await page.getByRole('menuitem', { name: 'PNG，2048 像素' }).click();
  expect((await download).suggestedFilename()).toBe(`qr-${code}.png`);

  await page.getByRole('button', { name: '停用' }).click();
  await expect(page.getByText('已停用')).toBeVisible();
  expect((await request.get(`/l/${code}`, { maxRedirects: 0, headers: { 'User-Agent': browser } })).status()).toBe(410);
  await page.getByRole('button', { name: /撤销/ }).click();
  await expect(page.getByText('已停用')).toBeHidden();
});

test('many partners get a link each, and a code that is taken is named by its line', async ({ page }) => {
  const tail = Date.now().toString(36);
  await page.goto('/demo/links');
  await settled(page);
  await page.getByRole('button', { name: '别的建法' }).click();
  await page.getByRole('menuitem', { name: '一人一条，批量建' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('给谁，一行一个').fill(`书虫小站，kol-${tail}\n夜读电台，kol-${tail}`);
  await form.getByLabel('通往哪里').fill('https://example.com/');
  await form.getByRole('button', { name: '建 2 条' }).click();
  await expect(form.getByRole('alert')).toContainText('第 2 行');
  await form.getByLabel('给谁，一行一个').fill(`书虫小站，kol-${tail}\n夜读${tail}`);
  await form.getByRole('button', { name: '建 2 条' }).click();
  await expect(form.getByText(`/l/kol-${tail}`)).toBeVisible();
  await form.getByRole('button', { name: '好了' }).click();
  await page.getByLabel('找名字、给了谁、后缀').fill(`夜读${tail}`);
  await expect(page.getByRole('link', { name: new RegExp(`夜读${tail}`) })).toBeVisible();
  await expect(page.getByRole('link', { name: /书虫小站/ })).toHaveCount(0);
});

});

test('a link and its form in their looks, and a list that finds nothing', async ({ browser: b, baseURL, storageState }) => {
  for (const l of looksOf('links')) {
    const context = await b.newContext({ baseURL, storageState, locale: l.language, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await look(page, l);
    await page.goto('/demo/links?q=nothing-like-it');
    await settled(page);
    await shot(page, 'links-none', l);
    await accessible(page);
    await page.goto('/demo/links');
    await settled(page);
    await page.locator('aside header button').first().click();
    await page.getByRole('dialog').waitFor();
    await shot(page, 'links-new', l);
    await accessible(page);
    await page.keyboard.press('Escape');
    await page.locator('aside li a').first().click();
    await settled(page);
    await shot(page, 'link', l);
    await accessible(page);
    await context.close();
  }
});
