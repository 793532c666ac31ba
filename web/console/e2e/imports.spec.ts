import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Page } from '@playwright/test';

import { accessible, expect, look, looksOf, settled, shot, test } from './kith.ts';
import { root } from './places.ts';

/** A file of the shared data sets, above the repository or where KITH_DATA says; '' when there is none. */
function dataFile(name: string): string {
  const places = process.env.KITH_DATA ? [process.env.KITH_DATA] : [];
  for (let dir = root; dir !== dirname(dir); dir = dirname(dir)) places.push(join(dir, '..', 'shared', 'data'), join(dir, 'shared', 'data'));
  return places.map((p) => join(p, name)).find((p) => existsSync(p)) ?? '';
}

interface Made { name: string; mimeType: string; buffer: Buffer }
const made = (name: string, content: string | Buffer): Made => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.isBuffer(content) ? content : Buffer.from(content) });

async function bring(page: Page, file: string | Made): Promise<void> {
  await page.goto('/demo/imports');
  await page.getByLabel('选文件').last().setInputFiles(file);
  await page.waitForURL(/imports\/\d+/);
}

/** Picks from an antd select, found by its label. */
async function pick(page: Page, label: string, option: string, nth = 0): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).nth(nth).click();
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle(option, { exact: true }).click();
}

async function write(page: Page, label: string, text: string, nth = 0): Promise<void> {
  const box = page.getByRole('textbox', { name: label, exact: true }).nth(nth);
  await box.fill(text);
  await box.press('Enter');
}

/** Events and persons of an event name, by the API that every chart asks. */
async function totals(page: Page, event: string): Promise<(number | null)[]> {
  const answer = await page.request.post('/api/v1/questions', {
    headers: { 'X-Kith-Workspace': 'demo' },
    data: { range: { from: '2010-12-01', to: '2011-12-31' }, trend: { unit: 'total', series: [{ event }, { event, measure: 'unique' }, { event, measure: 'sum', property: 'shop_amount' }] } },
  });
  expect(answer.ok()).toBe(true);
  const { trend } = (await answer.json()) as { trend: { lines: { total: number | null }[] } };
  return trend.lines.map((l) => l.total);
}

test('a year of a real shop comes in, is counted right, and is taken back', async ({ page }) => {
  const file = dataFile('online-retail/online_retail.csv.gz');
  test.skip(file === '', 'NOT TESTED ON REAL DATA: online-retail/online_retail.csv.gz is not there; set KITH_DATA to the folder of data sets');
  test.setTimeout(300_000);
  await bring(page, file);
  await expect(page.getByText('InvoiceNo').first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: '去对应' }).click();
  await page.getByRole('combobox', { name: '事件名' }).fill('shop_order');
  await page.getByRole('combobox', { name: '事件名' }).press('Enter');
  await expect(page.getByText('这一行会变成')).toBeVisible();

  const rules = [['CustomerID', '不空'], ['InvoiceNo', '开头不是', 'C'], ['Quantity', '大于', '0'], ['UnitPrice', '大于', '0']] as const;
  for (const [k, [column, op, value]] of rules.entries()) {
    await page.getByRole('button', { name: '加一条' }).first().click();
    await expect(page.getByRole('combobox', { name: '列', exact: true })).toHaveCount(k + 1);
    await pick(page, '列', column, k);
    await pick(page, '只要这样的行', op, k);
    if (value) await write(page, '值', value, k - 1);
  }
  await pick(page, '几行并成一个事件', 'InvoiceNo');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '加一条' }).nth(1).click();
  await write(page, '属性名', 'shop_amount');
  await write(page, '列，或 列*列', 'Quantity*UnitPrice');
  await expect(page.getByRole('button', { name: '去检查' })).toBeEnabled();
  await page.getByRole('button', { name: '去检查' }).click();
  await expect(page.getByText(/541,909 行会变成 18,532 个事件，属于 4,338 个人/)).toBeVisible({ timeout: 120_000 });

  await page.getByRole('button', { name: '开始导入' }).click();
  await page.reload(); // it goes on without us
  await expect(page.getByText('18,532 个事件接到了时间线上')).toBeVisible({ timeout: 120_000 });
  const [events, persons, amount] = await totals(page, 'shop_order');
  expect([events, persons]).toEqual([18_532, 4_338]);
  expect(amount).toBeCloseTo(8_911_407.9, 1);

  await page.getByRole('button', { name: '撤回这次导入' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('18,532 个事件会从所有图表')).toBeVisible();
  await expect(dialog.getByText('4,338 个人只在这份文件里出现过')).toBeVisible();
  await dialog.getByRole('button', { name: '撤回这次导入' }).click();
  await expect(page.getByText('18,532 个事件拿掉了')).toBeVisible({ timeout: 60_000 });
  expect((await totals(page, 'shop_order')).slice(0, 2)).toEqual([0, 0]);
});

