import { overUnion, type Box } from './box.js';

/**
 * A mask as COCO's uncompressed run lengths: the pixels column by column, top to bottom, in runs that alternate between
 * out and in, beginning with out (so the first run may be 0). Source: pycocotools 2.0, `maskApi.c`.
 */
export interface RunMask {
  width: number;
  height: number;
  counts: number[];
}

/** The runs of a row-major raster of one byte a pixel; whatever is not 0 is in. */
export function encodeMask(raster: Uint8Array, width: number, height: number): RunMask {
  const counts: number[] = [];
  let isIn = false;
  let length = 0;
  for (let x = 0; x < width; x += 1) {
    for (let pixel = x; pixel < width * height; pixel += width) {
      if ((raster[pixel] !== 0) !== isIn) {
        counts.push(length);
        isIn = !isIn;
        length = 0;
      }
      length += 1;
    }
  }
  counts.push(length);
  return { width, height, counts };
}

/** The row-major raster of a mask, one byte a pixel: 1 is in, 0 is out. */
export function decodeMask(mask: RunMask): Uint8Array {
  const { width, height } = mask;
  const raster = new Uint8Array(width * height);
  for (const [start, end] of runsIn(mask)) {
    let x = Math.floor(start / height);
    let y = start % height;
    for (let position = start; position < end; position += 1) {
      raster[y * width + x] = 1;
      y += 1;
      if (y === height) {
        y = 0;
        x += 1;
      }
    }
  }
  return raster;
}

/** The pixels in a mask. */
export function maskArea({ counts }: RunMask): number {
  let area = 0;
  for (let index = 1; index < counts.length; index += 2) area += counts[index]!;
  return area;
}

/** The smallest box around the pixels in a mask; a box of zeros when there are none, as pycocotools' `toBbox` gives it. */
export function maskBounds(mask: RunMask): Box {
  const { height } = mask;
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (const [start, end] of runsIn(mask)) {
    const [first, last] = [Math.floor(start / height), Math.floor((end - 1) / height)];
    const isOneColumn = first === last;
    left = Math.min(left, first);
    right = Math.max(right, last);
    top = Math.min(top, isOneColumn ? start % height : 0);
    bottom = Math.max(bottom, isOneColumn ? (end - 1) % height : height - 1);
  }
  if (right < 0) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The pixels in both masks, counted on the runs; 0 when the masks differ in size, for then no pixel is the same. */
export function maskIntersectionArea(a: RunMask, b: RunMask): number {
  if (a.width !== b.width || a.height !== b.height) return 0;
  const [first, second] = [a.counts, b.counts];
  if (lastIn(a) <= (second[0] ?? 0) || lastIn(b) <= (first[0] ?? 0)) return 0;
  let area = 0;
  let startA = 0;
  let endA = 0;
  let startB = 0;
  let endB = 0;
  // From one run that is in to the next, always of the mask that is behind.
  for (let i = -1, j = -1; ;) {
    if (endA <= endB) {
      i += 2;
      if (i >= first.length) return area;
      startA = endA + first[i - 1]!;
      endA = startA + first[i]!;
    } else {
      j += 2;
      if (j >= second.length) return area;
      startB = endB + second[j - 1]!;
      endB = startB + second[j]!;
    }
    const shared = (endA < endB ? endA : endB) - (startA > startB ? startA : startB);
    if (shared > 0) area += shared;
  }
}

/** Intersection over union, 0 to 1; 0 when either mask is empty or their sizes differ. */
export function maskIou(a: RunMask, b: RunMask): number {
  const shared = maskIntersectionArea(a, b);
  return shared === 0 ? 0 : overUnion(shared, maskArea(a), maskArea(b));
}

/** 2·|A∩B| / (|A| + |B|), 0 to 1 (Dice 1945); 0 when both masks are empty or their sizes differ. */
export function maskDice(a: RunMask, b: RunMask): number {
  const areas = maskArea(a) + maskArea(b);
  return areas === 0 ? 0 : (2 * maskIntersectionArea(a, b)) / areas;
}

/**
 * |A∩B| / |A|, 0 to 1; 0 when A is empty or the sizes differ. It is what COCO takes for the IoU of a detection A against a
 * ground truth B marked `iscrowd` (pycocotools 2.0, `maskApi.c`).
 */
export function maskShareWithin(a: RunMask, b: RunMask): number {
  const area = maskArea(a);
  return area === 0 ? 0 : maskIntersectionArea(a, b) / area;
}

/**
 * COCO's compressed form of `counts`, as pycocotools' `rleToString` writes it: from the fourth on, each as its difference
 * to the one two before; then in groups of five bits, lowest first, with a sixth bit for "more follows", plus 48.
 * Counts must be below 2^31.
 */
export function compressCounts(counts: number[]): string {
  const codes: number[] = [];
  for (const [index, count] of counts.entries()) {
    let rest = index > 2 ? count - (counts[index - 2] ?? 0) : count;
    for (let more = true; more;) {
      const group = rest & 31;
      rest >>= 5;
      // The group's highest bit is the sign of what is left: when all of it is that sign, it need not be written.
      more = rest !== (group & 16 ? -1 : 0);
      codes.push((more ? group | 32 : group) + 48);
    }
  }
  // In parts: a call takes its arguments on the stack, which some 100,000 of them overflow.
  let text = '';
  for (let i = 0; i < codes.length; i += 8192) text += String.fromCharCode(...codes.slice(i, i + 8192));
  return text;
}

/**
 * The counts of COCO's compressed form.
 * @throws RangeError when the text is not such a form
 */
export function expandCounts(text: string): number[] {
  // As long as it can be, and shortened at the end: growing it would take as long as all the rest.
  const counts = new Array<number>(text.length);
  let length = 0;
  // The counts one and two before.
  let last = 0;
  let beforeLast = 0;
  for (let place = 0; place < text.length;) {
    let code = text.charCodeAt(place) - 48;
    place += 1;
    let count = code & 31;
    let shift = 5;
    while (code & 32 && (code & ~63) === 0 && place < text.length && shift <= 30) {
      code = text.charCodeAt(place) - 48;
      place += 1;
      count |= (code & 31) << shift;
      shift += 5;
    }
    if (code & ~63 || (code & 32 && place < text.length)) {
      throw new RangeError('not a compressed mask: a wrong character');
    }
    if (code & 32) throw new RangeError('not a compressed mask: it ends within a number');
    if (code & 16 && shift < 32) count |= -1 << shift;
    if (length > 2) count += beforeLast;
    if (count < 0) throw new RangeError('not a compressed mask: a negative run');
    counts[length] = count;
    length += 1;
    beforeLast = last;
    last = count;
  }
  counts.length = length;
  return counts;
}

/** The position after the last run that is in: what is out behind it is left away. */
function lastIn({ width, height, counts }: RunMask): number {
  return width * height - (counts.length % 2 === 1 ? counts.at(-1)! : 0);
}

/** The runs of pixels that are in, as positions from `start` up to but not including `end`, column by column. */
function* runsIn({ counts }: RunMask): Generator<[start: number, end: number], void> {
  let start = 0;
  for (const [index, count] of counts.entries()) {
    if (index % 2 === 1 && count > 0) yield [start, start + count];
    start += count;
  }
}
