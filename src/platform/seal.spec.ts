import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Seal, SealBroken } from './seal.js';

const seal = new Seal({ SECRET_KEY: 'one key that is long enough for this' });

describe('a sealed text', () => {
  it('opens to what was sealed, whatever that was', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => seal.open(seal.seal(text)) === text)));
  it('never looks the same twice and never shows what is inside', () => {
    const sealed = Array.from({ length: 50 }, () => seal.seal('whsec_secret'));
    expect(new Set(sealed).size).toBe(50);
    for (const text of sealed) {
      expect(text).toMatch(/^v1\.[\w-]+$/);
      expect(Buffer.from(text.slice(3), 'base64url').includes('whsec')).toBe(false);
    }
  });
  it('is broken by any changed byte', () => {
    const whole = Buffer.from(seal.seal('a secret').slice(3), 'base64url');
    for (let index = 0; index < whole.length; index++) {
      const changed = Buffer.from(whole);
      changed[index]! ^= 1;
      expect(() => seal.open(`v1.${changed.toString('base64url')}`)).toThrow(SealBroken);
    }
  });
  it('cannot be opened with another key, and says so without telling anything', () => {
    const other = new Seal({ SECRET_KEY: 'another key that is long enough, too' });
    expect(() => other.open(seal.seal('a secret'))).toThrow(
      'The sealed text was made with another SECRET_KEY, or changed.',
    );
  });
  it.each(['', 'v1', 'v1.', 'v1.AAAA', 'v2.AAAA', 'a secret', 'v1.AAAA.AAAA'])('%j is none', (text) =>
    expect(() => seal.open(text)).toThrow(SealBroken),
  );
});
