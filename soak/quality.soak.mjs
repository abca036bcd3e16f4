/** The rules of gold, trust, overlap and lots over many seeds of virtual people, in memory: docs/simulation.md. */
import { qualityOfSeeds, toldQuality } from '../dist/src/simulation/index.js';

export const about = 'virtual people in memory: 100 seeds of 40 people with 600 answers each; --seeds says how many';

export async function run({ say, options }) {
  const figures = await qualityOfSeeds(Number(options.seeds ?? 100));
  say(toldQuality(figures));
  const faults = faultsOf(figures);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return figures;
}

/** What is promised; test/simulation/quality.spec.ts asks the same of every change. */
function faultsOf({ covered, spammersPaused, wronglyPaused, breaksDated, threeAnswers, policyAtEqualAccuracy, lots }) {
  return [
    (covered.gold.share < 0.93 || covered.gold.share > 0.97) && 'intervals do not cover the truth in 93 to 97 %',
    spammersPaused.share < 0.95 && 'spammers are not paused in time in 95 % of the seeds',
    wronglyPaused.share >= 0.01 && 'good people are paused in 1 % or more',
    breaksDated.share < 0.8 && 'breaks are not dated in 80 % of the seeds',
    policyAtEqualAccuracy.accuracy.share < threeAnswers.accuracy.share && 'results are less often right',
    policyAtEqualAccuracy.cheaper < 0.4 && 'a right result is not 40 % cheaper',
    ...lots.map(
      ({ share, promised, standardError, errorRate }) =>
        share > promised + 2 * standardError && `lots with ${errorRate * 100} % errors are accepted too often`,
    ),
  ].filter(Boolean);
}
