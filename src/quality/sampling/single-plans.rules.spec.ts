import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codeLetterOf, codeLetters, inspectionLevels } from './code-letters.rules.js';
import { aqls, inspections, planOfLetter, samplingPlan, unverifiedOf, type Aql } from './single-plans.rules.js';

type Cell = { n: number; ac: number; re: number };
const published: {
  codeLetters: ({ lotMin: number; lotMax: number | null } & Record<string, string>)[];
  plans: Record<string, Record<string, Record<string, Cell>>>;
} = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/oracles/acceptance-sampling-z14.json', import.meta.url), 'utf8'),
);

function publishedCell(letter: string, aql: number, inspection: string): Cell {
  return Object.entries(published.plans[inspection]![letter]!).find(([name]) => Number(name) === aql)![1];
}

describe('the code letter of a lot', () => {
  it('is the published one at both ends of every row, on every level', () => {
    expect(published.codeLetters).toHaveLength(15);
    for (const row of published.codeLetters) {
      for (const level of inspectionLevels) {
        expect([row.lotMin, level, codeLetterOf(row.lotMin, level)]).toEqual([row.lotMin, level, row[level]]);
        const last = row.lotMax ?? 10_000_000;
        expect([last, level, codeLetterOf(last, level)]).toEqual([last, level, row[level]]);
      }
    }
  });

  it('of one item is that of the first row; half an item is refused', () => {
    expect(codeLetterOf(1, 'II')).toBe('A');
    for (const lotSize of [0, -1, 1.5, NaN]) expect(() => codeLetterOf(lotSize, 'II')).toThrow('lotSize');
  });
});

describe('the plan of a letter', () => {
  it.each(inspections)('is the published one in all 256 cells, %s', (inspection) => {
    const cells = codeLetters.flatMap((letter) =>
      aqls.map((aql) => {
        const { n, ac, re } = publishedCell(letter, aql, inspection);
        return [`${letter} ${aql}`, n, ac, re];
      }),
    );
    const ours = codeLetters.flatMap((letter) =>
      aqls.map((aql) => {
        const { sampleSize, acceptance, rejection } = planOfLetter(letter, aql, inspection);
        return [`${letter} ${aql}`, sampleSize, acceptance, rejection];
      }),
    );
    expect(cells).toHaveLength(256);
    expect(ours).toEqual(cells);
  });

  it('names the letter whose sample it is, where the same plan stands without an arrow', () => {
    expect(planOfLetter('F', 1, 'normal')).toMatchObject({ sampleSize: 13, sampleLetter: 'E' });
    expect(planOfLetter('R', 0.025, 'tightened')).toMatchObject({ sampleSize: 3150, sampleLetter: 'S' });
    for (const letter of codeLetters) {
      for (const aql of aqls) {
        const { sampleLetter, sampleSize, acceptance } = planOfLetter(letter, aql, 'normal');
        expect(publishedCell(sampleLetter, aql, 'normal')).toMatchObject({ n: sampleSize, ac: acceptance });
      }
    }
  });

  it('knows what an AQL one step tighter accepts in the same sample', () => {
    expect(planOfLetter('J', 1, 'normal').acceptanceOneTighter).toBe(1);
    expect(planOfLetter('J', 2.5, 'normal').acceptanceOneTighter).toBe(3);
    expect(planOfLetter('R', 10, 'normal')).toMatchObject({ acceptance: 21, acceptanceOneTighter: 14 });
    expect(planOfLetter('J', 0.65, 'normal').acceptanceOneTighter).toBeNull();
  });

  it('is refused for what is not in the tables', () => {
    expect(() => planOfLetter('I', 1, 'normal')).toThrow('code letter must be one of A B C');
    expect(() => planOfLetter('A', 3 as Aql, 'normal')).toThrow('aql must be one of 0.01, 0.015');
  });
});

describe('the plan of a lot', () => {
  it('is on level II and normal inspection unless something else is asked', () => {
    expect(samplingPlan({ lotSize: 1000, aql: 2.5 })).toEqual({
      lotSize: 1000,
      aql: 2.5,
      level: 'II',
      inspection: 'normal',
      codeLetter: 'J',
      sampleLetter: 'J',
      sampleSize: 80,
      acceptance: 5,
      rejection: 6,
      isWholeLot: false,
      acceptanceOneTighter: 3,
    });
    expect(samplingPlan({ lotSize: 1000, aql: 2.5, level: 'S-2', inspection: 'reduced' })).toMatchObject({
      codeLetter: 'C',
      sampleSize: 2,
      acceptance: 0,
    });
  });

  it('looks at the whole lot when the sample would be as large', () => {
    expect(samplingPlan({ lotSize: 20, aql: 0.65 })).toMatchObject({ sampleSize: 20, isWholeLot: true, acceptance: 0 });
    expect(samplingPlan({ lotSize: 21, aql: 0.65 })).toMatchObject({ sampleSize: 20, isWholeLot: false });
    const small = samplingPlan({ lotSize: 17, aql: 4, level: 'III', inspection: 'tightened' });
    expect(small).toMatchObject({
      codeLetter: 'D',
      sampleLetter: 'F',
      sampleSize: 17,
      isWholeLot: true,
      acceptance: 1,
    });
  });
});

it('says what of a plan rests on one source', () => {
  const sentences = (lotSize: number, inspection: (typeof inspections)[number]) =>
    unverifiedOf(samplingPlan({ lotSize, aql: 2.5, inspection }));
  expect(sentences(1000, 'normal')).toEqual([]);
  expect(sentences(1000, 'tightened')).toEqual([]);
  expect(sentences(100, 'tightened')).toEqual([expect.stringContaining('letter F takes the plan of letter G')]);
  expect(sentences(1000, 'reduced')).toEqual([expect.stringContaining('rejection numbers')]);
});
