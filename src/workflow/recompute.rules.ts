import { isDeepStrictEqual } from 'node:util';
import { consensusOfTask, partsOf, type Evidence, type PartConsensus } from '../consensus/index.js';
import type { Label, LabelSchema } from '../labels/index.js';
import type { Policy } from '../projects/index.js';
import {
  agreementOfAnswers,
  mappedAnswers,
  type Agreement,
  type Answer,
  type ReviewVerdict,
} from './workflow.rules.js';

/** A result as it is kept, with what it names: the submissions, the verdicts and the policy it was made under. */
export interface KeptResult {
  method: string;
  labels: Label[];
  agreement: Agreement | null;
  confidence: number | null;
  parts: PartConsensus[] | null;
  evidence: Evidence | null;
  /** Those it names, and no other. */
  answers: Answer[];
  /** The last that it names. */
  verdict: Omit<ReviewVerdict, 'id'> | null;
  policy: Policy;
  schema: LabelSchema;
}

/** What of a result does not come out again from what it names; empty when it is reproduced to the last digit. */
export function differencesOf(result: KeptResult): string[] {
  const { agreement, confidence, parts } = result;
  const again = recompute(result);
  if (again === null) return ['what it was made from is gone'];
  return [
    ...(isDeepStrictEqual(again.labels, result.labels) ? [] : ['labels']),
    ...(isDeepStrictEqual(again.agreement, agreement) ? [] : ['agreement']),
    ...(again.confidence === confidence ? [] : ['confidence']),
    // As JSON keeps it: what is undefined there is absent.
    ...(isDeepStrictEqual(JSON.parse(JSON.stringify(again.parts)), parts) ? [] : ['parts']),
  ];
}

function recompute({ method, evidence, answers, verdict, policy, schema }: KeptResult) {
  const agreement = agreementOfAnswers(answers, policy);
  if (evidence && policy.consensus) {
    const parts = partsOf(schema, { ...policy, consensus: policy.consensus });
    return { agreement, ...consensusOfTask(mappedAnswers(answers, policy), parts, evidence) };
  }
  const labels = verdict ? judgedLabels(answers, verdict) : unjudgedLabels(method, answers);
  return labels && { labels, confidence: null, parts: null, agreement };
}

function judgedLabels(answers: readonly Answer[], { submissionId, labels }: Omit<ReviewVerdict, 'id'>): Label[] | null {
  return labels ?? answers.find(({ id }) => id === submissionId)?.labels ?? null;
}

function unjudgedLabels(method: string, answers: readonly Answer[]): Label[] | null {
  const of = (stage: Answer['stage']) =>
    answers.filter((one) => one.stage === stage).sort((a, b) => a.ordinal - b.ordinal);
  return (method === 'ADJUDICATED' ? of('ADJUDICATE').at(-1) : of('ANNOTATE')[0])?.labels ?? null;
}
