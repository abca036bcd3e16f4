import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, Refusal } from '../../platform/index.js';
import { HeldTasks } from '../../tasks/index.js';
import { type ModelCallRow, ModelCallsStore } from './model-calls.store.js';
import { ModelServicesStore } from './model-services.store.js';

/** In one transaction, within the time of a request. */
const mostHeld = 5000;

/** What models were asked, as managers see it, and asking (again). */
@Injectable()
export class ModelCallsService {
  constructor(
    private readonly database: Database,
    private readonly services: ModelServicesStore,
    private readonly calls: ModelCallsStore,
    private readonly held: HeldTasks,
    private readonly batches: BatchesService,
    private readonly changes: ChangeLog,
  ) {}

  /** Tasks of the batch without a pre-label that nobody has begun wait, and are asked about (again). Answers how many. */
  ask(actor: Actor, batchId: string): Promise<number | Refusal<'NO_MODEL'>> {
    return this.database.transact(actor, async (tx) => {
      const { projectId } = await this.batches.visible(tx, actor, batchId, 'model:use');
      const serviceId = await this.services.ofProject(tx, projectId);
      const asked = serviceId && (await this.services.projectsOf(tx, [serviceId])).find((one) => one.project_id === projectId); // prettier-ignore
      if (!asked) return new Refusal('NO_MODEL' as const, 'The project of this batch asks no model.');
      const taskIds = await this.held.holdOfBatch(tx, batchId, asked.wait_minutes, mostHeld);
      await this.calls.forget(tx, taskIds);
      await this.changes.record(tx, actor, { action: 'model:ask', subjectId: batchId, subjectKind: 'batch', detail: { tasks: taskIds.length } }); // prettier-ignore
      return taskIds.length;
    });
  }

  page(actor: Actor, serviceId: string, states: readonly string[] | null, first: number, after: string | null) {
    return this.database.transact(actor, async (tx): Promise<{ rows: ModelCallRow[]; total: number }> => {
      if (!(await this.services.find(tx, serviceId))) throw ClientFault.notFound('model service');
      return this.calls.page(tx, serviceId, states, first, after);
    });
  }
}
