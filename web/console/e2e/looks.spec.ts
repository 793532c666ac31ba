import { accessible, expect, listen, look, looksOf, settled, shot, test } from './kith.ts';
import { pages } from './pages.ts';

const all = [{ name: 'gallery', address: '/gallery' }, ...pages.map((p) => ({ name: p.name, address: `/demo/${p.path}` }))];

for (const { name, address } of all) {
  test(`${name} in its looks`, async ({ browser, baseURL, storageState }) => {
    test.setTimeout(180_000);
    for (const l of looksOf(name)) {
      const context = await browser.newContext({ baseURL, storageState, locale: l.language, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const noise = listen(page);
      await look(page, l);
      await page.goto(address);
      // The gallery shows what is on its way for good.
      if (name === 'gallery') await page.getByRole('heading').first().waitFor();
      else await settled(page);
      await shot(page, name, l);
      await accessible(page);
      expect(noise, 'the browser console stays silent').toEqual([]);
      await context.close();
    }
  });
}
