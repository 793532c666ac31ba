import { expect, settled, test } from './kith.ts';

test('two people of a suggestion are compared, merged, and parted again', async ({ page }) => {
  await page.goto('/demo/merges');
  await settled(page);
  const suggestions = page.getByRole('region', { name: '合并建议' });
  await expect(suggestions.getByRole('listitem').first()).toContainText('手机号');
  const pairs = await suggestions.getByRole('button', { name: '比一比' }).count();
  await suggestions.getByRole('button', { name: '比一比' }).first().click();
  const compare = page.getByRole('dialog');
  await expect(compare.getByText('合为一人时')).toBeVisible();
  await compare.getByLabel('为什么').fill('同一个人换了账号');
  await compare.getByRole('button', { name: '合并成一个人' }).click();
  await expect(compare).toBeHidden();
  await expect(suggestions.getByRole('button', { name: '比一比' })).toHaveCount(pairs - 1);

  const log = page.getByRole('region', { name: '合并记录' });
  const line = log.getByRole('listitem').first();
  await expect(line).toContainText('同一个人换了账号');
  await line.getByRole('button', { name: /撤回/ }).click();
  const undo = page.getByRole('dialog');
  await expect(undo.getByText('一个人会变回两个人')).toBeVisible();
  await undo.getByRole('button', { name: '变回两个人' }).click();
  await expect(undo).toBeHidden();
  await expect(line).toContainText('撤回');
  await expect(suggestions.getByRole('button', { name: '比一比' })).toHaveCount(pairs);

  await suggestions.getByRole('button', { name: '不是同一个人' }).first().click();
  await expect(suggestions.getByRole('button', { name: '比一比' })).toHaveCount(pairs - 1);
  await suggestions.getByText('已否决').click();
  await suggestions.getByRole('button', { name: '重新考虑' }).first().click();
  await suggestions.getByText('待定').click();
  await expect(suggestions.getByRole('button', { name: '比一比' })).toHaveCount(pairs);
});

test('the rules of recognition are changed, and hold', async ({ page }) => {
  await page.goto('/demo/settings/identity');
  await settled(page);
  const blocked = page.getByLabel('不算数的 id');
  await blocked.fill('kiosk-7');
  await page.getByRole('button', { name: '保存规则' }).click();
  await expect(page.getByText('规则已生效')).toBeVisible();
  await page.reload();
  await expect(blocked).toHaveValue('kiosk-7');
  await blocked.fill('');
  await page.getByRole('button', { name: '保存规则' }).click();
  await expect(page.getByText('规则已生效')).toBeVisible();
});
