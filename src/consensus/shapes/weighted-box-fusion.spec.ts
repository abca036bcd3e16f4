import { describe, expect, it } from '@jest/globals';
import { weightedBoxFusion, type FusedBox, type ScoredBox } from './weighted-box-fusion.js';

type Corners = [left: number, top: number, right: number, bottom: number];

const boxes = (name: string[] | string, scores: number[], ...corners: Corners[]): ScoredBox[] => {
  return corners.map(([x, y, right, bottom], at) => {
    return { class: typeof name === 'string' ? name : name[at]!, score: scores[at]!, x, y, width: right - x, height: bottom - y }; // prettier-ignore
  });
};

function expectFused(fused: FusedBox[], expected: [Corners, score: number, name: string][]): void {
  expect(fused.map((box) => box.class)).toEqual(expected.map(([, , name]) => name));
  for (const [at, [corners, score]] of expected.entries()) {
    const { x, y, width, height, score: found } = fused[at]!;
    for (const [edge, value] of [x, y, x + width, y + height].entries()) expect(value).toBeCloseTo(corners[edge]!, 6);
    expect(found).toBeCloseTo(score, 6);
  }
}

/** Known answers: ensemble-boxes 1.0, `weighted_boxes_fusion`; its figures are of single precision. */
describe('weighted box fusion', () => {
  it('of two models', () => {
    // prettier-ignore
    const first = boxes(['0', '1', '0', '1', '1'], [0.9, 0.8, 0.2, 0.4, 0.7],
      [0, 0.51, 0.81, 0.91], [0.1, 0.31, 0.71, 0.61], [0.01, 0.32, 0.83, 0.93], [0.02, 0.53, 0.11, 0.94], [0.03, 0.24, 0.12, 0.35]);
    // prettier-ignore
    const second = boxes(['1', '1', '1', '0'], [0.5, 0.8, 0.7, 0.3],
      [0.04, 0.56, 0.84, 0.92], [0.12, 0.33, 0.72, 0.64], [0.38, 0.66, 0.79, 0.95], [0.08, 0.49, 0.21, 0.89]);
    const fused = weightedBoxFusion([first, second], { weights: [2, 1], matchIou: 0.5, leastScore: 0.0001 });
    expectFused(fused, [
      [[0.10666665, 0.31666666, 0.71333331, 0.62], 0.8, '1'],
      [[0.00181818, 0.47545454, 0.8136363, 0.91363633], 0.73333335, '0'],
      [[0.03, 0.24, 0.12, 0.35], 0.46666667, '1'],
      [[0.02, 0.53, 0.11, 0.94], 0.26666667, '1'],
      [[0.38, 0.66, 0.79, 0.95], 0.23333333, '1'],
      [[0.04, 0.56, 0.84, 0.92], 0.16666667, '1'],
      [[0.08, 0.49, 0.21, 0.89], 0.1, '0'],
    ]);
    expect(fused[0]?.members).toEqual([
      { source: 0, place: 1 },
      { source: 1, place: 1 },
    ]);
  });

  it('of three people, one of whom marks something else too', () => {
    const three: Corners[] = [[0.1, 0.1, 0.5, 0.5], [0.12, 0.1, 0.52, 0.5], [0.1, 0.14, 0.5, 0.54]]; // prettier-ignore
    const people = three.map((corners) => boxes('a', [1], corners));
    people[2]!.push(...boxes('a', [1], [0.7, 0.7, 0.9, 0.9]));
    expectFused(weightedBoxFusion(people), [
      [[0.10666666, 0.11333334, 0.50666666, 0.51333332], 1, 'a'],
      [[0.7, 0.7, 0.9, 0.9], 0.3333333, 'a'],
    ]);
  });

  it('never counts more than one agreement a list, and leaves out what is scored too low', () => {
    const twice = boxes('a', [0.9, 0.7, 0.1], [0, 0, 10, 10], [0, 0, 10, 10], [0, 0, 10, 10]);
    expectFused(weightedBoxFusion([twice], { leastScore: 0.2 }), [[[0, 0, 10, 10], 0.8, 'a']]);
    expect(weightedBoxFusion([])).toEqual([]);
  });

  it('refuses scores and weights that are none', () => {
    const one = boxes('a', [0], [0, 0, 1, 1]);
    expect(() => weightedBoxFusion([one])).toThrow('a score of 0');
    expect(() => weightedBoxFusion([[]], { weights: [NaN] })).toThrow('a weight of NaN');
  });
});
