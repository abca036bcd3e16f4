import { Injectable } from '@nestjs/common';
import { Database, type Tenant } from '../../platform/index.js';
import type { TaskAnswers } from './answer.types.js';
import { AnswersStore, type LabelsRead } from './answers.store.js';

const pageOfTasks = 200;

export interface ReadOptions {
  /** Stop at so many tasks that have an answer. */
  mostTasks: number;
  /** Stop when the labels read are longer than this. */
  mostCharacters: number;
  labels: LabelsRead;
  signal?: AbortSignal;
}

export interface ReadAnswers {
  tasks: TaskAnswers[];
  /** There were more. */
  isCapped: boolean;
}

/** Reads many answers, each page in a transaction of its own: no snapshot is held while they are read. */
@Injectable()
export class AnswersReader {
  constructor(
    private readonly database: Database,
    private readonly store: AnswersStore,
  ) {}

  /** Tasks with at least one answer: of the newest batch first, and of a batch the newest. */
  async read(
    tenant: Tenant,
    from: { projectId: string; batchId?: string; isSettledOnly?: boolean; isWithResult?: boolean },
    options: ReadOptions,
  ): Promise<ReadAnswers> {
    const batches = from.batchId
      ? [from.batchId]
      : await this.database.transact(tenant, (tx) => this.store.batchesOf(tx, from.projectId));
    const tasks: TaskAnswers[] = [];
    let characters = 0;
    for (const batchId of batches) {
      for (let before: string | null = null; ;) {
        options.signal?.throwIfAborted();
        if (tasks.length >= options.mostTasks || characters >= options.mostCharacters) return { tasks, isCapped: true };
        const after: string | null = before;
        const page: TaskAnswers[] = await this.database.transact(tenant, (tx) =>
          this.store.page(
            tx,
            {
              batchId,
              before: after,
              isSettledOnly: from.isSettledOnly ?? false,
              isWithResult: from.isWithResult ?? false,
            },
            pageOfTasks,
            options.labels,
          ),
        );
        const answered = page.filter(({ answers }) => answers.length > 0);
        const room = options.mostTasks - tasks.length;
        tasks.push(...answered.slice(0, room));
        if (answered.length > room) return { tasks, isCapped: true };
        for (const { answers } of answered) for (const { labels } of answers) characters += labels.length;
        before = page.at(-1)?.taskId ?? null;
        if (page.length < pageOfTasks) break;
      }
    }
    return { tasks, isCapped: false };
  }

  /** The answers to these tasks, with all their labels; those beyond the limit are left out. */
  async ofTasks(
    tenant: Tenant,
    taskIds: string[],
    { mostCharacters, signal }: { mostCharacters: number; signal?: AbortSignal },
  ): Promise<TaskAnswers[]> {
    const tasks: TaskAnswers[] = [];
    let characters = 0;
    for (let from = 0; from < taskIds.length && characters < mostCharacters; from += pageOfTasks) {
      signal?.throwIfAborted();
      const ids = taskIds.slice(from, from + pageOfTasks);
      const page = await this.database.transact(tenant, (tx) => this.store.ofTasks(tx, ids));
      tasks.push(...page);
      for (const { answers } of page) for (const { labels } of answers) characters += labels.length;
    }
    return tasks;
  }
}
