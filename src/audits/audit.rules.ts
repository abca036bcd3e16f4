import { createHash } from 'node:crypto';
import type { AuditRule } from '../projects/index.js';
import {
  nextState,
  samplingPlan,
  severities,
  switchingStart,
  type Aql,
  type Inspection,
  type InspectionLevel,
  type Severity,
  type SeverityCount,
  type SwitchingPosition,
  type SwitchingState,
} from '../quality/index.js';
import type { Finding, ItemRow, Plans, SwitchingRow } from './audit.types.js';

type Switching = Pick<SwitchingRow, 'severity' | 'state' | 'reason'>;

export const startReason = 'Lots begin on normal inspection.';

/** The severities that a rule counts, from the worst on. */
export const countedBy = ({ aql }: AuditRule): Severity[] => severities.filter((one) => aql[one] !== undefined);

/** From the strictest on. */
const strictness: readonly SwitchingPosition[] = ['discontinued', 'tightened', 'normal', 'reduced'];

/** How a lot is inspected on the whole: as strictly as the severity that is inspected most strictly. */
export const strictestOf = (positions: readonly SwitchingPosition[]): SwitchingPosition =>
  strictness.find((one) => positions.includes(one)) ?? 'normal';

const standingOf = (severity: Severity, switching: readonly Switching[]): Omit<Switching, 'severity'> =>
  switching.find((one) => one.severity === severity) ?? { state: switchingStart, reason: startReason };

/** Where inspection stands for the severities that the rule counts. */
export const positionOf = (rule: AuditRule, switching: readonly Switching[]): SwitchingPosition =>
  strictestOf(countedBy(rule).map((severity) => standingOf(severity, switching).state.position));

/**
 * One plan a severity, each under its own inspection.
 *
 * @throws RangeError when a severity is discontinued: then there is no plan
 */
export function plansOf(rule: AuditRule, lotSize: number, switching: readonly Switching[]): Plans {
  const plans: Plans = {};
  for (const severity of countedBy(rule)) {
    const { state, reason } = standingOf(severity, switching);
    if (state.position === 'discontinued') throw new RangeError(`${severity}: inspection is discontinued`);
    const demand = { lotSize, aql: rule.aql[severity] as Aql, level: rule.level as InspectionLevel };
    plans[severity] = { plan: samplingPlan({ ...demand, inspection: state.position }), reason };
  }
  return plans;
}

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

/** Where a severity stands after a lot. */
export function afterLot(
  rule: AuditRule,
  { severity, plan, defects }: SeverityCount,
  plans: Plans,
  switching: readonly Switching[],
  isResubmitted: boolean,
): { state: SwitchingState; isMoved: boolean; finding: Finding } {
  const before = standingOf(severity, switching);
  const lot = { plan: { ...plans[severity]!.plan, ...plan }, defects, isResubmitted };
  const { state, move } = nextState(before.state, lot, rule);
  const reason = move?.reason ?? before.reason;
  return { state, isMoved: move !== null, finding: { defects, next: state.position, nextReason: reason } };
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
