import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulationFigures } from '../../src/simulation/services/figures.js';
import { simulate } from '../../src/simulation/services/simulate.js';

/** A run takes some ten seconds, on a machine that does nothing else. */
const patience = 240_000;

const campaign = (seed: number) =>
  simulate({ people: 12, tasks: 120, seed, overlap: 1, maximumOverlap: 5, atOnce: 1, tell: () => undefined });

describe('a campaign of virtual people through the real services', () => {
  let figures: SimulationFigures;

  beforeAll(async () => {
    figures = await campaign(5);
  }, patience);

  it('ends: every task is settled, nobody was asked too much, and the queue is as the law has it', () => {
    expect(figures).toMatchObject({
      settled: 120,
      overCollected: 0,
      queueDifferences: 0,
      workDifferences: 0,
      hourDifferences: 0,
    });
    expect(figures.answersPerTask).toBeGreaterThanOrEqual(1);
    expect(figures.answersPerTask).toBeLessThanOrEqual(5);
    expect(figures.accuracy.right / 120).toBeGreaterThan(0.85);
  });

  it('shows who answers at random: nobody who worked is trusted less', () => {
    const [spammer, ...others] = figures.trust.filter(({ answers }) => answers > 0).sort((a, b) => a.mean - b.mean);
    expect(spammer).toMatchObject({ kind: 'SPAMMER' });
    expect(others.length).toBeGreaterThan(5);
    expect(spammer!.mean).toBeLessThan(others[0]!.mean - 0.1);
    expect(figures.spammers).toMatchObject([{ goldAnswers: expect.any(Number) }]);
    expect(figures.spammers[0]!.goldAnswers).toBeGreaterThan(3);
  });

  it('mixes gold in, more for people of whom little is known', () => {
    expect(figures.goldShare.STEADY).toBeGreaterThan(0.05);
    expect(figures.goldShare.STEADY).toBeLessThan(0.35);
  });

  it(
    'is the same once more for the same seed, whatever the ids',
    async () => {
      const { seconds: _, ...again } = await campaign(5);
      expect({ ...figures, seconds: 0 }).toEqual({ ...again, seconds: 0 });
    },
    patience,
  );
});
