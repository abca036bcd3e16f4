import type { RunMask } from '../../labels/index.js';
import { RunWriter } from '../../labels/index.js';

/**
 * Label Studio's brush strokes: the picture as RGBA, row by row, four bytes a pixel of which the fourth says whether it is
 * painted, packed by thi.ng/rle-pack. A stream of bits, the highest of a byte first:
 *
 *   32  how many values follow
 *    5  the length of a value in bits, less 1
 *  4×4  the four lengths in bits that a run's length may have, less 1
 *  then blocks until there are enough values: 1 bit, whether one value is repeated; 2 bits, which of the four lengths; the
 *  run's length less 1; and then the one value, or that many values
 *
 * Sources: labelstud.io "Brush labels" and the description of thi.ng/rle-pack; checked against label-studio-sdk 2.1.2.
 */

const MOST_PIXELS = 100_000_000;
const valueBits = 8;
/** As the tool's own frontend writes them. */
const runBits = [3, 4, 8, 16] as const;

class BitReader {
  private bit = 0;

  constructor(private readonly bytes: readonly number[]) {}

  read(bits: number): number {
    if (this.bit + bits > this.bytes.length * 8) throw new RangeError('the brush ends too early');
    let value = 0;
    for (let left = bits; left > 0;) {
      const offset = this.bit % 8;
      const take = Math.min(left, 8 - offset);
      const part = (this.bytes[this.bit >> 3]! >> (8 - offset - take)) & ((1 << take) - 1);
      value = value * 2 ** take + part;
      this.bit += take;
      left -= take;
    }
    return value;
  }
}

/**
 * The painted pixels of a brush.
 * @param bytes `value.rle` of a region
 * @throws RangeError when it is no brush of a picture of this size
 */
export function maskOfBrush(bytes: readonly unknown[], width: number, height: number): RunMask {
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS)) throw new RangeError('the brush has no size');
  if (!bytes.every((byte): byte is number => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) <= 255)) {
    throw new RangeError('the brush is no list of bytes');
  }
  const input = new BitReader(bytes);
  const length = input.read(32);
  if (length !== width * height * 4) throw new RangeError('the brush is of another size than the picture');
  const wordBits = input.read(5) + 1;
  const sizes = [0, 0, 0, 0].map(() => input.read(4) + 1);

  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < length;) {
    const isRepeated = input.read(1) === 1;
    const end = at + 1 + input.read(sizes[input.read(2)]!);
    if (end > length) throw new RangeError('the brush is longer than the picture');
    if (isRepeated) {
      const value = input.read(wordBits);
      // The alpha of pixel p is value 4p + 3.
      if (value > 0) pixels.fill(1, Math.ceil((at - 3) / 4), Math.ceil((end - 3) / 4));
      at = end;
    } else {
      for (; at < end; at += 1) {
        const value = input.read(wordBits);
        if (value > 0 && at % 4 === 3) pixels[at >> 2] = 1;
      }
    }
  }
  return columnsOf(pixels, width, height);
}

function columnsOf(pixels: Uint8Array, width: number, height: number): RunMask {
  const writer = new RunWriter(width, height);
  for (let x = 0; x < width; x += 1) {
    for (let pixel = x; pixel < pixels.length; pixel += width) writer.add(1, pixels[pixel] === 1);
  }
  return writer.mask();
}

class BitWriter {
  readonly bytes: number[] = [];
  private free = 0;

  write(value: number, bits: number): void {
    for (let left = bits; left > 0;) {
      if (this.free === 0) {
        this.bytes.push(0);
        this.free = 8;
      }
      const take = Math.min(left, this.free);
      const part = Math.floor(value / 2 ** (left - take)) % 2 ** take;
      this.bytes[this.bytes.length - 1]! |= part << (this.free - take);
      this.free -= take;
      left -= take;
    }
  }
}

/**
 * A mask as a brush: painted pixels are white and opaque, the others zero in all four bytes.
 * @param pixels row by row, one byte a pixel; whatever is not 0 is painted
 */
export function brushOf(pixels: Uint8Array): number[] {
  const output = new BitWriter();
  output.write(pixels.length * 4, 32);
  output.write(valueBits - 1, 5);
  for (const size of runBits) output.write(size - 1, 4);
  const longest = 2 ** runBits[3];
  for (let start = 0, end = 0; start < pixels.length; start = end) {
    const isPainted = pixels[start] !== 0;
    while (end < pixels.length && (pixels[end] !== 0) === isPainted) end += 1;
    for (let left = (end - start) * 4; left > 0; left -= longest) {
      const run = Math.min(left, longest);
      const size = runBits.findIndex((bits) => run <= 2 ** bits);
      output.write(1, 1);
      output.write(size, 2);
      output.write(run - 1, runBits[size]!);
      output.write(isPainted ? 255 : 0, valueBits);
    }
  }
  return output.bytes;
}
