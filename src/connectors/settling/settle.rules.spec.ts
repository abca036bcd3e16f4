import { describe, expect, it } from '@jest/globals';
import type { Label } from '../../labels/index.js';
import type { KnownPart, Word } from './join.rules.js';
import { type Considered, type Ours, settle } from './settle.rules.js';

const cat: Label[] = [{ kind: 'CHOICE', field: 'animal', option: 'cat' }];
const dog: Label[] = [{ kind: 'CHOICE', field: 'animal', option: 'dog' }];
const part: KnownPart = {
  ...{ part: '', state: 'SUBMITTED', version: { at: 1, tie: '' }, labels: cat },
  ...{ leftOut: [], reason: null, user: null, seconds: null },
};
const submitted = (labels: Label[] | null): Word => ({ says: 'SUBMITTED', part: { ...part, labels } });
const skipped: Word = { says: 'SKIPPED', part: { ...part, state: 'SKIPPED', labels: null, reason: ' black ' } };
const open: Word = { says: 'OPEN' };

const ours = (more: Partial<Ours>): Ours => ({
  state: 'ACTIVE',
  answer: null,
  isClosedByTool: false,
  restsOnIt: null,
  ...more,
});
const answered = (labels: Label[], more: Partial<Ours> = {}, isFromTool = true): Ours =>
  ours({ state: 'SUBMITTED', answer: { labels, skipReason: null, isQuarantined: false, isFromTool }, ...more });
const of = (word: Word, mine: Ours, more: Partial<Considered> = {}) =>
  settle({ word, ours: mine, faults: [], isReadable: true, isForeignRefused: false, ...more });

describe('the one move that is missing', () => {
  it('is none where the tool and Muster say the same', () => {
    expect(of({ says: 'NOTHING' }, ours({}))).toEqual({ move: 'NOTHING' });
    expect(of({ says: 'STARTED' }, ours({}))).toEqual({ move: 'NOTHING' });
    expect(of(open, ours({}))).toEqual({ move: 'NOTHING' });
    expect(of(submitted(cat), answered(cat))).toEqual({ move: 'NOTHING' });
    expect(of(skipped, ours({ state: 'SKIPPED', isClosedByTool: true }))).toEqual({ move: 'NOTHING' });
    expect(of(submitted(cat), answered([{ option: 'cat', field: 'animal', kind: 'CHOICE' }]))).toEqual({
      move: 'NOTHING',
    });
  });

  it('hands in what is done, also after the lease: whether it counts is the old rule of late answers', () => {
    expect(of(submitted(cat), ours({}))).toEqual({ move: 'SUBMIT', labels: cat });
    expect(of(submitted(cat), ours({ state: 'EXPIRED' }))).toEqual({ move: 'SUBMIT', labels: cat });
    expect(of(submitted(cat), ours({ state: 'SKIPPED', isClosedByTool: true }))).toMatchObject({ move: 'SUBMIT' });
    for (const state of ['RETURNED', 'REVOKED', 'SKIPPED'] as const)
      expect(of(submitted(cat), ours({ state }))).toMatchObject({ move: 'NOTE_REFUSED', why: 'NOT_HELD' });
  });

  it('revises, unless something rests on the old answer', () => {
    expect(of(submitted(dog), answered(cat))).toEqual({ move: 'REVISE', labels: dog });
    expect(of(submitted(dog), answered(cat, { restsOnIt: 'a verdict' }))).toMatchObject({
      move: 'NOTE_REFUSED',
      sentence: 'The answer was changed in the tool, but that came after a verdict: the answer stands as it was.',
    });
    expect(of(submitted(dog), answered(cat, {}, false))).toMatchObject({ why: 'CAME_AFTER' });
  });

  it('takes back an answer or a skip that the tool took back', () => {
    expect(of(open, answered(cat))).toEqual({ move: 'TAKE_BACK', thenSkip: null });
    expect(of(open, answered(cat, { restsOnIt: 'a release' }))).toMatchObject({ move: 'NOTE_REFUSED' });
    expect(of(open, answered(cat, {}, false))).toEqual({ move: 'NOTHING' });
    expect(of(open, ours({ state: 'SKIPPED', isClosedByTool: true }))).toMatchObject({ move: 'TAKE_BACK' });
    expect(of(open, ours({ state: 'SKIPPED' }))).toEqual({ move: 'NOTHING' });
    expect(of(skipped, answered(cat))).toEqual({ move: 'TAKE_BACK', thenSkip: 'black' });
  });

  it('skips while the work is held', () => {
    expect(of(skipped, ours({}))).toEqual({ move: 'SKIP', reason: 'black' });
    expect(of(skipped, ours({ state: 'EXPIRED' }))).toEqual({ move: 'NOTHING' });
  });

  it('refuses labels that do not fit, work of somebody else, and an answer that cannot be read; each with a sentence', () => {
    const faults = [{ path: 'labels[0].option', message: 'is not an option of animal' }];
    expect(of(submitted(cat), ours({}), { faults })).toEqual({
      move: 'NOTE_REFUSED',
      why: 'LABELS',
      sentence: 'The labels do not fit the project: labels[0].option is not an option of animal.',
    });
    expect(of(submitted(cat), ours({}), { isForeignRefused: true })).toMatchObject({ why: 'PERSON' });
    expect(of(submitted(null), ours({}))).toEqual({ move: 'READ' });
    expect(of(submitted(null), ours({}), { isReadable: false })).toMatchObject({ why: 'NO_LABELS' });
  });
});
