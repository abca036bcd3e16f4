import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ForecastFigures, forecastsOfSeeds, toldForecasts } from '../../src/simulation/index.js';

/** Some ten seconds on two cores that do nothing else. */
const patience = 300_000;
const fortnights = 80;
/**
 * Of 160 forecasts whose ranges hold four of five a share lies within three standard deviations, 3 √(0.8 · 0.2 ÷ 160), of 80 % in 997 of
 * 1,000 cases; `npm run soak -- forecast` asks 74 to 86 of 400.
 */
const threeDeviations = 3 * Math.sqrt((0.8 * 0.2) / (2 * fortnights));

/** What docs/forecast.md promises, over fortnights with rosters, leave, sickness and a batch that comes late and goes first. */
describe('forecasts made at a quarter of the way, and what became of them', () => {
  let figures: ForecastFigures;

  beforeAll(async () => {
    figures = await forecastsOfSeeds(fortnights, 80, 16);
    if (process.env.CI) process.stderr.write(toldForecasts(figures));
  }, patience);

  it('hold the true end between P10 and P90 as often as they say', () => {
    const { first, late, both } = figures.batches;
    expect(both.forecasts).toBe(2 * fortnights);
    expect(Math.abs(both.within - 0.8)).toBeLessThan(threeDeviations);
    // Half as many of each.
    for (const one of [first, late]) expect(Math.abs(one.within - 0.8)).toBeLessThan(threeDeviations * Math.SQRT2);
  });

  it('are neither early nor late by habit', () => {
    const { beforeMiddle } = figures.batches.both;
    expect(Math.abs(beforeMiddle - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / (2 * fortnights)));
  });

  it('say something: the range is a part of the time that is left', () => {
    const { width, truth } = figures.batches.both;
    expect(width).toBeLessThan(truth * 0.35);
  });

  it('name a risk that comes true about as often', () => {
    const [small, , , , great] = figures.risks;
    expect(small!.forecasts).toBeGreaterThan(20);
    expect(small!.late).toBeLessThan(0.15);
    expect(great!.forecasts).toBeGreaterThan(20);
    expect(great!.late).toBeGreaterThan(0.85);
  });

  it('move the right way with more people, fewer answers a task, longer shifts, or without the batch that goes first', () => {
    for (const { right, of, days } of Object.values(figures.whatIf)) {
      expect(right).toBe(of);
      expect(days).toBeLessThan(0);
    }
    expect(figures.whatIf.morePeople.of).toBe(10);
  });
});
