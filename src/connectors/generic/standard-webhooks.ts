import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const prefix = 'whsec_';
const toleranceSeconds = 300;
const fewestKeyBytes = 24;
const mostKeyBytes = 64;

/** A secret of Standard Webhooks: 32 random bytes in base64 behind `whsec_`. */
export const newSecret = (): string => prefix + randomBytes(32).toString('base64');

/** The key of a secret, or null when it is none (24 to 64 bytes in base64, with or without `whsec_`). */
export function keyOf(secret: string): Buffer | null {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length >= fewestKeyBytes && key.length <= mostKeyBytes ? key : null;
}

/**
 * The signature of a message by Standard Webhooks 1.0.0, symmetric: `v1,` and the base64 of HMAC-SHA256 over
 * `id.timestamp.body`.
 * @param timestamp seconds since 1970
 */
export function signatureOf(secret: string, id: string, timestamp: number | string, body: Buffer | string): string {
  const key = keyOf(secret);
  if (!key) throw new Error('not a secret of Standard Webhooks');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

export interface SignedMessage {
  body: Buffer;
  headers: Record<string, string | undefined>;
}

/**
 * Whether one of the signatures is one of the secrets', and the time is within five minutes of now, either way. Compared in
 * constant time. Signatures of other versions than v1 are passed over.
 */
export function verifySigned(
  { body, headers }: SignedMessage,
  secrets: readonly string[],
  now: Date,
): { ok: true } | { ok: false; reason: string } {
  const no = (reason: string) => ({ ok: false, reason }) as const;
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || id.length > 256) return no('webhook-id is missing or too long.');
  if (!timestamp || !/^\d{1,12}$/.test(timestamp)) return no('webhook-timestamp is missing or no number of seconds.');
  if (!signatures) return no('webhook-signature is missing.');
  const secondsOff = Number(timestamp) - now.getTime() / 1000;
  if (secondsOff < -toleranceSeconds) return no('webhook-timestamp is more than five minutes ago.');
  if (secondsOff > toleranceSeconds) return no('webhook-timestamp is more than five minutes ahead.');
  const given = signatures
    .split(' ')
    .slice(0, 20)
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one));
  let fits = false;
  for (const secret of secrets) {
    if (!keyOf(secret)) continue;
    const expected = Buffer.from(signatureOf(secret, id, timestamp, body));
    for (const one of given) if (one.length === expected.length && timingSafeEqual(one, expected)) fits = true;
  }
  return fits ? { ok: true } : no('webhook-signature fits no secret of this connection.');
}
