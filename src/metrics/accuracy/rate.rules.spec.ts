import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from './accuracy-csv.rules.js';
import { rateOf, smallNoteOf } from './rate.rules.js';

describe('a share of right answers, as it may be shown', () => {
  it('never claims more than was seen', () => {
    expect(rateOf(8, 8).shown).toBe('8 of 8 right (at least 68 %)');
    expect(rateOf(1, 1).shown).toBe('1 of 1 right (at least 21 %)');
    expect(rateOf(0, 4).shown).toBe('0 of 4 right (at most 49 %)');
    expect(rateOf(7, 8).shown).toBe('7 of 8 right (53 to 98 %)');
    expect(rateOf(93, 100).shown).toBe('93 % (86 to 97 %)');
    expect(rateOf(1000, 1000).shown).toBe('1000 of 1000 right (at least 99 %)');
    expect(rateOf(299, 300).shown).toBe('99 % (98 to 99 %)');
    expect(rateOf(0, 0)).toEqual({ right: 0, n: 0, accuracy: null, interval: [0, 1], shown: 'nothing judged yet' });
  });

  it('is never 100 %, whatever the counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.nat(), (n, seed) => {
        const { shown, interval } = rateOf(n === 0 ? 0 : n - (seed % Math.min(n + 1, 3)), n);
        expect(shown).not.toContain('100 %');
        expect(interval[0]).toBeLessThanOrEqual(interval[1]);
      }),
    );
  });

  it('says so when it rests on fewer than 30', () => {
    expect(smallNoteOf(rateOf(8, 8))).toBe('Only 8 judged: the true share may be anywhere from 68 to 100 %.');
    expect(smallNoteOf(rateOf(29, 29))).toMatch(/^Only 29/);
    expect(smallNoteOf(rateOf(30, 30))).toBeNull();
    expect(smallNoteOf(rateOf(0, 0))).toMatch(/nothing is known/);
  });
});

describe('accuracy as CSV', () => {
  const row = (label: string, right: number, n: number) => ({
    key: 'k',
    label,
    ...rateOf(right, n),
    smallNote: null,
    bySource: [],
    window: { from: new Date('2026-03-01T00:00:00Z'), to: null },
    definition: 'Of "all".',
  });

  it('keeps commas and quotation marks, and leaves a small figure to its counts', () => {
    const [header, small, large] = csvOf([row('Ann, of "A"', 8, 8), row('Ben', 27, 30)]).split('\r\n');
    expect(header).toBe('key,label,right,n,accuracy,low,high,from,to,shown,definition');
    expect(small).toBe('k,"Ann, of ""A""",8,8,,0.6756,1.0000,2026-03-01T00:00:00.000Z,,8 of 8 right (at least 68 %),"Of ""all""."'); // prettier-ignore
    expect(large).toContain('k,Ben,27,30,0.9000,0.7438,0.9654,');
  });

  it('gives a spreadsheet no formula to run', () => {
    for (const label of ['=HYPERLINK(1)', '+1', '-1', '@x', '\tx'])
      expect(csvOf([row(label, 1, 1)])).toContain(`k,'${label},`);
  });
});
