import type { FastifyReply } from 'fastify';
import { ClientFault } from '../fault.js';

/** Tells when whoever asked is no longer there to hear the answer: long work is then given up. */
export function clientGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Also emitted after an answer was sent; nothing listens any more then.
  raw.once('close', () => gone.abort(new ClientFault('TIMED_OUT', 'Whoever asked has gone.')));
  return gone.signal;
}
