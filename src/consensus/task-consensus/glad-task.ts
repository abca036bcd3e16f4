import { normalizedPosterior } from '../aggregation/task-posterior.js';

/** ln β is N(1, 1) before the first answer, as in `glad`. */
const MEAN = 1;
const [LOWEST, HIGHEST, STEPS] = [-4, 4, 80];
const LEAST = 1e-10;

/**
 * GLAD (Whitehill et al. 2009) for one task while the people are known: the ease β = e^b that maximizes
 * ln Σ_c π_c Π_w P(y_w | c, β) − (b − 1)²/2, and the posterior of the classes there. A person of accuracy s has the
 * ability α = ln(s/(1 − s))/e, so that they are right with probability s on a task of the ease expected before.
 *
 * The maximum is looked for between b = −4 and 4 on a grid of 0.1, then by golden section to 1e-6.
 *
 * @param heard `known[said]` is the person's accuracy
 */
export function gladTask(
  heard: readonly { said: number; known: readonly number[] }[],
  prior: readonly number[],
): { posterior: Float64Array; difficulty: number } {
  const votes = heard.map(({ said, known }) => {
    const skill = Math.min(1 - LEAST, Math.max(LEAST, known[said]!));
    return { said, ability: Math.log(skill / (1 - skill)) / Math.E };
  });
  const quality = (b: number) => logEvidence(votes, prior, Math.exp(b)) - (b - MEAN) ** 2 / 2;
  const best = highest(quality);
  const logs = logPosterior(votes, prior, Math.exp(best));
  return { posterior: normalizedPosterior(logs), difficulty: Math.exp(-best) };
}

interface Vote {
  said: number;
  ability: number;
}

function logPosterior(votes: readonly Vote[], prior: readonly number[], ease: number): Float64Array {
  const logs = Float64Array.from(prior, (share) => Math.log(Math.max(share, LEAST)));
  const logOthers = Math.log(Math.max(1, prior.length - 1));
  for (const { said, ability } of votes) {
    const x = ability * ease;
    for (let truth = 0; truth < logs.length; truth++)
      logs[truth]! += truth === said ? -Math.log1p(Math.exp(-x)) : -Math.log1p(Math.exp(x)) - logOthers;
  }
  return logs;
}

function logEvidence(votes: readonly Vote[], prior: readonly number[], ease: number): number {
  const logs = logPosterior(votes, prior, ease);
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}

function highest(quality: (b: number) => number): number {
  const step = (HIGHEST - LOWEST) / STEPS;
  let middle = LOWEST;
  for (let place = 1; place <= STEPS; place++) {
    const b = LOWEST + place * step;
    if (quality(b) > quality(middle)) middle = b;
  }
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [middle - step, middle + step];
  while (high - low > 1e-6) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (quality(left) > quality(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
