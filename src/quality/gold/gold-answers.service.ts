import { Injectable } from '@nestjs/common';
import { mapClasses } from '../../consensus/index.js';
import { Database, Outbox, type Tx } from '../../platform/index.js';
import { type ProjectRow, ProjectsService } from '../../projects/index.js';
import { TrustService } from '../trust/trust.service.js';
import type { NewEvidence } from '../trust/trust.store.js';
import { compareWithKnown } from './comparison.rules.js';
import { ExposuresStore, type KnownAnswerRow } from './exposures.store.js';
import { GoldLessons } from './gold-lessons.js';
import { failureOfTrusted, leakSuspicion, TRUSTED_MEAN } from './gold-health.rules.js';
import { GoldStore } from './gold.store.js';

/** An answer to gold passes from this score on, where the policy says nothing. */
const passScore = 0.8;
/** Many gold tasks are tested, again and again: one in a thousand looks so by chance. */
const leakedBelow = 0.001;

/** Answers against known ones: what they say of people, and what people's answers say of the gold. */
@Injectable()
export class GoldAnswersService {
  constructor(
    private readonly database: Database,
    private readonly exposures: ExposuresStore,
    private readonly store: GoldStore,
    private readonly projects: ProjectsService,
    private readonly trust: TrustService,
    private readonly lessons: GoldLessons,
    private readonly outbox: Outbox,
  ) {}

  /** An answer to gold that was slipped in. */
  async compareSubmission(organizationId: string, submissionId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      const taskId = await this.exposures.taskOfSubmission(tx, submissionId);
      if (taskId) await this.compare(tx, taskId, submissionId);
    });
    this.outbox.wake();
  }

  /** Every answer to a task whose known answer came, changed or went, or that settled: again, to the same evidence. */
  async compareTask(organizationId: string, taskId: string): Promise<void> {
    await this.database.transact({ organizationId }, (tx) => this.compare(tx, taskId));
    this.outbox.wake();
  }

  private async compare(tx: Tx, taskId: string, submissionId?: string): Promise<void> {
    await this.exposures.lockGold(tx, taskId);
    const rows = (await this.exposures.known(tx, [taskId])).filter(
      (row) => !submissionId || row.submission_id === submissionId,
    );
    if (rows.length === 0) {
      // Nothing is known of it any more, so nothing is held against anybody.
      if (!submissionId) await this.trust.forgive(tx, await this.exposures.answersOf(tx, taskId), ['GOLD']);
      return;
    }
    const project = await this.projects.rowOf(tx, rows[0]!.project_id);
    const fresh: KnownAnswerRow[] = [];
    for (const row of rows) if (await this.keep(tx, project, row)) fresh.push(row);
    await this.lessons.learn(tx, project, fresh.filter(({ is_gold }) => is_gold)); // prettier-ignore
    if (fresh.length > 0) await this.lookAtGold(tx, rows[0]!.gold_id);
  }

  /** Answers whether it says something new. */
  private async keep(tx: Tx, project: ProjectRow, row: KnownAnswerRow): Promise<boolean> {
    // "Cannot be done" is neither right nor wrong.
    if (row.is_skip) return false;
    const { policy, labelSchema } = project;
    const { classMap = {} } = policy.agreement;
    const bar = policy.gold?.passScore ?? passScore;
    const { score, byClass } = compareWithKnown(mapClasses(row.answer, classMap), mapClasses(row.known, classMap), labelSchema, policy); // prettier-ignore
    const { gold_id: goldId, task_id: taskId, member_id: memberId, submission_id: submissionId, at } = row;
    const isNew = await this.exposures.keep(tx, {
      goldId,
      projectId: project.id,
      taskId,
      memberId,
      submissionId,
      at,
      score,
      isRight: score >= bar,
    });
    if (!isNew) return false;
    const evidence = { memberId, taskId, at, part: 'AUTHOR', source: 'GOLD', subjectId: submissionId } as const;
    await this.trust.forgive(tx, [submissionId], ['GOLD']);
    await this.trust.note(tx, project.id, [
      { ...evidence, isRight: score >= bar },
      ...byClass.map((one): NewEvidence => ({ ...evidence, class: one.class, isRight: one.score >= bar })),
    ]);
    return true;
  }

  /** Gold that trusted people fail is wrong; gold that is passed ever more often may be known. */
  private async lookAtGold(tx: Tx, goldId: string): Promise<void> {
    const outcomes = await this.exposures.outcomes(tx, goldId);
    // Of whom nothing is known, nothing follows.
    const results = outcomes.map(({ is_right, trust }) => ({ isRight: is_right, trustMean: trust ?? 0 }));
    const { isSpoilt, answers, failures } = failureOfTrusted(results);
    if (isSpoilt) {
      const reason = `${failures} of ${answers} people who are right elsewhere failed it: its answer is probably wrong.`;
      await this.store.retire(tx, [goldId], { by: null, reason });
      await this.forgive(tx, [goldId]);
      return;
    }
    const trusted = results.filter(({ trustMean }) => trustMean >= TRUSTED_MEAN).map(({ isRight }) => isRight);
    const { pValue, sentence } = leakSuspicion(trusted);
    await this.store.suspect(tx, goldId, pValue < leakedBelow ? sentence : null);
  }

  /** Failures at these are held against nobody any more; answers how many. For whoever has the transaction. */
  async forgive(tx: Tx, goldIds: readonly string[]): Promise<number> {
    const forgiven = await this.exposures.forgive(tx, goldIds);
    await this.trust.forgive(tx, forgiven.map(({ submission_id }) => submission_id), ['GOLD']); // prettier-ignore
    return forgiven.length;
  }
}
