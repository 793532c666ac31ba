import type { APIRequestContext } from '@playwright/test';

import { expect, settled, test } from './kith.ts';

/** A source of this test's own, and its key. */
async function source(request: APIRequestContext, name: string): Promise<{ id: number; key: string }> {
  const workspaces = (await (await request.get('/api/workspaces')).json()) as { id: number; slug: string }[];
  const demo = workspaces.find((w) => w.slug === 'demo');
  const made = await request.post(`/api/workspaces/${demo?.id}/sources`, { data: { name, kind: 'server' } });
  expect(made.ok(), await made.text()).toBeTruthy();
  const { id, write_key } = (await made.json()) as { id: number; write_key: string };
  return { id, key: write_key };
}

const send = async (request: APIRequestContext, key: string, batch: object[]) => {
  const sent = await request.post('/v1/batch', { headers: { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }, data: { batch } });
  expect(sent.ok(), await sent.text()).toBeTruthy();
};

/** How many events of a name are in answers. */
const answered = async (request: APIRequestContext, event: string): Promise<number> => {
  const answer = await request.get(`/api/v1/catalogue/events?search=${event}&hidden=true`, { headers: { 'X-Kith-Workspace': 'demo' } });
  const { events } = (await answer.json()) as { events: { name: string; total: number }[] };
  return events.find((e) => e.name === event)?.total ?? 0;
};

test('an event that is sent shows in its source, live, and in the catalogue', async ({ page, request }) => {
  const name = `shop-${Date.now()}`, event = `gift_wrapped_${Date.now()}`;
  const { id, key } = await source(request, name);
  await page.goto(`/demo/sources/${id}`);
  await settled(page);
  await expect(page.getByText('等第一个事件')).toBeVisible();
  await expect(page.getByText(`writeKey: '${key}'`)).toBeVisible();

  const live = await page.context().newPage();
  await live.goto(`/demo/live?source=${id}`);
  await expect(live.getByText('没有合适的')).toBeVisible();

  await send(request, key, [{ type: 'track', event, userId: 'e2e-ada', properties: { paper: 'kraft', ribbons: 2 }, context: { library: { name: 'analytics-node', version: '3.1.0' } } }]);
  await expect(page.getByText('第一个事件到了')).toBeVisible();
  await expect(page.getByRole('link', { name: '最近一位 e2e-ada' })).toBeVisible();

  await live.getByRole('button', { name: event }).click();
  const one = live.getByRole('complementary', { name: '这一个事件' });
  await expect(one.getByRole('row', { name: /paper kraft/ })).toBeVisible();
  await expect(one.getByRole('link', { name: '看这个人' })).toHaveAttribute('href', /\/demo\/people\/\d+$/);

  // What comes while one reads is held back.
  await send(request, key, [{ type: 'track', event, userId: 'e2e-ada' }]);
  await live.getByRole('button', { name: /1 个新的/ }).click();
  await expect(live.locator('tbody tr').filter({ hasText: event })).toHaveCount(2);
  await live.close();

  await page.goto(`/demo/catalogue/events?search=${event}`);
  await page.getByRole('button', { name: event }).click();
  const panel = page.getByRole('complementary', { name: event });
  await panel.getByRole('button', { name: /ribbons 数字/ }).click();
  await expect(panel.getByText('1 个不同的值')).toBeVisible();
  await panel.getByRole('button', { name: '写说明' }).click();
  await panel.getByLabel('标题').fill('包好礼物');
  await panel.getByRole('button', { name: '存下' }).click();
  await expect(page.getByRole('complementary', { name: '包好礼物' })).toBeVisible();
  await panel.or(page.getByRole('complementary', { name: '包好礼物' })).getByRole('button', { name: '核对无误' }).click();
  await expect(page.getByLabel('核对过')).toBeVisible();
  await expect(page.getByRole('link', { name: '问它的走势' })).toHaveAttribute('href', /insights\/new\/trend\?s=/);
});

