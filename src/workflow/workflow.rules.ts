import { createHash } from 'node:crypto';
import { agreementOf } from '../consensus/index.js';
import type { Label } from '../labels/index.js';
import type { Policy } from '../projects/index.js';

export interface Answer {
  id: string;
  stage: 'ANNOTATE' | 'REWORK' | 'ADJUDICATE';
  ordinal: number;
  memberId: string;
  labels: Label[];
}

export interface ReviewVerdict {
  id: string;
  submissionId: string;
  decision: 'ACCEPT' | 'FIX' | 'REJECT';
  labels: Label[] | null;
}

export interface Situation {
  state: 'ANSWERED' | 'ADJUDICATING' | 'REVIEWING' | 'REWORKING';
  externalKey: string;
  overlap: number;
  /** counted answers */
  answers: Answer[];
  /** review verdicts, oldest first */
  verdicts: ReviewVerdict[];
}

export type Agreement = Pick<ReturnType<typeof agreementOf>, 'score' | 'minIou' | 'meanIou' | 'exact'>;
export type Method = 'SINGLE' | 'CONSENSUS' | 'ADJUDICATED' | 'FIXED' | 'REWORKED';

export type Move =
  | { move: 'SETTLE'; method: Method; labels: Label[]; submissionIds: string[]; verdictIds: string[] }
  | { move: 'ASK_ONE_MORE' }
  | { move: 'ESCALATE' }
  | { move: 'REVIEW'; subject: Answer; rule: object | null }
  | { move: 'REWORK'; subject: Answer; forMemberId?: string; notMemberId?: string };

export interface Decision {
  agreement: Agreement | null;
  /** null: nothing new has come, so there is nothing to do */
  move: Move | null;
}

/** Independent answers' agreement, or null with fewer than two. */
export function agreementOfAnswers(answers: Answer[], policy: Policy): Agreement | null {
  const independent = answers.filter((answer) => answer.stage === 'ANNOTATE');
  if (independent.length < 2) return null;
  const { score, minIou, meanIou, exact } = agreementOf(
    independent.map((answer) => answer.labels),
    { classes: policy.agreement.classes },
  );
  return { score, minIou, meanIou, exact };
}

/** MIN_IOU asks that every shape agrees; without shapes on either side it falls back to the score. */
function isEnough(agreement: Agreement, policy: Policy): boolean {
  const value = policy.agreement.measure === 'MIN_IOU' ? (agreement.minIou ?? agreement.score) : agreement.score;
  return value >= policy.agreement.threshold;
}

/** A number in [0, 1) that anybody can compute again from the seed and the external key. */
export function drawOf(seed: string, externalKey: string): number {
  return createHash('sha256').update(`${seed}:${externalKey}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

function reviewRuleOf(
  policy: Policy,
  stage: 'ANNOTATE' | 'ADJUDICATE',
  agreement: Agreement | null,
): Policy['review'][number] | undefined {
  return policy.review.find(
    (rule) =>
      (rule.stage ?? 'ANNOTATE') === stage &&
      (rule.agreementBelow === undefined || (agreement !== null && agreement.score < rule.agreementBelow)),
  );
}

/** The candidate goes to review when the first matching rule draws it, else it is the result. */
function reviewOrSettle(
  situation: Situation,
  policy: Policy,
  subject: Answer,
  stage: 'ANNOTATE' | 'ADJUDICATE',
  method: Method,
  agreement: Agreement | null,
  from: string[],
): Move {
  const rule = reviewRuleOf(policy, stage, agreement);
  if (rule && drawOf(rule.seed, situation.externalKey) < rule.rate) return { move: 'REVIEW', subject, rule };
  return { move: 'SETTLE', method, labels: subject.labels, submissionIds: from, verdictIds: [] };
}

/**
 * What happens next to a task, from its counted answers and verdicts alone: the same input always gives the same move.
 * With agreeing answers the result is the champion's, the answer with the lowest ordinal.
 */
export function decide(situation: Situation, policy: Policy): Decision {
  const { answers, verdicts } = situation;
  const agreement = agreementOfAnswers(answers, policy);
  const independent = answers.filter((answer) => answer.stage === 'ANNOTATE').sort((a, b) => a.ordinal - b.ordinal);
  const last = (stage: Answer['stage']) =>
    answers.filter((answer) => answer.stage === stage).sort((a, b) => b.ordinal - a.ordinal)[0];
  const of = (move: Move | null): Decision => ({ agreement, move });

  switch (situation.state) {
    case 'ANSWERED': {
      const champion = independent[0];
      if (!champion || independent.length < situation.overlap) return of(null);
      if (agreement && !isEnough(agreement, policy)) {
        return of({ move: situation.overlap < policy.maximumOverlap ? 'ASK_ONE_MORE' : 'ESCALATE' });
      }
      const method = agreement ? 'CONSENSUS' : 'SINGLE';
      return of(
        reviewOrSettle(
          situation,
          policy,
          champion,
          'ANNOTATE',
          method,
          agreement,
          independent.map((answer) => answer.id),
        ),
      );
    }
    case 'ADJUDICATING': {
      const adjudication = last('ADJUDICATE');
      if (!adjudication) return of(null);
      const from = [...independent.map((answer) => answer.id), adjudication.id];
      return of(reviewOrSettle(situation, policy, adjudication, 'ADJUDICATE', 'ADJUDICATED', agreement, from));
    }
    case 'REVIEWING': {
      const subject = last('REWORK') ?? last('ADJUDICATE') ?? independent[0];
      const verdict = verdicts.filter((one) => one.submissionId === subject?.id).at(-1);
      if (!subject || !verdict) return of(null);
      const from = [...new Set([...independent.map((answer) => answer.id), subject.id])];
      const verdictIds = verdicts.map((one) => one.id);
      if (verdict.decision === 'FIX')
        return of({ move: 'SETTLE', method: 'FIXED', labels: verdict.labels ?? [], submissionIds: from, verdictIds });
      if (verdict.decision === 'ACCEPT') {
        const method =
          subject.stage === 'REWORK'
            ? 'REWORKED'
            : subject.stage === 'ADJUDICATE'
              ? 'ADJUDICATED'
              : agreement
                ? 'CONSENSUS'
                : 'SINGLE';
        return of({ move: 'SETTLE', method, labels: subject.labels, submissionIds: from, verdictIds });
      }
      const rounds = answers.filter((answer) => answer.stage === 'REWORK').length;
      // The author learns by mending it; after the policy's number of rounds somebody else takes over.
      const who = rounds < policy.reworkRounds ? { forMemberId: subject.memberId } : { notMemberId: subject.memberId };
      return of({ move: 'REWORK', subject, ...(subject.stage === 'ADJUDICATE' ? {} : who) });
    }
    case 'REWORKING': {
      const rework = last('REWORK');
      if (!rework || verdicts.some((verdict) => verdict.submissionId === rework.id)) return of(null);
      return of({ move: 'REVIEW', subject: rework, rule: null });
    }
  }
}
