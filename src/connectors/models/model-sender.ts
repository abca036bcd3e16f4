import { Injectable } from '@nestjs/common';
import {
  Clock,
  type OutboundAnswer,
  OutboundFailed,
  OutboundHttp,
  OutboundRefused,
  SealBroken,
  toGlobalId,
} from '../../platform/index.js';
import { signatureOf } from '../generic/standard-webhooks.js';
import { jsonOf } from './answer.rules.js';
import type { Question, Sent } from './asking.service.js';
import { ModelQuestions } from './model-questions.js';
import { ModelSecrets } from './model-secrets.js';

const mostBytes = 8 * 1024 * 1024;

/** Sends one question, signed by Standard Webhooks, outside of any transaction. */
@Injectable()
export class ModelSender {
  constructor(
    private readonly http: OutboundHttp,
    private readonly questions: ModelQuestions,
    private readonly secrets: ModelSecrets,
    private readonly clock: Clock,
  ) {}

  async send(organizationId: string, { callId, attempt, service, task }: Question): Promise<Sent> {
    try {
      const secrets = this.secrets.of(service);
      const minutes = service.answer_minutes + service.timeout_seconds / 60;
      const body = await this.questions.bodyOf(organizationId, task, { callId, serviceId: service.id, minutes });
      // Each attempt is a message of its own; the request in it stays the same.
      const id = `${toGlobalId('modelCall', callId)}.${attempt}`;
      const seconds = Math.floor(this.clock.now().getTime() / 1000);
      const answer = await this.http.send({
        url: service.url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'Muster-Models/1.0',
          'webhook-id': id,
          'webhook-timestamp': String(seconds),
          'webhook-signature': secrets.map((secret) => signatureOf(secret, id, seconds, body)).join(' '),
        },
        body,
        timeoutMilliseconds: service.timeout_seconds * 1000,
        mostBytes,
      });
      return sentOf(answer);
    } catch (error) {
      if (error instanceof SealBroken)
        return { kind: 'FAILED', isAway: true, error: 'The secret cannot be opened any more: rotate it.' };
      if (error instanceof OutboundFailed || error instanceof OutboundRefused)
        return { kind: 'FAILED', isAway: true, error: `The model cannot be reached: ${error.message}` };
      throw error;
    }
  }
}

/** 202 promises the answer for later; another 2xx is the answer; everything else is none, redirects among them. */
function sentOf({ status, body, isCut }: OutboundAnswer): Sent {
  if (status === 202) return { kind: 'LATER' };
  if (status < 200 || status > 299)
    // What refuses one item may take the next; what is broken or busy takes none.
    return { kind: 'FAILED', isAway: status >= 500 || status === 429, error: `The model answers ${status}.` };
  if (isCut) return { kind: 'FAILED', isAway: false, error: 'The model answers more than 8 MB.' };
  return { kind: 'ANSWER', json: jsonOf(body) };
}
