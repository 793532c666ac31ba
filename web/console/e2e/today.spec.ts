import { expect, settled, test } from './kith.ts';

test('Today says what the API answers, and its numbers open the people', async ({ page, request }) => {
  await page.goto('/demo/today');
  await settled(page);
  const asked = await request.post('/api/v1/questions', { headers: { 'X-Kith-Workspace': 'demo' }, data: { range: { last: '2d' }, trend: { unit: 'day', series: [{ event: '*', measure: 'unique' }] } } });
  const yesterday = ((await asked.json()) as { trend: { lines: { values: number[] }[] } }).trend.lines[0]?.values[0] ?? 0;
  const dau = page.getByRole('button', { name: /^日活跃/ });
  await expect(dau).toHaveText(yesterday.toLocaleString('en'));
  await dau.click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText(`${yesterday.toLocaleString('en')} 人`)).toBeVisible();
  await expect(drawer.getByRole('link')).toHaveCount(50);
});

test('a period is in the address', async ({ page }) => {
  await page.goto('/demo/today');
  await settled(page);
  await page.getByText('近 30 天', { exact: true }).click();
  await expect(page).toHaveURL(/period=30d/);
  await page.reload();
  await settled(page);
  await expect(page.getByText('对比前 30 天', { exact: false })).toBeVisible();
});

test('the chart can be walked by keyboard', async ({ page }) => {
  await page.goto('/demo/today');
  await settled(page);
  await page.getByRole('group', { name: /^每天来的人/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const card = page.locator('[data-mark-card]');
  await expect(card).toContainText('日活跃');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test.describe('a server that stops', () => {
  test.use({ expectedNoise: [/Failed to load resource|ERR_/] });
  test('leaves the old values and says so', async ({ page }) => {
    await page.goto('/demo/today');
    await settled(page);
    await page.route('**/api/**', (route) => route.abort());
    await expect(page.getByText('连不上服务器').first()).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('button', { name: /^日活跃/ })).toBeVisible();
  });
});
