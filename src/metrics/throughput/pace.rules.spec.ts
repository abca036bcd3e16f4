import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalised, paceOf, rateOf } from './pace.rules.js';

interface Hour {
  n: number;
  o: number;
  t: number;
}
const sumsOf = (hours: Hour[]) => {
  const sum = (of: (hour: Hour) => number) => hours.reduce((all, hour) => all + of(hour), 0);
  return { n: sum(({ n }) => n), o: sum(({ o }) => o), t: sum(({ t }) => t), oo: sum(({ n, o }) => (o * o) / n), ot: sum(({ n, o, t }) => (o * t) / n) }; // prettier-ignore
};

describe('how long answers take', () => {
  it('finds the seconds of an answer and of an object', () => {
    const hours = [[10, 20], [5, 50], [30, 30], [8, 0]].map(([n, o]) => ({ n: n!, o: o!, t: 20 * n! + 7 * o! })); // prettier-ignore
    const pace = paceOf(sumsOf(hours))!;
    expect(pace.secondsPerAnswer).toBeCloseTo(20, 9);
    expect(pace.secondsPerObject).toBeCloseTo(7, 9);
  });

  it('knows nothing of one object where all answers have as many, nor of time that nobody measured', () => {
    expect(paceOf(sumsOf([{ n: 10, o: 20, t: 300 }, { n: 4, o: 8, t: 90 }]))).toMatchObject({ secondsPerObject: 0, secondsPerAnswer: 390 / 14 }); // prettier-ignore
    expect(paceOf(sumsOf([{ n: 10, o: 0, t: 300 }]))).toMatchObject({ secondsPerObject: 0, secondsPerAnswer: 30 });
    expect(paceOf(sumsOf([{ n: 10, o: 20, t: 0 }]))).toBeNull();
    expect(paceOf({ n: 0, o: 0, t: 0, oo: 0, ot: 0 })).toBeNull();
  });

  it('takes no time off, and over the hours it was made from expects what there was', () => {
    const hour = fc.record({ n: fc.integer({ min: 1, max: 60 }), o: fc.integer({ min: 0, max: 400 }), t: fc.integer({ min: 1, max: 3600 }) }); // prettier-ignore
    fc.assert(
      fc.property(fc.array(hour, { minLength: 1, maxLength: 40 }), (hours) => {
        const sums = sumsOf(hours);
        const pace = paceOf(sums)!;
        expect(pace.secondsPerAnswer).toBeGreaterThanOrEqual(0);
        expect(pace.secondsPerObject).toBeGreaterThanOrEqual(0);
        const { expectedSeconds, seconds } = normalised(
          hours.map(({ n, o, t }) => ({ answers: n, objects: o, seconds: t, pace })),
        );
        expect(expectedSeconds / seconds).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('answers an hour', () => {
  it('are the same for people of one pace, whatever their items are like', () => {
    const pace = paceOf(sumsOf([{ n: 10, o: 10, t: 300 }, { n: 10, o: 100, t: 2100 }]))!; // prettier-ignore
    const easy = normalised([{ answers: 10, objects: 10, seconds: 300, pace }]);
    const hard = normalised([{ answers: 10, objects: 100, seconds: 2100, pace }]);
    const rate = ({ averageAnswers, seconds }: typeof easy) => rateOf(10, seconds, averageAnswers / 10).perHour!;
    expect(rate(easy)).toBeCloseTo(rate(hard), 9);
    expect(rateOf(10, 300).perHour! / rateOf(10, 2100).perHour!).toBeCloseTo(7, 9);
  });

  it('say how sure they are, and nothing where no time was measured', () => {
    expect(rateOf(10, 3600)).toMatchObject({ perHour: 10, n: 10, hours: 1, interval: [expect.closeTo(4.795, 2), expect.closeTo(18.39, 2)] }); // prettier-ignore
    expect(rateOf(0, 3600).interval).toEqual([0, expect.closeTo(3.689, 2)]);
    expect(rateOf(5, 0)).toEqual({ perHour: null, n: 5, hours: 0, interval: null });
  });
});
