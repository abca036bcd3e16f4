import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { keyOf, newSecret, signatureOf, verifySigned } from './standard-webhooks.js';

describe('signatures of Standard Webhooks', () => {
  // Of the reference libraries in JavaScript and Rust.
  it.each([
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='], // prettier-ignore
    ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk', 1649367553, '{"email":"test@example.com","username":"test_user"}', 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw='], // prettier-ignore
  ])('are those of the published examples', (secret, id, timestamp, body, expected) => {
    expect(signatureOf(secret, id, timestamp, body)).toBe(expected);
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': expected };
    const at = (offset: number) => new Date((timestamp + offset) * 1000);
    const of = (now: Date, secrets = [secret]) => verifySigned({ body: Buffer.from(body), headers }, secrets, now).ok;
    expect([of(at(0)), of(at(300)), of(at(-300)), of(at(301)), of(at(-301))]).toEqual([true, true, true, false, false]);
    expect([of(at(0), [newSecret(), secret]), of(at(0), [newSecret()]), of(at(0), [])]).toEqual([true, false, false]);
    expect(of(at(0), [secret.slice('whsec_'.length)])).toBe(true);
  });

  it('are taken by the reference library', () => {
    const [secret, now, body] = [newSecret(), new Date(), '{"type":"ping"}'];
    const seconds = Math.floor(now.getTime() / 1000);
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(seconds), 'webhook-signature': signatureOf(secret, 'msg_1', seconds, body) }; // prettier-ignore
    expect(new Webhook(secret).verify(body, headers)).toEqual({ type: 'ping' });
  });

  it('need a key of 24 to 64 bytes', () => {
    const of = (bytes: number) => keyOf(`whsec_${Buffer.alloc(bytes, 1).toString('base64')}`)?.length ?? null;
    expect([of(23), of(24), of(64), of(65), keyOf(''), keyOf('whsec_'), keyOf('whsec_$')]).toEqual([null, 24, 64, null, null, null, null]); // prettier-ignore
  });
});
