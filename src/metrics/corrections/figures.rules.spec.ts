import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomOf } from '../../consensus/index.js';
import { meanOfTasks, shareOf, studentT, type TaskSums } from './figures.rules.js';

const sumsOf = (tasks: number[][]): TaskSums => {
  const of = tasks.map((values) => ({ s: values.reduce((sum, one) => sum + one, 0), n: values.length }));
  const sum = (value: (one: { s: number; n: number }) => number) => of.reduce((total, one) => total + value(one), 0);
  return { tasks: tasks.length, s: sum(({ s }) => s), n: sum(({ n }) => n), ss: sum(({ s }) => s * s), sn: sum(({ s, n }) => s * n), nn: sum(({ n }) => n * n) }; // prettier-ignore
};

describe('the mean over the values of tasks', () => {
  it('by hand: two tasks, one with two values', () => {
    // s = 1.5, 0.6; n = 2, 1; mean 0.7; residuals 0.1, −0.1; variance 2/1 · 0.02 / 9; t of 1 degree 12.7062
    const { mean, interval } = meanOfTasks(sumsOf([[0.7, 0.8], [0.6]]))!;
    expect(mean).toBeCloseTo(0.7, 12);
    const half = 12.7062 * Math.sqrt((2 * 0.02) / 9);
    expect(interval![0]).toBeCloseTo(Math.max(0, 0.7 - half), 4);
    expect(interval![1]).toBe(1);
  });

  it('says nothing of none, and no interval from a single task', () => {
    expect(meanOfTasks(sumsOf([]))).toBeNull();
    expect(meanOfTasks(sumsOf([[0.5, 0.7]]))).toEqual({ mean: 0.6, interval: null });
  });

  it.each([
    [1, 12.7062],
    [2, 4.3027],
    [10, 2.2281],
    [30, 2.0423],
    [1000, 1.9623],
  ])('Student’s t of %i degrees is %d, as the tables have it', (degrees, t) =>
    expect(studentT(degrees)).toBeCloseTo(t, 3),
  );

  it('has its ends around the mean, between 0 and 1', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 20 }),
        (tasks) => {
          const { mean, interval } = meanOfTasks(sumsOf(tasks))!;
          expect(interval![0]).toBeGreaterThanOrEqual(0);
          expect(interval![1]).toBeLessThanOrEqual(1);
          expect(interval![0]).toBeLessThanOrEqual(mean + 1e-9);
          expect(interval![1]).toBeGreaterThanOrEqual(mean - 1e-9);
        },
      ),
    );
  });

  it('holds the true mean about as often as it says, where the shapes of a picture are alike', () => {
    const random = randomOf(7);
    const truth = 0.8;
    let holds = 0;
    const rounds = 2000;
    for (let round = 0; round < rounds; round += 1) {
      const tasks = Array.from({ length: 25 }, () => {
        const picture = random.next() * 0.2 - 0.1;
        return Array.from({ length: 1 + random.integer(4) }, () => truth + picture + random.next() * 0.1 - 0.05);
      });
      const { interval } = meanOfTasks(sumsOf(tasks))!;
      if (interval![0] <= truth && truth <= interval![1]) holds += 1;
    }
    expect(holds / rounds).toBeGreaterThan(0.92);
    expect(holds / rounds).toBeLessThan(0.98);
  });
});

describe('a share', () => {
  it('of nothing is not known', () => {
    expect(shareOf(0, 0)).toEqual({ count: 0, n: 0, share: null, interval: [0, 1] });
    expect(shareOf(1, 4)).toMatchObject({
      share: 0.25,
      interval: [expect.closeTo(0.0456, 3), expect.closeTo(0.6994, 3)],
    });
  });
});
