import { describe, expect, it } from '@jest/globals';
import { faultsOfFieldVisibility, faultsOfJson, visibilityOf, visiblePart } from './field.rules.js';

describe('field visibility', () => {
  it('blinds what nobody declared, whatever its name', () => {
    expect(visibilityOf({ image: 'PUBLIC' }, 'image')).toBe('PUBLIC');
    expect(visibilityOf({}, 'age')).toBe('BLINDED');
    expect(visibilityOf({}, 'constructor')).toBe('BLINDED');
  });

  it('shows the public part', () => {
    expect(visiblePart({ image: 1, age: 2, name: 3 }, { image: 'PUBLIC', name: 'PHI' })).toEqual({ image: 1 });
  });

  it('names the field that is wrong', () => {
    expect(faultsOfFieldVisibility({ age: 'BLINDED' })).toEqual([]);
    expect(faultsOfFieldVisibility({ age: 'SECRET' })[0]?.path).toBe('fieldVisibility.age');
    expect(faultsOfFieldVisibility([])[0]?.path).toBe('fieldVisibility');
  });
});

describe('faultsOfJson', () => {
  it('takes ordinary values', () => {
    expect(faultsOfJson({ a: [1, 'é', '😀', null, { b: true }] }, 'data')).toEqual([]);
  });

  it.each([
    [{ a: ['x\0'] }, 'data.a[0]'],
    [{ a: '\ud800' }, 'data.a'],
    [{ 'k\0': 1 }, 'data'],
    [{ a: Infinity }, 'data.a'],
  ])('refuses %j at %s', (value, path) => {
    expect(faultsOfJson(value, 'data').map((fault) => fault.path)).toEqual([path]);
  });

  it('refuses deep nesting without overflowing', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(faultsOfJson(value, 'data')).toHaveLength(1);
  });
});
