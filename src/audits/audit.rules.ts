import { createHash } from 'node:crypto';
import type { AuditRule } from '../projects/index.js';
import {
  nextState,
  samplingPlan,
  sequentialLotPlan,
  sequentialVerdictOf,
  severities,
  switchingStart,
  type Aql,
  type Inspection,
  type InspectionLevel,
  type LotResult,
  type SamplingPlan,
  type SequentialLotPlan,
  type Severity,
  type SeverityCount,
  type SwitchingPosition,
  type SwitchingState,
  verdictOf,
} from '../quality/index.js';
import type { Finding, ItemRow, Plans, SequentialTerms, SwitchingRow } from './audit.types.js';

type Switching = Pick<SwitchingRow, 'severity' | 'state' | 'reason'>;

/** Where a line of lots begins. */
export const lineStart = { state: switchingStart, reason: 'Lots begin on normal inspection.' };

/**
 * Where a team's line begins in a project that has lots already: as strictly as the project's stands, and with nothing counted.
 * Else whoever was on tightened inspection, or stopped, would be rid of it with the next team that joins.
 */
export const begunFrom = <Row extends Omit<Switching, 'severity'>>(row: Row): Row => {
  return { ...row, state: { ...switchingStart, position: row.state.position } };
};

/** The severities that a rule counts, from the worst on. */
export const countedBy = ({ aql }: AuditRule): Severity[] => severities.filter((one) => aql[one] !== undefined);

/** From the strictest on. */
const strictness: readonly SwitchingPosition[] = ['discontinued', 'tightened', 'normal', 'reduced'];

/** How a lot is inspected on the whole: as strictly as the severity that is inspected most strictly. */
export const strictestOf = (positions: readonly SwitchingPosition[]): SwitchingPosition =>
  strictness.find((one) => positions.includes(one)) ?? 'normal';

const standingOf = (severity: Severity, switching: readonly Switching[]): Omit<Switching, 'severity'> =>
  switching.find((one) => one.severity === severity) ?? lineStart;

/** Where inspection stands for the severities that the rule counts. */
export const positionOf = (rule: AuditRule, switching: readonly Switching[]): SwitchingPosition =>
  strictestOf(countedBy(rule).map((severity) => standingOf(severity, switching).state.position));

/** @param teamName null: the project's own line */
export const discontinuedSentence = (teamName: string | null): string =>
  `Inspection ${teamName === null ? '' : `of the lots of ${teamName} `}is discontinued: five lots were refused on tightened inspection. ` +
  'No lot is judged until the cause is mended (correctCause).';

/**
 * One plan a severity, each under its own inspection.
 *
 * @throws RangeError when a severity is discontinued: then there is no plan
 */
export function plansOf(
  rule: AuditRule,
  lotSize: number,
  switching: readonly Switching[],
  terms: SequentialTerms | null = null,
): Plans {
  const plans: Plans = {};
  for (const severity of countedBy(rule)) {
    const { state, reason } = standingOf(severity, switching);
    if (state.position === 'discontinued') throw new RangeError(`${severity}: inspection is discontinued`);
    const demand = { lotSize, aql: rule.aql[severity] as Aql, inspection: state.position };
    const plan = terms
      ? sequentialLotPlan({ ...demand, ltpd: terms.ltpd[severity]!, alpha: terms.alpha, beta: terms.beta })
      : samplingPlan({ ...demand, level: rule.level as InspectionLevel });
    plans[severity] = { plan, reason };
  }
  return plans;
}

export const isSequential = (plan: SamplingPlan | SequentialLotPlan): plan is SequentialLotPlan => 'test' in plan;

/** The largest of the samples: a larger one begins with the smaller ones, so each severity is judged on the first of it. */
export const sampleSizeOf = (plans: Plans): number =>
  Math.max(...Object.values(plans).map(({ plan }) => plan.sampleSize));

export const inspectionOf = (plans: Plans): Inspection =>
  strictestOf(Object.values(plans).map(({ plan }) => plan.inspection)) as Inspection;

interface Judgement {
  decision: 'ACCEPT' | 'FIX' | 'REJECT';
  errors: readonly { severity: Severity }[];
}

/** How many defects of each severity an auditor found. What is not let through has at least one: a MAJOR unless it is said. */
export function defectsOf({ decision, errors }: Judgement): Partial<Record<Severity, number>> {
  if (decision === 'ACCEPT') return {};
  if (errors.length === 0) return { MAJOR: 1 };
  const defects: Partial<Record<Severity, number>> = {};
  for (const { severity } of errors) defects[severity] = (defects[severity] ?? 0) + 1;
  return defects;
}

export const worstOf = (defects: Partial<Record<Severity, number>>): Severity | null =>
  severities.find((severity) => defects[severity]) ?? null;

type Seen = Pick<ItemRow, 'place' | 'defects'>;