test('a bad event goes to quarantine, is mended, replayed and in answers', async ({ page, request }) => {
  const event = `cup_broken_${Date.now()}`;
  const { id, key } = await source(request, `kitchen-${Date.now()}`);
  await send(request, key, [
    { type: 'trak', event, userId: 'e2e-bo', properties: { cups: 1 } }, { type: 'trak', event, userId: 'e2e-cy', properties: { cups: 2 } },
    { type: 'track', event, properties: { cups: 3 } },
  ]);
  await expect.poll(async () => ((await (await request.get(`/api/v1/quarantine?source=${id}`, { headers: { 'X-Kith-Workspace': 'demo' } })).json()) as { events: unknown[] }).events.length).toBe(3);

  await page.goto(`/demo/quarantine?source=${id}`);
  await expect(page.getByRole('heading', { name: /3 个事件没能收下，原因有 2 种/ })).toBeVisible();

  // All of a reason, changed in one way.
  await page.getByRole('button', { name: /不认识的类型/ }).click();
  await page.getByRole('button', { name: '试读' }).click();
  await expect(page.getByText('2 个里 2 个能过')).toBeVisible();
  await page.getByRole('button', { name: /全部再放/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '再放' }).click();
  await expect(page.getByText('2 个事件收下了')).toBeVisible();

  // One of them, by hand.
  await page.getByRole('button', { name: /不知道是谁/ }).click();
  await page.getByRole('listitem').getByRole('button', { name: new RegExp(event) }).click();
  const drawer = page.getByRole('dialog');
  const text = drawer.getByRole('textbox', { name: '改好再放' });
  await drawer.getByRole('button', { name: '试读' }).click();
  await expect(drawer.getByRole('status')).toContainText('不知道是谁');
  await text.fill(JSON.stringify({ type: 'track', event, userId: 'e2e-di', properties: { cups: 3 } }));
  await drawer.getByRole('button', { name: '试读' }).click();
  await expect(drawer.getByText('能读懂，可以再放。')).toBeVisible();
  await drawer.getByRole('button', { name: '再放', exact: true }).click();
  await expect(page.getByText('没有事件在等人处理。')).toBeVisible();
  await expect.poll(() => answered(request, event), { timeout: 15_000 }).toBe(3);
});

test('what is discarded can be taken back', async ({ page, request }) => {
  const { id, key } = await source(request, `attic-${Date.now()}`);
  await send(request, key, [{ type: 'track', event: 'dust_found' }]);
  await expect.poll(async () => ((await (await request.get(`/api/v1/quarantine?source=${id}`, { headers: { 'X-Kith-Workspace': 'demo' } })).json()) as { events: unknown[] }).events.length).toBe(1);
  await page.goto(`/demo/quarantine?source=${id}&open=no_identity`);
  await page.getByRole('button', { name: '丢开' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '丢开' }).click();
  await expect(page.getByText('没有事件在等人处理。')).toBeVisible();
  await page.getByRole('button', { name: /撤销/ }).click();
  await expect(page.getByRole('heading', { name: /1 个事件没能收下/ })).toBeVisible();
});

test('a key that is replaced works on for as long as was chosen', async ({ page, request }) => {
  const { id, key } = await source(request, `gate-${Date.now()}`);
  await page.goto(`/demo/sources/${id}`);
  await settled(page);
  await page.getByRole('button', { name: '换一把…' }).click();
  await page.getByRole('radio', { name: '旧的再用 24 小时' }).check();
  await page.getByRole('button', { name: '换钥匙' }).click();
  await expect(page.getByText('旧钥匙用到')).toBeVisible();
  await expect(page.getByText(`writeKey: '${key}'`)).toHaveCount(0);
  await send(request, key, [{ type: 'track', event: 'gate_opened', userId: 'e2e-ed' }]);
  await expect(page.getByText('第一个事件到了')).toBeVisible();
});
