import { account } from './setup.ts';
import { expect, settled, test } from './kith.ts';

// The account keeps the language: the tests after this one read Chinese.
test.afterEach(async ({ request }) => { await request.patch('/api/profile', { data: { language: 'zh-CN' } }).catch(() => undefined); });

test('the palette goes to pages and changes the language', async ({ page }) => {
  await page.goto('/');
  await settled(page);
  await expect(page).toHaveURL(/\/demo\/today$/);
  await page.keyboard.press('Control+k');
  const box = page.getByRole('dialog', { name: '命令面板' });
  await box.getByRole('combobox').fill('英文');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Today' }).last()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('an address without a page says so', async ({ page }) => {
  await page.goto('/demo/nowhere');
  await expect(page.getByText('这里没有页面')).toBeVisible();
});

test.describe('signed out', () => {
  test.use({ storageState: { cookies: [], origins: [] }, expectedNoise: [/401/] });
  test('signing in leads to where one wanted to go', async ({ page }) => {
    await page.goto('/demo/today');
    await page.getByLabel('邮箱').fill(account.email);
    await page.getByLabel('密码').fill('not the password');
    await page.getByRole('button', { name: '进去' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.getByLabel('密码').fill(account.password);
    await page.getByRole('button', { name: '进去' }).click();
    await expect(page).toHaveURL(/\/demo\/today$/);
    await expect(page.getByRole('navigation', { name: '主导航' }).first()).toBeVisible();
  });
});

test('? says which keys there are, the palette as well, and not while typing', async ({ page }) => {
  await page.goto('/demo/people');
  await page.getByRole('searchbox').or(page.getByRole('textbox')).first().press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.locator('main').press('?');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toContainText('Ctrl K');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('快捷键');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
});
