import { expect, test } from '@jest/globals';
import { isForeign } from './origin.rules.js';

const host = 'muster.example:4000';

test.each([
  ['a program', { host }, false],
  ['the console', { host, origin: 'https://muster.example:4000', 'sec-fetch-site': 'same-origin' }, false],
  ['the console, whose proxy speaks https', { host: 'muster.example', origin: 'https://muster.example' }, false],
  ['an address typed by hand', { host, 'sec-fetch-site': 'none' }, false],
  ['a page elsewhere', { host, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, true],
  ['a page elsewhere, in an old browser', { host, origin: 'https://evil.example' }, true],
  ['a page on another port', { host, origin: 'https://muster.example:5000' }, true],
  ['a subdomain', { host, 'sec-fetch-site': 'same-site' }, true],
  ['a sandboxed frame', { host, origin: 'null' }, true],
])('%s', (_who, headers, foreign) => {
  expect(isForeign(headers, undefined)).toBe(foreign);
});

test('the address that people know may differ from the one a proxy passes on', () => {
  const headers = { host: '10.0.0.7:4000', origin: 'https://label.example' };
  expect(isForeign(headers, undefined)).toBe(true);
  expect(isForeign(headers, 'https://label.example/')).toBe(false);
});
