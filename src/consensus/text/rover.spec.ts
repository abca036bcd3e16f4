import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { composeTranscript } from './rover.js';
import { wordErrorRate, wordsOf } from './word-error.js';

const compose = (...texts: string[]) =>
  composeTranscript(texts.map((text) => ({ words: wordsOf(text) }))).words.join(' ');

describe('ROVER', () => {
  it.each([
    [['the cat sat', 'the bat sat', 'the cat sad'], 'the cat sat'],
    [['the cat sat', 'cat sat', 'the cat'], 'the cat sat'],
    [['cat sat', 'the cat sat', 'the cat sat down', 'the cat sat down'], 'the cat sat down'],
    [['um the cat', 'the cat', 'the cat'], 'the cat'],
    [['only one'], 'only one'],
    [[], ''],
    [['', 'a b', 'a b'], 'a b'],
    [['', '', 'a b'], ''],
    // The third aligns its word where the second opened an empty place rather than leave a word of both unsaid.
    [['b', 'a c', 'a'], 'b'],
  ])('of %j is %j', (texts, composed) => {
    expect(compose(...texts)).toBe(composed);
  });

  it('gives a word that stands against nothing the tie, and what was heard first against another word', () => {
    expect(compose('a b', 'a')).toBe('a b');
    expect(compose('a b', 'a c')).toBe('a b');
  });

  it('counts weights, and tells the share of each word', () => {
    const transcripts = [
      { words: ['a', 'b'], weight: 3 },
      { words: ['a', 'c'], weight: 1 },
      { words: ['a', 'c'], weight: 1 },
    ];
    expect(composeTranscript(transcripts)).toEqual({ words: ['a', 'b'], shares: [1, 0.6] });
    expect(() => composeTranscript([{ words: [], weight: 0 }])).toThrow('weight must be above 0');
  });

  it('comes nearer to the truth than the workers of CrowdWSA2019 T1 do on average, as far as published', () => {
    const folder = new URL('../../../test/fixtures/crowd/crowdwsa-t1/', import.meta.url);
    const rows = (file: string) => {
      return parse(readFileSync(new URL(file, folder)), { columns: true }) as Record<'task' | 'label', string>[];
    };
    // As the figures below do: lower case, and no punctuation but the apostrophe.
    const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}\s']/gu, '');
    const answers = new Map<string, string[]>();
    for (const { task, label } of rows('labels.csv')) answers.set(task, [...(answers.get(task) ?? []), plain(label)]);
    const truth = rows('truth.csv');
    const meanOver = (error: (said: string[], reference: string) => number) => {
      const errors = truth.map(({ task, label }) => error(answers.get(task)!, plain(label)));
      return errors.reduce((sum, one) => sum + one, 0) / errors.length;
    };
    const worker = meanOver((said, reference) => {
      return said.reduce((sum, text) => sum + wordErrorRate(text, reference), 0) / said.length;
    });
    const composed = meanOver((said, reference) => wordErrorRate(compose(...said), reference));
    expect(worker).toBeCloseTo(0.6102, 2);
    expect(composed).toBeLessThanOrEqual(0.5106);
  });
});
