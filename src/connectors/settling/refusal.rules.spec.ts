import { describe, expect, it } from '@jest/globals';
import type { KnownPart, Word } from './join.rules.js';
import { refusalOf } from './refusal.rules.js';

const part = (version: number, option = 'cow'): KnownPart => ({
  part: '',
  state: 'SUBMITTED',
  version: { at: version, tie: '' },
  labels: [{ kind: 'CHOICE', field: 'animal', option }],
  leftOut: [],
  reason: null,
  user: null,
  seconds: 3,
});
const word = (...of: Parameters<typeof part>): Word => ({ says: 'SUBMITTED', part: part(...of) });
const labels = { move: 'NOTE_REFUSED', why: 'LABELS', sentence: 'They do not fit.' } as const;
const late = { move: 'NOTE_REFUSED', why: 'CAME_AFTER', sentence: 'That came after an audit.' } as const;
const faults = Array.from({ length: 30 }, (_, at) => ({ path: `labels[${at}]`, message: 'must fit' }));

describe('what a tool is told of an answer that was not taken', () => {
  const of = (said: Word, noted: typeof labels | typeof late = labels, isHeld = true, item = 'itm') =>
    refusalOf(item, said, noted, faults, isHeld);

  it('says why, and of labels where, as far as a person reads on', () => {
    expect(of(word(1))).toMatchObject({
      code: 'LABELS',
      sentence: 'They do not fit.',
      isHeld: true,
      fields: { length: 20 },
    });
    expect(of(word(1), late)!.fields).toEqual([]);
  });

  it('is about an answer or a skip, and about nothing else', () => expect(of({ says: 'OPEN' })).toBeNull());

  it('says nothing of what was built on the answer', () =>
    expect(JSON.stringify(of(word(1), late))).not.toContain('audit'));

  it('is the same for the same answer, and another for another one or another piece of work', () => {
    expect(of(word(1))!.id).toBe(of(word(1))!.id);
    const others = [of(word(1)), of(word(2)), of(word(1, 'hen')), of(word(1), labels, true, 'other')];
    expect(new Set(others.map((one) => one!.id)).size).toBe(4);
  });

  it('is the same when an answer that comes too late only grew newer: telling may have made it so', () =>
    expect(of(word(1), late, false)!.id).toBe(of(word(2), late, false)!.id));
});
