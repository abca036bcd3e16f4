import { Injectable } from '@nestjs/common';
import { Outbox, type Tx } from '../platform/index.js';
import { type NewEvidence, TrustService } from '../quality/index.js';
import { TasksService } from '../tasks/index.js';
import { ResultsService } from '../workflow/index.js';
import { AuditItemsStore, type NewVerdict } from './audit-items.store.js';
import {
  afterLot,
  countedBy,
  defectsOf,
  judgedAnswers,
  judgedOneByOne,
  judgedTogether,
  type LotJudged,
  withoutGap,
  worstOf,
} from './audit.rules.js';
import type { Findings, LotRow } from './audit.types.js';
import { AuditsStore } from './audits.store.js';
import { SwitchingStore } from './switching.store.js';

/** What auditors found, and what follows for the lot, for inspection and for the people. */
@Injectable()
export class LotJudgementService {
  constructor(
    private readonly lots: AuditsStore,
    private readonly items: AuditItemsStore,
    private readonly switching: SwitchingStore,
    private readonly results: ResultsService,
    private readonly tasks: TasksService,
    private readonly trust: TrustService,
    private readonly outbox: Outbox,
  ) {}

  /** Takes in verdicts that came since the last look, each once. */
  async takeVerdicts(tx: Tx, lot: LotRow): Promise<void> {
    const verdicts = await this.items.newVerdicts(tx, lot.id);
    for (const { itemId, verdictId, ...judgement } of verdicts) {
      const defects = defectsOf(judgement);
      await this.items.keepVerdict(tx, itemId, verdictId, defects, worstOf(defects));
    }
    // Items looked at because a mistake was likely would make their people look worse than they are.
    const unbiased = verdicts.filter(({ stratum }) => stratum !== 'RISK');
    await this.trust.note(tx, lot.project_id, await this.evidenceOf(tx, unbiased));
  }

  /** The verdict, once enough of the sample was looked at. Answers null before. */
  async judge(tx: Tx, lot: LotRow): Promise<'ACCEPT' | 'REJECT' | null> {
    const judged = await this.judged(tx, lot);
    if (!judged) return null;
    const { verdict, reasons, inspected, bySeverity } = judged;
    const line = { projectId: lot.project_id, teamId: lot.team_id };
    const switching = await this.switching.lock(tx, line, countedBy(lot.rule));
    const findings: Findings = {};
    for (const one of bySeverity) {
      const after = afterLot(lot.rule, one, switching, lot.is_resubmitted);
      findings[one.severity] = after.finding;
      const reason = after.isMoved ? after.finding.nextReason : null;
      await this.switching.keep(tx, line, one.severity, after.state, reason);
    }
    await this.lots.judge(tx, lot.id, verdict, reasons, findings, inspected);
    await this.outbox.publish(tx, {
      type: verdict === 'ACCEPT' ? 'audit.passed' : 'audit.failed',
      subjectId: lot.id,
      data: { batchId: lot.batch_id, projectId: lot.project_id, round: lot.round },
    });
    return verdict;
  }

  private async judged(tx: Tx, lot: LotRow): Promise<LotJudged | null> {
    if (!lot.sequential && (await this.items.hasUnjudged(tx, lot.id, 'RANDOM'))) return null;
    const sample = (await this.items.of(tx, lot.id)).filter(({ stratum }) => stratum === 'RANDOM');
    return lot.sequential ? judgedOneByOne(lot.plans!, withoutGap(sample)) : judgedTogether(lot.plans!, sample);
  }

  /** For and against those whose work the auditors saw: the authors, and the reviewer whose word it was. */
  private async evidenceOf(tx: Tx, verdicts: readonly NewVerdict[]): Promise<NewEvidence[]> {
    const results = await this.results.byIds(tx, verdicts.map(({ resultId }) => resultId)); // prettier-ignore
    const evidence: NewEvidence[] = [];
    for (const { taskId, resultId, ...judgement } of verdicts) {
      const result = results.get(resultId)!;
      const { answers, verdicts: reviews } = await this.tasks.answersAndVerdicts(tx, taskId);
      const worst = worstOf(defectsOf(judgement));
      const about = { taskId, source: 'AUDIT', isRight: worst === null || worst === 'MINOR', weight: 1 } as const;
      const named = answers.filter(({ id }) => result.submission_ids.includes(id));
      for (const { id, member_id, created_at } of judgedAnswers(result.method, named))
        evidence.push({ ...about, memberId: member_id, part: 'AUTHOR', subjectId: id, at: created_at });
      const review = reviews.filter(({ id }) => result.verdict_ids.includes(id)).at(-1);
      if (review && review.decision !== 'REJECT')
        evidence.push({
          ...about,
          memberId: review.member_id,
          part: 'JUDGE',
          subjectId: review.id,
          at: review.created_at,
        });
    }
    return evidence;
  }
}
