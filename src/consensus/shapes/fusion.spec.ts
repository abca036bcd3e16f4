import { describe, expect, it } from '@jest/globals';
import { decodeMask, encodeMask, type BoxLabel } from '../../labels/index.js';
import { weightedBoxFusion } from './box-fusion.js';
import { pixelMajority } from './pixel-majority.js';
import { staple, stapleMask } from './staple.js';

const box = ([left, top, right, bottom]: number[], name = 'L'): BoxLabel => {
  return { kind: 'BOX', class: name, x: left!, y: top!, width: right! - left!, height: bottom! - top! };
};
const source = (boxes: number[][], scores: number[], classes: number[], weight: number) => ({
  boxes: boxes.map((one, place) => ({ box: box(one, `L${classes[place]}`), score: scores[place]! })),
  weight,
});

describe('weighted box fusion', () => {
  it('gives the example of its authors', () => {
    const fused = weightedBoxFusion(
      [
        source(
          [
            [0, 0.51, 0.81, 0.91],
            [0.1, 0.31, 0.71, 0.61],
            [0.01, 0.32, 0.83, 0.93],
            [0.02, 0.53, 0.11, 0.94],
            [0.03, 0.24, 0.12, 0.35],
          ],
          [0.9, 0.8, 0.2, 0.4, 0.7],
          [0, 1, 0, 1, 1],
          2,
        ),
        source(
          [
            [0.04, 0.56, 0.84, 0.92],
            [0.12, 0.33, 0.72, 0.64],
            [0.38, 0.66, 0.79, 0.95],
            [0.08, 0.49, 0.21, 0.89],
          ],
          [0.5, 0.8, 0.7, 0.3],
          [1, 1, 1, 0],
          1,
        ),
      ],
      0.5,
    );
    const expected = [
      [0.10666665, 0.31666666, 0.71333331, 0.62, 0.8, 'L1'],
      [0.00181818, 0.47545454, 0.8136363, 0.91363633, 0.73333335, 'L0'],
      [0.03, 0.24, 0.12, 0.35, 0.46666667, 'L1'],
      [0.02, 0.53, 0.11, 0.94, 0.26666667, 'L1'],
      [0.38, 0.66, 0.79, 0.95, 0.23333333, 'L1'],
      [0.04, 0.56, 0.84, 0.92, 0.16666667, 'L1'],
      [0.08, 0.49, 0.21, 0.89, 0.1, 'L0'],
    ];
    expect(fused).toHaveLength(expected.length);
    for (const [place, { box: one, score }] of fused.entries()) {
      const found = [one.x, one.y, one.x + one.width, one.y + one.height, score];
      for (const [at, value] of found.entries()) expect(value).toBeCloseTo(expected[place]![at] as number, 6);
      expect(one.class).toBe(expected[place]![5]);
    }
  });

  it('of three people and one outlier keeps what they share, and the outlier with a third of the score', () => {
    const one = (sides: number[]) => ({ boxes: [{ box: box(sides), score: 1 }], weight: 1 });
    const people = [one([0.1, 0.1, 0.5, 0.5]), one([0.12, 0.1, 0.52, 0.5]), one([0.1, 0.14, 0.5, 0.54])];
    people[2]!.boxes.push({ box: box([0.7, 0.7, 0.9, 0.9]), score: 1 });
    const [fused, outlier] = weightedBoxFusion(people);
    expect([fused!.box.x, fused!.box.y, fused!.box.x + fused!.box.width, fused!.box.y + fused!.box.height]).toEqual(
      [0.10666666, 0.11333334, 0.50666666, 0.51333332].map((value) => expect.closeTo(value, 6)),
    );
    expect(fused!.score).toBeCloseTo(1, 9);
    expect(outlier!.score).toBeCloseTo(1 / 3, 9);
  });
});

const patterns = (rows: string[]) =>
  [...rows[0]!].map((_, place) => ({ votes: rows.map((row) => Number(row[place])), places: 1 }));

describe('STAPLE', () => {
  const six = patterns(['00000110', '00001111', '11101111', '00001110', '01000111', '00110011']);

  it('finds the object of six raters and how each of them errs', () => {
    const { probability, sensitivity, specificity } = staple(six);
    for (const [place, share] of [0, 0, 0, 0, 1, 1, 1, 1].entries()) expect(probability[place]).toBeCloseTo(share, 5);
    expect(sensitivity.map((share) => Number(share.toFixed(4)))).toEqual([0.5, 1, 1, 0.75, 0.75, 0.5]);
    expect(specificity.map((share) => Number(share.toFixed(4)))).toEqual([1, 1, 0.25, 1, 0.75, 0.5]);
  });

  it('moves as the equations say, from the mean of the raters', () => {
    const { probability, sensitivity, specificity } = staple(six, 1);
    const shares = [0.038213, 0.189848, 0.052575, 0.009085, 0.714538, 0.996532, 0.997514, 0.746557];
    for (const [place, share] of shares.entries()) expect(probability[place]).toBeCloseTo(share, 6);
    expect(sensitivity).toHaveLength(specificity.length);
  });

  it('and of three', () => {
    const { probability, sensitivity, specificity } = staple(patterns(['1111000000', '1110000000', '1101100000']));
    expect(probability.map((share) => Math.round(share))).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    for (const [rater, share] of [1, 0.75, 0.75].entries()) expect(sensitivity[rater]).toBeCloseTo(share, 4);
    for (const [rater, share] of [1, 1, 0.8333].entries()) expect(specificity[rater]).toBeCloseTo(share, 4);
  });

  it('weighs places that are treated alike by their number', () => {
    const once = staple(six);
    const thrice = staple(six.map((one) => ({ ...one, places: 3 })));
    expect(thrice.passes).toBe(once.passes);
    for (const [place, share] of once.probability.entries()) expect(thrice.probability[place]).toBeCloseTo(share, 9);
  });

  it('overrules one who paints everything, as pixels, whatever the background', () => {
    const paint = (from: number, to: number, size = 20) => {
      const raster = new Uint8Array(size * size);
      for (let y = from; y < to; y += 1) for (let x = from; x < to; x += 1) raster[y * size + x] = 1;
      return encodeMask(raster, size, size);
    };
    const object = paint(5, 10);
    expect(decodeMask(stapleMask([object, object, object, paint(0, 20)]))).toEqual(decodeMask(object));
    const large = [paint(5, 10, 200), paint(5, 10, 200), paint(5, 11, 200), paint(4, 10, 200)];
    expect(decodeMask(stapleMask(large))).toEqual(decodeMask(paint(5, 10, 200)));
  });
});

it('a majority of pixels is more than half of the weight', () => {
  const mask = (row: string) => encodeMask(Uint8Array.from(row, Number), row.length, 1);
  const of = (rows: string[], weights?: number[]) => [...decodeMask(pixelMajority(rows.map(mask), weights))].join('');
  expect(of(['1100', '1010', '1001'])).toBe('1000');
  expect(of(['1100', '1010'])).toBe('1000');
  expect(of(['1100', '1010', '0110'])).toBe('1110');
  expect(of(['1100', '0010', '0011'], [3, 1, 1])).toBe('1100');
});
