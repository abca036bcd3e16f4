import { describe, expect, it } from '@jest/globals';
import { scrubUrl, urlAt } from './url.js';

describe('URLs of imported items', () => {
  it.each([
    ['https://a.b/images/7/original?token=s3cret', 'https://a.b/images/7/original'],
    ['https://a.b/x.png?w=1&Access_Token=s&h=%20#top', 'https://a.b/x.png?w=1&h=%20#top'],
    ['https://a.b/x.png?%74oken=s&api-key=keep', 'https://a.b/x.png?api-key=keep'],
    ['https://me:pass@a.b/x@2x.png', 'https://a.b/x@2x.png'],
    ['s3://bucket/x.png', 's3://bucket/x.png'],
    ['/media/x.png?token=s', '/media/x.png'],
    [
      'https://a.b/x?X-Amz-Signature=1&X-Amz-Security-Token=2',
      'https://a.b/x?X-Amz-Signature=1&X-Amz-Security-Token=2',
    ],
  ])('%s → %s', (url, scrubbed) => expect(scrubUrl(url)).toBe(scrubbed));

  it.each(['javascript:alert(1)', 'data:image/png;base64,AA', 'file:///etc/passwd', 'https://a b', 7, ''])(
    'refuses %s',
    (url) => expect(() => urlAt(url, 'data.url')).toThrow('data.url'),
  );
});
