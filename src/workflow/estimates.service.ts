import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  aggregateInThread,
  aggregationMethods,
  EstimateTable,
  type Aggregation,
  type AggregationMethodName,
  type Known,
} from '../consensus/index.js';
import { Database, LOG, type Log } from '../platform/index.js';
import { type ProjectRow, ProjectsService } from '../projects/index.js';
import { ErrorModels, type Estimate, GoldLessons, GoldService } from '../quality/index.js';
import { TasksService } from '../tasks/index.js';
import { EarlyLessonsStore } from './early-lessons.store.js';
import { answersOf, asKnown, LessonsService, partsOfProject, truthOf } from './lessons.service.js';
import { ResultsStore } from './results.store.js';

/** From so many votes on an aggregation would hold up the event loop. */
const votesForAThread = 20_000;
const pageSize = 500;
/** An estimate stands on the newest tasks: what people did long ago says less of them, and memory has an end. */
const mostTasks = 200_000;

/**
 * Estimates anew, over all settled tasks of a project, how its people err. Between estimates each task adds its lesson as
 * it was believed when it settled; here the beliefs themselves are made again from everything that came since.
 */
@Injectable()
export class EstimatesService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly results: ResultsStore,
    private readonly earlyLessons: EarlyLessonsStore,
    private readonly errorModels: ErrorModels,
    private readonly gold: GoldService,
    private readonly lessons: LessonsService,
    private readonly goldLessons: GoldLessons,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** All projects whose estimate is due, one after the other; one that fails waits its turn again and holds up no other. */
  async estimateDue(): Promise<void> {
    for (const { organization_id, project_id } of await this.errorModels.due()) {
      try {
        await this.estimate(organization_id, project_id);
      } catch (error) {
        this.log.error({ projectId: project_id, error: String((error as Error).stack) }, 'estimate failed');
        await this.postpone(organization_id, project_id, true);
      }
    }
  }

  /** Null when the project has no rule of consensus. */
  async estimate(organizationId: string, projectId: string): Promise<Estimate | null> {
    const began = performance.now();
    const { project, known, at } = await this.database.transact({ organizationId }, async (tx) => {
      const project = await this.projects.rowOf(tx, projectId);
      await this.errorModels.lock(tx, projectId);
      if (project.policy.consensus) {
        await this.results.markAllLearnt(tx, projectId);
        await this.earlyLessons.take(tx, projectId, null);
      }
      // The time once everything is marked: all of it must lie before.
      const at = await this.errorModels.lock(tx, projectId);
      return { project, at, known: await this.errorModels.known(tx, projectId) };
    });
    if (!project.policy.consensus) {
      await this.postpone(organizationId, projectId, false);
      return null;
    }
    const table = await this.gather(organizationId, project, at);
    await this.gatherOpen(table, organizationId, project, at);
    const parts: Estimate['parts'] = [];
    for (const { part, votes, gold, start } of table.choices(known)) {
      const method = part.method as AggregationMethodName;
      const aggregation = await aggregated({ method, votes, options: { gold, start, skipConfusion: true } });
      table.learnFrom(part, aggregation);
      parts.push({ part: part.name, method, iterations: aggregation.iterations, labels: votes.label.length });
    }
    const estimate = { tasks: table.tasks, parts, seconds: (performance.now() - began) / 1000 };
    await this.replace(organizationId, project, table.finish(), estimate, at);
    this.log.info({ projectId, ...estimate }, 'estimated how people err');
    return estimate;
  }

  /** The newest tasks. Nothing is open while they are taken in, and others get their turn after each. */
  private async gather(organizationId: string, project: ProjectRow, moment: string): Promise<EstimateTable> {
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
  private async gatherOpen(table: EstimateTable, organizationId: string, project: ProjectRow, moment: string) {
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

  /** What was learnt while the estimate was made is learnt once more on top of it. */
  private async replace(
    organizationId: string,
    project: ProjectRow,
    known: Known,
    estimate: Estimate,
    since: string,
  ): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      await this.errorModels.lock(tx, project.id);
      await this.errorModels.replace(tx, project.id, known, estimate);
      await this.goldLessons.addAll(tx, project);
      await this.errorModels.learn(
        tx,
        project.id,
        asKnown(await this.earlyLessons.learntSince(tx, project.id, since)),
        0,
      );
      const results = await this.results.learntSince(tx, project.id, since);
      await this.errorModels.learn(tx, project.id, await this.lessons.lessonsOf(tx, project, results), results.length);
    });
  }

  private postpone(organizationId: string, projectId: string, isWanted: boolean): Promise<void> {
    return this.database.transact({ organizationId }, (tx) => this.errorModels.postpone(tx, projectId, isWanted));
  }
}

/** Few votes are done before a thread has started. */
async function aggregated(input: Parameters<typeof aggregateInThread>[0]): Promise<Aggregation> {
  if (input.votes.label.length >= votesForAThread) return aggregateInThread(input);
  return aggregationMethods[input.method](input.votes, input.options);
}
