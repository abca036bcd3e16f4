import { describe, expect, it } from '@jest/globals';
import { counted } from './counted.rules.js';

describe('a count in a sentence', () => {
  it.each([
    [0, '0 tasks'],
    [1, '1 task'],
    [2, '2 tasks'],
    [21, '21 tasks'],
    [0.5, '0.5 tasks'],
  ])('of %s is “%s”', (count, said) => expect(counted(count, 'task')).toBe(said));

  it('takes what has another form, and its verb', () => {
    expect(counted(1, 'person has', 'people have')).toBe('1 person has');
    expect(counted(3, 'person has', 'people have')).toBe('3 people have');
  });
});
