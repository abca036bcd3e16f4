import { Injectable } from '@nestjs/common';
import { learn, lessonsOf, mapClasses, partsOf, type Known } from '../../consensus/index.js';
import type { Tx } from '../../platform/index.js';
import type { ProjectRow } from '../../projects/index.js';
import { ErrorModels } from '../error-models/error-models.service.js';
import { ExposuresStore, type KnownAnswerRow } from './exposures.store.js';

/**
 * What answers to gold that was slipped in teach of how people err. It says nothing of how frequent classes are: gold is
 * chosen so that all come by equally often.
 */
@Injectable()
export class GoldLessons {
  constructor(
    private readonly exposures: ExposuresStore,
    private readonly errorModels: ErrorModels,
  ) {}

  /** Learns from new answers, once each; whoever calls knows that they are new. */
  async learn(tx: Tx, project: ProjectRow, answers: readonly KnownAnswerRow[]): Promise<void> {
    if (!project.policy.consensus || answers.length === 0) return;
    await this.errorModels.lock(tx, project.id);
    await this.errorModels.learn(tx, project.id, lessonsOfGold(project, answers), 0);
  }

  /** All of them again, for an estimate that forgets what was learnt before. */
  async addAll(tx: Tx, project: ProjectRow): Promise<void> {
    const answers = await this.exposures.slippedIn(tx, project.id);
    if (project.policy.consensus && answers.length > 0)
      await this.errorModels.learn(tx, project.id, lessonsOfGold(project, answers), 0);
  }
}

function lessonsOfGold({ policy, labelSchema }: ProjectRow, answers: readonly KnownAnswerRow[]): Known {
  const known: Known = new Map();
  const { classMap = {} } = policy.agreement;
  const parts = partsOf(labelSchema, { ...policy, consensus: policy.consensus! });
  for (const { submission_id, member_id, answer, known: right, is_skip } of answers) {
    if (is_skip) continue;
    const given = { id: submission_id, memberId: member_id, labels: mapClasses(answer, classMap) };
    const truth = { kind: 'CERTAIN', labels: mapClasses(right, classMap), isGold: true } as const;
    const lessons = lessonsOf(parts, [given], truth);
    learn(known, lessons.map((lesson) => ({ ...lesson, classCounts: lesson.classCounts.map(() => 0) }))); // prettier-ignore
  }
  return known;
}
