import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { type IdKind, Outbox, type Tx } from '../../platform/index.js';
import { type ProjectRow, ProjectsService } from '../../projects/index.js';
import { TasksService } from '../../tasks/index.js';
import { ErrorModels } from '../error-models/error-models.service.js';

export interface GoldNote {
  action: string;
  subjectKind: IdKind;
  subjectId: string;
  reason: string;
  detail: Record<string, unknown>;
}

/** Whose gold somebody may touch, and what is told when it changes. */
@Injectable()
export class GoldScope {
  constructor(
    private readonly batches: BatchesService,
    private readonly projects: ProjectsService,
    private readonly tasks: TasksService,
    private readonly errorModels: ErrorModels,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  project(tx: Tx, actor: Actor, projectId: string): Promise<ProjectRow> {
    return this.projects.visible(tx, actor, projectId, 'gold:manage');
  }

  /** Tasks of a batch by their keys, locked. @throws a fault that names the key */
  async tasksOf(tx: Tx, actor: Actor, batchId: string, keys: string[], pathOf?: (index: number) => string) {
    const { projectId } = await this.batches.visible(tx, actor, batchId, 'gold:manage');
    return { projectId, rows: await this.tasks.lockByKeys(tx, batchId, keys, pathOf) };
  }

  note(tx: Tx, actor: Actor, { action, subjectKind, subjectId, reason, detail }: GoldNote): Promise<void> {
    return this.changes.record(tx, actor, { action, subjectId, subjectKind, reason, detail });
  }

  /** What was learnt from these tasks is no longer so: their answers are compared again, and people estimated anew. */
  async changed(tx: Tx, projectId: string, taskIds: readonly string[]): Promise<void> {
    if (taskIds.length === 0) return;
    await this.errorModels.doubt(tx, projectId);
    await this.outbox.publish(
      tx,
      ...taskIds.map((subjectId) => ({ type: 'gold.changed', subjectId, data: { projectId } })),
    );
  }
}
