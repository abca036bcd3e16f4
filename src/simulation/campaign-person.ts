import { defaultTrustActions } from '../projects/index.js';
import {
  changePoint,
  type ChangePoint,
  type ClassedEvidence,
  dueActions,
  type Evidence,
  goldRate,
  type GoldRates,
  jeffreysPrior,
  type Posterior,
  posteriorOf,
} from '../quality/index.js';
import type { VirtualPerson } from './virtual-people.js';

export interface TrustPolicy {
  halfLifeDays: number;
  goldRates: GoldRates;
  /** Below it somebody is warned, then paused. */
  bar: number;
  /** What is known of somebody is computed again after each gold answer, and after so many others that were judged. */
  lookEvery: number;
}

/** What the campaign knows of one person, and does with them, by the rules of src/quality. */
export class CampaignPerson {
  answered = 0;
  isPaused = false;
  wasWarned = false;
  readonly seenGold = new Set<string>();
  readonly seenByClass = new Map<string, number>();
  /** When their first answer after the break was given; unknown to the campaign. */
  brokeAt: Date | null = null;
  readonly gold: ClassedEvidence[] = [];
  /** Gold and consensus, in the order in which it became known. */
  readonly evidence: Evidence[] = [];
  private known: Posterior = { alpha: jeffreysPrior.right, beta: jeffreysPrior.wrong, n: 0 };
  private unseen = 0;

  constructor(
    readonly virtual: VirtualPerson,
    private readonly policy: TrustPolicy,
  ) {}

  goldRate(): number {
    return goldRate(this.known, this.policy.goldRates);
  }

  /** Rules are looked at after every gold answer. */
  learnGold(evidence: ClassedEvidence): void {
    const now = evidence.at;
    this.gold.push(evidence);
    this.evidence.push(evidence);
    this.look(now);
    for (const { rule } of dueActions(defaultTrustActions(this.policy.bar), this.gold, { now, ...this.policy })) {
      if (rule.action === 'WARN') this.wasWarned = true;
      if (rule.action === 'PAUSE') this.isPaused = true;
    }
  }

  learnConsensus(evidence: Evidence, now: Date): void {
    this.evidence.push(evidence);
    this.unseen += 1;
    if (this.unseen >= this.policy.lookEvery) this.look(now);
  }

  /** Their judged answers in the order in which they gave them: consensus comes when a task is settled. */
  judgedAnswers(): Evidence[] {
    return [...this.evidence].sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  /** Since when they are right less often, as the blame window asks it. */
  change(): ChangePoint | null {
    return changePoint(this.judgedAnswers());
  }

  private look(now: Date): void {
    this.unseen = 0;
    this.known = posteriorOf(this.evidence, { now, ...this.policy });
  }
}
