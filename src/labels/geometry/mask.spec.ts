import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compressCounts,
  decodeMask,
  encodeMask,
  expandCounts,
  maskArea,
  maskBounds,
  maskDice,
  maskIntersectionArea,
  maskIou,
  type RunMask,
} from './mask.js';

/** From pycocotools 2.0.11. */
const oracles = [
  ['empty', ['....', '....', '....'], [12], '<', [0, 0, 0, 0]],
  ['full', ['####', '####', '####'], [0, 12], '0<', [0, 0, 4, 3]],
  ['corner', ['#..', '...'], [0, 1, 5], '015', [0, 0, 1, 1]],
  ['L', ['#...', '#...', '####'], [0, 3, 2, 1, 2, 1, 2, 1], '032N0000', [0, 0, 4, 3]],
  ['checker', ['.#.#', '#.#.', '.#.#', '#.#.'], [1, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 1], '11110O10O10O0', [0, 0, 4, 4]],
  ['ring', ['.....', '.###.', '.#.#.', '.###.', '.....'], [6, 3, 2, 1, 1, 1, 2, 3, 6], '632NO0124', [1, 1, 3, 3]],
] as const;

const compressed = [
  [[22, ...new Array<number>(11).fill(5), 43], 'f055000000000V1'],
  [[11, 1, 9, 3, 7, 4, 6, 6, 4, 6, 4, 4, 6, 3, 7, 1, 38], ';192N1O2N00N2O1No0'],
  [[29, 3, 6, 6, 6, 7, 5, 7, 6, 6, 6, 7, 6, 4, 8, 2, 54], 'm036301O01O010M2N^1'],
  [[0, 120], '0h3'],
] as const;

function disc(side: number, x: number, y: number, radius: number): RunMask {
  const raster = new Uint8Array(side * side);
  for (let i = 0; i < raster.length; i += 1) {
    raster[i] = Number(((i % side) - x) ** 2 + (Math.floor(i / side) - y) ** 2 <= radius ** 2);
  }
  return encodeMask(raster, side, side);
}

describe('runs', () => {
  it.each(oracles)('of %s are as COCO writes them', (_, rows, counts, text, [x, y, width, height]) => {
    const raster = Uint8Array.from(rows.join(''), (pixel) => Number(pixel === '#'));
    const mask = encodeMask(raster, rows[0].length, rows.length);
    expect(mask.counts).toEqual(counts);
    expect(compressCounts(mask.counts)).toBe(text);
    expect(expandCounts(text)).toEqual(counts);
    expect(decodeMask(mask)).toEqual(raster);
    expect(maskArea(mask)).toBe(raster.reduce((sum, value) => sum + value, 0));
    expect(maskBounds(mask)).toEqual({ x, y, width, height });
  });

  it.each(compressed)('%j compress to %s', (counts, text) => {
    expect(compressCounts([...counts])).toBe(text);
    expect(expandCounts(text)).toEqual(counts);
  });

  it('come back from rasters and from the compressed form', () => {
    const raster = fc.integer({ min: 1, max: 12 }).chain((width) =>
      fc.integer({ min: 1, max: 12 }).chain((height) => {
        const pixels = fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 });
        return pixels.map((values) => ({ width, height, values }));
      }),
    );
    fc.assert(
      fc.property(raster, ({ width, height, values }) => {
        const mask = encodeMask(values, width, height);
        expect(Array.from(decodeMask(mask))).toEqual(Array.from(values));
        expect(expandCounts(compressCounts(mask.counts))).toEqual(mask.counts);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 ** 31 - 1 })), (counts) => {
        expect(expandCounts(compressCounts(counts))).toEqual(counts);
      }),
    );
  });

  it('refuse a text that is no compressed form', () => {
    expect(() => expandCounts('f')).toThrow('ends within a number');
    expect(() => expandCounts('1 2')).toThrow('wrong character');
    expect(() => expandCounts('oooooooooooooo0')).toThrow('wrong character');
    expect(() => expandCounts('N')).toThrow('negative run');
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(expandCounts(text).every((count) => count >= 0)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

describe('mask overlap', () => {
  it("of two discs is pycocotools'", () => {
    const [a, b] = [disc(64, 34, 30, 20), disc(64, 30, 34, 18)];
    expect([maskArea(a), maskArea(b), maskIntersectionArea(a, b)]).toEqual([1257, 1009, 903]);
    expect(maskIou(a, b)).toBeCloseTo(0.6625091709464417, 12);
    expect(maskDice(a, b)).toBeCloseTo(0.7969991173874669, 12);
    expect(maskIou(b, a)).toBe(maskIou(a, b));
    expect(maskBounds(a)).toEqual({ x: 14, y: 10, width: 41, height: 41 });
  });

  it('counts the pixels that are in both', () => {
    const side = 9;
    const raster = fc.uint8Array({ minLength: side * side, maxLength: side * side, max: 1 });
    fc.assert(
      fc.property(raster, raster, (a, b) => {
        const both = a.filter((value, i) => value && b[i]).length;
        expect(maskIntersectionArea(encodeMask(a, side, side), encodeMask(b, side, side))).toBe(both);
      }),
    );
  });

  it('is 0 between empty masks and between different sizes', () => {
    const empty = { width: 2, height: 2, counts: [4] };
    const full = { width: 2, height: 2, counts: [0, 4] };
    const wide = { width: 4, height: 1, counts: [0, 4] };
    expect([maskIou(empty, empty), maskDice(empty, empty), maskIou(full, wide), maskIou(full, full)]).toEqual([
      0, 0, 0, 1,
    ]);
  });
});
