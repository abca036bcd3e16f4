import type { BatchState } from '../../batches/index.js';
import { type Part } from '../../consensus/index.js';
import { counted } from '../../platform/counted.rules.js';
import type { Policy } from '../../projects/index.js';
import { decide } from '../workflow.rules.js';
import type { Proposal, RecheckWay, Standing, StandingTask, TaskAtRisk } from './recheck.types.js';

/**
 * What would have become of a task without the person's answer, by the policy under which it was settled and with what was known
 * then. Two who agree cover each other also where the policy asks for more, since then nobody's word stands alone; reviews
 * that the policy might draw are left out, for the question is only whether the others were sure.
 *
 * @param parts of the label schema, as the policy's rule of consensus asks; null without one
 */
export function standingOf(task: TaskAtRisk, memberId: string, policy: Policy, parts: Part[] | null): Standing {
  if (task.isJudged) return 'JUDGED';
  if (task.workStage !== 'ANNOTATE') return 'DECISIVE';
  // An adjudicator decided with the answers in view.
  if (task.method !== 'SINGLE' && task.method !== 'CONSENSUS') return 'JUDGED';
  const others = task.answers.filter((answer) => answer.stage === 'ANNOTATE' && answer.memberId !== memberId);
  if (others.length < Math.min(policy.overlap, 2)) return 'DECISIVE';
  const { move } = decide(
    {
      state: 'ANSWERED',
      externalKey: task.externalKey,
      source: null,
      overlap: others.length,
      answers: others,
      verdicts: [],
    },
    { ...policy, review: [] },
    parts && task.evidence ? { parts, evidence: task.evidence } : null,
  );
  return move?.move === 'SETTLE' ? 'COVERED' : 'DECISIVE';
}

/** A batch that was accepted or has ended takes no work back; return it first. */
const reachable: ReadonlySet<BatchState> = new Set(['OPEN', 'PAUSED', 'COMPLETED', 'RETURNED']);
export const isReachable = (state: BatchState): boolean => reachable.has(state);

export const isWorthIt = ({ standing, batchState }: StandingTask): boolean =>
  standing === 'DECISIVE' && isReachable(batchState);

/** An adjudicator's answer stands on the answers that differed: without it these must be given anew, too. */
export const voidsAll = (task: TaskAtRisk, how: RecheckWay): boolean =>
  how === 'REQUEUE' || task.workStage === 'ADJUDICATE';

/**
 * Ways to look again at the decisive tasks, the cheapest first, in labels that people must give. Of each they find what is
 * wrong among the person's work at the rate of now: count · (1 − rate).
 *
 * @param rate share of right work since the change, 0 to 1
 */
export function proposalsOf(tasks: readonly StandingTask[], part: 'AUTHOR' | 'JUDGE', rate: number): Proposal[] {
  const decisive = tasks.filter(isWorthIt);
  if (decisive.length === 0) return [];
  const expectedErrors = decisive.length * (1 - rate);
  const costOf = (how: RecheckWay) =>
    decisive.reduce((sum, task) => sum + (how !== 'REREVIEW' && voidsAll(task, how) ? task.overlap : 1), 0);
  const ways: RecheckWay[] = part === 'AUTHOR' ? ['ASK_ONE_MORE', 'REQUEUE'] : ['REREVIEW'];
  return ways
    .map((how) => ({ how, labels: costOf(how) }))
    .sort((a, b) => a.labels - b.labels)
    .map(({ how, labels }, index) => ({
      how,
      tasks: decisive.length,
      labels,
      expectedErrors,
      isCheapest: index === 0,
      sentence: sentenceOf(how, decisive.length, labels, expectedErrors, index === 0),
    }));
}

const meanings: Record<RecheckWay, string> = {
  ASK_ONE_MORE: 'Their answer goes, and one other person answers',
  REQUEUE: 'All answers go, and others give them anew, on',
  REREVIEW: 'Somebody else judges again, blind, what they judged on',
};

function sentenceOf(how: RecheckWay, tasks: number, labels: number, errors: number, isCheapest: boolean): string {
  const found = errors < 0.5 ? 'hardly any wrong result' : `about ${counted(Math.round(errors), 'wrong result')}`;
  const price = errors < 0.5 ? '' : `, ${(labels / errors).toFixed(1)} for each`;
  return `${meanings[how]} ${counted(tasks, 'task')}: ${counted(labels, 'label')} for ${found}${price}.${isCheapest ? ' The cheapest way.' : ''}`;
}
