import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  farFromMedian,
  inverseVariance,
  mean,
  median,
  numericConsensus,
  trimmedMean,
  type NumericVotes,
} from './numeric.js';
import { normalVariate, randomOf } from '../statistics/random.js';

describe('of one task', () => {
  it('mean, median and the mean without the ends', () => {
    const values = [10, 1, 2, 3, 4, 5, 6, 7, 8, 900];
    expect([mean(values), median(values), trimmedMean(values)]).toEqual([94.6, 5.5, 45 / 8]);
    expect(trimmedMean([1, 2, 30])).toBe(11);
    expect([median([3, 1, 2]), median([4, 1], 'LOWER'), median([])]).toEqual([2, 1, NaN]);
    expect(() => trimmedMean([1], 0.5)).toThrow('share 0.5');
  });

  it.each<[string, number[], number[]]>([
    ['a slip of a digit', [120, 118, 122, 119, 1210], [4]],
    ['one who differs where all others are equal', [5, 5, 5, 5, 5, 5, 5, 5, 9], [8]],
    ['an even spread', [1, 2, 3, 4, 5, 6], []],
    ['two', [1, 100], []],
    ['all equal', [2, 2, 2], []],
  ])('flags %s', (_, values, flagged) => {
    expect(farFromMedian(values).flatMap((isFar, at) => (isFar ? [at] : []))).toEqual(flagged);
  });

  it('every mean lies between the ends', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 }), (values) => {
        for (const middle of [mean, median, trimmedMean]) {
          expect(middle(values)).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
          expect(middle(values)).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        }
      }),
    );
  });
});

describe('of a project', () => {
  /** Ten people from careful (σ 1) to careless (σ 19); each task answered by all. */
  function simulated(seed: number): { votes: NumericVotes; truth: Float64Array } {
    const random = randomOf(seed);
    const truth = Float64Array.from({ length: 200 }, () => 100 * random.next());
    const rows = [...truth.keys()].flatMap((task) => Array.from({ length: 10 }, (_, worker) => ({ task, worker })));
    return {
      truth,
      votes: {
        task: Int32Array.from(rows, ({ task }) => task),
        worker: Int32Array.from(rows, ({ worker }) => worker),
        value: Float64Array.from(rows, ({ task, worker }) => truth[task]! + (1 + 2 * worker) * normalVariate(random)),
        tasks: 200,
        workers: 10,
      },
    };
  }
  const off = (given: Float64Array, truth: Float64Array) =>
    mean(given.map((value, at) => Math.abs(value - truth[at]!)));

  it('inverse variance finds who is careful and is closer than every mean', () => {
    const { votes, truth } = simulated(5);
    const { truth: found, variance, converged } = inverseVariance(votes);
    expect(converged).toBe(true);
    for (let worker = 3; worker < 9; worker++) expect(variance[worker + 1]).toBeGreaterThan(variance[worker]!);
    expect(Math.sqrt(variance[9]!)).toBeCloseTo(19, -1);
    for (const middle of [mean, median, trimmedMean]) {
      expect(off(found, truth)).toBeLessThan(0.5 * off(numericConsensus(votes, middle), truth));
    }
  });

  it('two passes by hand', () => {
    const votes = {
      task: Int32Array.of(0, 0, 0, 1, 1, 1),
      worker: Int32Array.of(0, 1, 2, 0, 1, 2),
      value: Float64Array.of(0, 0, 3, 6, 6, 9),
      tasks: 2,
      workers: 3,
    };
    const { truth, variance } = inverseVariance(votes);
    // The plain means are 1 and 7, so σ² is 1, 1 and 4, the next truths 3/(4·2.25) = ⅓ and 6⅓; and so on towards 0 and 6.
    expect(truth[0]).toBeLessThan(0.34);
    expect(truth[1]! - truth[0]!).toBeCloseTo(6, 9);
    expect(variance[2]! / variance[0]!).toBeGreaterThan(60);
  });

  it('has NaN for a task and a worker without numbers, and takes numbers that are all equal', () => {
    const votes = {
      task: Int32Array.of(0, 0),
      worker: Int32Array.of(0, 1),
      value: Float64Array.of(7, 7),
      tasks: 2,
      workers: 3,
    };
    const { truth, variance } = inverseVariance(votes);
    expect([...truth]).toEqual([7, NaN]);
    expect(variance[2]).toBeNaN();
    expect([...numericConsensus(votes, median)]).toEqual([7, NaN]);
  });
});
