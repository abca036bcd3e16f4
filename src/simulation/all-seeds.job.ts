import os from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { inThread } from '../consensus/index.js';
import { countsOfSeed, type QualityInput, type SeedCounts } from './quality.job.js';

const job = new URL('./quality.job.js', import.meta.url);

/**
 * For a worker thread: all the seeds on all cores. One part is worked here and the others in threads of their own, of which
 * `inThread` runs one less than there are cores. Which part works a seed changes no figure.
 */
export default async function allSeeds({ seeds, lotsEach }: QualityInput): Promise<SeedCounts[]> {
  const cores = os.availableParallelism();
  const partOf = (part: number) => seeds.filter((_, place) => place % cores === part);
  const counts = await Promise.all([
    ...Array.from({ length: cores - 1 }, (_, part) =>
      inThread<QualityInput, SeedCounts[]>(job, { seeds: partOf(part), lotsEach }),
    ),
    here({ seeds: partOf(cores - 1), lotsEach }),
  ]);
  return counts.flat().sort((a, b) => a.seed - b.seed);
}

/** Lets the news of the other threads in between. */
async function here({ seeds, lotsEach }: QualityInput): Promise<SeedCounts[]> {
  const counts: SeedCounts[] = [];
  for (const seed of seeds) {
    counts.push(countsOfSeed(seed, lotsEach));
    await setImmediate();
  }
  return counts;
}
