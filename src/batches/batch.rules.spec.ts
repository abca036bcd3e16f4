import { describe, expect, it } from '@jest/globals';
import { batchMoves, batchStates, eventOf, stateAfter, takesTasks, type BatchState } from './batch.rules.js';
import { wrongStateSentence } from './batch-words.rules.js';

const targets = (state: BatchState): BatchState[] => Object.values(batchMoves[state]);

describe('the states of a batch', () => {
  it('lead to states only', () => {
    for (const state of batchStates) expect(batchStates).toEqual(expect.arrayContaining(targets(state)));
  });

  it('are all reached from DRAFT', () => {
    const reached = new Set<BatchState>(['DRAFT']);
    for (const state of reached) for (const next of targets(state)) reached.add(next);
    expect([...reached].sort()).toEqual([...batchStates].sort());
  });

  it('end only in ARCHIVED and CANCELLED', () => {
    expect(batchStates.filter((state) => targets(state).length === 0)).toEqual(['ARCHIVED', 'CANCELLED']);
  });

  it('tell each move', () => {
    const moves = new Set(batchStates.flatMap((state) => Object.keys(batchMoves[state])));
    expect(Object.keys(eventOf).sort()).toEqual([...moves].sort());
  });

  it.each([
    ['DRAFT', 'open', 'OPEN'],
    ['RETURNED', 'open', 'OPEN'],
    ['COMPLETED', 'reopen', 'OPEN'],
    ['OPEN', 'open', null],
    ['COMPLETED', 'open', null],
    ['ACCEPTED', 'cancel', null],
    ['CANCELLED', 'open', null],
  ] as const)('%s, %s → %s', (state, move, after) => {
    expect(stateAfter(state, move)).toBe(after);
  });

  it('say in words why something cannot be done', () => {
    expect(wrongStateSentence('PAUSED', 'pause')).toBe('The batch is paused already.');
    expect(wrongStateSentence('OPEN', 'open')).toBe('The batch is open already.');
    expect(wrongStateSentence('CANCELLED', 'open')).toBe('The batch is cancelled: it cannot be opened.');
    expect(wrongStateSentence('ACCEPTED', 'prioritize')).toBe('The batch is accepted: it cannot be given another priority.'); // prettier-ignore
    const wishes = [...(Object.keys(eventOf) as (keyof typeof eventOf)[]), 'close', 'prioritize'] as const;
    for (const state of batchStates)
      for (const wish of wishes) expect(wrongStateSentence(state, wish)).toMatch(/^The batch is [a-z, ]+(: it cannot be [a-z ]+| already)\.$/); // prettier-ignore
  });

  it('take tasks until closed', () => {
    expect(takesTasks({ state: 'OPEN', closedAt: null })).toBe(true);
    expect(takesTasks({ state: 'OPEN', closedAt: new Date() })).toBe(false);
    expect(takesTasks({ state: 'RETURNED', closedAt: null })).toBe(false);
  });
});
