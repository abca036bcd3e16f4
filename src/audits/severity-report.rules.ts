import {
  operatingCurve,
  probabilityOfAcceptance,
  sequentialCurve,
  severities,
  shareAcceptedWith,
  unverifiedOf,
  verdictOf,
  worstOutgoing,
  type CurvePoint,
  type SamplingPlan,
  type SequentialLotPlan,
  type Severity,
  type SwitchingPosition,
} from '../quality/index.js';
import type { Interval } from '../consensus/index.js';
import { isSequential } from './audit.rules.js';
import type { Finding, Findings, Plans } from './audit.types.js';

/** What a plan promises. Shares are 0 to 1. */
interface Promised {
  acceptedAtAql: number;
  /** What is still accepted one time in ten. */
  limitingQuality: number;
  /** The worst that is left on average when refused lots are looked at whole and mended. */
  averageOutgoingLimit: number;
  curve: CurvePoint[];
  /** What of the plan rests on one source only. */
  unverified: string[];
}

/** What was found. One by one there is no rate: where the sample ends depends on it. */
export interface Found {
  inspected: number;
  defects: number;
  /** null: another severity refused the lot before this one was decided */
  isAccepted: boolean | null;
  rate: number | null;
  wilson: Interval | null;
  clopperPearson: Interval | null;
  /** One by one only: the defects counted after each item. */
  counts: number[];
}

/** One severity of a lot: what its plan promises and, once the lot is judged, what was found. */
export interface SeverityReport extends Promised {
  severity: Severity;
  plan: SamplingPlan | SequentialLotPlan;
  /** Why inspection stood where it stood. */
  inspectionReason: string;
  found: Found | null;
  next: SwitchingPosition | null;
  nextReason: string | null;
}

/** The qualities that a curve is shown at, as multiples of the AQL. */
const timesAql = [0.5, 1, 1.5, 2, 3, 4, 6, 8];

/** From the worst severity on. */
export function severityReports(plans: Plans, findings: Findings | null): SeverityReport[] {
  return severities.flatMap((severity) => {
    const entry = plans[severity];
    if (!entry) return [];
    const { plan, reason } = entry;
    const finding = findings?.[severity];
    return {
      severity,
      plan,
      inspectionReason: reason,
      ...(isSequential(plan) ? promisedByLines(plan) : promisedBySample(plan)),
      found: finding ? foundOf(severity, plan, finding) : null,
      next: finding?.next ?? null,
      nextReason: finding?.nextReason ?? null,
    };
  });
}

const sharesOf = ({ aql }: { aql: number }): number[] =>
  timesAql.map((times) => Number(((times * aql) / 100).toPrecision(6))).filter((share) => share <= 1);

function promisedBySample(plan: SamplingPlan): Promised {
  const judged = { plan, lotSize: plan.lotSize };
  return {
    acceptedAtAql: probabilityOfAcceptance(plan.aql / 100, judged),
    limitingQuality: shareAcceptedWith(0.1, judged),
    averageOutgoingLimit: worstOutgoing(judged).outgoing,
    curve: operatingCurve(sharesOf(plan), judged),
    unverified: unverifiedOf(plan),
  };
}

function promisedByLines(plan: SequentialLotPlan): Promised {
  const at = (share: number) => sequentialCurve(plan, [share])[0]!;
  return {
    acceptedAtAql: at(plan.aql / 100).accepted,
    limitingQuality: shareWhere((share) => at(share).accepted > 0.1),
    averageOutgoingLimit: peakOf((share) => at(share).outgoing, (4 * plan.ltpd) / 100),
    curve: sequentialCurve(plan, sharesOf(plan)),
    unverified: [],
  };
}

function foundOf(severity: Severity, plan: SamplingPlan | SequentialLotPlan, finding: Finding): Found {
  const { defects, inspected, isAccepted, counts = [] } = finding;
  if (isSequential(plan) || inspected !== undefined) {
    const none = { rate: null, wilson: null, clopperPearson: null };
    return { inspected: inspected ?? 0, defects, isAccepted: isAccepted ?? null, ...none, counts };
  }
  return { ...verdictOf([{ severity, plan, defects }]).bySeverity[0]!, counts };
}

/** The least share that does not hold, to 1e-6, where all below it do. */
function shareWhere(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** The greatest of a hundred steps: what is left has one flat peak, so a step aside changes its third digit at most. */
function peakOf(height: (share: number) => number, until: number): number {
  const most = Math.min(1, until);
  return Math.max(...Array.from({ length: 101 }, (_, step) => height((most * step) / 100)));
}