/** Items with a defect, for each severity among the first of the drawn order that its plan looks at. */
export function countsOf(plans: Plans, items: readonly Seen[]): SeverityCount[] {
  return severities.flatMap((severity) => {
    const plan = plans[severity]?.plan;
    if (!plan) return [];
    const defects = items.filter(({ place, defects }) => place! <= plan.sampleSize && defects?.[severity]).length;
    return [{ severity, plan, defects }];
  });
}

/** What the sample says of one severity, and how switching is to count it. */
export interface SeverityJudged {
  severity: Severity;
  /** Null: another severity refused the lot before this one was decided. It counts nothing. */
  lot: Pick<LotResult, 'plan' | 'defects'> | null;
  found: Pick<Finding, 'defects' | 'inspected' | 'isAccepted' | 'counts'>;
}

export interface LotJudged {
  verdict: 'ACCEPT' | 'REJECT';
  reasons: string[];
  /** Items up to the deciding one. */
  inspected: number;
  bySeverity: SeverityJudged[];
}

/** @param items all of the sample, with a verdict each */
export function judgedTogether(plans: Plans, items: readonly Seen[]): LotJudged {
  const counts = countsOf(plans, items);
  return {
    ...verdictOf(counts),
    inspected: items.length,
    bySeverity: counts.map(({ severity, plan, defects }) => ({
      severity,
      lot: { plan: { acceptanceOneTighter: null, ...plan }, defects },
      found: { defects },
    })),
  };
}

/**
 * Null as long as more is to be looked at.
 *
 * @param items of the sample, as far as they have a verdict without a gap, in the drawn order
 */
export function judgedOneByOne(plans: Plans, items: readonly Seen[]): LotJudged | null {
  const seen = severities.flatMap((severity) => {
    const plan = plans[severity]?.plan;
    if (!plan || !isSequential(plan)) return [];
    return { severity, plan, isDefect: items.map(({ defects }) => Boolean(defects?.[severity])) };
  });
  const judged = sequentialVerdictOf(seen);
  return (
    judged && {
      ...judged,
      bySeverity: judged.counts.map(({ severity, path }) => {
        const { decision, inspected, defects, counts } = path;
        const isAccepted = decision === 'CONTINUE' ? null : decision === 'ACCEPT';
        const found = { defects, inspected, isAccepted, counts };
        return { severity, lot: isAccepted === null ? null : switchingLotOf(inspected, defects, isAccepted), found };
      }),
    }
  );
}

/**
 * The plan that a decided lot amounts to. What an AQL one step tighter had said is not known, so it does not earn reduced
 * inspection by ISO's score once it has two defects.
 */
function switchingLotOf(sampleSize: number, defects: number, isAccepted: boolean): SeverityJudged['lot'] {
  const acceptance = isAccepted ? defects : defects - 1;
  return { plan: { sampleSize, acceptance, rejection: acceptance + 1, acceptanceOneTighter: null }, defects };
}

/** Those of the sample that have a verdict, up to the first that has none: only they say anything one by one. */
export function withoutGap<Item extends Pick<ItemRow, 'verdict_id'>>(sample: readonly Item[]): Item[] {
  const gap = sample.findIndex(({ verdict_id }) => verdict_id === null);
  return gap < 0 ? [...sample] : sample.slice(0, gap);
}

/** Where a severity stands after a lot. */
export function afterLot(
  rule: AuditRule,
  { severity, lot, found }: SeverityJudged,
  switching: readonly Switching[],
  isResubmitted: boolean,
): { state: SwitchingState; isMoved: boolean; finding: Finding } {
  const before = standingOf(severity, switching);
  const { state, move } = lot
    ? nextState(before.state, { ...lot, isResubmitted }, rule)
    : { state: before.state, move: null };
  const reason = move?.reason ?? before.reason;
  return { state, isMoved: move !== null, finding: { ...found, next: state.position, nextReason: reason } };
}

/** SHA-256 of the lot's keys, in the order of their bytes, one a line: `LC_ALL=C sort keys.txt | sha256sum`. */
export function digestOfKeys(keys: readonly string[]): string {
  const sorted = keys.map((key) => Buffer.from(`${key}\n`)).sort((a, b) => a.compare(b));
  return createHash('sha256').update(Buffer.concat(sorted)).digest('hex');
}

interface NamedAnswer {
  id: string;
  stage: 'ANNOTATE' | 'REWORK' | 'ADJUDICATE';
  ordinal: number;
  skip_reason: string | null;
}

/**
 * Of the answers that a result names, those whose work the auditor saw: the last rework's, the adjudication's, or all that it
 * was put together from. Of a result that a reviewer fixed nobody's but the reviewer's.
 */
export function judgedAnswers<Answer extends NamedAnswer>(method: string, answers: readonly Answer[]): Answer[] {
  const of = (stage: Answer['stage']) =>
    answers.filter((one) => one.stage === stage).sort((a, b) => a.ordinal - b.ordinal);
  if (method === 'FIXED') return [];
  if (method === 'REWORKED') return of('REWORK').slice(-1);
  if (method === 'ADJUDICATED') return of('ADJUDICATE').slice(-1);
  return of('ANNOTATE').filter(({ skip_reason }) => skip_reason === null);
}
