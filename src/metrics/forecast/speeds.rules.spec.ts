import { describe, expect, it } from '@jest/globals';
import type { PersonFacts, WorkedDay } from './forecast.types.js';
import { speedsOf } from './speeds.rules.js';

const worked = (memberId: string, days: number[], hours = 8, projectId = 'p'): WorkedDay[] =>
  days.map((units, place) => ({ memberId, projectId, kind: 'ANSWER', daysAgo: days.length - place, units, hours }));
const of = (days: WorkedDay[], id: string, more: Partial<PersonFacts> = {}, projectId = 'p') => {
  const speeds = speedsOf(days);
  const one = speeds.of({ id, ...more } as PersonFacts, projectId, 'ANSWER');
  const pool = speeds.pools.get(one.pool)!;
  return { ...one, pool, perHour: Math.exp(one.own + (1 - one.known) * pool.mean) };
};

describe('how quick somebody is', () => {
  const steady = ['a', 'b', 'c', 'd'].flatMap((id) => worked(id, [80, 80, 80, 80, 80]));

  it('is what was seen, once much was seen', () => {
    const quick = of([...steady, ...worked('quick', [160, 160, 160, 160, 160])], 'quick');
    expect(quick.perHour).toBeGreaterThan(16);
    expect(quick.perHour).toBeLessThan(22);
    expect(quick.sd).toBeLessThan(0.15);
  });

  it('is drawn towards the others when little was seen, and that of anybody when nothing was', () => {
    const brief = of([...steady, ...worked('brief', [4], 0.2)], 'brief');
    const nobody = of(steady, 'nobody');
    // Twenty an hour for a moment says little beside the ten of everybody else.
    expect(brief.perHour).toBeGreaterThan(nobody.perHour);
    expect(brief.perHour).toBeLessThan(17);
    expect(brief.known).toBeLessThan(0.8);
    expect(nobody).toMatchObject({ known: 0 });
    expect(nobody.perHour).toBeGreaterThan(8);
    expect(nobody.perHour).toBeLessThan(11);
    expect(nobody.sd).toBeGreaterThan(0.2);
  });

  it('is a wide guess where nobody has worked, and a nearer one where they worked elsewhere', () => {
    const guess = of([], 'a');
    expect(guess.pool.sd).toBe(1);
    expect(guess.perHour).toBeCloseTo(20 * Math.exp(-0.15 * Math.exp(-40 / 50)), 1);
    const elsewhere = of(steady, 'a', {}, 'another project');
    expect(elsewhere.pool.sd).toBe(0.7);
    expect(elsewhere.perHour).toBeLessThan(12);
  });

  it('is what it was said to be for somebody who is not there yet', () => {
    expect(of(steady, 'new', { assumed: { perHour: 30 } }).perHour).toBeCloseTo(30, 9);
    expect(of(steady, 'new', { assumed: { perHour: null } }).known).toBe(0);
  });

  it('sees that people learn', () => {
    const learners = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((id) => worked(id, [30, 45, 60, 70, 80, 80, 80, 80]));
    const { perHour } = of(learners, 'a');
    // The mean of those days is 8.2 an hour; the last ones say ten.
    expect(perHour).toBeGreaterThan(8.6);
    expect(perHour).toBeLessThan(10.5);
  });
});
