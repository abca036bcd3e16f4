import type { Page } from 'playwright-core';
import type { Point, PolygonLabel } from '../../../src/labels/index.js';

/** A place of the window in pixels of the picture. */
export async function screenPoint(page: Page, { x, y }: Point): Promise<Point> {
  const scale = await scaleOf(page);
  const { left, top } = await page.locator('#picture').evaluate((picture) => picture.getBoundingClientRect());
  return { x: (x - left) / scale, y: (y - top) / scale };
}

const scaleOf = (page: Page) =>
  page.locator('#picture').evaluate((picture) => picture.getBoundingClientRect().width / (picture as any).offsetWidth);

/** Where on the window the handle is that is nearest to the middle of the left edge of the shape. */
export async function handleNearest(page: Page, { rings }: PolygonLabel): Promise<Point> {
  const points = rings[0]!;
  const leftmost = points.reduce((best, point) => (point.x < best.x ? point : best));
  const scale = await scaleOf(page);
  const { left, top } = await page.locator('#picture').evaluate((picture) => picture.getBoundingClientRect());
  const wanted = { x: left + leftmost.x * scale, y: top + leftmost.y * scale };
  const handles = await handlesOn(page);
  return handles.reduce((best, handle) => (apart(handle, wanted) < apart(best, wanted) ? handle : best));
}

/** The handles in the order of the outline, on the window. */
const handlesOn = (page: Page): Promise<Point[]> =>
  page
    .locator('#overlay .handle')
    .evaluateAll((all) =>
      all
        .map((each) => each.getBoundingClientRect())
        .map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })),
    );

/** The two handles beside each other that are farthest apart. */
export async function widestGap(page: Page): Promise<[Point, Point]> {
  const handles = await handlesOn(page);
  const pairs = handles.map((handle, index): [Point, Point] => [handle, handles[(index + 1) % handles.length]!]);
  return pairs.reduce((best, pair) => (apart(...pair) > apart(...best) ? pair : best));
}

const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

export const polygonsSent = (labels: { kind: string }[]) =>
  labels.filter(({ kind }) => kind === 'POLYGON') as PolygonLabel[];
