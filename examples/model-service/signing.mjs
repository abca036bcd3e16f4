import { createHmac, timingSafeEqual } from 'node:crypto';

const toleranceSeconds = 300;

/** The headers of a message as Standard Webhooks 1.0.0 wants them. @param secret `whsec_` and the key in base64 */
export function signedHeaders(secret, id, body, now = new Date()) {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, id, timestamp, body),
  };
}

/** Whether the message is Muster's, over the very bytes that came. During a rotation it carries two signatures: one is enough. */
export function isSigned(secret, headers, body, now = new Date()) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given = '' } = headers;
  if (!id || Math.abs(Number(timestamp) - now.getTime() / 1000) > toleranceSeconds || Number.isNaN(Number(timestamp)))
    return false;
  const expected = Buffer.from(signatureOf(secret, id, timestamp, body));
  return given.split(' ').some((one) => {
    const bytes = Buffer.from(one);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}

function signatureOf(secret, id, timestamp, body) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}
