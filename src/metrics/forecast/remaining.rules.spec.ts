import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomOf } from '../../consensus/index.js';
import { BatchPools } from './batch-pools.rules.js';
import { pools } from './floor.rules.js';
import type { BatchFacts, Tally } from './forecast.types.js';
import { expectedOf, openAtEnd, remainingOf } from './remaining.rules.js';

const all: Tally = { count: 1e6, of: 1e6 };
const none: Tally = { count: 0, of: 1e6 };
const fifth: Tally = { count: 2e5, of: 1e6 };

/** Two answers; of a fifth of the tasks up to four, and of those that got four somebody judges every one. */
const batch = (more: Partial<BatchFacts> = {}): BatchFacts => ({
  ...{ id: 'batch', name: 'Batch', projectId: 'project', priority: 0, share: 1, deadlineAt: null, createdAt: 0 },
  ...{ tasks: 1000, settled: 0, triaged: 0, judging: 0, reworking: 0, arriving: 0, overlap: 2, maximumOverlap: 4 },
  undecided: [{ wanted: 2, have: 0, tasks: 1000 }],
  askedAgain: [none, none, fifth, all],
  judged: [none, none, none, none, all],
  sentBack: none,
  ...more,
});

describe('the work that is left', () => {
  it('comes in the order of the queue: what is asked on top behind all first answers, and who judges it has it last', () => {
    const { phases, judging, answers } = remainingOf(batch(), 3);
    const more = phases[2]!.answers;
    expect(more).toBeGreaterThan(140);
    expect(more).toBeLessThan(260);
    expect(phases.map((one) => one.answers)).toEqual([0, 2000, more, more]);
    expect(phases.map((one) => one.judging)).toEqual([0, 0, 0, more]);
    expect([answers, judging]).toEqual([2000 + 2 * more, more]);
    expect(expectedOf(batch()).judgements).toBeCloseTo(200, 0);
    expect(expectedOf(batch()).answers).toBeCloseTo(2400, 0);
    expect(expectedOf(batch()).answersPerTask).toBeCloseTo(2.4, 2);
  });

  it('has its judgements when the tasks that need them are answered, and not evenly', () => {
    const remaining = remainingOf(batch(), 3);
    const work = new BatchPools([0, 0, 0, 0]);
    work.fill([remaining], randomOf(1));
    work.take(pools.ANSWER, 2000);
    expect(work.free(pools.JUDGE)).toBeLessThanOrEqual(1);
    work.take(pools.ANSWER, remaining.answers - 2000 - 50);
    expect(Math.abs(work.free(pools.JUDGE) - (remaining.judging - 50))).toBeLessThanOrEqual(1);
    work.take(pools.ANSWER, 50);
    expect(work.free(pools.JUDGE)).toBe(remaining.judging);
  });

  it('ends with those that were asked for the most', () => {
    const remaining = remainingOf(batch(), 3);
    const more = remaining.phases[3]!.answers;
    expect(openAtEnd(remaining, 40, 2)).toEqual([{ wanted: 4, have: 3, tasks: 40 }]);
    // Thirty wait for their third answer, and of each of them comes a fourth.
    expect(openAtEnd(remaining, more + 30, 2)).toEqual([
      { wanted: 3, have: 2, tasks: 30 },
      { wanted: 4, have: 3, tasks: more - 30 },
    ]);
  });

  it('at its end is as many answers as are left, whatever is asked on top', () => {
    const tally = fc.integer({ min: 0, max: 100 }).map((count) => ({ count: count * 1e4, of: 1e6 }));
    fc.assert(
      fc.property(tally, tally, fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (second, third, seed, part) => {
        const facts = batch({ askedAgain: [none, none, second, third] });
        const remaining = remainingOf(facts, seed);
        const left = Math.round(part * remaining.answers);
        const undecided = openAtEnd(remaining, left, 2);
        const again = expectedOf({ ...facts, undecided }).answers;
        expect(Math.abs(again - left)).toBeLessThan(0.05 * left + 80);
      }), // prettier-ignore
    );
  });
});
