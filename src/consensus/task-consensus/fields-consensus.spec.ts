import { describe, expect, it } from '@jest/globals';
import type { Label } from '../../labels/index.js';
import { asPolicy, type PartRule } from '../../projects/index.js';
import { evidenceOf, type Known } from './known-errors.js';
import { learn, lessonsOf } from './learning.js';
import { partsOf } from './parts.js';
import { consensusOfTask } from './task-consensus.js';
import type { CountedAnswer, Part } from './task-consensus.types.js';

const partOf = (kind: 'NUMBER' | 'TEXT', rule: PartRule): Part =>
  partsOf(
    { classes: [], fields: [{ name: 'it', kind }] },
    { ...asPolicy({}), consensus: { parts: { it: rule }, confidence: 0.95, isCappedWithoutGold: false } },
  )[0]!;
const label = (value: number | string): Label =>
  typeof value === 'number' ? { kind: 'NUMBER', field: 'it', value } : { kind: 'TEXT', field: 'it', text: value };
const answers = (...given: (number | string | null)[]): CountedAnswer[] =>
  given.map((value, place) => ({
    id: `s${place}`,
    memberId: `m${place}`,
    labels: value === null ? [] : [label(value)],
  }));
const of = (part: Part, given: CountedAnswer[], known: Known = new Map()) =>
  consensusOfTask(given, [part], evidenceOf([part], given, known));

describe('the consensus of a number', () => {
  it.each([
    ['median', 3.5],
    ['mean', 7.25],
    ['trimmed-mean', 7.25],
    ['inverse-variance', 7.25],
  ])('by %s', (method, value) => {
    expect(of(partOf('NUMBER', { method }), answers(3, 3, 4, 19)).labels).toEqual([label(value)]);
  });

  it('is sure when enough are near it', () => {
    const rule = { tolerance: 1, agreement: 0.7 };
    expect(of(partOf('NUMBER', rule), answers(3, 3.5, 4, 19))).toMatchObject({ isSure: true, confidence: null });
    expect(of(partOf('NUMBER', rule), answers(3, 3.5, 40, 19))).toMatchObject({ isSure: false });
    const relative = partOf('NUMBER', { metric: 'ratio', tolerance: 0.1, agreement: 1 });
    expect(of(relative, answers(100, 105, 110)).isSure).toBe(true);
    expect(of(relative, answers(100, 105, 116)).isSure).toBe(false);
  });

  it('stays empty when most left it empty', () => {
    expect(of(partOf('NUMBER', {}), answers(null, null, 3))).toMatchObject({
      labels: [],
      parts: [{ agreement: 2 / 3 }],
    });
    expect(of(partOf('NUMBER', {}), answers(null, 3, 3)).labels).toEqual([label(3)]);
  });

  it('leans to those who were near before, with inverse variance', () => {
    const part = partOf('NUMBER', { method: 'inverse-variance' });
    const known: Known = new Map();
    for (let task = 0; task < 20; task += 1) {
      const truth = { kind: 'CERTAIN' as const, labels: [label(10)], isGold: true };
      learn(known, lessonsOf([part], answers(10 + (task % 2 ? 0.1 : -0.1), 10 + (task % 2 ? 4 : -4)), truth));
    }
    const [number] = of(part, answers(20, 30), known).labels;
    const value = number?.kind === 'NUMBER' ? number.value : NaN;
    expect(value).toBeGreaterThan(20);
    expect(value).toBeLessThan(21);
  });
});

describe('what numbers teach', () => {
  const part = partOf('NUMBER', { method: 'inverse-variance' });
  const lessons = (...given: (number | null)[]) => {
    const heard = answers(...given);
    const evidence = evidenceOf([part], heard, new Map());
    const { labels, parts } = consensusOfTask(heard, [part], evidence);
    return lessonsOf([part], heard, { kind: 'BELIEVED', labels, parts, evidence });
  };

  it('is how far each was from the result; a lone number is not far from itself, and teaches nothing', () => {
    expect(lessons(1, 3)[0]!.byMember).toEqual(new Map([['m0', [1, 1]], ['m1', [1, 1]]])); // prettier-ignore
    expect(lessons(1)).toEqual([]);
    expect(lessons(1, null)).toEqual([]);
  });
});

describe('the consensus of a text', () => {
  const transcripts = answers('the lungs are clear', 'the lungs are clean', 'the lung are clear');

  it('is the answer nearest to all others', () => {
    expect(of(partOf('TEXT', {}), transcripts)).toMatchObject({ labels: [label('the lungs are clear')], isSure: true });
  });

  it('or composed of them word by word', () => {
    const mixed = answers('a lungs are clear', 'the lungs is clear', 'the lungs are clean');
    expect(of(partOf('TEXT', { method: 'rover' }), mixed).labels).toEqual([label('the lungs are clear')]);
  });

  it('compares many long texts by words, which takes seconds where characters would take minutes', () => {
    const long = (word: string) =>
      Array.from({ length: 1600 }, (_, at) => (at === 800 ? word : `word${at % 7}`)).join(' ');
    const metricOf = (texts: string[]) => of(partOf('TEXT', {}), answers(...texts)).parts[0]!.agreement;
    expect(metricOf(['one', 'two', 'three', 'four'].map(long))).toBeCloseTo(1 - (3 / 4) * (1 / 1600), 9);
  });

  it('asks again when texts differ more than the policy allows', () => {
    expect(of(partOf('TEXT', { metric: 'exact', agreement: 0.6 }), transcripts).isSure).toBe(false);
    expect(of(partOf('TEXT', { metric: 'words', agreement: 0.8 }), transcripts).isSure).toBe(true);
    expect(of(partOf('TEXT', {}), answers('clear', 'pneumonia')).isSure).toBe(false);
  });
});
