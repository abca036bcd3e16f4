import type { BatchState } from '../../batches/index.js';
import type { Evidence } from '../../consensus/index.js';
import type { Answer } from '../workflow.rules.js';

/** How work is checked again: one more answer instead of theirs, all answers anew, or somebody judges their verdict again. */
export const recheckWays = ['ASK_ONE_MORE', 'REQUEUE', 'REREVIEW'] as const;
export type RecheckWay = (typeof recheckWays)[number];

/**
 * What holds up the result of a task besides the person's work. DECISIVE: without it the policy would not have settled the
 * task; COVERED: the others agree without it; JUDGED: somebody else looked at it afterwards.
 */
export const standings = ['DECISIVE', 'COVERED', 'JUDGED'] as const;
export type Standing = (typeof standings)[number];

/** A settled task whose current result rests on work of the person. */
export interface TaskAtRisk {
  taskId: string;
  externalKey: string;
  batchId: string;
  batchState: BatchState;
  overlap: number;
  method: string;
  policyVersion: number;
  /** what was known when it was decided, if a rule of consensus decided it */
  evidence: Evidence | null;
  /** those that the result names; of a verdict at risk they are not read */
  answers: Answer[];
  /** the person's own: their last answer, or their last verdict */
  workId: string;
  workStage: 'ANNOTATE' | 'REWORK' | 'ADJUDICATE' | 'REVIEW';
  /** the answer that their verdict is about */
  subjectId: string | null;
  at: Date;
  isJudged: boolean;
}

export interface StandingTask extends TaskAtRisk {
  standing: Standing;
}

export interface Proposal {
  how: RecheckWay;
  tasks: number;
  /** answers or verdicts that people must give */
  labels: number;
  /** results that are likely wrong and would be looked at again */
  expectedErrors: number;
  isCheapest: boolean;
  sentence: string;
}
