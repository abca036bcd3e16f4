import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeMask, encodeMask } from '../../labels/index.js';
import { brushOf, maskOfBrush } from './brush.rules.js';

interface Vector {
  width: number;
  height: number;
  rle: number[];
  rows: string[];
}

/** Made by `mask2rle` of label-studio-sdk 2.1.2, and read back by its `decode_rle`. */
const vectors = JSON.parse(readFileSync('test/fixtures/label-studio/brush.json', 'utf8')) as Vector[];

const rowsOf = (pixels: Uint8Array, width: number) =>
  Array.from({ length: pixels.length / width }, (_, y) =>
    [...pixels.subarray(y * width, (y + 1) * width)].map((pixel) => (pixel ? '#' : '.')).join(''),
  );

describe('brushes', () => {
  it.each(vectors)('reads what Label Studio’s own tools wrote, $width × $height', ({ width, height, rle, rows }) => {
    expect(rowsOf(decodeMask(maskOfBrush(rle, width, height)), width)).toEqual(rows);
  });

  it('reads values that are not repeated, as the frontend writes short runs', () => {
    // 8 values; words of 8 bits; sizes 3, 4, 8, 16; one block of 8 single values: 0 0 0 0, 1 2 3 255
    const bits =
      (8).toString(2).padStart(32, '0') + '00111' + '0010' + '0011' + '0111' + '1111' + '0' + '00' + '111' +
      [0, 0, 0, 0, 1, 2, 3, 255].map((value) => value.toString(2).padStart(8, '0')).join(''); // prettier-ignore
    const bytes = bits.match(/.{1,8}/g)!.map((byte) => parseInt(byte.padEnd(8, '0'), 2));
    expect(maskOfBrush(bytes, 2, 1).counts).toEqual([1, 1]);
  });

  it('comes back as it was written, whatever was painted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.infiniteStream(fc.boolean()), (width, height, stream) => {
        const pixels = Uint8Array.from({ length: width * height }, () => Number(stream.next().value));
        expect(maskOfBrush(brushOf(pixels), width, height)).toEqual(encodeMask(pixels, width, height));
      }),
    ); // prettier-ignore
  });

  it('writes runs of more than 65,536 values', () => {
    const pixels = new Uint8Array(300 * 300).fill(1, 10, 60_000);
    expect(maskOfBrush(brushOf(pixels), 300, 300)).toEqual(encodeMask(pixels, 300, 300));
  });

  it('refuses what is no brush of this picture', () => {
    const brush = brushOf(new Uint8Array(12).fill(1, 3, 5));
    expect(() => maskOfBrush(brush, 4, 4)).toThrow('another size');
    expect(() => maskOfBrush(brush.slice(0, -2), 4, 3)).toThrow('ends too early');
    expect(() => maskOfBrush([...brush.slice(0, 8), 300], 4, 3)).toThrow('no list of bytes');
    expect(() => maskOfBrush([], 4, 3)).toThrow('ends too early');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 }), (tail) => {
        const bytes = [...brush.slice(0, 7), ...tail];
        try {
          const { counts } = maskOfBrush(bytes, 4, 3);
          return counts.reduce((sum, count) => sum + count, 0) === 12;
        } catch (fault) {
          return fault instanceof RangeError;
        }
      }),
    );
  });
});
