import type { Aggregation, AggregationOptions, Votes } from './aggregation.types.js';
import { aggregationMethods, type AggregationMethodName } from './methods.js';

export interface AggregateInput {
  method: AggregationMethodName;
  votes: Votes;
  options?: Omit<AggregationOptions, 'onPass'>;
}

export interface PassDone {
  pass: number;
  logLikelihood: number | null;
}

/** For `inThread`: the aggregation of many votes, one report a pass. */
export default function aggregate(
  { method, votes, options }: AggregateInput,
  report: (done: PassDone) => void,
): Aggregation {
  return aggregationMethods[method](votes, {
    ...options,
    onPass: (pass, logLikelihood) => report({ pass, logLikelihood }),
  });
}
