import os from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { inThread } from '../consensus/index.js';
import { countsOfSeed, type QualityInput, type SeedCounts } from './quality.job.js';
import { qualityFigures, type QualityFigures } from './quality-figures.js';

const job = new URL('./quality.job.js', import.meta.url);
const lotsEach = 5;

/**
 * The seeds 1 to `seeds`, on all cores: as many parts as there are cores, the last of them in this thread. Which core works which
 * seed changes no figure.
 */
export async function qualityOfSeeds(seeds: number): Promise<QualityFigures> {
  const cores = os.availableParallelism();
  const parts = Array.from({ length: cores }, (_, part) => {
    return Array.from({ length: seeds }, (_none, place) => place + 1).filter((seed) => seed % cores === part);
  });
  const mine = parts.pop()!;
  const counts = await Promise.all([
    ...parts.map((part) => inThread<QualityInput, SeedCounts[], number>(job, { seeds: part, lotsEach })),
    here(mine),
  ]);
  return qualityFigures(counts.flat().sort((a, b) => a.seed - b.seed));
}

async function here(seeds: number[]): Promise<SeedCounts[]> {
  const counts: SeedCounts[] = [];
  for (const seed of seeds) {
    counts.push(countsOfSeed(seed, lotsEach));
    await setImmediate();
  }
  return counts;
}
