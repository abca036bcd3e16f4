import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import sharp from 'sharp';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place) => place && existsSync(place));

/** A story in a browser; told to be skipped where there is none. */
export const story = executablePath ? describe : describe.skip;
if (!executablePath) console.warn('SKIPPED e2e: no Chromium (set CHROMIUM to its path)');

export type Scheme = 'light' | 'dark';

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** Somebody before a browser of their own. Whatever it complains of, and whatever it asks of others, is kept. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  complaints: string[];
  foreign: string[];
  /** operations that were sent to the API, since somebody emptied the list */
  asked: string[];
}

export async function visit(
  browser: Browser,
  url: string,
  {
    width = 1280,
    height = 800,
    scheme = 'light' as Scheme,
    timezoneId = 'Europe/Berlin',
    /** other origins that belong to what is tested: the tool's */
    also = [] as string[],
  } = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: scheme,
    timezoneId,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const visitor: Visitor = { page, context, complaints: [], foreign: [], asked: [] };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') visitor.complaints.push(message.text());
  });
  page.on('pageerror', (error) => visitor.complaints.push(String(error)));
  page.on('request', (request) => {
    const address = request.url();
    if (![url, ...also].includes(new URL(address).origin) && !/^(data|blob):/.test(address))
      visitor.foreign.push(address);
    if (request.method() === 'POST' && address === `${url}/graphql`)
      visitor.asked.push((request.postDataJSON() as { operationName: string }).operationName);
  });
  return visitor;
}

export async function signInAt({ page }: Visitor, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Places' }).waitFor();
}

/** Takes an option of a list, by keyboard up to the list itself. */
export async function choose({ page }: Visitor, label: string, option: string | RegExp): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true });
  await field.focus();
  await field.press('ArrowDown');
  await page.getByRole('option', { name: option }).click();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * No serious or critical finding of axe, in light and in dark. Only colours differ between the two, so the dark look is asked for
 * its contrast alone.
 */
export async function expectAccessible({ page }: Visitor): Promise<void> {
  if (!(await page.evaluate('Boolean(globalThis.axe)'))) await page.evaluate(axeSource);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const findings = await page.evaluate(
      async (options) => {
        const { violations } = await (globalThis as any).axe.run((globalThis as any).document, options);
        return violations
          .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }: any) => `${id}: ${nodes.map((node: any) => `${node.html} ${node.any?.[0]?.message ?? ''}`).join(' | ')}`); // prettier-ignore
      },
      { resultTypes: ['violations'], ...(scheme === 'dark' && { runOnly: ['color-contrast'] }) },
    );
    expect({ scheme, at: new URL(page.url()).pathname, findings }).toEqual({
      scheme,
      at: new URL(page.url()).pathname,
      findings: [],
    });
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/** The page said nothing wrong, and asked nobody but its own server. */
export function expectCalm({ complaints, foreign }: Visitor): void {
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
}

/** No screen needs more to open. */
const mostRequests = 6;

/** Goes to a screen as by a link from outside, and looks at what it asks until its heading is there. */
export async function openScreen(visitor: Visitor, path: string, heading: string | RegExp): Promise<void> {
  await visitor.page.goto(path, { waitUntil: 'commit' });
  visitor.asked.length = 0; // what the page before was still asking is not this one's
  await visitor.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await visitor.page.waitForLoadState('networkidle');
  const once = [...new Set(visitor.asked)]; // lists ask again after some seconds
  expect({ path, asks: once.length > mostRequests ? once : 'little' }).toEqual({ path, asks: 'little' });
}

/** A new user's way from the first page: what is clicked, one after the other, and where it ends. Never more than three clicks. */
export async function wayFromHome(
  { page }: Visitor,
  clicks: ((page: Page) => Locator)[],
  end: (page: Page) => Locator,
) {
  expect(clicks.length).toBeLessThanOrEqual(3);
  await page.goto('/');
  for (const next of clicks) await next(page).first().click();
  await end(page).first().waitFor();
}

/** For the README: written only when asked for, so that a test run changes nothing. */
export async function keepScreen({ page }: Visitor, name: string): Promise<void> {
  if (!process.env.UPDATE_SCREENS) return;
  const folder = join(import.meta.dirname, '..', '..', 'docs', 'screens');
  await mkdir(folder, { recursive: true });
  const shot = await page.screenshot();
  await sharp(shot)
    .png({ palette: true, quality: 80, effort: 10 })
    .toFile(join(folder, `${name}.png`));
}
