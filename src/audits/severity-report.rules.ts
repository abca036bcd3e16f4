import {
  operatingCurve,
  probabilityOfAcceptance,
  severities,
  shareAcceptedWith,
  unverifiedOf,
  verdictOf,
  worstOutgoing,
  type CurvePoint,
  type SamplingPlan,
  type Severity,
  type SeverityVerdict,
  type SwitchingPosition,
} from '../quality/index.js';
import type { Findings, Plans } from './audit.types.js';

/** One severity of a lot: what its plan promises and, once the lot is judged, what was found. Shares are 0 to 1. */
export interface SeverityReport {
  severity: Severity;
  plan: SamplingPlan;
  /** Why inspection stood where it stood. */
  inspectionReason: string;
  acceptedAtAql: number;
  /** What is still accepted one time in ten. */
  limitingQuality: number;
  /** The worst that is left on average when refused lots are looked at whole and mended. */
  averageOutgoingLimit: number;
  curve: CurvePoint[];
  /** What of the plan rests on one source only. */
  unverified: string[];
  found: SeverityVerdict | null;
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
    const judged = { plan, lotSize: plan.lotSize };
    const finding = findings?.[severity];
    const shares = timesAql.map((times) => Number(((times * plan.aql) / 100).toPrecision(6)));
    return {
      severity,
      plan,
      inspectionReason: reason,
      acceptedAtAql: probabilityOfAcceptance(plan.aql / 100, judged),
      limitingQuality: shareAcceptedWith(0.1, judged),
      averageOutgoingLimit: worstOutgoing(judged).outgoing,
      curve: operatingCurve(
        shares.filter((share) => share <= 1),
        judged,
      ),
      unverified: unverifiedOf(plan),
      found: finding ? verdictOf([{ severity, plan, defects: finding.defects }]).bySeverity[0]! : null,
      next: finding?.next ?? null,
      nextReason: finding?.nextReason ?? null,
    };
  });
}
