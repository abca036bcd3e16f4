import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { ClientFault, Database, LOG, type Log, newId, Outbox, type Tenant } from '../../platform/index.js';
import { AnalysesStore } from './analyses.store.js';
import { AnalysisRegistry } from './analysis-registry.js';
import type { AnalysisRow } from './analysis.types.js';

const signMilliseconds = 1000;
/** What takes the whole process down with it must not be begun for ever. */
const mostRuns = 3;

/** Why a run gives up without an outcome. */
class GivenUp extends Error {}

/**
 * Runs analyses. While one works, each second a sign of life with its progress is written and it is looked whether it was
 * cancelled. A run that ends without an outcome leaves the analysis RUNNING, and after some silence another begins anew.
 */
@Injectable()
export class AnalysisRunner implements BeforeApplicationShutdown {
  private readonly runs = new Set<AbortController>();
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly store: AnalysesStore,
    private readonly kinds: AnalysisRegistry,
    private readonly outbox: Outbox,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** A process that stops does not wait for hours of work. */
  beforeApplicationShutdown(): void {
    this.isStopping = true;
    for (const run of this.runs) run.abort(new GivenUp('the process stops'));
  }

  async run(organizationId: string, id: string): Promise<void> {
    if (this.isStopping) return;
    const tenant = { organizationId };
    const runId = newId();
    const row = await this.database.transact(tenant, (tx) => this.store.begin(tx, id, runId));
    if (!row) return;
    if (row.runs > mostRuns)
      return this.end(tenant, row, runId, { error: `It was begun ${mostRuns} times and never came to an end.` });
    const stop = new AbortController();
    this.runs.add(stop);
    const outcome = await this.outcomeOf(tenant, row, runId, stop).finally(() => this.runs.delete(stop));
    if (outcome) await this.end(tenant, row, runId, outcome);
    else await this.database.transact(tenant, (tx) => this.store.release(tx, id, runId));
  }

  silent(): Promise<{ organizationId: string; id: string }[]> {
    return this.store.silent();
  }

  /** Null when the run gave up. */
  private async outcomeOf(
    tenant: Tenant,
    row: AnalysisRow,
    runId: string,
    stop: AbortController,
  ): Promise<{ result: object } | { error: string } | null> {
    try {
      return { result: await this.work(tenant, row, runId, stop) };
    } catch (error) {
      if (stop.signal.reason instanceof GivenUp) return null;
      if (error instanceof ClientFault) return { error: error.message };
      this.log.error({ analysis: row.id, error: String((error as Error).stack) }, 'analysis failed');
      return { error: 'Something went wrong on our side.' };
    }
  }

  private async work(tenant: Tenant, row: AnalysisRow, runId: string, stop: AbortController): Promise<object> {
    let [done, total]: [number, number | null] = [0, null];
    const sign = async () => {
      const isOurs = await this.database.transact(tenant, (tx) => this.store.progress(tx, row.id, runId, done, total));
      if (!isOurs) stop.abort(new GivenUp('it was cancelled, or is another run’s'));
    };
    // A database that is away for a moment is no reason to give up: the next sign may reach it.
    const timer = setInterval(() => void sign().catch(() => undefined), signMilliseconds);
    const report = (newDone: number, newTotal: number) => void ([done, total] = [newDone, newTotal]);
    try {
      const { project_id: projectId, input } = row;
      const result = await this.kinds.get(row.kind)({ tenant, projectId, input, signal: stop.signal, report });
      await sign();
      stop.signal.throwIfAborted();
      return result;
    } finally {
      clearInterval(timer);
    }
  }

  private async end(
    tenant: Tenant,
    row: AnalysisRow,
    runId: string,
    outcome: { result: object } | { error: string },
  ): Promise<void> {
    await this.database.transact(tenant, async (tx) => {
      if (!(await this.store.finish(tx, row.id, runId, outcome))) return;
      const type = 'result' in outcome ? 'analysis.done' : 'analysis.failed';
      await this.outbox.publish(tx, { type, subjectId: row.id, data: { projectId: row.project_id } });
    });
    this.outbox.wake();
  }
}
