import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { PolygonLabel } from '../../../src/labels/index.js';
import { until } from '../../factories/work.js';
import type { Visitor } from '../browser.js';
import { tabTo } from './keyboard.js';

export const nothingLeft = (page: Page) => page.getByText('There is nothing for you now');

/** The name of the X-ray that is there to be drawn on, in the tool. @param not the one that was there before */
export async function pictureInTool({ page }: Visitor, tool: string, not?: string): Promise<string> {
  await page.waitForURL((url) => url.href.startsWith(tool));
  const heading = page.getByRole('heading', { level: 1 });
  await heading.filter({ hasText: '.jpg', hasNotText: not }).waitFor();
  return (await heading.textContent())!;
}

type Side = 'ArrowLeft' | 'ArrowRight';

/** Where an outline may go without leaving the picture, and where it comes back from. */
export function sidesOf({ rings }: PolygonLabel): [away: Side, back: Side] {
  const isRoomLeft = Math.min(...rings[0]!.map(({ x }) => x)) > 40;
  return isRoomLeft ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
}

/** In the tool, by keyboard: the first outline goes to a side, by 30 pixels of the picture. */
export async function moveOutline(page: Page, side: Side): Promise<void> {
  const { keyboard } = page;
  await tabTo(page, page.locator('#stage')); // arrows move what is on it only while it has the focus
  await keyboard.press('n');
  for (let at = 0; at < 3; at += 1) await keyboard.press(`Shift+${side}`);
}

/**
 * A reviewer's work by keyboard, until there is none: what is as it was before is accepted, what differs goes back with a comment.
 * @param look at the first that differs, before it goes back
 * @returns how many were sent back
 */
export async function judgeAll(page: Page, comment: string, look: () => Promise<void>): Promise<number> {
  const picture = () => page.locator('.canvas img').evaluateAll(([first]: any[]) => first && new URL(first.src).pathname); // prettier-ignore
  let [before, sentBack]: [string | undefined, number] = [undefined, 0];
  await page.getByRole('timer').waitFor();
  for (;;) {
    const now = await until<string>(async () => {
      if (await nothingLeft(page).isVisible()) return 'nothing';
      const shown = (await picture()) as string | undefined;
      return shown !== before && shown;
    });
    if (now === 'nothing') return sentBack;
    before = now;
    const overlap = await page.getByText('Overlap of the areas').textContent();
    if (/ (100\.0|99\.\d) %/.test(overlap!)) {
      await page.keyboard.press('a');
      continue;
    }
    await look();
    await page.keyboard.press('c');
    await page.keyboard.type(comment);
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    sentBack += 1;
  }
}

/** A file of a release as the browser saves it, and its checksum. */
export async function download(page: Page, name: string): Promise<[text: string, sha256: string]> {
  const link = page.getByRole('link', { name: new RegExp(`${name.replace('.', '\\.')}$`) }).first();
  const [saved] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const bytes = readFileSync(await saved.path());
  return [bytes.toString('utf8'), createHash('sha256').update(bytes).digest('hex')];
}

/** A coordinate as COCO has it and as it was drawn, but for what is left of a pixel after going there and back. */
const toTenth = (at: number) => Math.round(at * 10) / 10;

export const pointsOf = ({ rings }: PolygonLabel): number[] => rings[0]!.flatMap(({ x, y }) => [x, y]).map(toTenth);

/** The outlines of a picture in a COCO file: each as x, y, x, y … in pixels. */
export function outlinesIn({ images, annotations }: any, fileName: string): number[][] {
  const { id } = images.find((image: any) => image.file_name === fileName);
  return annotations
    .filter((one: any) => one.image_id === id)
    .map(({ segmentation }: any) => segmentation[0].map(toTenth));
}
