import { Injectable } from '@nestjs/common';
import { mapClasses } from '../consensus/index.js';
import type { Label } from '../labels/index.js';
import { Database, Outbox } from '../platform/index.js';
import { ProjectsService } from '../projects/index.js';
import { compareWithKnown, type NewEvidence, TrustService } from '../quality/index.js';
import { TasksService } from '../tasks/index.js';
import { ResultsStore } from './results.store.js';

/**
 * What a result that nobody judged is worth as evidence: each answer had its part in it, so that being like it says less than
 * being like gold.
 */
const weightOfConsensus = 0.3;

/** What a settled task says of those who answered it: how like its result their answers were. */
@Injectable()
export class ConsensusEvidence {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly results: ResultsStore,
    private readonly trust: TrustService,
    private readonly outbox: Outbox,
  ) {}

  /** The same evidence however often it is called. A result of one answer says nothing of it. */
  async noteTask(organizationId: string, taskId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      const [result] = await this.results.current(tx, [taskId]);
      const projectId = await this.tasks.projectOf(tx, taskId);
      if (!result || !projectId || result.method === 'SINGLE') return;
      const { policy, labelSchema } = await this.projects.rowOf(tx, projectId);
      if (!policy.trust) return;
      const { classMap = {} } = policy.agreement;
      const settled = mapClasses(result.labels as Label[], classMap);
      const weight = result.method === 'CONSENSUS' ? weightOfConsensus : 1;
      const bar = policy.trust.passScore;
      const answers = (await this.tasks.countedOf(tx, [taskId])).get(taskId) ?? [];
      const evidence = answers
        .filter(({ stage, skip_reason }) => stage === 'ANNOTATE' && skip_reason === null)
        .flatMap(({ id, member_id, labels, created_at }): NewEvidence[] => {
          const { score, byClass } = compareWithKnown(mapClasses(labels, classMap), settled, labelSchema, policy);
          const about = { memberId: member_id, part: 'AUTHOR', taskId, subjectId: id, source: 'CONSENSUS', weight, at: created_at } as const; // prettier-ignore
          const classes = byClass.map((one) => ({ ...about, class: one.class, isRight: one.score >= bar }));
          return [{ ...about, isRight: score >= bar }, ...classes];
        });
      await this.trust.note(tx, projectId, evidence);
    });
    this.outbox.wake();
  }
}
