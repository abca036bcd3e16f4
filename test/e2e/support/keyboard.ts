import type { Locator, Page } from 'playwright-core';
import type { Visitor } from '../browser.js';

/** Goes to something as whoever has no pointer does; what cannot be reached with Tab is an error. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('it cannot be reached with Tab');
}

export async function pressOn(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Counts what a hand on a mouse or a screen would do, in every page of the context from now on. */
export async function watchPointer({ context }: Visitor): Promise<() => number> {
  let touches = 0;
  await context.exposeFunction('touched', () => void (touches += 1));
  await context.addInitScript(() =>
    (globalThis as any).addEventListener('pointerdown', () => (globalThis as any).touched(), true),
  );
  return () => touches;
}

export async function signInByKeys({ page }: Visitor, email: string, password: string): Promise<void> {
  await page.goto('/');
  await tabTo(page, page.getByLabel('E-mail address'));
  await page.keyboard.type(email);
  await tabTo(page, page.getByRole('textbox', { name: 'Password' }));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'What is next?' }).waitFor();
}

/** N, and before the first task the guidelines; by keyboard. */
export async function firstTaskByKeys({ page }: Visitor, project: string): Promise<void> {
  await page.keyboard.press('n');
  await pressOn(page, page.getByRole('button', { name: `Read the guidelines of “${project}”` }));
  await pressOn(page, page.getByRole('button', { name: 'I have read them' }));
}
