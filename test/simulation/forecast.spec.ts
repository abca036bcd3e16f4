import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ForecastFigures, forecastsOfSeeds, toldForecasts } from '../../src/simulation/index.js';

/** Some twenty seconds on two cores that do nothing else. */
const patience = 300_000;

/** What docs/forecast.md promises, over fortnights with rosters, leave, sickness and a batch that comes late and goes first. */
describe('forecasts made at a quarter of the way, and what became of them', () => {
  let figures: ForecastFigures;

  beforeAll(async () => {
    figures = await forecastsOfSeeds(200, 100, 20);
    if (process.env.CI) process.stderr.write(toldForecasts(figures));
  }, patience);

  it('hold the true end between P10 and P90 as often as they say', () => {
    const { first, late, both } = figures.batches;
    expect(both.forecasts).toBe(400);
    expect(both.within).toBeGreaterThanOrEqual(0.74);
    expect(both.within).toBeLessThanOrEqual(0.86);
    // Half as many of each: four standard deviations about the same.
    for (const one of [first, late]) {
      expect(one.within).toBeGreaterThan(0.68);
      expect(one.within).toBeLessThan(0.92);
    }
  });

  it('are neither early nor late by habit', () => {
    expect(figures.batches.both.beforeMiddle).toBeGreaterThan(0.4);
    expect(figures.batches.both.beforeMiddle).toBeLessThan(0.6);
  });

  it('say something: the range is a part of the time that is left', () => {
    const { width, truth } = figures.batches.both;
    expect(width).toBeLessThan(truth * 0.35);
  });

  it('name a risk that comes true about as often', () => {
    const [small, , , , great] = figures.risks;
    expect(small!.forecasts).toBeGreaterThan(50);
    expect(small!.late).toBeLessThan(0.15);
    expect(great!.forecasts).toBeGreaterThan(50);
    expect(great!.late).toBeGreaterThan(0.85);
  });

  it('move the right way with more people, fewer answers a task, longer shifts, or without the batch that goes first', () => {
    for (const { right, of, days } of Object.values(figures.whatIf)) {
      expect(right).toBe(of);
      expect(days).toBeLessThan(0);
    }
    expect(figures.whatIf.morePeople.of).toBe(20);
  });
});
