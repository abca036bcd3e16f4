import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { headersOf, newKey, signerOf } from './signature.rules.js';

interface Vector {
  scheme: string;
  headers: Record<string, string>;
  secret: string;
  body: string;
  value: string;
}
const file = new URL('../../../test/fixtures/payloads/signature_vectors.json', import.meta.url);
const ofTheFile = (JSON.parse(readFileSync(file, 'utf8')) as Vector[]).filter(
  ({ scheme }) => scheme === 'standard-webhooks',
);
/** From the tests of the reference libraries for JavaScript and Rust. */
const ofTheLibraries: Vector[] = [
  {
    scheme: 'standard-webhooks',
    headers: { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330' },
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    body: '{"test": 2432232314}',
    value: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    scheme: 'standard-webhooks',
    headers: { 'webhook-id': 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk', 'webhook-timestamp': '1649367553' },
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    body: '{"email":"test@example.com","username":"test_user"}',
    value: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
];

const id = 'evt_0193f5a8c0de7000800000000000c0de';
const now = () => Math.floor(Date.now() / 1000);

describe('signatures', () => {
  it.each([...ofTheFile, ...ofTheLibraries])('are those of the published vectors: $value', (vector) => {
    const { 'webhook-id': message, 'webhook-timestamp': seconds } = vector.headers;
    expect(headersOf(message!, Number(seconds), vector.body, [signerOf(vector.secret)])).toEqual({
      ...vector.headers,
      'webhook-signature': vector.value,
    });
  });
  it('the file has a vector', () => expect(ofTheFile).toHaveLength(1));

  it('are accepted by another implementation, with either key while two are valid', () => {
    const [fresh, former] = [newKey('V1'), newKey('V1')];
    const body = '{"type":"task.settled","data":{}}';
    const headers = headersOf(id, now(), body, [signerOf(fresh.kept), signerOf(former.kept)]);
    expect(headers['webhook-signature']!.split(' ')).toHaveLength(2);
    for (const { given } of [fresh, former]) expect(new Webhook(given).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(newKey('V1').given).verify(body, headers)).toThrow(WebhookVerificationError);
  });

  it('do not survive one flipped bit anywhere in body, id, time or signature', () => {
    const { kept, given } = newKey('V1');
    const body = '{"type":"ping","data":{"n":"é"}}';
    const headers = headersOf(id, now(), body, [signerOf(kept)]);
    const receiver = new Webhook(given);
    const flip = (text: string, at: number, bit: number) => {
      const bytes = Buffer.from(text, 'latin1');
      bytes[at]! ^= 1 << bit;
      return bytes.toString('latin1');
    };
    let tried = 0;
    const isRefused = (text: string, more: Record<string, string>) => {
      tried += 1;
      expect(() => receiver.verify(Buffer.from(text, 'latin1'), { ...headers, ...more })).toThrow();
    };
    const raw = Buffer.from(body).toString('latin1');
    for (let bit = 0; bit < 8; bit++) {
      for (let at = 0; at < raw.length; at++) isRefused(flip(raw, at, bit), {});
      for (const [name, value] of Object.entries(headers)) {
        // The last character of base64 before the padding has bits that mean nothing; one flipped there is the same signature.
        const bytesOf = (text: string) => Buffer.from(text.split(',')[1] ?? '', 'base64').toString('hex');
        for (let at = 0; at < value.length; at++) {
          const flipped = flip(value, at, bit);
          if (name === 'webhook-signature' && flipped.startsWith('v1,') && bytesOf(flipped) === bytesOf(value))
            continue;
          // A space before or after a number, or zeros, still are that number.
          if (name === 'webhook-timestamp' && parseInt(flipped, 10) === parseInt(value, 10)) continue;
          isRefused(raw, { [name]: flipped });
        }
      }
    }
    expect(tried).toBeGreaterThan(900);
    expect(() => receiver.verify(Buffer.from(raw, 'latin1'), headers)).not.toThrow();
  });

  it('are refused when they are older than five minutes, or from the future', () => {
    const { kept, given } = newKey('V1');
    for (const seconds of [now() - 400, now() + 400])
      expect(() => new Webhook(given).verify('{}', headersOf(id, seconds, '{}', [signerOf(kept)]))).toThrow();
  });

  it('by ed25519 can be checked with the public key alone', () => {
    const { kept, given } = newKey('V1A');
    expect([kept.slice(0, 5), given.slice(0, 5)]).toEqual(['whsk_', 'whpk_']);
    const open = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(given.slice(5), 'base64')]),
      format: 'der',
      type: 'spki',
    });
    const headers = headersOf(id, 1_700_000_000, '{}', [signerOf(kept)]);
    const [version, signature] = headers['webhook-signature']!.split(',') as [string, string];
    expect(version).toBe('v1a');
    const check = (content: string) => verify(null, Buffer.from(content), open, Buffer.from(signature, 'base64'));
    expect(check(`${id}.1700000000.{}`)).toBe(true);
    expect(check(`${id}.1700000001.{}`)).toBe(false);
  });

  it('a new key is 32 random bytes, and never the same', () => {
    const keys = Array.from({ length: 100 }, () => newKey('V1').given);
    expect(new Set(keys.map((key) => createHash('sha256').update(key).digest('hex'))).size).toBe(100);
    for (const key of keys) expect(Buffer.from(key.slice('whsec_'.length), 'base64')).toHaveLength(32);
  });
});
