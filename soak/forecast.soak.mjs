/** Forecasts against what became of them, in memory: docs/forecast.md. */
import { forecastsOfSeeds, toldForecasts } from '../dist/src/simulation/index.js';

export const about =
  '200 virtual fortnights and 100 of small batches, forecast at 25 % and run to their end; --seeds says how many, --draws how finely';

export async function run({ say, options }) {
  const [seeds, draws] = [Number(options.seeds ?? 200), Number(options.draws ?? 300)];
  const figures = await forecastsOfSeeds(seeds, draws, 4);
  say(toldForecasts(figures));
  const small = await forecastsOfSeeds(Math.ceil(seeds / 2), draws, 4, 'small');
  say(toldForecasts(small));
  // Half as many: by chance alone they lie within 80 ± 6 % in 95 of 100 cases, and within 80 ± 9 % in 997 of 1,000.
  const faults = [...faultsOf(figures, 0.74, 0.86), ...faultsOf(small, 0.71, 0.89)];
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return { ...figures, small };
}

/** What is promised; test/simulation/forecast.spec.ts asks the same of every change, of fewer fortnights. */
function faultsOf({ batches, whatIf }, least, most) {
  const { within } = batches.both;
  return [
    (within < least || within > most) &&
      `the true end is within P10–P90 in ${(within * 100).toFixed(0)} %, not in ${least * 100} to ${most * 100}`,
    ...Object.entries(whatIf).map(
      ([name, { right, of }]) => right < of && `${name} moved the end later in ${of - right} of ${of}`,
    ),
  ].filter(Boolean);
}
