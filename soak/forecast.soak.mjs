/** Forecasts against what became of them, in memory: docs/forecast.md. */
import { forecastsOfSeeds, toldForecasts } from '../dist/src/simulation/index.js';

export const about =
  '200 virtual fortnights, forecast at 25 % and run to their end; --seeds says how many, --draws how finely';

export async function run({ say, options }) {
  const figures = await forecastsOfSeeds(Number(options.seeds ?? 200), Number(options.draws ?? 300), 4);
  say(toldForecasts(figures));
  const faults = faultsOf(figures);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return figures;
}

/** What is promised; test/simulation/forecast.spec.ts asks the same of every change. */
function faultsOf({ batches, whatIf }) {
  const { within } = batches.both;
  return [
    (within < 0.74 || within > 0.86) &&
      `the true end is within P10–P90 in ${(within * 100).toFixed(0)} %, not in 74 to 86`,
    ...Object.entries(whatIf).map(
      ([name, { right, of }]) => right < of && `${name} moved the end later in ${of - right} of ${of}`,
    ),
  ].filter(Boolean);
}
