import { Injectable } from '@nestjs/common';
import { Outbox, type Tx } from '../../platform/index.js';
import { type ActionRule, PausesService, QualificationsService, type QualifyingRule } from '../../projects/index.js';
import { NoticesStore } from '../notices/notices.store.js';
import { type DueAction, dueActions } from './action.rules.js';
import { probabilityBelow } from './trust.rules.js';
import { toEvidence, type EvidenceRow, type TrustActionRow, type TrustRow, TrustStore } from './trust.store.js';

interface Whom {
  projectId: string;
  memberId: string;
}

/** What keeps people from work. A warning, or that they are reviewed, does not. */
const stops: ReadonlySet<string> = new Set(['PAUSE', 'RETRAIN']);

/** What follows for a person from what is known of them now, by the rules of the project. */
@Injectable()
export class TrustConsequences {
  constructor(
    private readonly store: TrustStore,
    private readonly pauses: PausesService,
    private readonly qualifications: QualificationsService,
    private readonly notices: NoticesStore,
    private readonly outbox: Outbox,
  ) {}

  wake(): void {
    this.outbox.wake();
  }

  async act(
    tx: Tx,
    { projectId, memberId }: Whom,
    rules: readonly ActionRule[],
    byClass: Map<string, EvidenceRow[]>,
    options: { now: Date; halfLifeDays: number },
  ): Promise<void> {
    await this.store.liftResumed(tx, projectId, memberId);
    const before = await this.store.actionsOf(tx, projectId, memberId);
    const cleanSince = Math.max(0, ...before.flatMap(({ action, lifted_at }) => (lifted_at && stops.has(action) ? [lifted_at.getTime()] : []))); // prettier-ignore
    for (const rule of rules) {
      const seen = (byClass.get(rule.class ?? '') ?? []).filter(({ at }) => at.getTime() > cleanSince);
      const [due] = dueActions([rule], seen.map(toEvidence), options);
      const live = before.find((one) => one.lifted_at === null && isSameRule(one.rule, rule));
      if (due && !live) await this.carryOut(tx, projectId, memberId, due);
      // A warning that no longer holds may be given again later.
      else if (!due && live?.action === 'WARN') await this.store.lift(tx, live.id);
    }
  }

  /** Admitted once surely above the bar; no longer when that has become unlikely. In between it stays as it is. */
  async qualify(
    tx: Tx,
    { projectId, memberId }: Whom,
    { stage, minimum, above, certainty, days }: QualifyingRule,
    whole: Pick<TrustRow, 'alpha' | 'beta' | 'n'> | undefined,
  ): Promise<void> {
    const probability = whole && whole.n >= minimum ? 1 - probabilityBelow(whole, above) : 0;
    const key = { memberId, projectId, stage };
    if (probability >= certainty) await this.qualifications.admitByRule(tx, key, days);
    else if (probability < 0.5) await this.qualifications.admitByRule(tx, key, null);
  }

  /** The person is told in every case. */
  private async carryOut(tx: Tx, projectId: string, memberId: string, { rule, sentence }: DueAction): Promise<void> {
    const id = await this.store.act(tx, projectId, memberId, rule, sentence);
    await this.notices.tell(tx, memberId, projectId, rule.action, sentence);
    if (stops.has(rule.action)) await this.pauses.pauseByRule(tx, memberId, projectId, sentence.slice(0, 500));
    if (rule.action === 'REOPEN_WORK')
      await this.outbox.publish(tx, { type: 'trust.lost', subjectId: id, data: { projectId, memberId } });
  }
}

/** Half-lives and bars of a project may change: a rule is the same while it looks at the same and does the same. */
const isSameRule = (left: TrustActionRow['rule'], right: ActionRule): boolean =>
  left.action === right.action && left.source === right.source && left.class === right.class;
