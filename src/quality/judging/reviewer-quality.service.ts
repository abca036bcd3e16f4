import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { Database } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { refuseWhoWorks } from '../outsiders.rules.js';
import { type Estimated, figuresOf, type ReviewerFigures, shareOf } from './reviewer-quality.rules.js';
import { ReviewerQualityStore } from './reviewer-quality.store.js';

export interface ProjectReviewQuality {
  firstPassYield: Estimated;
  reviewers: (ReviewerFigures & { name: string })[];
}

/** How those who judge do it: QA of QA. */
@Injectable()
export class ReviewerQualityService {
  constructor(
    private readonly database: Database,
    private readonly store: ReviewerQualityStore,
    private readonly projects: ProjectsService,
  ) {}

  ofProject(actor: Actor, projectId: string): Promise<ProjectReviewQuality> {
    refuseWhoWorks(actor, 'What is known of reviewers is not shown to people who label or review.');
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'agreement:read');
      const counts = await this.store.counts(tx, projectId);
      const names = new Map(counts.map(({ memberId, name }) => [memberId, name]));
      const { passed, n } = await this.store.firstPasses(tx, projectId);
      const reviewers = figuresOf(counts).map((one) => ({ ...one, name: names.get(one.memberId)! }));
      return { firstPassYield: shareOf(passed, n), reviewers };
    });
  }
}
