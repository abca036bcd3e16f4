import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { majorityAccuracy, spammerScore, votePosterior } from './index.js';

describe('the accuracy of a majority', () => {
  it.each<[number, number[][]]>([
    [
      0.6,
      [
        [1, 0.6],
        [2, 0.6],
        [3, 0.648],
        [5, 0.68256],
        [7, 0.710208],
        [9, 0.733432],
        [11, 0.753498],
      ],
    ],
    [
      0.7,
      [
        [1, 0.7],
        [2, 0.7],
        [3, 0.784],
        [5, 0.83692],
        [7, 0.873964],
        [9, 0.901191],
        [11, 0.921775],
      ],
    ],
    [
      0.8,
      [
        [1, 0.8],
        [2, 0.8],
        [3, 0.896],
        [5, 0.94208],
        [7, 0.966656],
        [9, 0.980419],
        [11, 0.988346],
      ],
    ],
    [
      0.9,
      [
        [1, 0.9],
        [2, 0.9],
        [3, 0.972],
        [5, 0.99144],
        [7, 0.997272],
        [9, 0.999109],
        [11, 0.999704],
      ],
    ],
  ])('of people who are right with %d', (accuracy, byVotes) => {
    for (const [votes, published] of byVotes) expect(majorityAccuracy(accuracy, votes!)).toBeCloseTo(published!, 6);
  });
});

describe('the posterior of a vote', () => {
  it.each([
    [
      'two who agree',
      2,
      [
        [0, 0.8],
        [0, 0.8],
      ],
      [0.94117647, 0.05882353],
    ],
    [
      'two against one',
      2,
      [
        [0, 0.8],
        [0, 0.8],
        [1, 0.7],
      ],
      [0.87272727, 0.12727273],
    ],
    [
      'two who agree on one of four',
      4,
      [
        [2, 0.7],
        [2, 0.7],
      ],
      [0.01923077, 0.01923077, 0.94230769, 0.01923077],
    ],
    [
      'two who part, of four',
      4,
      [
        [0, 0.9],
        [1, 0.6],
      ],
      [0.80597015, 0.13432836, 0.02985075, 0.02985075],
    ],
  ] as [string, number, number[][], number[]][])('%s', (_, options, votes, published) => {
    const found = votePosterior(
      votes.map(([option, accuracy]) => ({ option: option!, accuracy: accuracy! })),
      options,
    );
    for (const [place, probability] of published.entries()) expect(found[place]).toBeCloseTo(probability, 8);
  });

  it('is the prior without votes, and rises with an agreeing vote by somebody better than chance', () => {
    expect(votePosterior([], 2, [3, 1])[0]).toBeCloseTo(0.75, 14);
    const vote = fc.record({ option: fc.nat(2), accuracy: fc.double({ min: 0.334, max: 0.99, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(vote, { maxLength: 8 }), vote, (votes, further) => {
        const before = votePosterior(votes, 3)[further.option]!;
        const after = votePosterior([...votes, further], 3)[further.option]!;
        expect(after).toBeGreaterThanOrEqual(before - 1e-12);
      }),
    );
  });

  it('refuses a voter who is never wrong and an option that is none', () => {
    expect(() => votePosterior([{ option: 0, accuracy: 1 }], 2)).toThrow('accuracy');
    expect(() => votePosterior([{ option: 2, accuracy: 0.8 }], 2)).toThrow('option must be one of 0 to 1');
  });
});

describe('the spammer score', () => {
  it.each([
    [
      'of somebody always right',
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      1,
    ],
    [
      'of sensitivity 0.9 and specificity 0.8',
      [
        [0.9, 0.1],
        [0.2, 0.8],
      ],
      0.49,
    ],
    [
      'of somebody who does not look',
      [
        [0.7, 0.2, 0.1],
        [0.7, 0.2, 0.1],
        [0.7, 0.2, 0.1],
      ],
      0,
    ],
    [
      'of three classes',
      [
        [0.8, 0.1, 0.1],
        [0.2, 0.7, 0.1],
        [0.1, 0.2, 0.7],
      ],
      0.366667,
    ],
    [
      'of somebody always wrong the same way',
      [
        [0, 1],
        [1, 0],
      ],
      1,
    ],
  ])('%s', (_, confusion, published) => {
    expect(spammerScore(confusion)).toBeCloseTo(published, 6);
  });

  it('refuses what is no confusion matrix', () => {
    expect(() => spammerScore([[1]])).toThrow('square');
    expect(() =>
      spammerScore([
        [0.5, 0.4],
        [0, 1],
      ]),
    ).toThrow('sum to 1');
  });
});
