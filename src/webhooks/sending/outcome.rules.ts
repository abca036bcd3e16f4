import type { OutboundAnswer } from '../../platform/index.js';
import type { Outcome } from './breaker.rules.js';
import { dueAfter, patienceOf } from './schedule.rules.js';
import type { Attempt, DueDelivery } from './sending.store.js';

/** Of an answer so much is kept. */
export const mostOfAnswer = 4096;

/** What came back: an answer, or the sentence that says why there was none. */
export type Reply = { answer: OutboundAnswer } | { error: string; milliseconds: number };

/** 2xx is delivered; everything else is not, redirects among them. */
export function outcomeOf(reply: Reply, now: Date): Outcome {
  if (!('answer' in reply)) return { isDelivered: false, status: null, patience: null };
  const { status, headers } = reply.answer;
  const isDelivered = status >= 200 && status < 300;
  return { isDelivered, status, patience: isDelivered ? null : patienceOf(headers['retry-after'], now) };
}

/** @param random in [0, 1) */
export function attemptOf(
  delivery: Pick<DueDelivery, 'id' | 'attempts'>,
  reply: Reply,
  outcome: Outcome,
  now: Date,
  random: number,
): Attempt {
  const dueAt = outcome.isDelivered ? null : dueAfter(delivery.attempts + 1, now, outcome.patience, random);
  return {
    id: delivery.id,
    attemptsBefore: delivery.attempts,
    state: outcome.isDelivered ? 'DELIVERED' : dueAt ? 'PENDING' : 'FAILED',
    dueAt,
    at: now,
    status: outcome.status,
    milliseconds: 'answer' in reply ? reply.answer.milliseconds : reply.milliseconds,
    answer: 'answer' in reply ? textOf(reply.answer.body) : null,
    error: 'answer' in reply ? null : reply.error,
  };
}

/** As text that PostgreSQL stores: what is no UTF-8 is marked, and a zero byte is left out. */
const textOf = (body: Buffer): string => body.subarray(0, mostOfAnswer).toString('utf8').replaceAll('\0', '');
