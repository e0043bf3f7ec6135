import { defineConfig } from '@playwright/test';
import { chromium } from './browser.mjs';

// Asked once: the workers, which read this file again, inherit the answer.
const browser = chromium();
if (browser) process.env.CHROMIUM = browser;

export default defineConfig({
  testDir: 'tests',
  // Every test has its own server and its own database, so nothing is in the way of another.
  fullyParallel: true,
  workers: 2,
  // A retry would hide a race, the one thing that a chat must not have.
  retries: 0,
  forbidOnly: !!process.env.CI,
  // For the slowest, which looks at a dozen pages for accessibility, on the slowest machine. What is expected and never comes ends far sooner.
  timeout: 60_000,
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: browser,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
