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
import { ErrorModels, type Estimate, GoldService } from '../quality/index.js';
import { TasksService } from '../tasks/index.js';
import { answersOf, LessonsService, partsOfProject, truthOf } from './lessons.service.js';
import { ResultsStore } from './results.store.js';

/** A new estimate is worth it after so many results, at most so often. */
const fewestResults = 50;
const minutesBetween = 5;
/** From so many votes on an aggregation would hold up the event loop. */
const votesForAThread = 20_000;
const pageSize = 500;

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
    private readonly errorModels: ErrorModels,
    private readonly gold: GoldService,
    private readonly lessons: LessonsService,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** All projects whose estimate is due, one after the other. */
  async estimateDue(): Promise<void> {
    for (const { organization_id, project_id } of await this.errorModels.due(fewestResults, minutesBetween))
      await this.estimate(organization_id, project_id);
  }

  /** Null when the project has no rule of consensus. */
  async estimate(organizationId: string, projectId: string): Promise<Estimate | null> {
    const began = performance.now();
    const { project, known, at } = await this.database.transact({ organizationId }, async (tx) => {
      return {
        project: await this.projects.rowOf(tx, projectId),
        at: await this.errorModels.lock(tx, projectId),
        known: await this.errorModels.known(tx, projectId),
      };
    });
    if (!project.policy.consensus) return null;
    const table = await this.gather(organizationId, project, at);
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

  private async gather(organizationId: string, project: ProjectRow, before: Date): Promise<EstimateTable> {
    const table = new EstimateTable(partsOfProject(project));
    for (let after: string | null = null; ;) {
      const last: string | undefined = await this.database.transact({ organizationId }, async (tx) => {
        const results = await this.results.learnt(tx, project.id, { after, before, limit: pageSize });
        const taskIds = results.map(({ task_id }) => task_id);
        const gold = await this.gold.ofTasks(tx, taskIds);
        const answers = await this.tasks.countedOf(tx, taskIds);
        for (const result of results) {
          const rows = answers.get(result.task_id) ?? [];
          table.add(answersOf(rows, project.policy), truthOf(result, gold.get(result.task_id)));
        }
        return taskIds[pageSize - 1];
      });
      if (!last) return table;
      after = last;
    }
  }

  /** What was learnt while the estimate was made is learnt once more on top of it. */
  private async replace(
    organizationId: string,
    project: ProjectRow,
    known: Known,
    estimate: Estimate,
    since: Date,
  ): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      await this.errorModels.lock(tx, project.id);
      await this.errorModels.replace(tx, project.id, known, estimate);
      for (let after: string | null = null; ;) {
        const results = await this.results.learnt(tx, project.id, { after, since, limit: pageSize });
        for (const result of results)
          await this.errorModels.learn(tx, project.id, await this.lessons.lessonsOfResult(tx, project, result));
        if (results.length < pageSize) return;
        after = results.at(-1)!.task_id;
      }
    });
  }
}

/** Few votes are done before a thread has started. */
async function aggregated(input: Parameters<typeof aggregateInThread>[0]): Promise<Aggregation> {
  if (input.votes.label.length >= votesForAThread) return aggregateInThread(input);
  return aggregationMethods[input.method](input.votes, input.options);
}
