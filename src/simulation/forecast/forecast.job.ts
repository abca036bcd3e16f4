import os from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { inThread } from '../../consensus/index.js';
import { type Judged, judgedOfSeed } from './forecast-figures.js';
import { shapes } from './fortnight-truths.js';

export interface FortnightsInput {
  seeds: number[];
  draws: number;
  /** Every so many seeds the other questions are asked, too. */
  asksEvery: number;
  shape: keyof typeof shapes;
  /** whether the seeds are shared out over all cores; a thread of these does not */
  isShared: boolean;
}

const job = new URL('./forecast.job.js', import.meta.url);

/** For a worker thread: the fortnights of these seeds, on all cores when they are shared. Which core changes no figure. */
export default async function fortnights(input: FortnightsInput): Promise<Judged[]> {
  const cores = input.isShared ? os.availableParallelism() : 1;
  const partOf = (part: number) => input.seeds.filter((_, place) => place % cores === part);
  const others = Array.from({ length: cores - 1 }, (_, part) =>
    inThread<FortnightsInput, Judged[]>(job, { ...input, seeds: partOf(part), isShared: false }),
  );
  const own: Judged[] = [];
  for (const seed of partOf(cores - 1)) {
    own.push(...judgedOfSeed(seed, input.draws, seed % input.asksEvery === 0, shapes[input.shape]));
    // Lets the news of the other threads in between.
    await setImmediate();
  }
  return [...own, ...(await Promise.all(others)).flat()];
}
