import { codePoints, normalisedDistance } from '../text/edit-distance.js';
import type { MetricOf } from './agreement-metric.js';
import { brennanPrediger } from './brennan-prediger.js';
import { cohenKappa, type CohenWeights } from './cohen-kappa.js';
import { congerKappa } from './conger-kappa.js';
import { fleissKappa } from './fleiss-kappa.js';
import { gwetAc1 } from './gwet-ac1.js';
import { gwetAc2 } from './gwet-ac2.js';
import { krippendorffByDifference } from './krippendorff-difference.js';
import { krippendorffInterval } from './krippendorff-interval.js';
import { krippendorffNominal } from './krippendorff-nominal.js';
import { krippendorffOrdinal } from './krippendorff-ordinal.js';
import { krippendorffRatio } from './krippendorff-ratio.js';
import { percentAgreement } from './percent.js';
import { ratingWeights, type WeightKind } from './rating-weights.js';

export const metricNames = [
  'percent',
  'cohen-kappa',
  'fleiss-kappa',
  'krippendorff-nominal',
  'krippendorff-ordinal',
  'krippendorff-interval',
  'krippendorff-ratio',
  'gwet-ac1',
  'gwet-ac2',
  'conger-kappa',
  'brennan-prediger',
  'krippendorff-edit-distance',
] as const;
export type MetricName = (typeof metricNames)[number];

/** Weights by the name of the metric that takes them, the default first. */
export const weightsFor: Partial<Record<MetricName, readonly string[]>> = {
  'cohen-kappa': ['none', 'linear', 'squared'] satisfies CohenWeights[],
  'gwet-ac2': ['quadratic', 'linear', 'ordinal', 'ratio'] satisfies WeightKind[],
};

/**
 * What a metric asks of labels: `names` that are equal or not, an `order`, `numbers`, `positive` numbers (0 or more), or
 * `texts`.
 */
export type ScaleKind = 'names' | 'order' | 'numbers' | 'positive' | 'texts';

export function scaleOf(name: MetricName, weights?: string): ScaleKind {
  switch (name) {
    case 'percent':
    case 'fleiss-kappa':
    case 'krippendorff-nominal':
    case 'gwet-ac1':
    case 'conger-kappa':
    case 'brennan-prediger':
      return 'names';
    case 'cohen-kappa':
      return (weights ?? 'none') === 'none' ? 'names' : 'order';
    case 'gwet-ac2':
      return weights === 'ratio' ? 'positive' : 'order';
    case 'krippendorff-ordinal':
      return 'order';
    case 'krippendorff-interval':
      return 'numbers';
    case 'krippendorff-ratio':
      return 'positive';
    case 'krippendorff-edit-distance':
      return 'texts';
  }
}

/** The values of a table: their names, and the numbers they stand for where the scale has numbers. */
export interface ScaleValues {
  labels: readonly string[];
  ratings: readonly number[];
}

/** So many pairs of texts are compared for what chance gives; with more than 2,000 distinct texts a sample of them. */
const TEXT_PAIRS = 2e6;

export function metricNamed(name: MetricName, { labels, ratings }: ScaleValues, weights?: string): MetricOf {
  switch (name) {
    case 'percent':
      return percentAgreement();
    case 'cohen-kappa':
      return cohenKappa((weights ?? 'none') as CohenWeights, ratings);
    case 'fleiss-kappa':
      return fleissKappa();
    case 'krippendorff-nominal':
      return krippendorffNominal();
    case 'krippendorff-ordinal':
      return krippendorffOrdinal(ratings);
    case 'krippendorff-interval':
      return krippendorffInterval(ratings);
    case 'krippendorff-ratio':
      return krippendorffRatio(ratings);
    case 'gwet-ac1':
      return gwetAc1();
    case 'gwet-ac2':
      return gwetAc2(ratingWeights((weights ?? 'quadratic') as WeightKind, ratings));
    case 'conger-kappa':
      return congerKappa();
    case 'brennan-prediger':
      return brennanPrediger();
    case 'krippendorff-edit-distance': {
      const texts = labels.map(codePoints);
      const apart = (a: number, b: number) => normalisedDistance(texts[a]!, texts[b]!);
      return krippendorffByDifference(apart, { expectedPairs: TEXT_PAIRS });
    }
  }
}
