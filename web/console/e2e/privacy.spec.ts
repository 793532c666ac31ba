import { accessible, expect, look, looksOf, settled, shot, test } from './kith.ts';

test('a person is erased, and the receipt says from where', async ({ page }) => {
  await page.goto('/demo/privacy');
  await settled(page);
  await page.getByRole('button', { name: '删除一个人' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('是谁').fill('nobody-has-this-id');
  await expect(form.getByText('没有这个人')).toBeVisible();
  await form.getByLabel('是谁').fill('u10');
  const someone = form.getByRole('list', { name: '找到的人' }).getByRole('button').first();
  await someone.click();
  await expect(form.getByText(/个事件，.*个标识/)).toBeVisible();
  await form.getByRole('button', { name: '删除…' }).click();
  const ask = page.getByRole('dialog').last();
  await expect(ask).toContainText('不能撤销');
  await ask.getByRole('button', { name: '删除', exact: true }).click();
  const request = page.getByRole('listitem').filter({ hasText: '号用户' }).first();
  await expect(request).toContainText('已删除并查证', { timeout: 120_000 });
  await expect(request).toContainText('剩下 0 个');
  const download = page.waitForEvent('download');
  await request.getByRole('button', { name: '下载回执' }).click();
  expect((await download).suggestedFilename()).toMatch(/^erasure-\d+\.json$/);
});

test('requests and the form in their looks', async ({ browser: b, baseURL, storageState }) => {
  for (const l of looksOf('privacy')) {
    const context = await b.newContext({ baseURL, storageState, locale: l.language, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await look(page, l);
    await page.goto('/demo/privacy');
    await settled(page);
    await shot(page, 'privacy-requests', l);
    await accessible(page);
    await page.locator('button.ant-btn-primary').first().click();
    const form = page.getByRole('dialog');
    await form.locator('input').first().fill('u10');
    await form.locator('ul button').first().click();
    await expect(form.locator('ul button[aria-pressed=true]')).toBeVisible();
    await shot(page, 'privacy-new', l);
    await accessible(page);
    await context.close();
  }
});
