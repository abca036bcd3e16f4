import { decodeMask, maskBounds, RunWriter, type RunMask } from '../../labels/index.js';

const MOST_PIXELS = 100_000_000;

/**
 * CVAT's mask: run lengths row by row within a box, beginning with pixels that are out, and behind them the box: left, top, right
 * and bottom, in whole pixels, the last row and column included. Source: docs.cvat.ai, "Annotation with brush tool", and the
 * server's checks of a mask's points.
 * @throws RangeError when it is no mask within a picture of this size
 */
export function maskOfPoints(points: readonly unknown[], width: number, height: number): RunMask {
  if (!points.every((value): value is number => Number.isInteger(value) && Number(value) >= 0)) {
    throw new RangeError('its points are no whole numbers');
  }
  const [left, top, right, bottom] = points.slice(-4);
  if (points.length < 5 || left! > right! || top! > bottom! || right! >= width || bottom! >= height) {
    throw new RangeError('its box is not within the picture');
  }
  if (width * height > MOST_PIXELS) throw new RangeError('its picture is too large');
  const across = right! - left! + 1;
  const down = bottom! - top! + 1;
  const inside = new Uint8Array(across * down);
  let at = 0;
  for (let run = 0; run < points.length - 4; run += 1) {
    const end = at + points[run]!;
    if (end > inside.length) throw new RangeError('its runs are longer than its box');
    if (run % 2 === 1) inside.fill(1, at, end);
    at = end;
  }
  const writer = new RunWriter(width, height);
  writer.add(left! * height, false);
  for (let column = 0; column < across; column += 1) {
    writer.add(top!, false);
    for (let pixel = column; pixel < inside.length; pixel += across) writer.add(1, inside[pixel] === 1);
    writer.add(height - bottom! - 1, false);
  }
  writer.add((width - right! - 1) * height, false);
  return writer.mask();
}

/** A mask as CVAT's points; empty when no pixel is in, which CVAT has no mask for. */
export function pointsOfMask(mask: RunMask): number[] {
  const { x, y, width, height } = maskBounds(mask);
  if (width === 0) return [];
  const pixels = decodeMask(mask);
  const runs: number[] = [0];
  for (let row = y; row < y + height; row += 1) {
    for (let column = x; column < x + width; column += 1) {
      const isIn = pixels[row * mask.width + column] === 1;
      if (isIn !== (runs.length % 2 === 0)) runs.push(0);
      runs[runs.length - 1]! += 1;
    }
  }
  return [...runs, x, y, x + width - 1, y + height - 1];
}