/** Its header is this run's own: mappings are remembered by it. */
const table = `user_id,time,event,amount_${Date.now() % 1e7}\n` + Array.from({ length: 60 }, (_, k) => `e2e-${k},2026-01-02 03:04:05,e2e_look,${k === 7 ? '待定' : k}`).join('\n') + '\n';

test('what is not what it says is refused, with what to do', async ({ page }) => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const wrong: [Made, string][] = [
    [made('图.csv', Buffer.concat([png, Buffer.alloc(400, 1)])), '这是一张图片'],
    [made('会员.xlsx', Buffer.from('PK\x03\x04\x14\x00\x06\x00[Content_Types].xml')), '另存为'],
    [made('订单.zip', Buffer.from('PK\x03\x04\x14\x00\x06\x00orders.csv')), '这是 zip 压缩包'],
    [made('断.csv.gz', gzipSync(table.repeat(40)).subarray(0, 150)), 'gzip 是坏的'],
    [made('断.parquet', Buffer.from(`PAR1${'\x15\x04'.repeat(300)}`)), 'Parquet 不完整'],
    [made('登录.csv', '<!DOCTYPE html><html><body>sign in</body></html>'), '这是一个网页'],
    [made('空表.csv', 'user_id,time,event\n'), '只有表头'],
  ];
  for (const [file, said] of wrong) {
    await bring(page, file);
    await expect(page.getByRole('alert').getByText(said).first()).toBeVisible();
    await page.getByRole('button', { name: '换一个文件' }).click();
    await page.waitForURL(/imports$/);
  }
  await page.getByLabel('选文件').last().setInputFiles(made('没有.csv', ''));
  await expect(page.getByRole('alert')).toContainText('是空的');
});

test('a guess is corrected, bad rows have a remedy, and rows that are there are not doubled', async ({ page }) => {
  await bring(page, made('看过.csv', Buffer.from(`\ufeff${table}`, 'utf16le')));
  await expect(page.getByText('UTF-16 (去掉 BOM)')).toBeVisible();
  await page.getByRole('button', { name: '去对应' }).click();
  await expect(page.getByText('名字与值都对得上').first()).toBeVisible();
  await page.getByRole('button', { name: '去检查' }).click();
  await expect(page.getByText(/60 行会变成 59 个事件/)).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: '当作空' }).click();
  await expect(page.getByText(/60 行会变成 60 个事件/)).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: '开始导入' }).click();
  await expect(page.getByText('60 个事件接到了时间线上')).toBeVisible({ timeout: 20_000 });
  const first = page.url();

  await bring(page, made('看过 2.csv', table)); // the mapping is remembered by the header
  await expect(page.getByText('上次导「看过.csv」用过的对应')).toBeVisible();
  await page.getByRole('button', { name: '去对应' }).click();
  await page.getByRole('button', { name: '去检查' }).click();
  await expect(page.getByText('其中 60 个早已有过')).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: '删掉' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删掉' }).click();
  await page.waitForURL(/imports$/);

  await page.goto(first);
  await page.getByRole('button', { name: '撤回这次导入' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤回这次导入' }).click();
  await expect(page.getByText('60 个事件拿掉了')).toBeVisible({ timeout: 20_000 });
});

test('the steps in every look', async ({ browser, baseURL, storageState, page }) => {
  test.setTimeout(300_000);
  await bring(page, made('每种样子.csv', table));
  await expect(page.getByText('文件开头是这样的')).toBeVisible({ timeout: 30_000 });
  const path = new URL(page.url()).pathname;
  for (const l of looksOf('imports')) {
    const context = await browser.newContext({ baseURL, storageState, locale: l.language, reducedMotion: 'reduce' });
    const seen = await context.newPage();
    await look(seen, l);
    for (const step of ['preview', 'map', 'check']) {
      await seen.goto(`${path}?step=${step}`);
      await expect(seen.locator('[data-wide] section h2').first()).toBeVisible();
      await settled(seen);
      await shot(seen, `import-${step}`, l);
      if (l.language === 'zh-CN') await accessible(seen); // words change nothing of contrast and roles
    }
    await context.close();
  }
  await page.getByRole('button', { name: '删掉' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删掉' }).click();
  await page.waitForURL(/imports$/);
});
