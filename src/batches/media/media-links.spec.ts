import { describe, expect, it } from '@jest/globals';
import type { Config } from '../../platform/index.js';
import { MediaLinks } from './media-links.js';

const mediaId = '019300aa-bbcc-7dde-8fff-000000000001';
const at = (iso: string) => ({ now: () => new Date(iso) });
const links = (iso: string, key = 'k'.repeat(32)) => new MediaLinks({ SECRET_KEY: key } as Config, at(iso));
const partsOf = (path: string) => {
  const url = new URL(path, 'http://muster.example');
  return { id: url.pathname.slice('/media/'.length), query: Object.fromEntries(url.searchParams) };
};

describe('media links', () => {
  const signed = partsOf(links('2026-01-01T10:00:00Z').signMediaUrl(mediaId, 'asg', new Date('2026-01-01T11:00:00Z')));

  it('hold until they expire', () => {
    expect(links('2026-01-01T10:00:00Z').verified(signed.id, signed.query)).toEqual({ mediaId, seconds: 3600 });
    expect(() => links('2026-01-01T11:00:00Z').verified(signed.id, signed.query)).toThrow('expired');
  });

  it.each([
    ['another scope', { scope: 'other' }],
    ['a later end', { expires: '9999999999' }],
    ['no signature', { signature: '' }],
    ['half a signature', { signature: signed.query.signature!.slice(0, 20) }],
  ])('do not hold with %s', (_, change) => {
    expect(() => links('2026-01-01T10:00:00Z').verified(signed.id, { ...signed.query, ...change })).toThrow(
      'not valid',
    );
  });

  it('do not hold for another picture or under another key', () => {
    const other = signed.id.replace(/1$/, '2');
    expect(() => links('2026-01-01T10:00:00Z').verified(other, signed.query)).toThrow('not valid');
    expect(() => links('2026-01-01T10:00:00Z', 'x'.repeat(32)).verified(signed.id, signed.query)).toThrow('not valid');
  });
});
