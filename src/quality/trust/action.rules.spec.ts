import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ActionRule, defaultTrustActions } from '../../projects/index.js';
import { dueActions, type ClassedEvidence } from './action.rules.js';

const now = new Date('2026-05-01T12:00:00Z');
const options = { now, halfLifeDays: 90 };
const answers = (right: number, total: number, more: Partial<ClassedEvidence> = {}): ClassedEvidence[] =>
  Array.from({ length: total }, (_, place) => ({
    source: 'GOLD',
    isRight: place < right,
    weight: 1,
    at: now,
    ...more,
  }));

describe('actions that are due', () => {
  it('tell the person what was seen, how sure it is and what follows', () => {
    const [due] = dueActions([{ minimum: 10, below: 0.85, certainty: 0.95, action: 'PAUSE' }], answers(6, 14), options);
    expect(due!.sentence).toBe(
      'Of your last 14 answers that were judged 6 were right (95 % interval 20 % to 68 %); the project asks for 85 %. ' +
        'Your work here is paused until somebody who leads the project has looked at it with you.',
    );
    expect(due!.trust.n).toBe(14);
  });

  it('name the class and the source, and say when answers do not count in full', () => {
    const rule: ActionRule = {
      source: 'REVIEW',
      class: 'crack',
      minimum: 3,
      below: 0.8,
      certainty: 0.9,
      action: 'RETRAIN',
    };
    const old = new Date(now.getTime() - 45 * 86_400_000);
    const evidence = [
      ...answers(20, 20),
      ...answers(20, 20, { source: 'REVIEW', class: 'dust' }),
      ...answers(1, 6, { source: 'REVIEW', class: 'crack', at: old }),
    ];
    expect(dueActions([rule], evidence, options).map(({ sentence }) => sentence)).toEqual([
      'Of your last 6 reviewed answers of the class “crack” 1 was right (95 % interval 1 % to 63 %, in which not every ' +
        'answer counts in full); the project asks for 80 %. Please take the training again before you go on.',
    ]);
  });

  it('wait for the minimum of evidence as it counts now', () => {
    const rule: ActionRule = { minimum: 8, below: 0.8, certainty: 0.9, action: 'WARN' };
    expect(dueActions([rule], answers(0, 7), options)).toEqual([]);
    expect(dueActions([rule], answers(0, 8), options)).toHaveLength(1);
    expect(dueActions([rule], answers(0, 15, { weight: 0.5 }), options)).toEqual([]);
    expect(dueActions([rule], answers(0, 80, { weight: 0.1 }), options)).toHaveLength(1);
  });

  it('by default warn first and pause when it is beyond doubt', () => {
    const actions = (right: number, total: number) =>
      dueActions(defaultTrustActions(0.8), answers(right, total), options).map(({ rule }) => rule.action);
    expect(actions(16, 20)).toEqual([]);
    expect(actions(12, 20)).toEqual(['WARN']);
    expect(actions(8, 20)).toEqual(['WARN', 'PAUSE']);
    expect(dueActions(defaultTrustActions(0.8), answers(0, 20, { source: 'CONSENSUS' }), options)).toEqual([]);
  });

  it('are never more when more of the same answers were right', () => {
    const count = (right: number, total: number, bar: number) =>
      dueActions(defaultTrustActions(bar), answers(right, total), options).length;
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (right, wrong, bar) => {
        expect(count(right + 1, right + wrong + 1, bar)).toBeLessThanOrEqual(count(right, right + wrong + 1, bar));
      }),
    );
  });
});
