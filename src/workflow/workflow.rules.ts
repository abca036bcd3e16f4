import {
  agreementOf,
  consensusOfTask,
  mapClasses,
  pairAgreement,
  type CountedAnswer,
  type Evidence,
  type Part,
  type TaskConsensus,
} from '../consensus/index.js';
import type { Label } from '../labels/index.js';
import type { Policy } from '../projects/index.js';
import { type KnownPeople, nobodyKnown, reviewOf } from './review-routing.rules.js';

export interface Answer {
  id: string;
  stage: 'ANNOTATE' | 'REWORK' | 'ADJUDICATE';
  ordinal: number;
  memberId: string;
  /** A skip that counts as an answer: it says nothing about the item. */
  isSkip?: boolean;
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
  source: string | null;
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

/** How a policy with a rule of consensus asks, and what is known of the people who answered. */
export interface Asking {
  parts: Part[];
  evidence: Evidence;
}

export interface Decision {
  agreement: Agreement | null;
  /** null: the policy has no rule of consensus, or it was not what decided */
  consensus: TaskConsensus | null;
  /** null: nothing new has come, so there is nothing to do */
  move: Move | null;
}

/** Independent answers' agreement, or null with fewer than two. */
export function agreementOfAnswers(answers: Answer[], policy: Policy): Agreement | null {
  const independent = answers.filter((answer) => answer.stage === 'ANNOTATE');
  if (independent.length < 2) return null;
  const { score, minIou, meanIou, exact } = agreementOf(
    independent.map((answer) => mapClasses(answer.labels, policy.agreement.classMap ?? {})),
    { classes: policy.agreement.classes },
  );
  return { score, minIou, meanIou, exact };
}

/** Nobody is asked twice where only one may answer: a rule of consensus says nothing there. */
export const asksBy = ({ consensus, maximumOverlap }: Policy): boolean => consensus !== undefined && maximumOverlap > 1;

/** The independent answers in the order of their seats, without skips, each class called what the policy says it counts as. */
export function mappedAnswers(answers: readonly Answer[], { agreement }: Policy): CountedAnswer[] {
  return answers
    .filter(({ stage, isSkip }) => stage === 'ANNOTATE' && !isSkip)
    .sort((a, b) => a.ordinal - b.ordinal)
    .map(({ id, memberId, labels }) => ({ id, memberId, labels: mapClasses(labels, agreement.classMap ?? {}) }));
}

/** MIN_IOU asks that every shape agrees; without shapes on either side it falls back to the score. */
function isEnough(agreement: Agreement, policy: Policy): boolean {
  const value = policy.agreement.measure === 'MIN_IOU' ? (agreement.minIou ?? agreement.score) : agreement.score;
  return value >= policy.agreement.threshold;
}

interface Candidate {
  /** Whose answer a reviewer would see. */
  subject: Answer;
  labels: Label[];
  stage: 'ANNOTATE' | 'ADJUDICATE';
  method: Method;
  submissionIds: string[];
}

/** The candidate goes to review when its rule draws it, else it is the result. */
function reviewOrSettle(
  { externalKey, source }: Situation,
  policy: Policy,
  { subject, labels, stage, method, submissionIds }: Candidate,
  { agreement, consensus }: Omit<Decision, 'move'>,
  authors: string[],
  people: KnownPeople,
): Move {
  const confidence = consensus?.confidence ?? null;
  const result = { externalKey, source, stage, labels, agreement: agreement?.score ?? null, confidence, authors };
  const rule = reviewOf(policy, result, people);
  return rule ? { move: 'REVIEW', subject, rule } : { move: 'SETTLE', method, labels, submissionIds, verdictIds: [] };
}

/** A skip that counts as an answer says nothing that could be reviewed; where all skipped, nothing is sure and none is asked for. */
const withoutSkips = (answers: Answer[]): Answer[] => answers.filter(({ isSkip }) => !isSkip);

/** The answer that is nearest to the labels put together from all; of equal ones the first. */
function nearestTo(labels: Label[], answers: Answer[], policy: Policy): Answer {
  const { classes, classMap = {} } = policy.agreement;
  const scores = answers.map((answer) => pairAgreement(mapClasses(answer.labels, classMap), labels, { classes }).score);
  return answers[scores.indexOf(Math.max(...scores))]!;
}

/**
 * What happens next to a task, from its counted answers and verdicts alone: the same input always gives the same move.
 * With a rule of consensus the result is put together part by part, and one more is asked until every part is sure;
 * without one, answers that agree pair by pair give the champion's, the answer with the lowest ordinal.
 */
export function decide(
  situation: Situation,
  policy: Policy,
  asking: Asking | null = null,
  people: KnownPeople = nobodyKnown,
): Decision {
  const { answers, verdicts } = situation;
  const agreement = agreementOfAnswers(answers, policy);
  const independent = answers.filter((answer) => answer.stage === 'ANNOTATE').sort((a, b) => a.ordinal - b.ordinal);
  const last = (stage: Answer['stage']) =>
    answers.filter((answer) => answer.stage === stage).sort((a, b) => b.ordinal - a.ordinal)[0];
  const of = (move: Move | null): Decision => ({ agreement, consensus: null, move });

  switch (situation.state) {
    case 'ANSWERED': {
      const champion = independent[0];
      if (!champion || independent.length < situation.overlap) return of(null);
      const consensus = asking && consensusOfTask(mappedAnswers(independent, policy), asking.parts, asking.evidence);
      const isSure = consensus ? consensus.isSure : !agreement || isEnough(agreement, policy);
      const decided = { agreement, consensus };
      if (!isSure)
        return { ...decided, move: { move: situation.overlap < policy.maximumOverlap ? 'ASK_ONE_MORE' : 'ESCALATE' } };
      const candidate: Candidate = {
        subject: consensus ? nearestTo(consensus.labels, withoutSkips(independent), policy) : champion,
        labels: consensus ? consensus.labels : champion.labels,
        stage: 'ANNOTATE',
        method: agreement ? 'CONSENSUS' : 'SINGLE',
        submissionIds: independent.map((answer) => answer.id),
      };
      const authors = withoutSkips(independent).map((answer) => answer.memberId);
      return { ...decided, move: reviewOrSettle(situation, policy, candidate, decided, authors, people) };
    }
    case 'ADJUDICATING': {
      const adjudication = last('ADJUDICATE');
      if (!adjudication) return of(null);
      const candidate: Candidate = {
        subject: adjudication,
        labels: adjudication.labels,
        stage: 'ADJUDICATE',
        method: 'ADJUDICATED',
        submissionIds: [...independent.map((answer) => answer.id), adjudication.id],
      };
      const decided = { agreement, consensus: null };
      return of(reviewOrSettle(situation, policy, candidate, decided, [adjudication.memberId], people));
    }
    case 'REVIEWING': {
      // Of the independent answers the one under review is not always the champion's: the verdict says whose it was.
      const judged = independent.find((answer) => answer.id === verdicts.at(-1)?.submissionId);
      const subject = last('REWORK') ?? last('ADJUDICATE') ?? judged;
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
