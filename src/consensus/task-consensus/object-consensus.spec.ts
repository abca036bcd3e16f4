import { describe, expect, it } from '@jest/globals';
import type { BoxLabel, Label, LabelSchema, SpanLabel } from '../../labels/index.js';
import { asPolicy, type PartRule } from '../../projects/index.js';
import { evidenceOf, type Known } from './known-errors.js';
import { learn, lessonsOf } from './learning.js';
import { partsOf } from './parts.js';
import { consensusOfTask } from './task-consensus.js';
import type { CountedAnswer, Part } from './task-consensus.types.js';

const schema: LabelSchema = {
  fields: [],
  classes: [
    { name: 'Cell', kind: 'BOX', attributes: [{ name: 'stage', options: ['early', 'late'] }] },
    { name: 'Drug', kind: 'SPAN' },
  ],
};
const partOf = (name: 'Cell' | 'Drug', rule: PartRule = {}): Part =>
  partsOf(schema, {
    ...asPolicy({}),
    consensus: { parts: { [name]: rule }, confidence: 0.89, isCappedWithoutGold: false },
  }).find((part) => part.name === name)!;
const cell = (x: number, stage?: string): BoxLabel => {
  return { kind: 'BOX', class: 'Cell', x, y: 0, width: 10, height: 10, ...(stage && { attributes: { stage } }) };
};
const drug = (start: number, end: number): SpanLabel => ({ kind: 'SPAN', class: 'Drug', start, end });
const answers = (...lists: Label[][]): CountedAnswer[] =>
  lists.map((labels, place) => ({ id: `s${place}`, memberId: `m${place}`, labels }));
const of = (part: Part, given: CountedAnswer[], known: Known = new Map()) =>
  consensusOfTask(given, [part], evidenceOf([part], given, known));

describe('the consensus of objects', () => {
  it('is sure when every object surely exists or surely does not, and all are near', () => {
    const two = of(partOf('Cell'), answers([cell(0)], [cell(0)]));
    expect(two).toMatchObject({ labels: [cell(0)], parts: [{ agreement: 1, objects: [{ votes: 2, isKept: true }] }] });
    // Two strangers at three right of four: 9 : 1.
    expect(two.confidence).toBeCloseTo(0.9, 9);
    expect(two.isSure).toBe(true);
    expect(of(partOf('Cell'), answers([cell(0), cell(50)], [cell(0)])).isSure).toBe(false);
    expect(of(partOf('Cell'), answers([cell(0)], [cell(3)])).isSure).toBe(false);
    expect(of(partOf('Cell', { metric: 'dice', agreement: 0.7 }), answers([cell(0)], [cell(2)])).isSure).toBe(true);
  });

  it('asks for every object to be near, not for their mean', () => {
    const given = answers([cell(0), cell(50), cell(100)], [cell(0), cell(50), cell(103)]);
    expect(of(partOf('Cell', { agreement: 0.8 }), given)).toMatchObject({ isSure: false });
    expect(of(partOf('Cell', { agreement: 0.8 }), given).parts[0]!.agreement).toBeGreaterThan(0.8);
  });

  it('of nothing is nothing, surely', () => {
    expect(of(partOf('Cell'), answers([], []))).toMatchObject({ labels: [], isSure: true, confidence: 1 });
    expect(of(partOf('Cell'), []).isSure).toBe(false);
  });

  it('gives each object the attributes that most of them say', () => {
    const given = answers([cell(0, 'early')], [cell(0, 'late')], [cell(0, 'late')]);
    expect(of(partOf('Cell'), given).labels).toEqual([cell(0, 'late')]);
    expect(of(partOf('Cell'), answers([cell(0)], [cell(0)])).labels).toEqual([cell(0)]);
  });

  it('of spans is the one in the middle; exact ones must be the same to the character', () => {
    const given = answers([drug(0, 10)], [drug(0, 9)], [drug(0, 10), drug(30, 35)]);
    expect(of(partOf('Drug'), given).labels).toEqual([drug(0, 10)]);
    expect(of(partOf('Drug', { metric: 'exact' }), given).parts[0]!.objects!.map(({ votes }) => votes)).toEqual([1, 2, 1]); // prettier-ignore
  });
});

describe('what objects teach', () => {
  /** One who finds everything and invents nothing, and one who draws at random, judged twenty times. */
  function known(): Known {
    const part = partOf('Cell');
    const found: Known = new Map();
    for (let task = 0; task < 20; task += 1) {
      const given = answers([cell(0)], task % 2 ? [cell(0), cell(50)] : [cell(50)]);
      learn(found, lessonsOf([part], given, { kind: 'CERTAIN', labels: [cell(0)], isGold: true }));
    }
    return found;
  }

  it('is who finds and who invents: truth × has it', () => {
    const { byMember, classCounts, gold } = known().get('class/Cell')!;
    expect(byMember.get('m0')).toEqual([20, 0, 0, 20]);
    expect(byMember.get('m1')).toEqual([0, 20, 10, 10]);
    expect({ classCounts, gold }).toEqual({ classCounts: [20, 20], gold: 20 });
  });

  it('decides whom to believe', () => {
    const part = partOf('Cell', { quorum: 0.5 });
    const only = (place: 0 | 1) => {
      const given = answers(place === 0 ? [cell(0)] : [], place === 1 ? [cell(0)] : []);
      return of(part, given, known()).parts[0]!.objects![0]!.existence;
    };
    expect(only(0)).toBeGreaterThan(0.9);
    expect(only(1)).toBeLessThan(0.1);
  });

  it('believes a consensus by how sure it was', () => {
    const part = partOf('Cell');
    const given = answers([cell(0)], [cell(0)]);
    const evidence = evidenceOf([part], given, new Map());
    const { labels, parts } = consensusOfTask(given, [part], evidence);
    const [lesson] = lessonsOf([part], given, { kind: 'BELIEVED', labels, parts, evidence });
    expect(lesson!.byMember.get('m0')![3]).toBeCloseTo(0.9, 9);
    expect(lesson!.byMember.get('m0')![1]).toBeCloseTo(0.1, 9);
  });
});
