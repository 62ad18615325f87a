import { defineConfig, devices } from '@playwright/test';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  reporter: [['list']],
  use: {
    testIdAttribute: 'data-test',
    baseURL: process.env.LINLI_URL ?? 'http://127.0.0.1:8080',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args },
    serviceWorkers: 'allow',
  },
  projects: [{ name: 'phone', use: { ...devices['Pixel 5'], defaultBrowserType: 'chromium', viewport: { width: 360, height: 780 } } }],
});
