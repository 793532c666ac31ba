import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

import { results, shots } from './places.ts';

export type Language = 'zh-CN' | 'en';
export interface Look { language: Language; scheme: 'light' | 'dark'; width: 'wide' | 'narrow' }

const all: Look[] = (['zh-CN', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((scheme) => (['wide', 'narrow'] as const).map((width) => ({ language, scheme, width }))),
);

const opposite = (l: Look): Look => ({ language: l.language === 'en' ? 'zh-CN' : 'en', scheme: l.scheme === 'dark' ? 'light' : 'dark', width: l.width === 'wide' ? 'narrow' : 'wide' });

/**
 * The looks a page must be good in. Two opposite ones show it in both languages, schemes and widths; which two goes by
 * its name, so that the pages together meet every combination. KITH_LOOKS=all takes all eight of each.
 */
export function looksOf(name: string): Look[] {
  if (process.env.KITH_LOOKS === 'all') return all;
  const one = all[[...name].reduce((n, c) => n + c.charCodeAt(0), 0) % all.length]!;
  return [one, opposite(one)];
}

/** Collects what the browser's console says of a page that a test opens itself. */
export function listen(page: Page): string[] {
  const noise: string[] = [];
  page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') noise.push(`${m.type()}: ${m.text()}`); });
  page.on('pageerror', (e) => noise.push(`page error: ${e.message}`));
  return noise;
}

interface Fixtures {
  /** Parts of messages that this test provokes, such as the browser's own line about an answer 403. */
  expectedNoise: RegExp[];
  quiet: void;
}

/** Signed in to the demo; the test fails on any error or warning in the browser's console. */
export const test = base.extend<Fixtures>({
  storageState: `${results}/signed-in.json`,
  expectedNoise: [[], { option: true }],
  quiet: [
    async ({ page, expectedNoise }, use) => {
      const noise = listen(page);
      await use();
      expect(noise.filter((text) => !expectedNoise.some((r) => r.test(text))), 'the browser console stays silent').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The next pages are seen in this look. */
export async function look(page: Page, { language, scheme, width }: Look): Promise<void> {
  await page.setViewportSize(width === 'wide' ? { width: 1440, height: 900 } : { width: 390, height: 844 });
  await page.addInitScript(([l, s]) => { localStorage.setItem('kith.language', l); localStorage.setItem('kith.scheme', s); }, [language, scheme] as const);
}

/** Pages are settled when something stands and, for a while, nothing is on its way or a skeleton. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.waitForFunction(
    () => {
      const main = document.querySelector('main'), w = window as unknown as { quietSince?: number };
      const busy = !main || main.childElementCount === 0 || document.querySelector('[aria-busy="true"], [class*="skeleton"], [class*="Skeleton"]') !== null;
      if (busy) w.quietSince = undefined;
      else w.quietSince ??= performance.now();
      return w.quietSince !== undefined && performance.now() - w.quietSince > 400;
    },
    undefined,
    { timeout: 20_000 },
  );
  await page.evaluate(() => document.fonts.ready);
}

/** Keeps a picture: e2e-results/shots/people-zh-dark-narrow.png. */
export async function shot(page: Page, name: string, l: Look): Promise<void> {
  await page.screenshot({ path: `${shots}/${name}-${l.language.slice(0, 2)}-${l.scheme}-${l.width}.png`, animations: 'disabled' });
}

/** No serious violation of WCAG 2 A and AA on the page as it stands. */
export async function accessible(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
  const serious = found.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).slice(0, 4).join(' | ')}`)).toEqual([]);
}
