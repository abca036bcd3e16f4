import { Injectable } from '@nestjs/common';
import type { LabelFault } from '../../labels/index.js';
import { Clock, Database, parseGlobalId, SealBroken, type Tx } from '../../platform/index.js';
import type { InboundRequest } from '../connector.types.js';
import { verifySigned } from '../generic/standard-webhooks.js';
import { readAtMost } from '../inbox/read-body.js';
import { isRecord, jsonOf } from './answer.rules.js';
import { ModelCallsStore } from './model-calls.store.js';
import { ModelOutcomes } from './model-outcomes.js';
import { ModelSecrets } from './model-secrets.js';
import { type ModelServiceRow, ModelServicesStore } from './model-services.store.js';

/** A status of HTTP, and what is wrong with the answer where the model should know. */
export interface AnswerReceipt {
  status: 204 | 400 | 401 | 404 | 408 | 410 | 413 | 422;
  error?: string;
  faults?: LabelFault[];
}

const mostBytes = 8 * 1024 * 1024;
const receipt = (status: AnswerReceipt['status'], error?: string, faults?: LabelFault[]) => ({ status, error, faults });

/**
 * Takes answers that a model promised for later. An answer is used at once, and once: a question has one answer, so the same
 * message again, a replay among them, finds it answered.
 */
@Injectable()
export class ReceivingAnswers {
  constructor(
    private readonly database: Database,
    private readonly services: ModelServicesStore,
    private readonly calls: ModelCallsStore,
    private readonly outcomes: ModelOutcomes,
    private readonly secrets: ModelSecrets,
    private readonly clock: Clock,
  ) {}

  async receive(globalId: string, headers: InboundRequest['headers'], sent: unknown): Promise<AnswerReceipt> {
    const id = parseGlobalId(globalId);
    const service = id?.kind === 'modelService' ? await this.services.findForAnswer(id.id) : undefined;
    if (!service) return receipt(404);
    if (service.deleted_at) return receipt(410);
    const body = await readAtMost(sent, Number(headers['content-length'] ?? 0), mostBytes);
    if (!Buffer.isBuffer(body)) return receipt(body);
    const verified = this.verify(service, { body, headers });
    const tenant = { organizationId: service.organization_id };
    if (!verified.ok) {
      await this.database.transact(tenant, (tx) => this.services.noteBadSignature(tx, service.id, verified.reason));
      return receipt(401);
    }
    const message = jsonOf(body);
    const data = isRecord(message) && isRecord(message.data) ? message.data : null;
    if (!data) return receipt(400, 'The message must be { type, timestamp, data }.');
    return this.database.transact(tenant, (tx) => this.apply(tx, service, data));
  }

  private async apply(tx: Tx, service: ModelServiceRow, data: Record<string, unknown>): Promise<AnswerReceipt> {
    const id = typeof data.requestId === 'string' ? parseGlobalId(data.requestId) : null;
    const call = id?.kind === 'modelCall' ? await this.calls.lock(tx, id.id) : undefined;
    if (!call || call.service_id !== service.id) return receipt(422, 'data.requestId is no request to this model.');
    if (call.ended_at) return receipt(204);
    const bad = await this.outcomes.take(tx, call, data);
    if (!bad) return receipt(204);
    // A question that is asked again already has an attempt of its own.
    if (call.state === 'AWAITING') await this.outcomes.failed(tx, call, call.attempts, service.most_attempts, bad);
    return receipt(422, bad.error, bad.faults);
  }

  private verify(service: ModelServiceRow, request: InboundRequest) {
    try {
      return verifySigned(request, this.secrets.of(service), this.clock.now());
    } catch (error) {
      if (error instanceof SealBroken) return { ok: false, reason: 'The secret cannot be opened any more: rotate it.' } as const; // prettier-ignore
      throw error;
    }
  }
}
