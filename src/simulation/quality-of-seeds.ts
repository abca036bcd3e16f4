import { inThread } from '../consensus/index.js';
import type { QualityInput, SeedCounts } from './quality.job.js';
import { qualityFigures, type QualityFigures } from './quality-figures.js';

const job = new URL('./all-seeds.job.js', import.meta.url);
/** Of each kind and error rate, a seed: with 100 seeds 500. */
const lotsEach = 5;

/** The figures of the seeds 1 to `seeds`, worked on all cores, off this thread. A second or so a seed and core. */
export async function qualityOfSeeds(seeds: number): Promise<QualityFigures> {
  const all = Array.from({ length: seeds }, (_, place) => place + 1);
  return qualityFigures(await inThread<QualityInput, SeedCounts[]>(job, { seeds: all, lotsEach }));
}
