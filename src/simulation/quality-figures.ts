import type { CampaignCounts, WorkCounts } from './campaign-counts.js';
import { promisedAcceptance, type LotCounts } from './lots-in-memory.js';
import type { SeedCounts } from './quality.job.js';

export interface Share {
  count: number;
  of: number;
  /** 0 to 1; 0 of nothing. */
  share: number;
}

export interface WorkFigures {
  labels: number;
  accuracy: Share;
  labelsPerRight: number;
}

export interface LotFigures extends LotCounts {
  /** Of the lots. */
  share: number;
  /** Pa at the error rate, and the standard error of such a share. */
  promised: number;
  standardError: number;
}

export interface QualityFigures {
  seeds: number;
  /** People whose true accuracy is within the 95 % interval: of gold, and of all that is known of them, as `trust` shows it. */
  covered: { gold: Share; all: Share };
  /** Seeds in which everybody who answers at random was paused within 40 gold answers. */
  spammersPaused: Share;
  /** Their number, and the most gold answers that one of them needed. */
  spammers: { people: number; mostGold: number };
  /** People at least 5 points above the bar who were paused. */
  wronglyPaused: Share;
  /** People below the bar who were paused: those near it are not to be, so early. */
  belowTheBarPaused: Share;
  /** Breaks of at least 30 points that were found, and dated within 25 judged answers; one a seed. */
  breaksFound: Share;
  breaksDated: Share;
  /** People who did not break, of whom the blame window says that they did. */
  changesFoundInVain: Share;
  threeAnswers: WorkFigures;
  /** By Muster's policy, as it is and with as much confidence as makes its results as often right as those of three answers. */
  policy: WorkFigures & { cheaper: number };
  policyAtEqualAccuracy: WorkFigures & { cheaper: number };
  lots: LotFigures[];
}

/** What all seeds come to, pooled. */
export function qualityFigures(seeds: readonly SeedCounts[]): QualityFigures {
  const sum = (countOf: (counts: CampaignCounts) => number) =>
    seeds.reduce((total, { campaign }) => total + countOf(campaign), 0);
  const share = (countOf: (counts: CampaignCounts) => number, ofWhat: (counts: CampaignCounts) => number) =>
    shareOf(sum(countOf), sum(ofWhat));
  const work = (countsOf: (counts: CampaignCounts) => WorkCounts): WorkFigures => {
    const right = sum((counts) => countsOf(counts).right);
    const labels = sum((counts) => countsOf(counts).labels);
    return {
      labels,
      accuracy: shareOf(right, sum((counts) => countsOf(counts).settled)), // prettier-ignore
      labelsPerRight: labels / right,
    };
  };
  const threeAnswers = work(({ byThreeAnswers }) => byThreeAnswers);
  const compared = (figures: WorkFigures) => ({
    ...figures,
    cheaper: 1 - figures.labelsPerRight / threeAnswers.labelsPerRight,
  });
  return {
    seeds: seeds.length,
    covered: {
      gold: share(({ unchanged }) => unchanged.inGoldInterval, ({ unchanged }) => unchanged.people), // prettier-ignore
      all: share(({ unchanged }) => unchanged.inInterval, ({ unchanged }) => unchanged.people), // prettier-ignore
    },
    spammersPaused: share(({ spammers }) => spammers.seedsInTime, ({ spammers }) => spammers.seeds), // prettier-ignore
    spammers: {
      people: sum(({ spammers }) => spammers.people),
      mostGold: Math.max(0, ...seeds.map(({ campaign }) => campaign.spammers.mostGold)),
    },
    wronglyPaused: share(({ good }) => good.paused, ({ good }) => good.people), // prettier-ignore
    belowTheBarPaused: share(({ belowTheBar }) => belowTheBar.paused, ({ belowTheBar }) => belowTheBar.people), // prettier-ignore
    breaksFound: share(({ breaks }) => breaks.found, ({ breaks }) => breaks.people), // prettier-ignore
    breaksDated: share(({ breaks }) => breaks.inTime, ({ breaks }) => breaks.people), // prettier-ignore
    changesFoundInVain: share(({ steady }) => steady.changesFound, ({ steady }) => steady.people), // prettier-ignore
    threeAnswers,
    policy: compared(work(({ byPolicy }) => byPolicy)),
    policyAtEqualAccuracy: compared(work(({ byPolicyAtEqualAccuracy }) => byPolicyAtEqualAccuracy)),
    lots: lotFigures(seeds.map(({ lots }) => lots)),
  };
}

const shareOf = (count: number, of: number): Share => ({ count, of, share: count / Math.max(1, of) });

/** Of each seed the same kinds and error rates, in the same order. */
function lotFigures([first = [], ...more]: LotCounts[][]): LotFigures[] {
  return first.map((counts, place) => {
    const lots = more.reduce((total, others) => total + others[place]!.lots, counts.lots);
    const accepted = more.reduce((total, others) => total + others[place]!.accepted, counts.accepted);
    const promised = promisedAcceptance(counts);
    const standardError = Math.sqrt((promised * (1 - promised)) / lots);
    return { ...counts, lots, accepted, share: accepted / lots, promised, standardError };
  });
}
