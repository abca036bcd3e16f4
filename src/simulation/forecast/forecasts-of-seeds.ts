import { inThread } from '../../consensus/index.js';
import type { FortnightsInput } from './forecast.job.js';
import { figuresOf, type ForecastFigures as Figures, type Judged } from './forecast-figures.js';

/** Fortnights 1 to so many in memory: the same figures on every machine. @param asksEvery so many seeds what would be otherwise is asked */
export async function forecastsOfSeeds(
  fortnights: number,
  draws: number,
  asksEvery: number,
  shape: FortnightsInput['shape'] = 'usual',
): Promise<ForecastFigures> {
  const seeds = Array.from({ length: fortnights }, (_, place) => place + 1);
  const job = new URL('./forecast.job.js', import.meta.url);
  const judged = await inThread<FortnightsInput, Judged[]>(job, { seeds, draws, asksEvery, shape, isShared: true });
  return { ...figuresOf(judged, fortnights), shape };
}

export type ForecastFigures = Figures & { shape: FortnightsInput['shape'] };

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`.padStart(6);

export function toldForecasts({ fortnights, shape, batches, risks, whatIf, reasons }: ForecastFigures): string {
  const coverage = Object.entries(batches).map(
    ([name, { forecasts, within, before, beforeMiddle, truth, width }]) =>
      `${name.padEnd(8)}${String(forecasts).padStart(9)}${percent(within)}${percent(before).padStart(11)}${percent(beforeMiddle).padStart(13)}${truth.toFixed(1).padStart(12)}${width.toFixed(1).padStart(10)}`,
  );
  const told = risks.map(
    (one) =>
      `${percent(one.from)} –${percent(one.to)}${String(one.forecasts).padStart(11)}${percent(one.told).padStart(9)}${percent(one.late).padStart(9)}`,
  );
  const moves = Object.entries(whatIf).map(
    ([name, { right, of, days }]) =>
      `${name.padEnd(18)}${`${right} of ${of}`.padStart(12)}${days.toFixed(1).padStart(9)}`,
  );
  return [
    `${fortnights} ${shape === 'small' ? 'small ' : ''}fortnights, forecast at 25 % and run to their end`,
    '',
    'batch   forecasts within  under P10  at most P50  days to end  P10–P90',
    ...coverage,
    '',
    'risk told        forecasts     mean  missed',
    ...told,
    '',
    'what if           not later in  days, mean',
    ...moves,
    '',
    `main reasons: ${Object.entries(reasons).map(([cause, count]) => `${cause} ${count}`).join(', ')}`, // prettier-ignore
    '',
  ].join('\n');
}
