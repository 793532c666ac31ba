import { readFile } from 'node:fs/promises';

import { expect, settled, test } from './kith.ts';
import type { Page } from '@playwright/test';

const table = (page: Page) => page.getByRole('table', { name: '用户列表' });
const rows = (page: Page) => table(page).locator('[aria-rowindex]:not([aria-rowindex="1"]):not([aria-hidden])');

/** Scrolls the list for some seconds; tells each frame's length and the processor time of the page's thread a frame, both in ms. */
async function scrolled(page: Page, seconds: number): Promise<{ frames: number[]; cpu: number }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => (await devtools.send('Performance.getMetrics')).metrics.find((m) => m.name === 'TaskDuration')?.value ?? 0;
  const before = await spent();
  const frames = await table(page).evaluate(
    (box, ms) => new Promise<number[]>((done) => {
      const all: number[] = [], begin = performance.now();
      let last = begin;
      const step = (now: number) => {
        all.push(now - last);
        last = now;
        box.scrollTop += 180;
        if (now - begin < ms) requestAnimationFrame(step); else done(all.slice(1));
      };
      requestAnimationFrame(step);
    }),
    seconds * 1000,
  );
  return { frames: frames.sort((a, b) => a - b), cpu: ((await spent()) - before) * 1000 / Math.max(1, frames.length) };
}

test('the list is searched, filtered, sorted, and its state is in the address', async ({ page }) => {
  await page.goto('/demo/people');
  await settled(page);
  await expect(rows(page).first()).toBeVisible();
  const everyone = await page.locator('[role="search"] [aria-live]').innerText();

  await page.getByLabel('名字、id、手机、属性').fill('u10');
  await expect(page.locator('[role="search"] [aria-live]')).not.toHaveText(everyone);
  await expect(rows(page).first()).toContainText('u10');
  await page.getByLabel('名字、id、手机、属性').fill('');
  await expect(page).not.toHaveURL(/q=/);

  await table(page).getByRole('button', { name: '累计消费' }).click();
  await expect(page).toHaveURL(/s=sum/);
  await expect(table(page).getByRole('columnheader', { name: '累计消费' })).toHaveAttribute('aria-sort', 'descending');
  await settled(page);
  await expect.poll(async () => {
    const paid = await rows(page).locator('[role="cell"]:nth-child(7)').allInnerTexts();
    const numbers = paid.slice(0, 8).map((x) => Number(x.replace(/,/g, '')));
    return numbers.length > 4 && numbers.every((n, i) => n > 0 && (i === 0 || n <= (numbers[i - 1] ?? 0)));
  }).toBe(true);

  await page.getByRole('button', { name: '条件', exact: true }).click();
  await page.getByRole('spinbutton', { name: '值' }).fill('30');
  await page.getByRole('button', { name: '就按这个找' }).click();
  await expect(page).toHaveURL(/f=last_seen/);
  await expect(page.getByRole('button', { name: '改这个条件: 最近来过 在近 30 天' })).toBeVisible();
  const url = page.url();
  await page.goto('/demo/today');
  await page.goto(url);
  await expect(page.getByRole('button', { name: '改这个条件: 最近来过 在近 30 天' })).toBeVisible();
  await page.getByRole('button', { name: '去掉条件：最近来过 在近 30 天' }).click();
  await expect(page).not.toHaveURL(/f=last_seen/);
});

test('the list scrolls deep and smoothly, and says where one is', async ({ page }) => {
  await page.goto('/demo/people');
  await settled(page);
  await scrolled(page, 1); // the code is warm then
  const { frames, cpu } = await scrolled(page, 3);
  const at = (share: number) => (frames[Math.floor((frames.length - 1) * share)] ?? 0).toFixed(1);
  console.log(`${frames.length} frames while scrolling: ${cpu.toFixed(1)} ms of processor each; median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms`);
  expect(cpu).toBeLessThan(30); // wall time depends on what else the machine does
  await expect(page.getByText(/^第 [\d,]+–[\d,]+ 人$/)).toBeVisible();
  const most = Number(await table(page).getAttribute('aria-rowcount'));
  await table(page).evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
  await expect(table(page).locator(`[aria-rowindex="${most}"]:not([aria-hidden])`)).toBeVisible();
  await expect.poll(() => table(page).locator('[role="row"]').count()).toBeLessThan(60);
});

test('people are picked and exported', async ({ page }) => {
  await page.goto('/demo/people');
  await settled(page);
  await rows(page).nth(0).getByRole('checkbox').check();
  await rows(page).nth(2).getByRole('checkbox').check();
  await expect(page.getByRole('region', { name: '已选 2 人' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('region', { name: '已选 2 人' }).getByRole('button', { name: '导出 CSV' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('最近来过');
  await expect(page.getByText('已导出 2 人')).toBeVisible();
  await page.getByRole('button', { name: '取消选择' }).click();
});

test('a person: timeline by session, filtered, unfolded, to its beginning', async ({ page }) => {
  await page.goto('/demo/people?s=events%3Bdesc&c=events,last_seen');
  await settled(page);
  const link = rows(page).first().getByRole('link');
  const name = await link.innerText();
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await settled(page);
  const events = page.locator('section ol > li:has(time)');
  await expect(events.first()).toBeVisible();

  const first = events.first().getByRole('button');
  await first.click();
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect(events.first().locator('dl')).toContainText('platform');

  const before = await events.count();
  await page.locator('main').evaluate((main) => main.scrollTo({ top: main.scrollHeight }));
  await expect.poll(() => events.count()).toBeGreaterThan(before);

  await page.locator('main').evaluate((main) => main.scrollTo({ top: 0 }));
  await page.getByRole('button', { name: '只看某些事件' }).click();
  await page.getByRole('group', { name: '只看某些事件' }).getByRole('checkbox').last().click();
  await expect(page).toHaveURL(/[?&]e=/);
  await page.keyboard.press('Escape');
  await expect(page.getByText('只看 1 种事件')).toBeVisible();
  await page.getByRole('button', { name: '看全部' }).click();

  await page.getByText('逐条', { exact: true }).click();
  await expect(page).toHaveURL(/view=each/);
  await page.getByRole('group', { name: '每周的事件数' }).locator('button:enabled').last().click();
  await expect(page).toHaveURL(/until=/);
  await page.getByRole('button', { name: '回到最新' }).click();
  await expect(page).not.toHaveURL(/until=/);
});

test.describe('nobody', () => {
  test.use({ expectedNoise: [/404/] });
  test('a number that nobody has says what to do', async ({ page }) => {
    await page.goto('/demo/people/4000000000');
    await expect(page.getByRole('heading', { name: '没有这个人' })).toBeVisible();
    await page.getByRole('button', { name: '去用户列表' }).click();
    await expect(page).toHaveURL(/\/demo\/people$/);
  });
});

test('the palette finds a person', async ({ page }) => {
  await page.goto('/demo/people');
  await settled(page);
  const name = await rows(page).locator('a').filter({ hasNotText: '匿名访客' }).first().innerText();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: '命令面板' }).getByRole('combobox').fill(name);
  await page.getByRole('option').filter({ hasText: name }).first().click();
  await expect(page).toHaveURL(/\/people\/\d+$/);
});
