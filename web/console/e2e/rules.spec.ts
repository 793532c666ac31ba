import type { APIRequestContext } from '@playwright/test';

import { expect, settled, test } from './kith.ts';

/** A source of this test's own, and its key. */
async function source(request: APIRequestContext, name: string): Promise<string> {
  const workspaces = (await (await request.get('/api/workspaces')).json()) as { id: number; slug: string }[];
  const made = await request.post(`/api/workspaces/${workspaces.find((w) => w.slug === 'demo')?.id}/sources`, { data: { name, kind: 'server' } });
  expect(made.ok(), await made.text()).toBeTruthy();
  return ((await made.json()) as { write_key: string }).write_key;
}

const send = async (request: APIRequestContext, key: string, batch: object[]) => {
  const sent = await request.post('/v1/batch', { headers: { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }, data: { batch } });
  expect(sent.ok(), await sent.text()).toBeTruthy();
};

const answered = async (request: APIRequestContext, event: string): Promise<number> => {
  const answer = await request.get(`/api/v1/catalogue/events?search=${event}&hidden=true`, { headers: { 'X-Kith-Workspace': 'demo' } });
  return ((await answer.json()) as { events: { name: string; total: number }[] }).events.find((e) => e.name === event)?.total ?? 0;
};

test('rules are inferred and locked; what breaks one is flagged or held, mended, replayed and counted once', async ({ page, request }) => {
  const event = `box_packed_${Date.now()}`;
  const key = await source(request, `packing-${Date.now()}`);
  const packed = (n: number, properties: object) => ({ type: 'track', event, userId: `e2e-packer-${n}`, messageId: `${event}-${n}`, properties });
  await send(request, key, Array.from({ length: 40 }, (_, n) => packed(n, { weight: n + 1, size: n % 2 ? 'small' : 'large' })));
  await expect.poll(() => answered(request, event)).toBe(40);

  await page.goto(`/demo/catalogue/events?open=${event}`);
  await settled(page);
  const rules = page.getByRole('region', { name: '规则' });
  await rules.getByRole('button', { name: '推出规则' }).click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText('近 7 天 40 个事件都合规')).toBeVisible();
  await drawer.getByLabel('weight 的最大值').fill('30');
  await expect(drawer.getByText('近 7 天 40 个事件里会有 10 个违规')).toBeVisible();
  await drawer.getByRole('combobox', { name: 'weight 违规时' }).click();
  await page.getByTitle('隔离', { exact: true }).locator('visible=true').last().click();
  await expect(drawer.getByText('其中 10 个会被隔离')).toBeVisible();
  await drawer.getByRole('button', { name: '锁定' }).click();
  await page.getByRole('dialog', { name: `按这些规则看 ${event}？` }).getByRole('button', { name: '锁定' }).click();
  await expect(rules.getByText('已锁定')).toBeVisible();

  // One of each: kept, flagged, held.
  await send(request, key, [packed(100, { weight: 5, size: 'small' }), packed(101, { weight: 6, size: 'huge' }), packed(102, { weight: '7', size: 'small' })]);
  await expect.poll(() => answered(request, event)).toBe(42);
  await page.reload();
  await expect(rules.getByText('近 7 天违规但收下的')).toBeVisible();
  await expect(rules.getByRole('listitem')).toHaveText(/size.*值不在计划之内.*1/);

  await page.goto('/demo/quarantine?open=rule_type');
  await settled(page);
  const reason = page.getByRole('region', { name: '类型和计划不符' });
  await reason.getByLabel('属性').fill('weight');
  await reason.getByRole('button', { name: '试读' }).click();
  await expect(reason.getByText('1 个里 1 个能过')).toBeVisible();
  await reason.getByRole('button', { name: '全部再放…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '再放' }).click();
  await expect(page.getByText('1 个事件收下了')).toBeVisible();
  await expect.poll(() => answered(request, event)).toBe(43);

  // The client sends it again, well this time: it is the event that was replayed.
  await send(request, key, [packed(102, { weight: 7, size: 'small' }), packed(103, { weight: 8, size: 'large' })]);
  await expect.poll(() => answered(request, event)).toBe(44);
});
