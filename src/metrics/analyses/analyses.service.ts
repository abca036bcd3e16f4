import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, newId, Outbox, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { AnalysesStore } from './analyses.store.js';
import type { AnalysisKind, AnalysisRow } from './analysis.types.js';

/** Each takes a thread and minutes; more of one project at once would only wait for each other. */
const mostRunning = 3;

/** What people ask of analyses; the work itself is AnalysisRunner's. */
@Injectable()
export class AnalysesService {
  constructor(
    private readonly database: Database,
    private readonly store: AnalysesStore,
    private readonly projects: ProjectsService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  /** The same question twice is worked on once: who asks again gets the analysis that runs. */
  async start(
    actor: Actor,
    projectId: string,
    kind: AnalysisKind,
    input: Record<string, unknown> = {},
  ): Promise<AnalysisRow> {
    const row = await this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'analysis:start');
      await this.store.lockProject(tx, projectId);
      const before = await this.store.running(tx, projectId, kind, input);
      if (before) return before;
      if ((await this.store.countRunning(tx, projectId)) >= mostRunning)
        throw new ClientFault(
          'CONFLICT',
          `${mostRunning} analyses of this project are running: wait for one, or cancel one.`,
        );
      const id = newId();
      const begun = await this.store.insert(tx, { id, project_id: projectId, kind, input, created_by: actor.memberId });
      await this.outbox.publish(tx, { type: 'analysis.requested', subjectId: id, data: { projectId } });
      const detail = { projectId: toGlobalId('project', projectId), kind };
      await this.changes.record(tx, actor, { action: 'analysis:start', subjectId: id, detail });
      return begun;
    });
    this.outbox.wake();
    return row;
  }

  /** One that has ended stays as it is. */
  cancel(actor: Actor, id: string): Promise<AnalysisRow> {
    return this.database.transact(actor, async (tx) => {
      if (!(await this.visible(tx, actor, id, 'analysis:start'))) throw ClientFault.notFound('analysis');
      if (await this.store.cancel(tx, id))
        await this.changes.record(tx, actor, { action: 'analysis:cancel', subjectId: id });
      return (await this.store.find(tx, id))!;
    });
  }

  /** Null when there is none or it is not open to the caller. */
  find(actor: Actor, id: string): Promise<AnalysisRow | null> {
    return this.database.transact(actor, (tx) => this.visible(tx, actor, id, 'analysis:read'));
  }

  page(actor: Actor, projectId: string, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'analysis:read');
      return this.store.page(tx, projectId, first, after);
    });
  }

  private async visible(
    tx: Tx,
    actor: Actor,
    id: string,
    action: 'analysis:read' | 'analysis:start',
  ): Promise<AnalysisRow | null> {
    const row = await this.store.find(tx, id);
    return row && (await this.projects.findVisible(tx, actor, row.project_id, action)) ? row : null;
  }
}
