import { describe, expect, it } from '@jest/globals';
import { predict } from '../predict.mjs';
import { isSigned, signedHeaders } from '../signing.mjs';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=';

describe('the example of a model service', () => {
  it('marks the middle of the picture with each class that is drawn', () => {
    const schema = {
      classes: [
        { name: 'Lung', kind: 'BOX' },
        { name: 'Seen', kind: 'TAG' },
      ],
      fields: [],
    };
    expect(predict({ size: { width: 100, height: 40 } }, schema)).toEqual({
      labels: [{ kind: 'BOX', class: 'Lung', x: 25, y: 10, width: 50, height: 20 }],
      scores: [0.5],
    });
    expect(predict({ size: null }, schema).labels).toEqual([]);
  });

  it('knows a message that Muster signed, in time and unchanged', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    const headers = signedHeaders(secret, 'mdc_1.1', '{"a":1}', now);
    expect(isSigned(secret, headers, Buffer.from('{"a":1}'), now)).toBe(true);
    expect(
      isSigned(secret, { ...headers, 'webhook-signature': `v1,other ${headers['webhook-signature']}` }, '{"a":1}', now),
    ).toBe(true);
    expect(isSigned(secret, headers, Buffer.from('{"a":2}'), now)).toBe(false);
    expect(isSigned(secret, headers, '{"a":1}', new Date(now.getTime() + 301_000))).toBe(false);
    expect(isSigned(secret, {}, '{"a":1}', now)).toBe(false);
  });
});
