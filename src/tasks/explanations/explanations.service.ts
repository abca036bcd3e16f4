import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { nextShiftSentence } from '../../workforce/index.js';
import type { Stage } from '../task.rules.js';
import { emptyMessages, type EmptyReason, emptyReasonOf, nearestToWork } from './explanation.rules.js';
import { ExplanationsStore } from './explanations.store.js';

export interface EmptyProject {
  projectId: string;
  projectName: string;
  reason: EmptyReason;
  message: string;
}

/** For the claim: why it found nothing. */
@Injectable()
export class ExplanationsService {
  constructor(private readonly store: ExplanationsStore) {}

  /**
   * What stood between a person and work when their claim found none, a project each. Two queries, or three, whatever the
   * size of the queue.
   * @param isUnfinished the claim gave up for now: it has not seen every task
   */
  async whyEmpty(
    tx: Tx,
    memberId: string,
    stages: readonly Stage[],
    projectId: string | null,
    batchId: string | null,
    isUnfinished: boolean,
  ): Promise<{ message: string; reasons: EmptyProject[] }> {
    const question = { memberId, stages, projectId, batchId };
    const projects = await this.store.projectsOfMember(tx, question);
    const ids = projects.map((project) => project.id);
    const lanes = await this.store.lanes(tx, question, ids);
    const judged = projects.map((project) => {
      const own = lanes.filter((lane) => lane.projectId === project.id);
      return { ...project, reason: emptyReasonOf(own, project.hasOpenBatch, isUnfinished) };
    });
    const isOffShift = judged.some(({ reason }) => reason === 'OUTSIDE_SHIFT');
    const nextShift = isOffShift && nextShiftSentence(await this.store.nextShift(tx, memberId), 'SELF');
    const reasons = judged.map(({ id, name, reason, pauseReason }) => {
      const details: Partial<Record<EmptyReason, unknown>> = { PAUSED: pauseReason, OUTSIDE_SHIFT: nextShift };
      const message = [emptyMessages[reason], details[reason]].filter(Boolean).join(' ');
      return { projectId: id, projectName: name, reason, message };
    });
    return { message: nearestToWork(reasons)?.message ?? emptyMessages.NO_PROJECT, reasons };
  }
}
