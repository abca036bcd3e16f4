export * from './agreement/index.js';
export type {
  Aggregation,
  AggregationMethod,
  AggregationOptions,
  Votes,
  WarmStart,
} from './aggregation/aggregation.types.js';
export { aggregateInThread, VOTES_FOR_A_THREAD } from './aggregation/aggregate-in-thread.js';
export type { AggregateInput, PassDone } from './aggregation/aggregate.job.js';
export {
  calibrationError,
  chooseConfidence,
  reliabilityCurve,
  type ChosenConfidence,
  type Claim,
  type ReliabilityBin,
} from './aggregation/calibration.js';
export { crowdlab, type Crowdlab } from './aggregation/crowdlab.js';
export {
  aggregationMethodNames,
  aggregationMethods,
  defaultAggregationMethod,
  isAggregationMethodName,
  type AggregationMethodName,
} from './aggregation/methods.js';
export {
  farFromMedian,
  inverseVariance,
  mean,
  median,
  numericConsensus,
  trimmedMean,
  type InverseVariance,
  type NumericVotes,
} from './aggregation/numeric.js';
export {
  cappedConfidence,
  overlapDecision,
  replayOverlap,
  type Overlap,
  type Replay,
  type ReplayOptions,
  type StopRule,
} from './aggregation/overlap.js';
export { accuracyOf, labelsOf, tiedClasses, type Accuracy } from './aggregation/posteriors.js';
export { aggregateTags, votesOnTag, type TagAnswer, type TagConsensus } from './aggregation/tags.js';
export { taskPosterior, type TaskAnswer, type WorkerErrors } from './aggregation/task-posterior.js';
export { goldOf, VoteTable, type NamedVotes } from './aggregation/vote-table.js';
export { WorkerRecord } from './aggregation/worker-record.js';
export { inThread, type HeavyOptions, type Job } from './heavy/in-thread.js';
export { Turns } from './heavy/turns.js';
export {
  agreementOf,
  pairAgreement,
  type Agreement,
  type AgreementPolicy,
  type AnswerPair,
  type InstancePair,
  type PairAgreement,
} from './agreement.rules.js';
export * from './task-consensus/index.js';
export { optimalAssignment, type OptimalAssignment } from './hungarian.js';
export { matchShapes, matchSpans, type InstanceMatch } from './shape-matching.js';
export { bradleyTerry, type Strengths } from './ranking/bradley-terry.js';
export * from './shapes/index.js';
export { spanClusters, type SpanCluster, type SpanClusterPolicy, type SpanPlace } from './spans/span-clusters.js';
export { exactSpanMatches, f1Of, overlapSpanMatches, sharedMarking } from './spans/span-f1.js';
export { spanIou, type Span } from './spans/span.js';
export * from './statistics/index.js';
export { editDistance, normalisedDistance, normalisedEditDistance, sequenceDistance } from './text/edit-distance.js';
export { composeTranscript, type ComposedTranscript, type Transcript } from './text/rover.js';
export { characterErrorRate, corpusWordErrorRate, wordErrorRate, wordsOf } from './text/word-error.js';
