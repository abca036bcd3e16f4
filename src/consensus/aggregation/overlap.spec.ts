import { describe, expect, it } from '@jest/globals';
import { crowdSet } from '../../../test/factories/crowd-sets.js';
import { calibrationError, chooseConfidence, reliabilityCurve } from './calibration.js';
import { cappedConfidence, overlapDecision, replayOverlap } from './overlap.js';
import { wilsonInterval } from '../statistics/proportion.js';

describe('overlapDecision', () => {
  const rule = { minimum: 2, maximum: 5, confidence: 0.95 };
  it.each([
    [1, 0.99, 'ASK_ONE_MORE'],
    [2, 0.95, 'ENOUGH'],
    [2, 0.949, 'ASK_ONE_MORE'],
    [5, 0.949, 'ESCALATE'],
    [5, 0.96, 'ENOUGH'],
  ])('%d answers at %d: %s', (answers, confidence, decision) => {
    expect(overlapDecision(answers, confidence, rule)).toBe(decision);
  });

  it.each([
    [0.99, 0, 0.5],
    [0.99, 20, 21 / 22],
    [0.6, 20, 0.6],
    [0.99, 30, 0.99],
  ])('a claim of %d with %d gold answers counts as %d', (claim, gold, capped) => {
    expect(cappedConfidence(claim, gold)).toBeCloseTo(capped, 12);
  });
});

describe('replayOverlap', () => {
  const rule = { minimum: 2, maximum: Infinity, confidence: 0.9 };

  it('asks less than there is and repeats itself for the same seed', async () => {
    const { votes, gold } = await crowdSet('rte');
    const replay = replayOverlap(votes, gold, { rule, seed: 1 });
    expect(replay.tasks).toHaveLength(780);
    expect(Math.min(...replay.tasks.map(({ answers }) => answers))).toBe(2);
    expect(replay.labelsPerTask).toBeLessThan(4.22 * 1.05);
    expect(replay.accuracy!).toBeGreaterThan(0.9);
    expect(replayOverlap(votes, gold, { rule, seed: 1 })).toEqual(replay);
    expect(replayOverlap(votes, gold, { rule, seed: 2 })).not.toEqual(replay);
    for (const { answers, claimed, escalated } of replay.tasks) {
      expect(escalated).toBe(claimed < 0.9);
      if (escalated) expect(answers).toBe(10);
    }
  });

  it('never asks for more than the maximum, and a higher τ costs more', async () => {
    const { votes, gold } = await crowdSet('dog');
    const at = (confidence: number, maximum: number) =>
      replayOverlap(votes, gold, { rule: { minimum: 2, maximum, confidence }, seed: 4 });
    expect(Math.max(...at(0.999, 4).tasks.map(({ answers }) => answers))).toBe(4);
    expect(at(0.99, 10).labelsPerTask).toBeGreaterThan(at(0.8, 10).labelsPerTask + 1);
    expect(at(0.99, 10).accuracy!).toBeGreaterThan(at(0.5, 10).accuracy!);
  });

  it('forecasts without any truth', async () => {
    const { votes } = await crowdSet('rte');
    const replay = replayOverlap(votes, new Int32Array(votes.tasks).fill(-1), { rule, seed: 1 });
    expect(replay).toMatchObject({ accuracy: null, claimed: null });
    expect(replay.tasks).toHaveLength(800);
    expect(replay.labelsPerTask).toBeGreaterThan(2);
  });
});

describe('calibration', () => {
  const claims = (claimed: number, right: number, wrong: number) => [
    ...Array.from({ length: right }, () => ({ claimed, correct: 1 })),
    ...Array.from({ length: wrong }, () => ({ claimed, correct: 0 })),
  ];
  const all = [...claims(0.55, 11, 9), ...claims(0.85, 36, 14), ...claims(0.97, 94, 6), ...claims(1, 99, 1)];

  it('sets what was claimed against what was right', () => {
    const curve = reliabilityCurve(all);
    expect(curve.map(({ low, high, count, observed }) => [low, high, count, observed])).toEqual([
      [0.5, 0.6, 20, 0.55],
      [0.8, 0.9, 50, 0.72],
      [0.95, 0.99, 100, 0.94],
      [0.99, 1, 100, 0.99],
    ]);
    expect(curve[2]!.interval).toEqual(wilsonInterval(94, 100));
    expect(calibrationError(curve)).toBeCloseTo((50 * 0.13 + 100 * 0.03 + 100 * 0.01) / 270, 6);
  });

  it.each([
    [0.95, { confidence: 0.95, count: 200, observed: 0.965 }],
    [0.7, { confidence: 0.5, count: 270 }],
    [0.98, { confidence: 0.99, count: 100 }],
    [0.999, null],
  ])('chooses τ for %d', (target, expected) => {
    const chosen = chooseConfidence(all, target);
    if (expected) expect(chosen).toMatchObject(expected);
    else expect(chosen).toBeNull();
  });

  it('does not choose on fewer than thirty claims', () => {
    expect(chooseConfidence(claims(0.97, 29, 0), 0.9)).toBeNull();
    expect(chooseConfidence(claims(0.97, 30, 0), 0.9)).toMatchObject({ confidence: 0.95 });
  });

  it.each([
    [81, 263, 0.2552885199, 0.366209577],
    [15, 148, 0.0623863995, 0.1604872417],
    [0, 20, 0, 0.1611251581],
    [1, 29, 0.0061132143, 0.1717552188],
    [95, 100, 0.8882495308, 0.9784563208],
    [10, 10, 0.7224672001, 1],
  ])('Wilson of %d in %d', (right, count, low, high) => {
    const interval = wilsonInterval(right, count);
    expect(interval[0]).toBeCloseTo(low, 9);
    expect(interval[1]).toBeCloseTo(high, 9);
  });
});
