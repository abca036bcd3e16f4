import {
  accuracyOf,
  type Aggregation,
  aggregationMethodNames,
  type AggregationMethodName,
  aggregationMethods,
  chooseConfidence,
  type Claim,
  reliabilityCurve,
  type Votes,
} from '../../consensus/index.js';
import type { ChoiceVotes } from './choice-votes.js';
import type { MethodFigures, PartComparison } from './comparison-report.js';
import { shareEstimate } from './estimates.js';

type ChoiceComparison = Pick<PartComparison, 'n' | 'methods' | 'omitted' | 'sameLabel'>;

/**
 * Every method on all votes, scored where the truth is known. The truth steers no method: a method that had seen it could
 * not be wrong there.
 *
 * @param target the accuracy that a confidence is chosen for, in (0, 1)
 * @param done called after each method
 */
export function compareChoices({ votes, gold }: ChoiceVotes, target: number, done: () => void): ChoiceComparison {
  const methods: MethodFigures[] = [];
  const omitted: PartComparison['omitted'] = [];
  const labels = new Map<AggregationMethodName, Int32Array>();
  for (const method of aggregationMethodNames) {
    const why = whyNot(method, votes);
    if (why) omitted.push({ method, why });
    else {
      const began = performance.now();
      try {
        const aggregation = aggregationMethods[method](votes, { skipConfusion: true });
        const seconds = (performance.now() - began) / 1000;
        labels.set(method, aggregation.labels);
        methods.push({ method, seconds, ...figuresOf(aggregation, votes, gold, target) });
      } catch (error) {
        // More tasks × options than fit one table: the other methods may do.
        if (!(error instanceof RangeError)) throw error;
        omitted.push({ method, why: error.message });
      }
    }
    done();
  }
  return { n: gold.filter((known) => known !== -1).length, methods, omitted, sameLabel: sameLabels(labels) };
}

function figuresOf(
  { posteriors, iterations, converged: hasConverged }: Aggregation,
  { classes }: Votes,
  gold: Int32Array,
  target: number,
): Omit<MethodFigures, 'method' | 'seconds'> {
  const { correct, scored } = accuracyOf(posteriors, classes, gold);
  const claims = claimsOf(posteriors, classes, gold);
  return {
    score: shareEstimate(correct, scored),
    iterations,
    hasConverged,
    reliability: reliabilityCurve(claims),
    confidence: chooseConfidence(claims, target),
  };
}

/** What the consensus of each gold task claimed, and whether it was right. */
function claimsOf(posteriors: Float64Array, classes: number, gold: Int32Array): Claim[] {
  const claims: Claim[] = [];
  for (let task = 0; task < gold.length; task += 1) {
    if (gold[task] === -1) continue;
    const own = posteriors.subarray(task * classes, (task + 1) * classes);
    const { correct } = accuracyOf(own, classes, gold.subarray(task, task + 1));
    claims.push({ claimed: Math.min(1, Math.max(...own)), correct });
  }
  return claims;
}

/** Where a method is not defined for these votes, a sentence that says so. */
function whyNot(method: AggregationMethodName, { classes, workers, task }: Votes): string | null {
  if (task.length === 0) return 'Nobody has answered this yet.';
  if (method === 'kos' && classes > 2) return `KOS knows questions of two values; ${classes} were given here.`;
  if (method === 'kos' && classes < 2) return 'KOS knows questions of two values; everybody gave the same one here.';
  if (method === 'm-msr' && workers < 3)
    return 'M-MSR learns from how people agree with each other, and needs at least three of them.';
  if (method === 'm-msr' && classes < 2)
    return 'M-MSR takes chance off agreement; where everybody gave the same value there is nothing but chance.';
  return null;
}

function sameLabels(labels: ReadonlyMap<string, Int32Array>): PartComparison['sameLabel'] {
  const all = [...labels];
  return all.flatMap(([left, ofLeft], place) =>
    all.slice(place + 1).map(([right, ofRight]) => {
      const same = ofLeft.reduce((sum, label, task) => sum + (label === ofRight[task] ? 1 : 0), 0);
      return { left, right, share: shareEstimate(same, ofLeft.length) };
    }),
  );
}
