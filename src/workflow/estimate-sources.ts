import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EstimateTable } from '../consensus/index.js';
import { Database } from '../platform/index.js';
import type { ProjectRow } from '../projects/index.js';
import { GoldService } from '../quality/index.js';
import { TasksService } from '../tasks/index.js';
import { EarlyLessonsStore } from './early-lessons.store.js';
import { answersOf, partsOfProject, truthOf } from './lessons.service.js';
import { ResultsStore } from './results.store.js';

const pageSize = 500;
/** An estimate stands on the newest tasks: what people did long ago says less of them, and memory has an end. */
const mostTasks = 200_000;

/** What an estimate is made from: read page by page, each in a transaction of its own. */
@Injectable()
export class EstimateSources {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly results: ResultsStore,
    private readonly earlyLessons: EarlyLessonsStore,
    private readonly gold: GoldService,
  ) {}

  /** The newest tasks. Nothing is open while they are taken in, and others get their turn after each. */
  async settled(organizationId: string, project: ProjectRow, moment: string): Promise<EstimateTable> {
    const table = new EstimateTable(partsOfProject(project));
    for (let before: string | null = null; table.tasks < mostTasks;) {
      const last: string | null = before;
      const { results, gold, answers } = await this.database.transact({ organizationId }, async (tx) => {
        const results = await this.results.learntBefore(tx, project.id, moment, last, pageSize);
        const taskIds = results.map(({ task_id }) => task_id);
        return {
          results,
          gold: await this.gold.ofTasks(tx, taskIds),
          answers: await this.tasks.countedOf(tx, taskIds),
        };
      });
      for (const result of results) {
        const heard = answersOf(answers.get(result.task_id) ?? [], project.policy);
        table.add(heard, truthOf(result, gold.get(result.task_id), project.policy));
        await setImmediate();
      }
      if (results.length < pageSize) break;
      before = results.at(-1)!.task_id;
    }
    return table;
  }

  /** The newest open tasks that have answers: they say how common the classes are. */
  async addOpen(table: EstimateTable, organizationId: string, project: ProjectRow, moment: string) {
    let before: string | null = null;
    for (let count = 0; count < mostTasks; count += pageSize) {
      const last: string | null = before;
      const { lessons, answers } = await this.database.transact({ organizationId }, async (tx) => {
        const lessons = await this.earlyLessons.openBefore(tx, project.id, moment, last, pageSize);
        const taskIds = lessons.map(({ task_id }) => task_id);
        return { lessons, answers: await this.tasks.countedOf(tx, taskIds) };
      });
      for (const { task_id, class_counts } of lessons) {
        table.addOpen(answersOf(answers.get(task_id) ?? [], project.policy), class_counts);
        await setImmediate();
      }
      if (lessons.length < pageSize) break;
      before = lessons.at(-1)!.task_id;
    }
  }
}
