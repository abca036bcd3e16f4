import { sequentialTest, type SequentialTest } from '../../consensus/index.js';
import type { Severity } from './lot-verdict.rules.js';
import { sequentialCharacteristic, sequentialDecision, sequentialPlan } from './sequential-plan.rules.js';
import { aqls, type AcceptancePlan, type Aql, type Inspection } from './single-plans.rules.js';
import type { CurvePoint } from './characteristic.rules.js';

/** A lot that is looked at one by one. */
export interface SequentialDemand {
  /** How many items the lot has: whole, at least 1. */
  lotSize: number;
  /** What is accepted, in percent. */
  aql: Aql;
  /** What is refused, in percent: above the AQL. */
  ltpd: number;
  /** How often a lot at the AQL may be refused, and one at the LTPD accepted. */
  alpha: number;
  beta: number;
  inspection: Inspection;
}

/**
 * Wald's lines for one severity of a lot. As an acceptance plan it is what decides at the end: the sample is the most that is
 * looked at, and acceptance and rejection are the whole numbers beside the middle line there.
 */
export interface SequentialLotPlan extends AcceptancePlan, SequentialDemand {
  /** The share at which the lines take a lot for good, in percent: the AQL, or on tightened inspection the one below it. */
  goodPercent: number;
  test: SequentialTest;
  isWholeLot: boolean;
}

/**
 * The lines of a lot. The item count ends at three times the single plan with the same two points, as `sequentialPlan` says,
 * or with the lot. Ending at the single plan's own size would let 13 bad lots of a hundred through where 10 were agreed.
 *
 * Tightened inspection takes the AQL one step lower for good, which is what the tables of Z1.4 do on the whole. Reduced
 * inspection changes nothing: good lots are short as it is.
 *
 * @throws RangeError unless AQL < LTPD < 100 and the risks are above 0 and sum to less than 1
 */
export function sequentialLotPlan(demand: SequentialDemand): SequentialLotPlan {
  const { lotSize, aql, ltpd, alpha, beta, inspection } = demand;
  const step = aqls.indexOf(aql) - (inspection === 'tightened' ? 1 : 0);
  const goodPercent = aqls[Math.max(0, step)]!;
  const points = { goodShare: goodPercent / 100, refusedGood: alpha, badShare: ltpd / 100, acceptedBad: beta };
  const test = sequentialTest(points);
  // However large the single plan would be, the lot ends first.
  const sampleSize = Math.min(lotSize, sequentialPlan(points).longest);
  const acceptance = Math.floor(test.slope * sampleSize);
  return {
    ...demand,
    goodPercent,
    test,
    sampleSize,
    acceptance,
    rejection: acceptance + 1,
    isWholeLot: sampleSize === lotSize,
  };
}

/** How far along its lines a lot came. */
export interface SequentialPath {
  decision: 'ACCEPT' | 'REJECT' | 'CONTINUE';
  /** Items up to the deciding one. */
  inspected: number;
  defects: number;
  /** The defects counted after each of them. */
  counts: number[];
}

/** Items after the deciding one say nothing more, whatever was found on them. @param isDefect in the drawn order */
export function sequentialPathOf(plan: SequentialLotPlan, isDefect: readonly boolean[]): SequentialPath {
  const path: SequentialPath = { decision: 'CONTINUE', inspected: 0, defects: 0, counts: [] };
  const ends = { test: plan.test, longest: plan.sampleSize };
  for (const one of isDefect) {
    if (path.decision !== 'CONTINUE') break;
    path.inspected += 1;
    if (one) path.defects += 1;
    path.counts.push(path.defects);
    path.decision = sequentialDecision(ends, path.inspected, path.defects);
  }
  return path;
}

export interface SequentialCount {
  severity: Severity;
  plan: SequentialLotPlan;
  path: SequentialPath;
}

export interface SequentialVerdict {
  verdict: 'ACCEPT' | 'REJECT';
  /** Sentences, those that refuse the lot first. */
  reasons: string[];
  /** Items up to the one that decided the lot. */
  inspected: number;
  /** Each up to there: a severity may be open when another has refused the lot. */
  counts: SequentialCount[];
}

/**
 * The verdict on the lot: refused as soon as one severity is, accepted once all are. Null as long as more is to be looked at.
 * It is the same whoever was faster: what was found after the deciding item is left out.
 *
 * @param seen from the worst severity on, at least one; of each which of the items have a defect, in the drawn order
 */
export function sequentialVerdictOf(
  seen: readonly { severity: Severity; plan: SequentialLotPlan; isDefect: readonly boolean[] }[],
): SequentialVerdict | null {
  const upTo = (last: number) =>
    seen.map(({ severity, plan, isDefect }) => ({
      severity,
      plan,
      path: sequentialPathOf(plan, isDefect.slice(0, last)),
    }));
  const all = upTo(Infinity).map(({ path }) => path);
  const refusing = all.filter(({ decision }) => decision === 'REJECT').map(({ inspected }) => inspected);
  if (refusing.length === 0 && all.some(({ decision }) => decision === 'CONTINUE')) return null;
  const isRefused = refusing.length > 0;
  const inspected = isRefused ? Math.min(...refusing) : Math.max(...all.map((path) => path.inspected));
  const counts = upTo(inspected);
  const refused = counts.filter(({ path }) => path.decision === 'REJECT');
  const others = counts.filter(({ path }) => path.decision !== 'REJECT');
  return {
    verdict: isRefused ? 'REJECT' : 'ACCEPT',
    reasons: [...refused, ...others].map(sentenceOf),
    inspected,
    counts,
  };
}

/** What the lines promise of lots of these qualities, exactly for a process that makes them (binomial). @param shares 0 to 1 */
export function sequentialCurve(plan: SequentialLotPlan, shares: readonly number[]): CurvePoint[] {
  const ends = { test: plan.test, longest: plan.sampleSize };
  return shares.map((share) => {
    const { accepted, acceptedItems } = sequentialCharacteristic(ends, share);
    const outgoing = share * (accepted - acceptedItems / plan.lotSize);
    const inspected = acceptedItems + (1 - accepted) * plan.lotSize;
    return { share, accepted, outgoing, inspected };
  });
}

function sentenceOf({ severity, plan, path }: SequentialCount): string {
  const { inspected, defects, decision } = path;
  const name = `${severity[0]}${severity.slice(1).toLowerCase()}`;
  const found = `${name} defects in ${defects} of ${inspected} ${inspected === 1 ? 'item' : 'items'}, looked at one by one`;
  const points = `${plan.goodPercent} % is good and ${plan.ltpd} % is not`;
  if (decision === 'CONTINUE') return `${found}; ${points}: open when the lot was refused.`;
  const middle = plan.test.slope * inspected;
  const isAtLine =
    decision === 'ACCEPT' ? defects <= middle - plan.test.acceptDistance : defects >= middle + plan.test.refuseDistance;
  const how = isAtLine ? '' : ' at the end, by the middle line';
  return `${found}; ${points}: ${decision === 'ACCEPT' ? 'accepted' : 'refused'}${how}.`;
}
