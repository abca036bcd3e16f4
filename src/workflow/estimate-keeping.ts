import { Injectable } from '@nestjs/common';
import type { Known } from '../consensus/index.js';
import type { Tx } from '../platform/index.js';
import type { ProjectRow } from '../projects/index.js';
import { ErrorModels, type Estimate, GoldLessons } from '../quality/index.js';
import { EarlyLessonsStore } from './early-lessons.store.js';
import { asKnown, LessonsService } from './lessons.service.js';
import { ResultsStore } from './results.store.js';

/** Between the moment that an estimate stands on and the moment it takes the place of the one before, nothing is lost. */
@Injectable()
export class EstimateKeeping {
  constructor(
    private readonly results: ResultsStore,
    private readonly earlyLessons: EarlyLessonsStore,
    private readonly errorModels: ErrorModels,
    private readonly lessons: LessonsService,
    private readonly goldLessons: GoldLessons,
  ) {}

  /** Everything until now goes into the estimate. */
  async begin(tx: Tx, { id, policy }: ProjectRow): Promise<{ known: Known; at: string }> {
    await this.errorModels.lock(tx, id);
    if (policy.consensus) {
      await this.results.markAllLearnt(tx, id);
      await this.earlyLessons.take(tx, id, null);
    }
    // The time once everything is marked: all of it must lie before.
    const at = await this.errorModels.lock(tx, id);
    return { at, known: await this.errorModels.known(tx, id) };
  }

  /** What was learnt while the estimate was made is learnt once more on top of it. */
  async replace(tx: Tx, project: ProjectRow, known: Known, estimate: Estimate, since: string): Promise<void> {
    await this.errorModels.lock(tx, project.id);
    await this.errorModels.replace(tx, project.id, known, estimate);
    await this.goldLessons.addAll(tx, project);
    const early = asKnown(await this.earlyLessons.learntSince(tx, project.id, since));
    await this.errorModels.learn(tx, project.id, early, 0);
    const results = await this.results.learntSince(tx, project.id, since);
    await this.errorModels.learn(tx, project.id, await this.lessons.lessonsOf(tx, project, results), results.length);
  }
}
