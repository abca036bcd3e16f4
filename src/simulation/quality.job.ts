import { campaignCounts, type CampaignCounts } from './campaign-counts.js';
import { lotsInMemory, type LotCounts } from './lots-in-memory.js';

export interface QualityInput {
  seeds: number[];
  /** Of each kind and error rate, a seed. */
  lotsEach: number;
}

export interface SeedCounts {
  seed: number;
  campaign: CampaignCounts;
  lots: LotCounts[];
}

export const countsOfSeed = (seed: number, lotsEach: number): SeedCounts => ({
  seed,
  campaign: campaignCounts(seed),
  lots: lotsInMemory(seed, lotsEach),
});

/** For a worker thread: some of the seeds, one after the other; each is reported when it is done. */
export default function quality({ seeds, lotsEach }: QualityInput, report: (seed: number) => void): SeedCounts[] {
  return seeds.map((seed) => {
    const counts = countsOfSeed(seed, lotsEach);
    report(seed);
    return counts;
  });
}
