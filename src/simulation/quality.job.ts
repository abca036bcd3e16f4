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

/** For a worker thread: some of the seeds, one after the other. */
export default function quality({ seeds, lotsEach }: QualityInput): SeedCounts[] {
  return seeds.map((seed) => countsOfSeed(seed, lotsEach));
}
