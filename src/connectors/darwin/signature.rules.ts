import type { InboundRequest, Verified } from '../connector.types.js';
import { hmacOf, isOneOf, secretOf } from '../shared/secrets.rules.js';
import type { DarwinSettings } from './settings.js';

const no = (reason: string): Verified => ({ ok: false, reason });

/**
 * Darwin has two kinds of webhooks. That of a dataset is signed: `v7-signature: t=<seconds>,v1=<hexadecimal HMAC-SHA256>`. That of
 * a workflow's stage carries, at most, an `Authorization` header of our choice. A message that has a signature must have a right
 * one: it is not enough that it knows the header.
 */
export function verifyDarwin(
  { body, headers }: InboundRequest,
  secrets: readonly string[],
  settings: DarwinSettings,
  now: Date,
): Verified {
  const signature = headers['v7-signature'];
  if (signature !== undefined) return verifySignature(signature, body, secrets, settings, now);
  const given = headers.authorization;
  if (!given) return no('Neither v7-signature nor Authorization is there.');
  const fits = isOneOf(secretOf(given), secrets) || isOneOf(given, secrets);
  return fits ? { ok: true } : no('Authorization has no secret of this connection.');
}

function verifySignature(
  header: string,
  body: Buffer,
  secrets: readonly string[],
  { signedString = '{t}.{body}', toleranceSeconds = 300 }: DarwinSettings,
  now: Date,
): Verified {
  const [, t, v1] = /^\s*t=(\d{1,12})\s*,\s*v1=([0-9a-f]{64})\s*$/i.exec(header) ?? [];
  if (t === undefined || v1 === undefined) return no('v7-signature is not t=…,v1=….');
  const secondsOff = Math.abs(Number(t) - now.getTime() / 1000);
  if (secondsOff > toleranceSeconds)
    return no(`v7-signature is of a time that is more than ${toleranceSeconds} s off.`);
  const [before = '', after = ''] = signedString.replaceAll('{t}', t).split('{body}');
  const right = secrets.filter((secret) => secret !== '').map((secret) => hmacOf(secret, before, body, after));
  return isOneOf(v1.toLowerCase(), right) ? { ok: true } : no('v7-signature fits no secret of this connection.');
}
