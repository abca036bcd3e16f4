import { maskBounds, RunWriter, walkMasks, type RunMask } from '../../labels/index.js';

/** Places that all raters treat alike: what each of them says there (1: covered), and how many such places there are. */
export interface VotePattern {
  votes: readonly number[];
  places: number;
}

export interface Staple {
  /** P(the place belongs to the object), in [0, 1], one entry a pattern. */
  probability: number[];
  /** P(covers | belongs), one entry a rater; 1 where nothing belongs. */
  sensitivity: number[];
  /** P(leaves out | does not belong), one entry a rater; 1 where everything belongs. */
  specificity: number[];
  passes: number;
}

const SETTLED = 1e-7;
const MOST_PASSES = 500;

/**
 * STAPLE (Warfield, Zou & Wells 2004, IEEE TMI 23:903-921) without a spatial prior: expectation-maximization over who covers
 * what belongs (p_j, eq. 18) and leaves out what does not (q_j, eq. 19), with f the mean share covered. Begins with the share
 * of raters who cover a place as its probability, and stops when no probability moves by more than 1e-7, or after 500 passes.
 * O(patterns × raters) a pass, however many places there are.
 *
 * @param patterns each of as many votes as there are raters
 */
export function staple(patterns: readonly VotePattern[], mostPasses = MOST_PASSES): Staple {
  const raters = patterns[0]?.votes.length ?? 0;
  const all = patterns.reduce((sum, { places }) => sum + places, 0);
  const shareOf = ({ votes }: VotePattern) => votes.reduce((sum, vote) => sum + vote, 0) / raters;
  const prior = patterns.reduce((sum, one) => sum + shareOf(one) * one.places, 0) / all;
  let probability = patterns.map(shareOf);
  let errors = errorsOf(patterns, probability, raters);
  let passes = 0;
  for (let moved = Infinity; moved > SETTLED && passes < mostPasses; passes += 1) {
    const next = patterns.map(({ votes }) => belongs(votes, errors, prior));
    moved = next.reduce((most, one, place) => Math.max(most, Math.abs(one - probability[place]!)), 0);
    probability = next;
    errors = errorsOf(patterns, probability, raters);
  }
  return { probability, ...errors, passes };
}

type Errors = Pick<Staple, 'sensitivity' | 'specificity'>;

function belongs(votes: readonly number[], { sensitivity, specificity }: Errors, prior: number): number {
  let [yes, no] = [prior, 1 - prior];
  for (const [rater, vote] of votes.entries()) {
    yes *= vote ? sensitivity[rater]! : 1 - sensitivity[rater]!;
    no *= vote ? 1 - specificity[rater]! : specificity[rater]!;
  }
  return yes + no > 0 ? yes / (yes + no) : prior;
}

function errorsOf(patterns: readonly VotePattern[], probability: readonly number[], raters: number): Errors {
  const [covers, leaves] = [new Array<number>(raters).fill(0), new Array<number>(raters).fill(0)];
  let [inside, outside] = [0, 0];
  for (const [place, { votes, places }] of patterns.entries()) {
    const [yes, no] = [probability[place]! * places, (1 - probability[place]!) * places];
    inside += yes;
    outside += no;
    for (const [rater, vote] of votes.entries()) {
      if (vote) covers[rater]! += yes;
      else leaves[rater]! += no;
    }
  }
  return {
    sensitivity: covers.map((sum) => (inside > 0 ? sum / inside : 1)),
    specificity: leaves.map((sum) => (outside > 0 ? sum / outside : 1)),
  };
}

/**
 * The pixels that belong more likely than not. Looked at are only those inside the bounds of the masks' union: the
 * background of a large picture would teach nothing but that objects are rare.
 *
 * @param masks at least one, all of one size
 */
export function stapleMask(masks: RunMask[]): RunMask {
  const patterns = new Map<string, VotePattern>();
  walkMasks(masks, (length, isIn) => {
    const key = isIn.join('');
    const known = patterns.get(key);
    patterns.set(key, { votes: known?.votes ?? [...isIn], places: (known?.places ?? 0) + length });
  });
  const nothing = masks.map(() => 0).join('');
  const background = patterns.get(nothing);
  if (background) {
    const covered = masks[0]!.width * masks[0]!.height - background.places;
    const { width, height } = boundsOfUnion(masks);
    patterns.set(nothing, { ...background, places: Math.max(0, width * height - covered) });
  }
  const keys = [...patterns.keys()];
  const { probability } = staple([...patterns.values()]);
  const belonging = new Set(keys.filter((key, place) => key !== nothing && probability[place]! > 0.5));
  const writer = new RunWriter(masks[0]!.width, masks[0]!.height);
  walkMasks(masks, (length, isIn) => writer.add(length, belonging.has(isIn.join(''))));
  return writer.mask();
}

function boundsOfUnion(masks: RunMask[]): { width: number; height: number } {
  const bounds = masks.map(maskBounds).filter(({ width }) => width > 0);
  const from = (side: 'x' | 'y') => Math.min(...bounds.map((one) => one[side]));
  const to = (side: 'x' | 'y', size: 'width' | 'height') => Math.max(...bounds.map((one) => one[side] + one[size]));
  return bounds.length === 0
    ? { width: 0, height: 0 }
    : { width: to('x', 'width') - from('x'), height: to('y', 'height') - from('y') };
}
