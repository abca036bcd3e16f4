import { defaultTrustActions } from '../projects/index.js';
import {
  changePoint,
  dueActions,
  goldRate,
  posteriorOf,
  type ClassedEvidence,
  type Evidence,
  type GoldRates,
} from '../quality/index.js';
import type { VirtualPerson } from './virtual-people.js';

export interface TrustPolicy {
  halfLifeDays: number;
  goldRates: GoldRates;
  /** Below it somebody is warned, then paused. */
  bar: number;
  /** After so many pieces of evidence the stream is looked at for a change, with that chance of a false alarm. */
  lookEvery: number;
  falseAlarms: number;
}

export interface FoundBreak {
  /** Into the evidence that the look saw: the likeliest first answer after the break, and the true one. */
  found: number;
  truth: number | null;
  isInRange: boolean;
}

/** What the campaign knows of one person, and does with them, by the rules of src/quality. */
export class CampaignPerson {
  answered = 0;
  goldAnswers = 0;
  isPaused = false;
  wasWarned = false;
  readonly seenGold = new Set<string>();
  readonly seenByClass = new Map<string, number>();
  readonly breaks: FoundBreak[] = [];
  /** When their first answer after the break was given; unknown to the campaign. */
  brokeAt: Date | null = null;
  /** Gold only: consensus carries the mistakes of the others, so it can say that a rate changed, but not what it is. */
  gold: ClassedEvidence[] = [];
  private stream: Evidence[] = [];
  private unseen = 0;

  constructor(
    readonly virtual: VirtualPerson,
    private readonly policy: TrustPolicy,
  ) {}

  goldRate(now: Date): number {
    return goldRate(posteriorOf(this.gold, { now, ...this.policy }), this.policy.goldRates);
  }

  learnGold(evidence: ClassedEvidence, now: Date): void {
    this.goldAnswers += 1;
    this.gold.push(evidence);
    this.learn(evidence);
    for (const { rule } of dueActions(defaultTrustActions(this.policy.bar), this.gold, { now, ...this.policy })) {
      if (rule.action === 'WARN') this.wasWarned = true;
      if (rule.action === 'PAUSE') this.isPaused = true;
    }
  }

  learn(evidence: Evidence): void {
    this.stream.push(evidence);
    this.unseen += 1;
  }

  /** Whether a change was found. Then only what came since speaks for them, so they are nearly new again and get more gold. */
  look(): boolean {
    if (this.unseen < this.policy.lookEvery) return false;
    this.unseen = 0;
    // Consensus comes when a task is settled, not when it was answered.
    this.stream.sort((a, b) => a.at.getTime() - b.at.getTime());
    const change = changePoint(this.stream, this.policy);
    if (!change) return false;
    const { brokeAt } = this;
    const truth = brokeAt && this.stream.filter(({ at }) => at < brokeAt).length;
    const { index: found, earliest, latest } = change;
    this.breaks.push({
      found,
      truth,
      isInRange: truth !== null && earliest.index <= truth && truth <= latest.index,
    });
    this.stream = this.stream.slice(found);
    this.gold = this.gold.filter(({ at }) => at >= change.at);
    return true;
  }
}
