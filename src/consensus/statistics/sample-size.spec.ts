import { describe, expect, it } from '@jest/globals';
import { binomialCdf, finiteSampleSize, sequentialTest, twoPointPlan, zeroDefectSampleSize } from './index.js';

describe('the chance that a sample of so many has at most so many defects', () => {
  it.each<[number, number, number[][]]>([
    [
      80,
      2,
      [
        [0.005, 0.992288],
        [0.01, 0.953447],
        [0.02, 0.784419],
        [0.025, 0.676691],
        [0.04, 0.374788],
        [0.05, 0.230621],
        [0.065, 0.100937],
        [0.08, 0.040378],
        [0.1, 0.010684],
        [0.15, 0.000256],
      ],
    ],
    [
      80,
      5,
      [
        [0.005, 0.999997],
        [0.01, 0.99984],
        [0.02, 0.994551],
        [0.025, 0.984785],
        [0.04, 0.898811],
        [0.05, 0.789225],
        [0.065, 0.579782],
        [0.08, 0.375021],
        [0.1, 0.176917],
        [0.15, 0.014023],
      ],
    ],
    [
      125,
      3,
      [
        [0.005, 0.996252],
        [0.01, 0.962551],
        [0.02, 0.75867],
        [0.025, 0.618906],
        [0.04, 0.259304],
        [0.05, 0.123785],
        [0.065, 0.034569],
        [0.08, 0.008312],
        [0.1, 0.001042],
        [0.15, 3e-6],
      ],
    ],
    [
      125,
      7,
      [
        [0.005, 1.0],
        [0.01, 0.999958],
        [0.02, 0.996191],
        [0.025, 0.986384],
        [0.04, 0.870926],
        [0.05, 0.711717],
        [0.065, 0.430436],
        [0.08, 0.208995],
        [0.1, 0.060053],
        [0.15, 0.00093],
      ],
    ],
    [
      50,
      3,
      [
        [0.005, 0.99988],
        [0.01, 0.998404],
        [0.02, 0.982242],
        [0.025, 0.963796],
        [0.04, 0.860869],
        [0.05, 0.760408],
        [0.065, 0.589591],
        [0.08, 0.425296],
        [0.1, 0.250294],
        [0.15, 0.046047],
      ],
    ],
    [
      32,
      3,
      [
        [0.005, 0.99998],
        [0.01, 0.999713],
        [0.02, 0.996322],
        [0.025, 0.991967],
        [0.04, 0.962286],
        [0.05, 0.926195],
        [0.065, 0.848374],
        [0.08, 0.748872],
        [0.1, 0.600306],
        [0.15, 0.272087],
      ],
    ],
    [
      200,
      3,
      [
        [0.005, 0.981319],
        [0.01, 0.858034],
        [0.02, 0.431495],
        [0.025, 0.261475],
        [0.04, 0.039529],
        [0.05, 0.009048],
        [0.065, 0.000803],
        [0.08, 5.9e-5],
        [0.1, 1e-6],
        [0.15, 0.0],
      ],
    ],
  ])('%i, %i', (sampleSize, acceptance, byShare) => {
    for (const [share, published] of byShare) {
      expect(binomialCdf(acceptance, sampleSize, share!)).toBeCloseTo(published!, 6);
    }
  });
});

describe('a sample without a defect', () => {
  it.each([
    [0.005, 0.9, 460],
    [0.005, 0.95, 598],
    [0.005, 0.99, 919],
    [0.01, 0.9, 230],
    [0.01, 0.95, 299],
    [0.01, 0.99, 459],
    [0.02, 0.9, 114],
    [0.02, 0.95, 149],
    [0.02, 0.99, 228],
    [0.05, 0.9, 45],
    [0.05, 0.95, 59],
    [0.05, 0.99, 90],
    [0.1, 0.9, 22],
    [0.1, 0.95, 29],
    [0.1, 0.99, 44],
  ])('below %d with confidence %d', (share, confidence, published) => {
    expect(zeroDefectSampleSize(share, confidence)).toBe(published);
  });
});

describe('a sample of a finite lot', () => {
  it.each([
    [500, 0.5, 0.05, 218],
    [500, 0.9, 0.03, 218],
    [500, 0.95, 0.02, 239],
    [2000, 0.5, 0.05, 323],
    [2000, 0.9, 0.03, 323],
    [2000, 0.95, 0.02, 372],
    [10000, 0.5, 0.05, 370],
    [10000, 0.9, 0.03, 370],
    [10000, 0.95, 0.02, 437],
    [100000, 0.5, 0.05, 383],
    [100000, 0.9, 0.03, 383],
    [100000, 0.95, 0.02, 455],
  ])('of %i items, share %d, ± %d', (lotSize, share, error, published) => {
    expect(finiteSampleSize(lotSize, share, error)).toBe(published);
  });
});

describe('a plan through two points', () => {
  it.each([
    [0.01, 0.05, 0.05, 0.1, 132, 3],
    [0.02, 0.05, 0.08, 0.1, 98, 4],
    [0.05, 0.05, 0.15, 0.1, 77, 7],
    [0.01, 0.05, 0.1, 0.1, 52, 2],
    [0.025, 0.05, 0.1, 0.1, 78, 4],
    [0.05, 0.05, 0.15, 0.075, 80, 7],
  ])('%d (%d) and %d (%d)', (goodShare, refusedGood, badShare, acceptedBad, sampleSize, acceptance) => {
    const plan = twoPointPlan({ goodShare, refusedGood, badShare, acceptedBad });
    expect(plan).toEqual({ sampleSize, acceptance });
  });
});

describe('a sequential test', () => {
  it.each<[number, number, number, number, number[]]>([
    [0.01, 0.05, 0.05, 0.1, [1.363856, 1.751018, 0.024985, 80.619, 57.548, 55]],
    [0.02, 0.08, 0.05, 0.1, [1.553179, 1.994084, 0.043587, 58.328, 45.022, 36]],
    [0.05, 0.15, 0.05, 0.05, [2.433747, 2.433747, 0.091934, 52.233, 37.722, 27]],
    [0.065, 0.15, 0.05, 0.1, [2.416695, 3.102728, 0.102313, 57.373, 53.49, 24]],
  ])('%d against %d', (goodShare, badShare, refusedGood, acceptedBad, published) => {
    const test = sequentialTest({ goodShare, refusedGood, badShare, acceptedBad });
    expect(test.acceptDistance).toBeCloseTo(published[0]!, 6);
    expect(test.refuseDistance).toBeCloseTo(published[1]!, 6);
    expect(test.slope).toBeCloseTo(published[2]!, 6);
    expect(test.meanItemsGood).toBeCloseTo(published[3]!, 3);
    expect(test.meanItemsBad).toBeCloseTo(published[4]!, 3);
    expect(test.leastItems).toBe(published[5]!);
  });

  it('refuses a bad share that is not worse', () => {
    expect(() => sequentialTest({ goodShare: 0.1, refusedGood: 0.05, badShare: 0.1, acceptedBad: 0.1 })).toThrow(
      'smaller',
    );
  });
});
