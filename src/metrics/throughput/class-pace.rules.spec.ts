import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classPaceOf, hardnessOf, leastTimed, type Mix, objectsIn, secondsBy, type TimedAnswer } from './class-pace.rules.js'; // prettier-ignore
import { normalised, type Pace, paceOf } from './pace.rules.js';

/** As the hours of work would say it, an answer an hour. */
const baseOf = (answers: readonly TimedAnswer[]): Pace => {
  const all = answers.map(({ seconds: t, mix }) => ({ o: objectsIn(mix), t }));
  const sum = (of: (one: { o: number; t: number }) => number) => all.reduce((total, one) => total + of(one), 0);
  return paceOf({ n: all.length, o: sum(({ o }) => o), t: sum(({ t }) => t), oo: sum(({ o }) => o * o), ot: sum(({ o, t }) => o * t) })!; // prettier-ignore
};
const mixOf = (answers: readonly TimedAnswer[]): Mix => {
  const mix: Record<string, number> = {};
  for (const one of answers) for (const [name, count] of Object.entries(one.mix)) mix[name] = (mix[name] ?? 0) + count;
  return mix;
};
/** What the report says of one person, or of everybody. */
const paceIn = (answers: readonly TimedAnswer[], of?: string) => {
  const base = baseOf(answers);
  const own = answers.filter(({ memberId }) => !of || memberId === of);
  const mix = mixOf(own);
  const hardness = hardnessOf({ answers: own.length, mix }, classPaceOf(answers, base), base);
  const seconds = own.reduce((total, one) => total + one.seconds, 0);
  const objects = objectsIn(mix);
  const paces = (factor?: number) => {
    const { expectedSeconds } = normalised([{ answers: own.length, objects, seconds, pace: base, hardness: factor }]);
    return expectedSeconds / seconds;
  };
  return { byObjects: paces(), byClasses: paces(hardness) };
};

/** Answers as people of a speed give them: 10 seconds an answer and so many for a label of each class, with some chance. */
const worked = (
  memberId: string,
  slowness: number,
  secondsOf: Mix,
  mixes: readonly Mix[],
  noise: (at: number) => number = () => 1,
): TimedAnswer[] =>
  mixes.map((mix, at) => {
    const labels = Object.entries(mix).reduce((sum, [name, count]) => sum + count * secondsOf[name]!, 0);
    return { memberId, seconds: slowness * (10 + labels) * noise(at), mix };
  });

const easy: Mix = { 'BOX Cat': 1 };
const hard: Mix = { 'BOX Lynx': 1 };
const both: Mix = { 'BOX Cat': 1, 'BOX Lynx': 1 };
const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
const half = [...times(40, easy), ...times(40, hard), ...times(20, both)];

describe('how long answers take by what is in them', () => {
  it('is near usual for a person of everybody’s speed who had the hard classes alone', () => {
    const scene = fc.record({
      easySeconds: fc.double({ min: 2, max: 15, noNaN: true }),
      times: fc.double({ min: 2, max: 8, noNaN: true }),
      // Chance comes in rounds of twenty, so that it is the same for each class.
      twenties: fc.integer({ min: 3, max: 10 }),
      others: fc.array(fc.double({ min: 0.7, max: 1.4, noNaN: true }), { minLength: 3, maxLength: 6 }),
      jitter: fc.array(fc.double({ min: 0.6, max: 1.4, noNaN: true }), { minLength: 20, maxLength: 20 }),
    });
    fc.assert(
      fc.property(scene, ({ easySeconds, times: harder, twenties, others, jitter }) => {
        const count = twenties * jitter.length;
        const seconds = { 'BOX Cat': easySeconds, 'BOX Lynx': easySeconds * harder };
        const noise = (at: number) => jitter[at % jitter.length]! / (jitter.reduce((a, b) => a + b, 0) / jitter.length);
        const answers = [
          ...worked('hard', 1, seconds, times(count, hard), noise),
          ...worked('easy', 1, seconds, times(count, easy), noise),
          ...others.flatMap((slowness, at) => worked(`other ${at}`, slowness, seconds, half, noise)),
        ];
        const ofHard = paceIn(answers, 'hard').byClasses;
        // Two people of one speed are as quick as each other, whatever they had; objects alone would call one of them slow.
        expect(ofHard / paceIn(answers, 'easy').byClasses).toBeGreaterThan(0.85);
        expect(ofHard / paceIn(answers, 'easy').byClasses).toBeLessThan(1.18);
        expect(paceIn(answers).byClasses).toBeCloseTo(1, 1);
      }),
      { numRuns: 60 },
    );
  });

  it('objects alone would call that person slow', () => {
    const seconds = { 'BOX Cat': 5, 'BOX Lynx': 30 };
    const answers = [
      ...worked('hard', 1, seconds, times(80, hard)),
      ...worked('easy', 1, seconds, times(80, easy)),
      ...worked('other', 1, seconds, half),
    ];
    expect(paceIn(answers, 'hard').byObjects).toBeLessThan(0.75);
    expect(paceIn(answers, 'hard').byClasses).toBeCloseTo(1, 1);
    const pace = classPaceOf(answers, baseOf(answers))!;
    expect(pace.secondsOf.get('BOX Lynx')! - pace.secondsOf.get('BOX Cat')!).toBeGreaterThan(20);
  });

  it('does not take the slowness of a person for the difficulty of their classes, as far as others had those', () => {
    const seconds = { 'BOX Cat': 10, 'BOX Lynx': 10 };
    const answers = [
      ...worked('slow', 2, seconds, times(100, hard)),
      ...worked('other', 1, seconds, times(100, easy)),
      ...times(4, 0).flatMap((_, at) => worked(`both ${at}`, 1, seconds, half)),
    ];
    expect(paceIn(answers, 'slow').byClasses / paceIn(answers, 'other').byClasses).toBeLessThan(0.65);
  });

  it('knows options and tags, too, and of a class that was seen once that it is one like any other', () => {
    const answers = [
      ...worked('a', 1, { 'CHOICE animal=cat': 0, 'CHOICE animal=fox': 40 }, [...times(60, { 'CHOICE animal=cat': 1 }), ...times(60, { 'CHOICE animal=fox': 1 })]), // prettier-ignore
      ...worked('b', 1, { 'BOX Cat': 10, 'BOX Rare': 500 }, [...times(60, easy), { 'BOX Rare': 1 }]),
    ];
    const pace = classPaceOf(answers, baseOf(answers))!;
    expect(pace.secondsOf.get('CHOICE animal=fox')! - pace.secondsOf.get('CHOICE animal=cat')!).toBeGreaterThan(25);
    expect(pace.secondsOf.get('BOX Rare')! - pace.secondsOf.get('BOX Cat')!).toBeLessThan(100);
    expect(secondsBy(pace, 2, { 'BOX Never seen': 3 })).toBeCloseTo(2 * pace.secondsPerAnswer + 3 * pace.secondsPerObject, 9); // prettier-ignore
  });

  it('says nothing from few answers, and then objects say it', () => {
    const few = worked('a', 1, { 'BOX Cat': 5 }, times(leastTimed - 1, easy));
    expect(classPaceOf(few, baseOf(few))).toBeNull();
    expect(hardnessOf({ answers: 3, mix: easy }, null, baseOf(few))).toBe(1);
    expect(hardnessOf({ answers: 0, mix: {} }, classPaceOf([...few, ...few], baseOf(few)), baseOf(few))).toBe(1);
  });
});
