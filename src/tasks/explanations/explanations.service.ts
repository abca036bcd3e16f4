import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { breakSentence, nextShiftSentence } from '../../workforce/index.js';
import type { Stage } from '../task.rules.js';
import {
  emptyMessages,
  type EmptyReason,
  emptyReasonOf,
  nearestToWork,
  quizMessage,
  withQuiz,
} from './explanation.rules.js';
import { type ExplainedLane, ExplanationsStore, type ProjectOfMember } from './explanations.store.js';
import { type WayIn, WaysIn } from './ways-in.js';

export interface EmptyProject {
  projectId: string;
  projectName: string;
  reason: EmptyReason;
  message: string;
  /** NOT_QUALIFIED: of the course that leads there */
  courseId: string | null;
}

/** For the claim: why it found nothing. */
@Injectable()
export class ExplanationsService {
  constructor(
    private readonly store: ExplanationsStore,
    private readonly ways: WaysIn,
  ) {}

  /**
   * What stood between a person and work when their claim found none, a project each. Two queries, up to four, whatever the
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
    const found = projects.map((project) => {
      const own = lanes.filter((lane) => lane.projectId === project.id);
      const reason = withQuiz(emptyReasonOf(own, project.hasOpenBatch, isUnfinished), project.quizQuestions);
      return { project, own, reason };
    });
    const lacking = found.filter(({ reason }) => reason === 'NOT_QUALIFIED').map(({ project }) => project.id);
    const ways = await this.ways.of(tx, [memberId], lacking);
    const isOffShift = found.some(({ reason }) => reason === 'OUTSIDE_SHIFT');
    const rest = found.some(({ reason }) => reason === 'ON_BREAK') ? await this.store.onBreak(tx, memberId) : undefined;
    const nextShift = isOffShift ? nextShiftSentence(await this.store.nextShift(tx, memberId), 'SELF') : null;
    const reasons = found.map(({ project, own, reason }) => {
      const leading = reason === 'NOT_QUALIFIED' ? waysTo(own, ways) : [];
      const message = [
        messageOf(reason, project, { nextShift, rest: rest ? breakSentence(rest) : null }),
        ...new Set(leading.map(({ sentence }) => sentence)),
      ].join(' ');
      return { projectId: project.id, projectName: project.name, reason, message, courseId: leading[0]?.courseId ?? null }; // prettier-ignore
    });
    return { message: nearestToWork(reasons)?.message ?? emptyMessages.NO_PROJECT, reasons };
  }
}

function messageOf(
  reason: EmptyReason,
  { pauseReason, quizQuestions }: ProjectOfMember,
  { nextShift, rest }: { nextShift: string | null; rest: string | null },
): string {
  const details: Partial<Record<EmptyReason, string | null>> = {
    PAUSED: pauseReason,
    OUTSIDE_SHIFT: nextShift,
    ON_BREAK: rest,
  };
  const detail = details[reason];
  if (detail) return `${emptyMessages[reason]} ${detail}`;
  return reason === 'QUIZ_OPEN' && quizQuestions !== null ? quizMessage(quizQuestions) : emptyMessages[reason];
}

/** Those that lead to a stage of these lanes for which the person is not qualified. */
const waysTo = (lanes: ExplainedLane[], ways: WayIn[]): WayIn[] =>
  ways.filter(({ projectId, stage }) =>
    lanes.some((lane) => lane.projectId === projectId && lane.stage === stage && !lane.passes.QUALIFIED),
  );
