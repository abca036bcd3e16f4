export * from './agreement/index.js';
export {
  agreementOf,
  pairAgreement,
  type Agreement,
  type AgreementPolicy,
  type AnswerPair,
  type InstancePair,
  type PairAgreement,
} from './agreement.rules.js';
export { optimalAssignment, type OptimalAssignment } from './hungarian.js';
export { matchShapes, type ShapeMatch } from './shape-matching.js';
export { bradleyTerry, type Strengths } from './ranking/bradley-terry.js';
export { spanClusters, type SpanCluster, type SpanClusterPolicy, type SpanPlace } from './spans/span-clusters.js';
export { exactSpanMatches, f1Of, overlapSpanMatches, sharedMarking } from './spans/span-f1.js';
export { spanIou, type Span } from './spans/span.js';
export * from './statistics/index.js';
export { editDistance, normalisedDistance, normalisedEditDistance, sequenceDistance } from './text/edit-distance.js';
export { composeTranscript, type ComposedTranscript, type Transcript } from './text/rover.js';
export { characterErrorRate, corpusWordErrorRate, wordErrorRate, wordsOf } from './text/word-error.js';
