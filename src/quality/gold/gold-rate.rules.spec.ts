import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { trustFrom } from '../trust/trust.rules.js';
import { chooseGold, goldRate, isEligible, type GoldCandidate, type GoldChoice } from './gold-rate.rules.js';

const rates = { start: 0.2, floor: 0.02 };

describe('the share of gold', () => {
  it('is the start for new people and the floor for those who are known well', () => {
    expect(goldRate(trustFrom(0, 0), rates)).toBe(0.2);
    expect(goldRate(trustFrom(3, 0), rates)).toBeGreaterThan(0.15);
    expect(goldRate(trustFrom(36, 4), rates)).toBeCloseTo(0.0601, 3);
    expect(goldRate(trustFrom(180, 20), rates)).toBe(0.02);
  });

  it('falls with more evidence of the same rate, between start and floor', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        (rate, n, more) => {
          const now = goldRate(trustFrom(rate * n, (1 - rate) * n, { right: 1, wrong: 1 }), rates);
          const mean = (rate * n + 1) / (n + 2);
          const later = goldRate(
            trustFrom(rate * n + mean * more, (1 - rate) * n + (1 - mean) * more, { right: 1, wrong: 1 }),
            rates,
          );
          expect(later).toBeLessThanOrEqual(now);
          expect(later).toBeGreaterThanOrEqual(rates.floor);
          expect(now).toBeLessThanOrEqual(rates.start);
        },
      ),
    );
  });

  it('refuses a floor above the start', () => {
    expect(() => goldRate(trustFrom(0, 0), { start: 0.1, floor: 0.2 })).toThrow(RangeError);
  });
});

const now = new Date('2026-05-01T12:00:00Z');
const choice: GoldChoice = { now, exposureCap: 40, coolDownHours: 24, seenByClass: new Map([['dust', 2]]) };
const candidate = (id: string, more: Partial<GoldCandidate> = {}): GoldCandidate => ({
  id,
  classes: ['dust'],
  exposures: 0,
  lastShownAt: null,
  wasSeen: false,
  ...more,
});

describe('the gold task for a person', () => {
  it('is of the class they have seen least, then the one shown least', () => {
    const crack = candidate('crack', { classes: ['crack'], exposures: 30 });
    const fresher = candidate('crack-2', { classes: ['crack'], exposures: 29 });
    expect(chooseGold([candidate('dust'), crack, fresher], 0, choice)?.id).toBe('crack-2');
  });

  it('with several classes stands for the least seen of them', () => {
    const both = candidate('both', { classes: ['dust', 'crack'], exposures: 9 });
    expect(chooseGold([candidate('dust'), both], 0, choice)?.id).toBe('both');
  });

  it('is drawn among equals, each as often', () => {
    const ids = [0, 0.3, 0.6, 0.9].map(
      (draw) =>
        chooseGold(
          ['a', 'b', 'c'].map((id) => candidate(id)),
          draw,
          choice,
        )?.id,
    );
    expect(ids).toEqual(['a', 'a', 'b', 'c']);
  });

  it.each<[string, Partial<GoldCandidate>, boolean]>([
    ['seen by the person', { wasSeen: true }, false],
    ['spent', { exposures: 40 }, false],
    ['shown once less', { exposures: 39 }, true],
    ['shown an hour ago', { lastShownAt: new Date('2026-05-01T11:00:00Z') }, false],
    ['shown a day ago', { lastShownAt: new Date('2026-04-30T12:00:00Z') }, true],
  ])('when %s: %s', (_, more, eligible) => {
    expect(isEligible(candidate('a', more), choice)).toBe(eligible);
    expect(chooseGold([candidate('a', more)], 0.5, choice) !== null).toBe(eligible);
  });

  it('is none when there is none', () => expect(chooseGold([], 0.5, choice)).toBeNull());

  it('is never one that may not be shown, and none that may be is of a class seen less', () => {
    const anyCandidate = fc.record({
      id: fc.string(),
      classes: fc.uniqueArray(fc.constantFrom('dust', 'crack', 'dent'), { maxLength: 3 }),
      exposures: fc.nat(50),
      lastShownAt: fc.option(fc.nat(48).map((hours) => new Date(now.getTime() - hours * 3_600_000))),
      wasSeen: fc.boolean(),
    });
    const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const leastSeen = ({ classes }: GoldCandidate) =>
      classes.length === 0 ? 0 : Math.min(...classes.map((name) => choice.seenByClass.get(name) ?? 0));
    fc.assert(
      fc.property(fc.array(anyCandidate, { maxLength: 20 }), draw, (candidates, at) => {
        const chosen = chooseGold(candidates, at, choice);
        const eligible = candidates.filter((one) => isEligible(one, choice));
        if (eligible.length === 0) return expect(chosen).toBeNull();
        expect(eligible).toContain(chosen);
        const alike = eligible.filter((one) => leastSeen(one) === Math.min(...eligible.map(leastSeen)));
        expect(alike).toContain(chosen);
        expect(chosen!.exposures).toBe(Math.min(...alike.map(({ exposures }) => exposures)));
      }),
    );
  });
});
