import { defineConfig } from '@playwright/test';

import { results } from './e2e/places.ts';

/** The built program in Debian's Chromium. KITH_URL names a server that runs already; else one is started on fresh demo data. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: `${results}/failures`,
  globalSetup: './e2e/setup.ts',
  // Stories change the demo and take turns; looks only look, and may run beside each other.
  projects: [
    { name: 'stories', testIgnore: /looks\.spec/ },
    { name: 'looks', testMatch: /looks\.spec/, fullyParallel: true },
  ],
  workers: 1,
  timeout: 60_000,
  // A second try is reported as flaky: what a busy machine does to time must not hide what is broken.
  retries: process.env.KITH_RETRIES ? Number(process.env.KITH_RETRIES) : 1,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    // Set by the setup before workers start.
    baseURL: process.env.KITH_URL,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // What waits in vain is to fail while there is time for a second try.
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
