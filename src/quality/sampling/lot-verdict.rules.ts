import { clopperPearsonInterval, wilsonInterval, type Interval } from '../../consensus/index.js';
import { probabilityOfAcceptance } from './characteristic.rules.js';
import type { AcceptancePlan } from './single-plans.rules.js';

/** From the worst on. */
export const severities = ['CRITICAL', 'MAJOR', 'MINOR'] as const;
export type Severity = (typeof severities)[number];

/** What was found of one severity; each has its own plan, so that one wrong organ is not excused by few crooked edges. */
export interface SeverityCount {
  severity: Severity;
  /** The plan's `aql` is in percent. A `SamplingPlan` fits. */
  plan: AcceptancePlan & { aql: number; lotSize: number | null };
  /** Items of the sample with at least one defect of this severity. */
  defects: number;
}

export interface SeverityVerdict {
  severity: Severity;
  isAccepted: boolean;
  /** More than the acceptance number, but fewer than the rejection number: only on reduced inspection. */
  isBetween: boolean;
  inspected: number;
  defects: number;
  /** Of the items looked at, 0 to 1. */
  rate: number;
  /** 95 % intervals of the rate at which such lots have defects; the second covers at least as often as it says. */
  wilson: Interval;
  clopperPearson: Interval;
  /** How often a lot is accepted that is exactly as good as its AQL. */
  acceptedAtAql: number;
  sentence: string;
}

export interface LotVerdict {
  verdict: 'ACCEPT' | 'REJECT';
  /** Sentences, those that refuse the lot first. */
  reasons: string[];
  bySeverity: SeverityVerdict[];
}

/**
 * The verdict on a lot: refused when any severity has as many defects as its plan's rejection number.
 *
 * @param counts each severity once, at least one
 * @throws RangeError when a severity comes twice or a count is no whole number of items of its sample
 */
export function verdictOf(counts: readonly SeverityCount[]): LotVerdict {
  if (counts.length === 0) throw new RangeError('a verdict needs the count of at least one severity');
  if (new Set(counts.map(({ severity }) => severity)).size < counts.length) {
    throw new RangeError('each severity may come once');
  }
  const bySeverity = [...counts]
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map(severityVerdict);
  const refused = bySeverity.filter(({ isAccepted }) => !isAccepted);
  const accepted = bySeverity.filter(({ isAccepted }) => isAccepted);
  return {
    verdict: refused.length > 0 ? 'REJECT' : 'ACCEPT',
    reasons: [...refused, ...accepted].map(({ sentence }) => sentence),
    bySeverity,
  };
}

function severityVerdict({ severity, plan, defects }: SeverityCount): SeverityVerdict {
  const { sampleSize: inspected, acceptance, rejection, aql, lotSize } = plan;
  if (!Number.isInteger(defects) || defects < 0 || defects > inspected) {
    throw new RangeError(`${severity}: defects must be a whole number of the ${inspected} items looked at`);
  }
  const isAccepted = defects < rejection;
  const isBetween = isAccepted && defects > acceptance;
  return {
    severity,
    isAccepted,
    isBetween,
    inspected,
    defects,
    rate: defects / inspected,
    wilson: wilsonInterval(defects, inspected),
    clopperPearson: clopperPearsonInterval(defects, inspected),
    acceptedAtAql: probabilityOfAcceptance(aql / 100, { plan, lotSize }),
    sentence: sentenceOf(severity, plan, defects),
  };
}

function sentenceOf(
  severity: Severity,
  { sampleSize, acceptance, rejection, aql }: SeverityCount['plan'],
  defects: number,
) {
  const name = `${severity[0]}${severity.slice(1).toLowerCase()}`;
  const found = `${name} defects in ${defects} of ${sampleSize} ${sampleSize === 1 ? 'item' : 'items'}`;
  const allowed = acceptance === 0 ? 'none is allowed' : `${acceptance} ${acceptance === 1 ? 'is' : 'are'} allowed`;
  const rule = `${allowed} at AQL ${aql} %`;
  if (defects >= rejection) return `${found}; ${rule}, ${rejection} refuse the lot: refused.`;
  if (defects > acceptance) {
    return `${found}; ${rule}, ${rejection} would refuse the lot: accepted, and inspection goes back to normal.`;
  }
  return `${found}; ${rule}: accepted.`;
}
