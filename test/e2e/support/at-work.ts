import type { Page } from 'playwright-core';
import type { Visitor } from '../browser.js';

export const nothingLeft = (page: Page) => page.getByText('There is nothing for you now');

/** The name of the X-ray that is there to be drawn on, in the tool. @param not the one that was there before */
export async function pictureInTool({ page }: Visitor, tool: string, not?: string): Promise<string> {
  await page.waitForURL((url) => url.href.startsWith(tool));
  const heading = page.getByRole('heading', { level: 1 });
  await heading.filter({ hasText: '.jpg', hasNotText: not }).waitFor();
  return (await heading.textContent())!;
}
