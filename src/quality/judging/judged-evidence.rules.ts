import type { NewEvidence } from '../trust/trust.store.js';
import type { VerdictDecision } from '../verdict.type.js';
import type { VerdictError } from './verdict-errors.rules.js';

/** What a verdict says of the answer it is about. */
export interface JudgedAnswer {
  submissionId: string;
  authorId: string;
  taskId: string;
  /** when it was given */
  at: Date;
  decision: VerdictDecision;
  errors: readonly VerdictError[];
}

/** A verdict that was judged itself: by a second one, or in a dispute. */
export interface JudgedVerdict {
  id: string;
  reviewerId: string;
  taskId: string;
  at: Date;
}

/** An answer with nothing but small errors is right: it was mended, not lost. Without an error named nobody can tell. */
export function isRightAnswer(decision: VerdictDecision, errors: readonly VerdictError[]): boolean {
  if (decision !== 'FIX') return decision === 'ACCEPT';
  return errors.length > 0 && errors.every(({ severity }) => severity === 'MINOR');
}

/** Both let the answer stand, or both did not: that one mended what the other sent back is no disagreement. */
export const decideAlike = (one: VerdictDecision, other: VerdictDecision): boolean =>
  (one === 'ACCEPT') === (other === 'ACCEPT');

/** Of a review, for the author: the whole answer, and of a wrong one each class in which an error was found. */
export function evidenceOfReview({ decision, errors, ...answer }: JudgedAnswer): NewEvidence[] {
  const isRight = isRightAnswer(decision, errors);
  const about = {
    memberId: answer.authorId,
    part: 'AUTHOR' as const,
    taskId: answer.taskId,
    subjectId: answer.submissionId,
    source: 'REVIEW' as const,
    at: answer.at,
  };
  const classes = isRight ? [] : new Set(errors.flatMap((error) => error.class ?? []));
  return [{ ...about, isRight }, ...[...classes].map((name) => ({ ...about, class: name, isRight: false }))];
}

/** For the reviewer: whether a verdict was right. */
export const evidenceOfVerdict = (
  { id, reviewerId, taskId, at }: JudgedVerdict,
  source: 'REVIEW' | 'DISPUTE',
  isRight: boolean,
): NewEvidence => ({ memberId: reviewerId, part: 'JUDGE', taskId, subjectId: id, source, isRight, at });
