import { Injectable } from '@nestjs/common';
import { counted } from '../../platform/counted.rules.js';
import { Clock, Database, type Tx } from '../../platform/index.js';
import { type HeldTask, HeldTasks } from '../../tasks/index.js';
import { type ModelCallRow, ModelCallsStore } from './model-calls.store.js';
import { ModelOutcomes } from './model-outcomes.js';
import { type ModelServiceRow, ModelServicesStore } from './model-services.store.js';
import { afterFailure, healthy, roomOf } from './pace.rules.js';

/** A question that is to be sent now, by whoever got it. */
export interface Question {
  callId: string;
  attempt: number;
  service: ModelServiceRow;
  task: HeldTask;
}

/** What came of sending it. `isAway`: the model did not answer at all, which counts for its breaker. */
export type Sent =
  { kind: 'ANSWER'; json: unknown } | { kind: 'LATER' } | { kind: 'FAILED'; isAway: boolean; error: string };

/** Questions that are kept ready for a model; the other tasks wait without a row. */
const mostReady = 200;
/** The sender's own work around a call. */
const graceSeconds = 15;

/**
 * Which question goes to which model next, and what came of it. Both are one transaction under the lock of the model's row, so
 * that several processes together keep to its limits; nothing is open while a model is asked. What was sent and is never recorded,
 * because the process died, is lost at its time and asked again.
 */
@Injectable()
export class AskingService {
  constructor(
    private readonly database: Database,
    private readonly services: ModelServicesStore,
    private readonly calls: ModelCallsStore,
    private readonly outcomes: ModelOutcomes,
    private readonly held: HeldTasks,
    private readonly clock: Clock,
  ) {}

  due(limit: number): Promise<{ organization_id: string; id: string }[]> {
    return this.services.due(limit);
  }

  /** Null: there is nothing, or no room at the model. */
  next(organizationId: string, serviceId: string): Promise<Question | null> {
    return this.database.transact({ organizationId }, async (tx) => {
      const service = await this.services.lock(tx, serviceId);
      if (!service?.is_enabled) return null;
      for (const call of await this.calls.lockLost(tx, serviceId)) await this.lost(tx, service, call);
      const room = roomOf(paceOf(service), this.clock.now(), service.most_in_flight);
      if ((await this.calls.inFlight(tx, serviceId)) >= room) return null;
      if (service.most_per_day !== null && service.calls_today >= service.most_per_day) return null;
      await this.calls.make(tx, serviceId, mostReady);
      for (let call = await this.calls.lockNext(tx, serviceId); call; call = await this.calls.lockNext(tx, serviceId)) {
        const task = await this.held.find(tx, call.task_id);
        if (!task) {
          await this.outcomes.notAskedAnyMore(tx, call);
          continue;
        }
        await this.calls.sending(tx, call.id, service.timeout_seconds + graceSeconds);
        await this.services.countCall(tx, serviceId);
        return { callId: call.id, attempt: call.attempts + 1, service, task };
      }
      return null;
    });
  }

  /** Nothing when the model has answered by itself meanwhile, or the question was lost and is somebody else's. */
  record(organizationId: string, { callId, attempt, service }: Question, sent: Sent): Promise<void> {
    return this.database.transact({ organizationId }, async (tx) => {
      const now = await this.services.lock(tx, service.id);
      const isAway = sent.kind === 'FAILED' && sent.isAway;
      if (now && (isAway || now.failures > 0))
        await this.services.setPace(tx, now.id, isAway ? afterFailure(paceOf(now), this.clock.now()) : healthy);
      const call = await this.calls.lock(tx, callId);
      // The project may ask another model by now, whose first attempt this one's must not be taken for.
      if (call?.state !== 'SENDING' || call.attempts !== attempt || call.service_id !== service.id) return;
      const most = service.most_attempts;
      if (sent.kind === 'FAILED') return this.outcomes.failed(tx, call, attempt, most, { error: sent.error, faults: [] }); // prettier-ignore
      if (sent.kind === 'LATER') return this.calls.awaiting(tx, callId, service.answer_minutes);
      const bad = await this.outcomes.take(tx, call, sent.json);
      if (bad) await this.outcomes.failed(tx, call, attempt, most, bad);
    });
  }

  private lost(tx: Tx, service: ModelServiceRow, call: ModelCallRow): Promise<void> {
    const error =
      call.state === 'AWAITING'
        ? `The model promised its answer for later, and did not send it within ${counted(service.answer_minutes, 'minute')}.`
        : 'It is not known what became of the question.';
    return this.outcomes.failed(tx, call, call.attempts, service.most_attempts, { error, faults: [] });
  }
}

const paceOf = ({ failures, open_until }: ModelServiceRow) => ({ failures, openUntil: open_until });
