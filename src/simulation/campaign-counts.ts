import { trustOf } from '../quality/index.js';
import { campaignInMemory, defaultCampaign, type CampaignPolicy, type CampaignResult } from './campaign-in-memory.js';
import type { CampaignPerson } from './campaign-person.js';
import { majorityOfThree } from './fixed-overlap.js';

/** Somebody so far above the bar is good: not to be paused. */
const surelyAboveTheBar = 0.05;
/** A spammer is to be found within so many gold answers. */
const goldForSpammers = 40;
/** A break is to be dated within so many answers that carry evidence. */
const answersForBreaks = 25;

/**
 * With a confidence of 0.9 Muster's results are more often right than those of three answers each. With this one they are as
 * often right, so that what both cost can be compared.
 */
export const confidenceOfEqualAccuracy = 0.865;

/** Sums, so that those of several seeds are added. */
export interface WorkCounts {
  /** Everything that anybody answered, gold and what did not come to a result included. */
  labels: number;
  settled: number;
  right: number;
}

export interface CampaignCounts {
  /** Everybody whose true accuracy stays what it is: in how many of their 95 % intervals it is, of gold and of all evidence. */
  unchanged: { people: number; inGoldInterval: number; inInterval: number };
  /** Seeds with people who answer at random, and those in which all of them were paused in time. */
  spammers: { people: number; seeds: number; seedsInTime: number; mostGold: number };
  /** People who are 5 points or more above the bar. */
  good: { people: number; paused: number };
  belowTheBar: { people: number; paused: number };
  /** Of those who came as far as their break: what the blame window says of them at the end. */
  breaks: { people: number; found: number; inTime: number };
  /** People who did not break, and those of whom the blame window says that they did. */
  steady: { people: number; changesFound: number };
  byPolicy: WorkCounts;
  byPolicyAtEqualAccuracy: WorkCounts;
  byThreeAnswers: WorkCounts;
}

/** What one seed's people come to: under Muster's policy, under the same with less confidence, and with three answers each. */
export function campaignCounts(seed: number, policy: CampaignPolicy = defaultCampaign): CampaignCounts {
  const result = campaignInMemory(seed, policy);
  const overlap = { ...policy.overlap, confidence: confidenceOfEqualAccuracy };
  return {
    ...countsOfPeople(result, policy),
    byPolicy: workOf(result),
    byPolicyAtEqualAccuracy: workOf(campaignInMemory(seed, { ...policy, overlap })),
    byThreeAnswers: majorityOfThree(seed, policy.answersEach),
  };
}

const workOf = ({ labels, settled }: CampaignResult): WorkCounts => ({
  labels,
  settled: settled.length,
  right: settled.filter(({ label, truth }) => label === truth).length,
});

function countsOfPeople({ people, end }: CampaignResult, { bar, halfLifeDays }: CampaignPolicy) {
  const options = { now: end, halfLifeDays };
  const of = (kind: string) => people.filter(({ virtual }) => virtual.kind === kind);
  const [steady, spammers] = [of('STEADY'), of('SPAMMER')];
  const broken = of('BREAKING').filter(({ brokeAt }) => brokeAt !== null);
  const unchanged = [...steady, ...spammers];
  const isCovered = (one: CampaignPerson, evidence: CampaignPerson['evidence']) => {
    const [low, high] = trustOf(evidence, options).interval;
    return low <= one.virtual.accuracy && one.virtual.accuracy <= high;
  };
  const late = broken.map(answersLate);
  return {
    unchanged: {
      people: unchanged.length,
      inGoldInterval: unchanged.filter((one) => isCovered(one, one.gold)).length,
      inInterval: unchanged.filter((one) => isCovered(one, one.evidence)).length,
    },
    spammers: {
      people: spammers.length,
      seeds: Number(spammers.length > 0),
      seedsInTime: Number(spammers.length > 0 && spammers.every(isPausedInTime)),
      mostGold: Math.max(0, ...spammers.map(({ gold }) => gold.length)),
    },
    good: pausedOf(steady.filter(({ virtual }) => virtual.accuracy >= bar + surelyAboveTheBar)),
    belowTheBar: pausedOf(steady.filter(({ virtual }) => virtual.accuracy < bar)),
    breaks: {
      people: broken.length,
      found: late.filter((answers) => answers !== null).length,
      inTime: late.filter((answers) => answers !== null && Math.abs(answers) <= answersForBreaks).length,
    },
    steady: { people: steady.length, changesFound: steady.filter((one) => one.change() !== null).length },
  };
}

const isPausedInTime = ({ isPaused, gold }: CampaignPerson) => isPaused && gold.length <= goldForSpammers;

const pausedOf = (people: CampaignPerson[]) => ({
  people: people.length,
  paused: people.filter(({ isPaused }) => isPaused).length,
});

/** How many judged answers after the break the blame window dates it, negative: before; null: it finds none. */
function answersLate(one: CampaignPerson): number | null {
  const change = one.change();
  return change && change.index - one.judgedAnswers().filter(({ at }) => at < one.brokeAt!).length;
}
