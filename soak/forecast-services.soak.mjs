/** Fortnights through the real services in simulated time, forecast at 25 %: docs/forecast.md. */
import { simulateFortnight } from '../dist/src/simulation/services/forecast-fortnight.js';

export const about =
  'three fortnights through the real services, forecast at 25 % and run to their end; --seed runs one';

/** @param before what the fortnights in memory gave, when they ran just now */
export async function run({ say, options, before }) {
  const fortnights = [];
  for (const seed of options.seed ? [Number(options.seed)] : [1, 2, 3]) {
    const began = Date.now();
    const figures = await simulateFortnight({
      seed,
      mostTasks: Number(options.tasks ?? Infinity),
      tell: (line) => say(`${seed}: ${line}`),
    });
    say(toldFortnight(figures, Math.round((Date.now() - began) / 1000)));
    fortnights.push(figures);
  }
  const forecasts = fortnights.flatMap((one) => one.forecasts);
  const within = forecasts.filter(isWithin).length;
  const least = leastOf(forecasts.length);
  say(
    `${within} of ${forecasts.length} true ends within P10–P90; an 80 % interval gives at least ${least} with p ≥ 0.9`,
  );
  const all = before?.batches?.both;
  const share = all && (all.within * all.forecasts + within) / (all.forecasts + forecasts.length);
  if (all)
    say(
      `${(share * 100).toFixed(1)} % of ${all.forecasts + forecasts.length}, with those in memory; promised are 74 to 86`,
    );
  const faults = [
    within < least && `${within} of ${forecasts.length} true ends lie within P10–P90, which must be ${least} at least`,
    all && (share < 0.74 || share > 0.86) && `${(share * 100).toFixed(1)} % lie within P10–P90 in all, not 74 to 86`,
    ...fortnights.map(
      ({ seed, hourDifferences }) =>
        hourDifferences > 0 && `${seed}: ${hourDifferences} days of people have other hours`,
    ),
    ...forecasts.flatMap(({ batch, whatIf }) =>
      Object.entries(whatIf).map(
        ([name, days]) => days !== null && days > tolerance && `${name} moved the ${batch} batch later by ${days} days`,
      ),
    ),
  ].filter(Boolean);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return { within, of: forecasts.length, fortnights };
}

/** Days; half an hour is one step of the courses. */
const tolerance = 0.021;
const isWithin = ({ p10, p90, truth }) => truth >= p10 && truth <= p90;

/** The largest count that so many 80 % intervals reach with a probability of 0.9 at least. */
function leastOf(count) {
  let [below, chance] = [0, 0.2 ** count];
  for (let least = 0; least <= count; least += 1) {
    if (below + chance > 0.1) return least;
    below += chance;
    chance *= ((count - least) / (least + 1)) * 4;
  }
  return count;
}

function toldFortnight({ seed, people, tasks, done, forecasts, hourDifferences }, seconds) {
  const days = (value) => value.toFixed(2).padStart(8);
  const moves = ({ morePeople, overlapOne, longerShifts, lateBatchPaused }) =>
    [morePeople, overlapOne, longerShifts, lateBatchPaused]
      .map((one) => (one === null ? '       –' : days(one)))
      .join('');
  return [
    `fortnight ${seed}: ${tasks} tasks, ${people} people, ${done} pieces of work done, in ${seconds} s; days of people whose hours differ: ${hourDifferences}`,
    'days from the forecast     P10     P50     P90     end         what if: +3 people, overlap 1, +1 hour, late paused',
    ...forecasts.map(
      (one) =>
        `${one.batch.padEnd(7)}day${one.madeAt.toFixed(1).padStart(5)}     ${[one.p10, one.p50, one.p90, one.truth].map(days).join('')}  ${isWithin(one) ? 'within ' : 'outside'}         ${moves(one.whatIf)}`,
    ),
    ...forecasts.filter(({ sentence }) => sentence !== null).map(({ batch, missRisk, sentence, isMissed }) => `${batch}: a risk of ${Math.round(missRisk * 100)} %, ${isMissed ? 'missed' : 'not missed'}. ${sentence}`), // prettier-ignore
    '',
  ].join('\n');
}
