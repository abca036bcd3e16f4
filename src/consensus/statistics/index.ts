export { betaCdf, betaQuantile, logGamma } from './beta.js';
export { binomialCdf, binomialShare, majorityAccuracy } from './binomial.js';
export { hypergeometricCdf, type Urn } from './hypergeometric.js';
export { meanInterval, type MeanInterval } from './mean-interval.js';
export { normalCdf, normalQuantile } from './normal.js';
export { poissonInterval } from './poisson.js';
export {
  clopperPearsonInterval,
  goldAnswersNeeded,
  jeffreysInterval,
  probabilityAbove,
  wilsonInterval,
  type BetaPrior,
  type Interval,
} from './proportion.js';
export {
  betaVariate,
  binomialVariate,
  gammaVariate,
  normalVariate,
  randomOf,
  shuffle,
  shuffledPlaces,
  type Random,
} from './random.js';
export { spammerScore } from './spammer-score.js';
export { votePosterior, type Vote } from './vote-posterior.js';
export {
  finiteSampleSize,
  twoPointPlan,
  zeroDefectSampleSize,
  type SingleSamplingPlan,
  type TwoPointDemand,
} from './sample-size.js';
export { sequentialTest, type SequentialTest } from './sequential-test.js';
