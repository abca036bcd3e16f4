import { Injectable } from '@nestjs/common';
import { evidenceOf, forgetClasses, partsOf } from '../consensus/index.js';
import type { Tx } from '../platform/index.js';
import type { ProjectRow } from '../projects/index.js';
import { ErrorModels, TrustService } from '../quality/index.js';
import { type TaskRow, TasksService } from '../tasks/index.js';
import { EarlyLessonsStore } from './early-lessons.store.js';
import { asksForTrust, type KnownPeople } from './review-routing.rules.js';
import { asksBy, type Asking, mappedAnswers, type Situation } from './workflow.rules.js';

/** Everything that `decide` has to know of a task, read in the transaction that decides. */
@Injectable()
export class SituationReader {
  constructor(
    private readonly tasks: TasksService,
    private readonly errorModels: ErrorModels,
    private readonly earlyLessons: EarlyLessonsStore,
    private readonly trust: TrustService,
  ) {}

  async situationOf(tx: Tx, task: TaskRow, state: Situation['state']): Promise<Situation> {
    const { answers, verdicts } = await this.tasks.answersAndVerdicts(tx, task.id);
    return {
      state,
      externalKey: task.external_key,
      source: task.source,
      overlap: task.overlap,
      answers: answers.map((row) => ({
        id: row.id,
        stage: row.stage,
        ordinal: row.ordinal,
        memberId: row.member_id,
        isSkip: row.skip_reason !== null,
        labels: row.labels,
      })),
      verdicts: verdicts.map((row) => ({
        id: row.id,
        submissionId: row.submission_id,
        decision: row.decision,
        labels: row.labels,
      })),
    };
  }

  /** With a rule of consensus: what is known now of those who answered. */
  async askingOf(tx: Tx, project: ProjectRow, task: TaskRow, situation: Situation): Promise<Asking | null> {
    const { state, answers } = situation;
    const { policy, labelSchema } = project;
    if (!policy.consensus || !asksBy(policy) || state !== 'ANSWERED') return null;
    const parts = partsOf(labelSchema, { ...policy, consensus: policy.consensus });
    const independent = mappedAnswers(answers, policy);
    const known = await this.errorModels.known(
      tx,
      project.id,
      independent.map(({ memberId }) => memberId),
    );
    forgetClasses(known, await this.earlyLessons.learntOf(tx, task.id));
    return { parts, evidence: evidenceOf(parts, independent, known) };
  }

  /** How much those who answered are trusted, if a rule asks for it, and whose work is always reviewed. */
  async peopleOf(tx: Tx, { id, policy }: ProjectRow, { answers }: Situation): Promise<KnownPeople> {
    const authors = [...new Set(answers.map(({ memberId }) => memberId))];
    return {
      trust: asksForTrust(policy) ? await this.trust.meansOf(tx, id, authors, 'AUTHOR') : new Map(),
      alwaysReviewed: await this.trust.requiresReview(tx, id, authors),
    };
  }
}
