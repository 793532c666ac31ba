import type { Page } from '@playwright/test';

import { accessible, expect, look, looksOf, settled, shot, test } from './kith.ts';

const editor = (page: Page) => page.getByRole('textbox', { name: /SQL 编辑器|SQL editor/ });

/** Writes a statement in place of what stands there. */
async function write(page: Page, sql: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(sql);
}

async function run(page: Page, sql: string): Promise<void> {
  await write(page, sql);
  await page.keyboard.press('Control+Enter');
}

async function open(page: Page, address = 'sql'): Promise<void> {
  await page.goto(`/demo/${address}`);
  await settled(page);
  await expect(editor(page)).toBeVisible();
}

test('an answer is what the API answers to the same question', async ({ page }) => {
  await open(page);
  // Whole days that are over: the demo goes on living.
  const day = (back: number) => new Date(Date.now() + 8 * 3600e3 - back * 86_400e3).toISOString().slice(0, 10);
  const from = day(31), to = day(2);
  const asked = await page.request.post('/api/v1/questions', {
    headers: { 'X-Kith-Workspace': 'demo' },
    data: { range: { from, to }, zone: 'Asia/Shanghai', trend: { unit: 'total', series: [{ event: 'order_paid' }, { event: 'order_paid', measure: 'unique' }] } },
  });
  const answer = (await asked.json()) as { trend: { lines: { total: number }[] } };
  const [total, people] = answer.trend.lines.map((l) => l.total);
  expect(total).toBeGreaterThan(100);
  await run(page, `select count(*) as total, count(distinct person) as people from events where event = 'order_paid' and day between '${from}' and '${to}'`);
  const row = page.getByRole('row').nth(1);
  await expect(row.getByRole('cell').nth(1)).toHaveText(Number(total).toLocaleString('en'));
  await expect(row.getByRole('cell').nth(2)).toHaveText(Number(people).toLocaleString('en'));
  await expect(page.getByText(/^数据截至/).last()).toBeVisible();
});

test('rows are sorted, copied and exported', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await run(page, 'select event as 事件, count(*) as 次数 from events group by 1 order by 1');
  const header = page.getByRole('columnheader', { name: '次数' });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText('chapter_view');
  await page.getByRole('button', { name: '复制表' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n')[0]).toBe('事件\t次数');
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出 CSV' }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toBe('没起名的查询.csv');
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(await file.path(), 'utf8');
  expect(text.startsWith('\ufeff事件,次数\r\n')).toBe(true);
  expect(text).toContain('chapter_view,');
});

test.describe('refusals', () => {
  test.use({ expectedNoise: [/400|413|404/] });

  test('a statement that writes is refused, and says what to do', async ({ page }) => {
    await open(page);
    await run(page, "delete from events where event = 'login'");
    const said = page.getByRole('alert');
    await expect(said).toHaveAttribute('data-reason', 'read_only');
    await expect(said).toContainText('只能读，不能改');
    await expect(said).toContainText('第 1 行第 1 字');
  });

  test('an unknown column is marked, and the nearest name taken with a click', async ({ page }) => {
    await open(page);
    await run(page, 'select platfrm, count(*)\nfrom events group by 1');
    await expect(page.getByRole('alert')).toContainText('没有「platfrm」这一列');
    await expect(page.locator('.cm-lintRange-error')).toHaveText('platfrm');
    await page.getByRole('button', { name: '换成 platform', exact: true }).click();
    await expect(editor(page)).toContainText('select platform, count(*)');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('cell', { name: 'Android' }).first()).toBeVisible();
  });

  test('too much memory ends the statement and nothing else', async ({ page }) => {
    await open(page);
    await run(page, "select list_transform(range(100000), x -> repeat('x', 1000000))");
    await expect(page.getByRole('alert')).toHaveAttribute('data-reason', 'memory', { timeout: 30_000 });
    await run(page, 'select 7 as n');
    await expect(page.getByRole('cell', { name: '7', exact: true })).toBeVisible();
  });

  test('a saved query that is gone says so', async ({ page }) => {
    await page.goto('/demo/sql?q=987654');
    await expect(page.getByText('这条查询不在了')).toBeVisible();
    await page.getByRole('button', { name: '新写一条' }).click();
    await expect(editor(page)).toBeVisible();
  });
});

test('a statement without end is stopped, and what was typed stays', async ({ page }) => {
  await open(page);
  const endless = 'select count(*) from events a, events b, events c';
  await run(page, endless);
  await page.getByRole('button', { name: '停下' }).click();
  await expect(page.getByText('已停下')).toBeVisible();
  await page.reload();
  await expect(editor(page)).toContainText(endless);
});

test('a query is saved, changed, shared by its address, and deleted with a way back', async ({ page }) => {
  await open(page);
  await write(page, 'select day, count(*) as n from events where day > today() - 7 group by 1 order by 1');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  const box = page.getByRole('dialog');
  await box.getByLabel('名字').fill('一周的事');
  await box.getByRole('button', { name: '保存' }).click();
  await expect(page).toHaveURL(/\/demo\/sql\?q=\d+$/);
  const address = page.url();
  await expect(page.getByRole('complementary').getByText('一周的事')).toBeVisible();
  await editor(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(' limit 5');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已保存「一周的事」')).toBeVisible();
  // Another browser, which has no draft of it.
  await page.evaluate(() => localStorage.clear());
  await page.goto(address);
  await expect(editor(page)).toContainText('limit 5');
  await page.getByRole('button', { name: '更多', exact: true }).last().click();
  await page.getByRole('menuitem', { name: '删除' }).click();
  await expect(page.getByRole('complementary').getByText('一周的事')).toHaveCount(0);
  await page.getByRole('button', { name: /撤销/ }).click();
  await expect(page.getByRole('complementary').getByText('一周的事')).toBeVisible();
});

test('the editor suggests columns and events', async ({ page }) => {
  await open(page);
  await editor(page).click();
  await page.keyboard.type('select plat');
  await expect(page.getByRole('option', { name: /platform/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.type(" from events where event = '");
  await expect(page.getByRole('option', { name: /chapter_view/ })).toBeVisible();
});

test('an answer in every look', async ({ browser, baseURL, storageState }) => {
  test.setTimeout(600_000);
  for (const l of looksOf('sql')) {
    const context = await browser.newContext({ baseURL, storageState, locale: l.language, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await look(page, l);
    await open(page);
    await run(page, 'select day, platform, count(distinct person) as people\nfrom events\nwhere day > today() - 60 and platform is not null\ngroup by all\norder by day');
    await expect(page.getByRole('row').nth(3)).toBeVisible({ timeout: 40_000 });
    await expect(page.locator('canvas').first()).toBeVisible();
    await settled(page);
    await shot(page, 'sql-answer', l);
    await accessible(page);
    await context.close();
  }
});
