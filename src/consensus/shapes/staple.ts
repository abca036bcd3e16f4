import { maskArea, maskBounds, maskOfVotes, RunWriter, walkMasks, type RunMask } from '../../labels/index.js';

/** Pixels on which every rater says the same as on each other of them: all that STAPLE looks at. */
export interface DecisionPattern {
  /** Of each rater 1 in, 0 out. */
  decisions: Uint8Array;
  pixels: number;
}

export interface StapleOptions {
  /** Stops when no weight W changes by more; 1e-7 when absent. */
  tolerance?: number;
  /** 1000 when absent. */
  maxPasses?: number;
}

export interface StapleEstimate {
  /** W of each pattern: the probability that its pixels are in, 0 to 1. */
  weights: Float64Array;
  /** p of each rater: P(says in | in), 0 to 1. */
  sensitivities: Float64Array;
  /** q of each rater: P(says out | out), 0 to 1. */
  specificities: Float64Array;
  passes: number;
}

/**
 * STAPLE: what several raters' masks have in common, with each rater's sensitivity and specificity learned on the way, by
 * expectation maximisation. Warfield, Zou & Wells, IEEE TMI 23(7), 2004 (PMC1283110): W of equations 14 to 16, p and q of 18
 * and 19. The prior f is the mean of all decisions; it starts from their mean at each pixel with a step for p and q.
 *
 * It costs O(patterns × raters) a pass, however many pixels there are.
 */
export function stapleOf(patterns: readonly DecisionPattern[], options: StapleOptions = {}): StapleEstimate {
  const { tolerance = 1e-7, maxPasses = 1000 } = options;
  const raters = patterns[0]?.decisions.length ?? 0;
  const means = patterns.map(({ decisions }) => decisions.reduce((sum, one) => sum + one, 0) / Math.max(1, raters));
  const all = patterns.reduce((sum, { pixels }) => sum + pixels, 0);
  const prior = all > 0 ? patterns.reduce((sum, { pixels }, index) => sum + pixels * means[index]!, 0) / all : 0;
  let weights: Float64Array = Float64Array.from(means);
  let rates = ratesOf(patterns, weights, raters);
  for (let passes = 1; ; passes += 1) {
    const next = weightsOf(patterns, rates, prior);
    const change = next.reduce((most, weight, index) => Math.max(most, Math.abs(weight - weights[index]!)), 0);
    weights = next;
    if (change <= tolerance || passes >= maxPasses) return { weights, ...rates, passes };
    rates = ratesOf(patterns, weights, raters);
  }
}

type Rates = Pick<StapleEstimate, 'sensitivities' | 'specificities'>;

function ratesOf(patterns: readonly DecisionPattern[], weights: Float64Array, raters: number): Rates {
  const [saidIn, saidOut] = [new Float64Array(raters), new Float64Array(raters)];
  let [allIn, allOut] = [0, 0];
  for (const [index, { decisions, pixels }] of patterns.entries()) {
    const [partIn, partOut] = [weights[index]! * pixels, (1 - weights[index]!) * pixels];
    allIn += partIn;
    allOut += partOut;
    for (let rater = 0; rater < raters; rater += 1) {
      if (decisions[rater]) saidIn[rater]! += partIn;
      else saidOut[rater]! += partOut;
    }
  }
  // Where nothing is in (or out) nobody can be wrong about it.
  const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : 1);
  return {
    sensitivities: saidIn.map((part) => share(part, allIn)),
    specificities: saidOut.map((part) => share(part, allOut)),
  };
}

function weightsOf(patterns: readonly DecisionPattern[], rates: Rates, prior: number): Float64Array {
  const { sensitivities: p, specificities: q } = rates;
  const logOfRest = (rate: number) => Math.log(1 - rate);
  const saysIn = { ifIn: p.map(Math.log), ifOut: q.map(logOfRest) };
  const saysOut = { ifIn: p.map(logOfRest), ifOut: q.map(Math.log) };
  return Float64Array.from(patterns, ({ decisions }) => {
    let [ifIn, ifOut] = [Math.log(prior), Math.log(1 - prior)];
    for (let rater = 0; rater < decisions.length; rater += 1) {
      const said = decisions[rater] ? saysIn : saysOut;
      ifIn += said.ifIn[rater]!;
      ifOut += said.ifOut[rater]!;
    }
    // Neither is possible when raters who are never wrong contradict each other.
    if (ifIn === -Infinity && ifOut === -Infinity) return prior;
    return 1 / (1 + Math.exp(ifOut - ifIn));
  });
}

export interface StapleMask extends StapleEstimate {
  /** The pixels whose W is a half or more. */
  mask: RunMask;
}

/**
 * STAPLE of masks. By default it looks at the smallest box around all of them: with more of the background the prior, and so
 * the result, would depend on how large the picture is.
 *
 * @param masks of one size
 * @param options.pixels how many pixels to look at instead, at least those of the union; what no mask holds is all alike
 * @throws RangeError when the masks differ in size
 */
export function staple(masks: RunMask[], options: StapleOptions & { pixels?: number } = {}): StapleMask {
  const union = maskOfVotes(masks, 1);
  const bounds = maskBounds(union);
  const background = (options.pixels ?? bounds.width * bounds.height) - maskArea(union);
  const patterns = patternsOf(masks, Math.max(0, background));
  const estimate = stapleOf([...patterns.values()], options);
  const places = new Map([...patterns.keys()].map((key, index) => [key, index]));
  const writer = new RunWriter(union.width, union.height);
  walkMasks(masks, (length, isIn) => {
    const isSomewhere = isIn.includes(1);
    writer.add(length, isSomewhere && estimate.weights[places.get(isIn.join(''))!]! >= 0.5);
  });
  return { mask: writer.mask(), ...estimate };
}

/** The patterns of the union, and one of what is outside it when there is any to look at. */
function patternsOf(masks: RunMask[], background: number): Map<string, DecisionPattern> {
  const patterns = new Map<string, DecisionPattern>();
  walkMasks(masks, (length, isIn) => {
    if (!isIn.includes(1)) return;
    const key = isIn.join('');
    const known = patterns.get(key);
    if (known) known.pixels += length;
    else patterns.set(key, { decisions: isIn.slice(), pixels: length });
  });
  if (background > 0) patterns.set('', { decisions: new Uint8Array(masks.length), pixels: background });
  return patterns;
}
