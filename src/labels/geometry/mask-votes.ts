import type { RunMask } from './mask.js';

/**
 * Walks several masks of one size at once, from stretch to stretch in which none of them changes, in COCO's column order.
 * @param visit is told the length of the stretch in pixels, and of each mask whether it is in (1) or out (0); the array is
 *   reused from call to call
 * @throws RangeError when the masks differ in size
 */
export function walkMasks(masks: RunMask[], visit: (length: number, isIn: Uint8Array) => void): void {
  const [first] = masks;
  if (!first) return;
  if (masks.some(({ width, height }) => width !== first.width || height !== first.height)) {
    throw new RangeError('masks of different sizes show different pictures');
  }
  const pixels = first.width * first.height;
  const runs = new Int32Array(masks.length);
  const isIn = new Uint8Array(masks.length);
  const ends = Float64Array.from(masks, ({ counts }) => counts[0] ?? pixels);
  for (let position = 0; position < pixels;) {
    let next = pixels;
    for (const [index, { counts }] of masks.entries()) {
      while (ends[index]! <= position) {
        const run = ++runs[index]!;
        ends[index] = run < counts.length ? ends[index]! + counts[run]! : Infinity;
        isIn[index] = run < counts.length ? run & 1 : 0;
      }
      next = Math.min(next, ends[index]!);
    }
    visit(next - position, isIn);
    position = next;
  }
}

/** Puts stretches together into a mask. */
export class RunWriter {
  private readonly counts: number[] = [0];

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  add(length: number, isIn: boolean): void {
    if (length === 0) return;
    if (isIn !== (this.counts.length % 2 === 0)) this.counts.push(0);
    this.counts[this.counts.length - 1]! += length;
  }

  mask(): RunMask {
    return { width: this.width, height: this.height, counts: this.counts };
  }
}

/** The pixels that are in at least `least` of the masks: 1 is their union, all of them their intersection. */
export function maskOfVotes(masks: RunMask[], least: number): RunMask {
  const writer = new RunWriter(masks[0]?.width ?? 0, masks[0]?.height ?? 0);
  walkMasks(masks, (length, isIn) => {
    let votes = 0;
    for (const vote of isIn) votes += vote;
    writer.add(length, votes >= least);
  });
  return writer.mask();
}
