import { accessible, look, looks, settled, shot, test } from './kith.ts';
import { pages } from './pages.ts';

for (const { name, path } of pages) {
  test(`${name} in every look`, async ({ browser, baseURL, storageState }) => {
    test.setTimeout(120_000);
    for (const l of looks) {
      const context = await browser.newContext({ baseURL, storageState, locale: l.language, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await look(page, l);
      await page.goto(`/demo/${path}`);
      await settled(page);
      await shot(page, name, l);
      await accessible(page);
      await context.close();
    }
  });
}
