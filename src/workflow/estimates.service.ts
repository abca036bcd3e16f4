import { Inject, Injectable } from '@nestjs/common';
import {
  aggregateInThread,
  aggregationMethods,
  type Aggregation,
  type AggregationMethodName,
} from '../consensus/index.js';
import { Database, LOG, type Log } from '../platform/index.js';
import { ProjectsService } from '../projects/index.js';
import { ErrorModels, type Estimate } from '../quality/index.js';
import { EstimateKeeping } from './estimate-keeping.js';
import { EstimateSources } from './estimate-sources.js';

/** From so many votes on an aggregation would hold up the event loop. */
const votesForAThread = 20_000;

/**
 * Estimates anew, over all settled tasks of a project, how its people err. Between estimates each task adds its lesson as
 * it was believed when it settled; here the beliefs themselves are made again from everything that came since.
 */
@Injectable()
export class EstimatesService {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly errorModels: ErrorModels,
    private readonly sources: EstimateSources,
    private readonly keeping: EstimateKeeping,
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
      return { project, ...(await this.keeping.begin(tx, project)) };
    });
    if (!project.policy.consensus) {
      await this.postpone(organizationId, projectId, false);
      return null;
    }
    const table = await this.sources.settled(organizationId, project, at);
    await this.sources.addOpen(table, organizationId, project, at);
    const parts: Estimate['parts'] = [];
    for (const { part, votes, gold, start } of table.choices(known)) {
      const method = part.method as AggregationMethodName;
      const aggregation = await aggregated({ method, votes, options: { gold, start, skipConfusion: true } });
      table.learnFrom(part, aggregation);
      parts.push({ part: part.name, method, iterations: aggregation.iterations, labels: votes.label.length });
    }
    const estimate = { tasks: table.tasks, parts, seconds: (performance.now() - began) / 1000 };
    await this.database.transact({ organizationId }, (tx) =>
      this.keeping.replace(tx, project, table.finish(), estimate, at),
    );
    this.log.info({ projectId, ...estimate }, 'estimated how people err');
    return estimate;
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
