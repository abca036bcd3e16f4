import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { Database, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { comparePrediction, keptIou, renamedIou, unchangedIou } from './corrections.rules.js';
import { csvOf } from './corrections-csv.rules.js';
import { type Comparable, CorrectionsStore } from './corrections.store.js';
import type { CorrectionCounts, CorrectionFilter, CorrectionGrouping, CorrectionReport, CorrectionRow } from './corrections.types.js'; // prettier-ignore
import { meanOfTasks, shareOf, smallNoteOf } from './figures.rules.js';

const definition =
  `Predicted labels of tasks that settled, against what settled. Unchanged: the same class and attributes, and an IoU of at least ${unchangedIou}. ` +
  `Corrected: kept with another outline (IoU from ${keptIou}), class (IoU from ${renamedIou}), attribute or value. Shares of predictions; “added” is the share of the settled ` +
  `labels that no prediction was kept for. IoU is that of kept shapes and spans; its interval takes the tasks for what was drawn, not the shapes.`;

/** What people change of what models predict. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly database: Database,
    private readonly store: CorrectionsStore,
    private readonly projects: ProjectsService,
  ) {}

  report(actor: Actor, projectId: string, filter: CorrectionFilter, by: CorrectionGrouping): Promise<CorrectionReport> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'model:measure');
      const rows = (await this.store.counts(tx, projectId, filter, by)).map((counts) => rowOf(counts, by));
      return { rows, definition, csv: csvOf(rows) };
    });
  }

  /** The task has a result, or another one. */
  compareTask(organizationId: string, taskId: string): Promise<void> {
    return this.database.transact({ organizationId }, async (tx) => {
      await this.keep(tx, await this.store.ofTask(tx, taskId));
    });
  }

  /** Results of a batch that were made without news of the single task, as an accepted lot mends them. */
  async compareBatch(organizationId: string, batchId: string): Promise<void> {
    for (let isMore = true; isMore;)
      isMore = await this.database.transact({ organizationId }, async (tx) => {
        const comparable = await this.store.ofBatch(tx, batchId);
        await this.keep(tx, comparable);
        return comparable.length > 0;
      });
  }

  private async keep(tx: Tx, comparable: Comparable[]): Promise<void> {
    for (const one of comparable) await this.store.keep(tx, one, comparePrediction(one.prelabel, one.labels));
  }
}

function rowOf(counts: CorrectionCounts, by: CorrectionGrouping): CorrectionRow {
  const { key, label, allTasks, unchanged, corrected, removed, added, renamed, median, p10 } = counts;
  const predictions = unchanged + corrected + removed;
  const mean = meanOfTasks(counts);
  return {
    key: by === 'BATCH' ? toGlobalId('batch', key) : key,
    label,
    tasks: allTasks,
    predictions,
    unchanged: shareOf(unchanged, predictions),
    corrected: shareOf(corrected, predictions),
    removed: shareOf(removed, predictions),
    added: shareOf(added, unchanged + corrected + added),
    renamed,
    iou: mean && { ...mean, n: counts.n, tasks: counts.tasks, median: median!, p10: p10! },
    smallNote: smallNoteOf(allTasks),
  };
}
