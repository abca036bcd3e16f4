import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The headers of a message as Standard Webhooks 1.0.0 wants them (symmetric, `v1`).
 * @param secret `whsec_` and the key in base64
 * @param id the same for the same message, however often it is sent
 * @param body the very text that is sent
 * @param now a Date; the receiver allows five minutes either way
 */
export function signedHeaders(secret, id, body, now) {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

/**
 * A ticket says that this server handed this work out to whoever holds it. With it an answer can be sent after the hand-off
 * token has ended: Muster decides whether it comes too late, not this server. Nobody can make one for another's work.
 */
export function ticketFor(secret, assignment) {
  const proof = createHmac('sha256', secret).update(`ticket.${assignment}`).digest('base64url');
  return `${assignment}.${proof}`;
}

/** The assignment of a ticket, or null when it is not one of ours. */
export function assignmentOf(secret, ticket) {
  if (typeof ticket !== 'string' || ticket.length > 300) return null;
  const assignment = ticket.slice(0, ticket.lastIndexOf('.'));
  const [given, expected] = [Buffer.from(ticket), Buffer.from(ticketFor(secret, assignment))];
  return given.length === expected.length && timingSafeEqual(given, expected) ? assignment : null;
}
