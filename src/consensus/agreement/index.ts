export type { AgreementMetric, MetricOf } from './agreement-metric.js';
export { bootstrapInterval, bootstrapValues, type BootstrapOptions } from './bootstrap.js';
export { brennanPrediger } from './brennan-prediger.js';
export { cohenKappa, cohenWeightKinds, cohenZ, type CohenWeights } from './cohen-kappa.js';
export { congerKappa } from './conger-kappa.js';
export { fleissKappa, fleissKappaByValue, fleissZ } from './fleiss-kappa.js';
export { gwetAc1 } from './gwet-ac1.js';
export { gwetAc2 } from './gwet-ac2.js';
export { krippendorffByDifference, type Difference, type DifferenceOptions } from './krippendorff-difference.js';
export { krippendorffInterval } from './krippendorff-interval.js';
export { krippendorffNominal } from './krippendorff-nominal.js';
export { krippendorffOrdinal } from './krippendorff-ordinal.js';
export { krippendorffRatio } from './krippendorff-ratio.js';
export { agreementValue, jackknifeError, measureAgreement, type MeasuredAgreement } from './measure-agreement.js';
export { pairwiseF1, type MatchCounts } from './pairwise-f1.js';
export { percentAgreement } from './percent.js';
export { ratingWeights, weightKinds, type RatingWeights, type WeightKind } from './rating-weights.js';
export { pairableLabels, tableOf, tableOfRows, type LabelColumns, type ReliabilityTable } from './reliability-table.js';
export {
  metricNamed,
  metricNames,
  scaleOf,
  weightsFor,
  type MetricName,
  type ScaleKind,
  type ScaleValues,
} from './metric-names.js';
