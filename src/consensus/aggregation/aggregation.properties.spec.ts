import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Aggregation, Votes } from './aggregation.types.js';
import { aggregationMethods } from './methods.js';
import { tiedClasses } from './posteriors.js';
import { randomOf, shuffle } from '../statistics/random.js';
import { taskPosterior } from './task-posterior.js';
import { VoteTable } from './vote-table.js';

/** Votes of people of different skill, so that the truth can be found. */
function simulated(
  seed: number,
  { tasks, workers, classes, each }: Record<'tasks' | 'workers' | 'classes' | 'each', number>,
) {
  const random = randomOf(seed);
  const skill = Array.from({ length: workers }, () => 0.55 + 0.43 * random.next());
  const rows: { task: number; worker: number; label: number }[] = [];
  for (let task = 0; task < tasks; task++) {
    const truth = Math.floor(random.next() * classes);
    const who = shuffle(
      Int32Array.from({ length: workers }, (_, worker) => worker),
      random,
    );
    for (const worker of who.subarray(0, each)) {
      const label = random.next() < skill[worker]! ? truth : Math.floor(random.next() * classes);
      rows.push({ task, worker, label });
    }
  }
  return rows;
}

const named = (rows: { task: number; worker: number; label: number }[], names: (kind: string, n: number) => string) => {
  const table = new VoteTable();
  for (const { task, worker, label } of rows)
    table.add(names('task', task), names('worker', worker), names('label', label));
  return table.finish();
};

const deterministic = [
  'majority-vote',
  'wawa',
  'zero-based-skill',
  'dawid-skene',
  'one-coin',
  'pooled-dawid-skene',
  'glad',
] as const;

const shape = fc.record({
  tasks: fc.integer({ min: 15, max: 40 }),
  workers: fc.integer({ min: 5, max: 9 }),
  classes: fc.integer({ min: 2, max: 4 }),
  each: fc.constantFrom(3, 5),
});

/** Any method may settle a tie by the order of the classes; the vote of equal weights is where ties come from. */
const hasTies = (votes: Votes): boolean => {
  const { posteriors } = aggregationMethods['majority-vote'](votes);
  return Array.from({ length: votes.tasks }).some((_, task) => tiedClasses(posteriors, votes.classes, task) > 1);
};

describe.each(deterministic)('%s', (method) => {
  // Another order of votes rounds sums differently in the last digit; GLAD's ascent carries that on through its steps.
  const rounding = method === 'glad' ? 1e-7 : 1e-9;

  it('does not care for the order of votes, nor for the names of tasks, workers and labels', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.nat(), shape, (seed, size) => {
        const rows = simulated(seed, size).filter(({ task }, _, all) => {
          const counts = new Map<number, number>();
          for (const row of all) if (row.task === task) counts.set(row.label, (counts.get(row.label) ?? 0) + 1);
          const [first = 0, second = 0] = [...counts.values()].sort((left, right) => right - left);
          return first > second;
        });
        const before = named(rows, (kind, n) => `${kind}${n}`);
        fc.pre(rows.length > 20 && !hasTies(before.votes));
        const renamed = (kind: string, n: number) => `${kind}-${(n * 37 + (seed % 89)) % 97}`;
        const order = shuffle(Int32Array.from(rows.keys()), randomOf(seed + 1));
        const after = named(
          [...order].map((at) => rows[at]!),
          renamed,
        );
        const [left, right] = [aggregationMethods[method](before.votes), aggregationMethods[method](after.votes)];
        compared += 1;
        for (const [task, name] of before.taskNames.entries()) {
          const other = after.taskNames.indexOf(renamed('task', Number(name.slice(4))));
          for (const [label, text] of before.classNames.entries()) {
            const place = after.classNames.indexOf(renamed('label', Number(text.slice(5))));
            const pair = [
              left.posteriors[task * before.votes.classes + label]!,
              right.posteriors[other * after.votes.classes + place]!,
            ];
            expect(Math.abs(pair[0]! - pair[1]!)).toBeLessThan(rounding);
          }
        }
        expect(right.iterations).toBe(left.iterations);
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(30);
  });
});

describe.each(Object.keys(aggregationMethods) as (keyof typeof aggregationMethods)[])('%s', (method) => {
  it('gives each task a distribution, and the label its highest entry', () => {
    fc.assert(
      fc.property(fc.nat(), shape, (seed, { classes, ...size }) => {
        const asked = { ...size, classes: method === 'kos' ? 2 : classes }; // KOS knows two
        const { votes } = named(simulated(seed, asked), (kind, n) => `${kind}${n}`);
        const { posteriors, labels, skill, confusion }: Aggregation = aggregationMethods[method](votes);
        for (let task = 0; task < votes.tasks; task++) {
          const row = posteriors.subarray(task * votes.classes, (task + 1) * votes.classes);
          expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
          expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
          expect(row[labels[task]!]).toBeGreaterThan(Math.max(...row) - 1e-9);
        }
        expect(skill).toHaveLength(votes.workers);
        for (let at = 0; confusion && at < confusion.length; at += votes.classes) {
          expect(confusion.subarray(at, at + votes.classes).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        }
      }),
      { numRuns: 15 },
    );
  });
});

it('an agreeing answer of somebody no worse than chance never lowers the posterior of its class', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 7 }).chain((classes) => {
        const answer = fc.record({
          label: fc.nat({ max: classes - 1 }),
          errors: fc.double({ min: 1 / classes, max: 1, noNaN: true }),
        });
        return fc.record({
          earlier: fc.array(answer, { maxLength: 12 }),
          next: answer,
          prior: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: classes, maxLength: classes }),
        });
      }),
      ({ earlier, next, prior }) => {
        const classPrior = Float64Array.from(prior);
        const before = taskPosterior(earlier, classPrior)[next.label]!;
        const after = taskPosterior([...earlier, next], classPrior)[next.label]!;
        expect(after).toBeGreaterThanOrEqual(before - 1e-12);
      },
    ),
    { numRuns: 500 },
  );
});
