import { forecastOf } from './forecast.rules.js';
import type { ForecastInput, ForecastOutput } from './forecast.types.js';
import { asIf, type WhatIf } from './what-if.rules.js';

export interface ForecastJobInput {
  input: ForecastInput;
  whatIf: WhatIf | null;
}

export interface ForecastJobOutput {
  forecast: ForecastOutput;
  /** the same with what would be otherwise, by the same random numbers */
  otherwise: ForecastOutput | null;
}

/** For a worker thread. */
export default function forecast({ input, whatIf }: ForecastJobInput): ForecastJobOutput {
  return {
    forecast: forecastOf(input),
    otherwise: whatIf && forecastOf({ ...asIf(input, whatIf), explains: false }),
  };
}
