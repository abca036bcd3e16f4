import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import { drawOf } from '../../platform/seeded-draw.js';
import { ProjectsService } from '../../projects/index.js';
import { TasksService } from '../../tasks/index.js';
import { JudgingStore } from './judging.store.js';

/**
 * QA of QA: a share of the reviews is made again, blind, by somebody who did neither. The draw is by the policy's seed, the
 * task's external key and which of its reviews it is, so that anybody with the seed can draw it again.
 */
@Injectable()
export class RereviewsService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly store: JudgingStore,
  ) {}

  /** Idempotent: a review that has a seat already gets no second one. */
  async openFor(organizationId: string, taskId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      const projectId = await this.tasks.projectOf(tx, taskId);
      const rule = projectId && (await this.projects.policyOf(tx, projectId)).rereview;
      if (!rule) return;
      const task = await this.tasks.lock(tx, taskId);
      if (!task || task.state === 'CANCELLED') return;
      for (const review of await this.store.notReviewedAgain(tx, taskId)) {
        if (drawOf(rule.seed, rereviewKey(task.external_key, review.ordinal)) >= rule.rate) continue;
        await this.tasks.openSlot(tx, task, 'REREVIEW', {
          subjectId: review.submission_id,
          subjectVerdictId: review.id,
          notMemberId: review.member_id,
        });
      }
    });
  }
}

/** What is drawn by: each review of a task for itself. */
export const rereviewKey = (externalKey: string, ordinal: number): string => `${externalKey}:${ordinal}`;
