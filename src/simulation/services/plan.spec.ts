import { describe, expect, it } from '@jest/globals';
import { fixedOverlapOf } from './fixed-overlap-of-plan.js';
import { classNames, planOf } from './plan.js';

const options = { people: 60, tasks: 3000, seed: 3, overlap: 1, maximumOverlap: 5 };

describe('the plan of a simulation', () => {
  const plan = planOf(options);

  it('has the items asked for and gold beside them, all classes equally often, and no item twice', () => {
    expect(plan.workKeys).toHaveLength(3000);
    expect(plan.goldKeys).toHaveLength(40);
    expect(new Set([...plan.workKeys, ...plan.goldKeys]).size).toBe(3040);
    const counts = classNames.map((_, place) => plan.goldKeys.filter((key) => plan.truthOf(key) === place).length);
    expect(counts).toEqual([10, 10, 10, 10]);
  });

  it('says the same for the same seed, in any order, and something else for another', () => {
    const said = (from: typeof plan, keys: string[]) =>
      new Map(keys.map((key) => [key, from.answerOf(from.annotators[9]!, '9', key, 'ANNOTATE 1', 0)]));
    const keys = plan.workKeys.slice(0, 200);
    expect(said(planOf(options), [...keys].reverse())).toEqual(said(plan, keys));
    expect(said(planOf({ ...options, seed: 4 }), keys)).not.toEqual(said(plan, keys));
  });

  it('lets people be as right as they truly are', () => {
    const person = plan.annotators.at(-1)!;
    const balanced = plan.goldKeys.flatMap((key) =>
      Array.from({ length: 100 }, (_, seat) => ({ key, seat: `${seat}` })),
    );
    const right = balanced.filter(({ key, seat }) => plan.answerOf(person, '59', key, seat, 0) === plan.truthOf(key));
    // 4,000 answers: four standard deviations are less than 0.03.
    expect(Math.abs(right.length / balanced.length - person.accuracy)).toBeLessThan(0.03);
  });

  it('tells what three answers each would give: three for an item, and better than most people alone', () => {
    const { labels, right } = fixedOverlapOf(plan);
    const [median] = plan.annotators.map(({ accuracy }) => accuracy).sort((a, b) => a - b).slice(30); // prettier-ignore
    expect(labels).toBe(9000);
    expect(right / 3000).toBeGreaterThan(median!);
    expect(right / 3000).toBeLessThan(1);
  });
});
