import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inThread } from '../../consensus/index.js';
import { type Actor, unkeyed } from '../../identity/index.js';
import { Database, type Tenant } from '../../platform/index.js';
import { asPolicy, ProjectsService } from '../../projects/index.js';
import { GoldService, TrustService } from '../../quality/index.js';
import type { KnownPeople } from '../../workflow/index.js';
import { AnalysesService } from '../analyses/analyses.service.js';
import { AnalysisRegistry } from '../analyses/analysis-registry.js';
import type { AnalysisRow, AnalysisWork } from '../analyses/analysis.types.js';
import type { PolicyPreview, PreviewInput } from './policy-preview.job.js';
import { PolicyPreviewStore, type SettledTask } from './policy-preview.store.js';

const mostTasks = 20_000;
/** Read as JSON in a thread they take about five times as much memory. */
const mostCharacters = 48_000_000;
const pageOfTasks = 200;

/** The analysis POLICY_PREVIEW: what a policy would have cost and given on the answers that are there. */
@Injectable()
export class PolicyPreviews implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly gold: GoldService,
    private readonly trust: TrustService,
    private readonly analyses: AnalysesService,
    private readonly store: PolicyPreviewStore,
    private readonly kinds: AnalysisRegistry,
  ) {}

  onModuleInit(): void {
    this.kinds.register('POLICY_PREVIEW', (work) => this.run(work));
  }

  /** @throws a fault with the path of what is wrong in the policy */
  async start(actor: Actor, projectId: string, policy: unknown): Promise<AnalysisRow> {
    // Under the caller's key the analysis is the answer, not that the policy is right.
    await this.database.transact(unkeyed(actor), async (tx) => {
      await this.projects.checkPolicy(tx, await this.projects.visible(tx, actor, projectId, 'analysis:start'), policy);
    });
    return this.analyses.start(actor, projectId, 'POLICY_PREVIEW', { policy });
  }

  private async run({ tenant, projectId, input, signal, report }: AnalysisWork): Promise<PolicyPreview> {
    const { project, ...rest } = await this.database.transact(tenant, async (tx) => ({
      project: await this.projects.rowOf(tx, projectId),
      openTasks: await this.store.openTasks(tx, projectId),
      hoursPerAnswer: await this.store.hoursPerAnswer(tx, projectId),
      gold: new Map([...(await this.gold.goldOf(tx, projectId))].map(([id, labels]) => [id, JSON.stringify(labels)])),
    }));
    const settled = await this.read(tenant, projectId, signal);
    return inThread<PreviewInput, PolicyPreview, { done: number; total: number }>(
      new URL('./policy-preview.job.js', import.meta.url),
      {
        ...rest,
        ...settled,
        people: await this.peopleOf(tenant, projectId, settled.tasks),
        schema: project.labelSchema,
        inForce: project.policy,
        proposed: asPolicy(input.policy),
      },
      { signal, onProgress: ({ done, total }) => report(done, total) },
    );
  }

  private async peopleOf(tenant: Tenant, projectId: string, tasks: SettledTask[]): Promise<KnownPeople> {
    const ids = [...new Set(tasks.flatMap(({ answers }) => answers.map(({ memberId }) => memberId)))];
    return this.database.transact(tenant, async (tx) => ({
      trust: await this.trust.meansOf(tx, projectId, ids, 'AUTHOR'),
      alwaysReviewed: await this.trust.requiresReview(tx, projectId, ids),
    }));
  }

  /** Each page in a transaction of its own: no snapshot is held while they are read. */
  private async read(
    tenant: Tenant,
    projectId: string,
    signal: AbortSignal,
  ): Promise<{ tasks: SettledTask[]; isCapped: boolean }> {
    const tasks: SettledTask[] = [];
    let characters = 0;
    for (let before: string | null = null; ;) {
      signal.throwIfAborted();
      const after: string | null = before;
      const page: SettledTask[] = await this.database.transact(tenant, (tx) =>
        this.store.settled(tx, projectId, after, pageOfTasks),
      );
      tasks.push(...page.filter(({ answers }) => answers.length > 0));
      for (const { answers } of page) for (const { labels } of answers) characters += labels.length;
      before = page.at(-1)?.taskId ?? null;
      if (page.length < pageOfTasks) return { tasks, isCapped: false };
      if (tasks.length >= mostTasks || characters >= mostCharacters) return { tasks, isCapped: true };
    }
  }
}
