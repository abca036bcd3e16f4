import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of the machine; `CHROMIUM` names another one. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (!executablePath) throw new Error('no Chromium: install the package chromium, or set CHROMIUM');
  // Containers run as root, where Chromium has no sandbox, and often have a small /dev/shm.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
}

/** A tab that remembers what no page of ours may do: fail in its console, or ask anybody else. */
export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** errors of the console and of scripts */
  errors: string[];
  /** addresses asked that belong to none of the origins */
  strangers: string[];
}

export async function watchedPage(
  browser: Browser,
  origins: string[],
  look: { theme?: 'light' | 'dark'; width?: number; height?: number } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
    colorScheme: look.theme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const watched: WatchedPage = { page, context, errors: [], strangers: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') watched.errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => watched.errors.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['blob:', 'data:'].includes(url.protocol) && !origins.includes(url.origin)) watched.strangers.push(url.href);
  });
  return watched;
}

/** Keeps what it looks like, where `SHOTS` names a folder. */
export async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}
