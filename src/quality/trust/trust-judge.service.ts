import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOG, type Log, Outbox, type Tx } from '../../platform/index.js';
import {
  type ActionRule,
  PausesService,
  ProjectsService,
  QualificationsService,
  type QualifyingRule,
  type TrustRule,
} from '../../projects/index.js';
import { NoticesStore } from '../notices/notices.store.js';
import { type DueAction, dueActions } from './action.rules.js';
import { probabilityBelow, trustOf } from './trust.rules.js';
import { type EvidenceRow, type Judged, type TrustActionRow, type TrustRow, TrustStore } from './trust.store.js';

type Rules = Pick<TrustRule, 'halfLifeDays' | 'actions' | 'qualifies'>;

const mostProjects = 50;
/** For projects whose policy says nothing of trust: it is still shown. */
const withoutRules: Rules = { halfLifeDays: 60, actions: [], qualifies: [] };
/** What keeps people from work. A warning, or that they are reviewed, does not. */
const stops: ReadonlySet<string> = new Set(['PAUSE', 'RETRAIN']);

/** Looks at whoever there is something new about: what is known of them now, and what follows by the rules of the project. */
@Injectable()
export class TrustJudge {
  constructor(
    private readonly database: Database,
    private readonly store: TrustStore,
    private readonly projects: ProjectsService,
    private readonly pauses: PausesService,
    private readonly qualifications: QualificationsService,
    private readonly notices: NoticesStore,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** One project that fails holds up no other. */
  async judgeDue(): Promise<void> {
    for (const { organization_id, project_id } of await this.store.withNews(mostProjects)) {
      try {
        while ((await this.judge(organization_id, project_id)) > 0);
      } catch (error) {
        this.log.error({ projectId: project_id, error: String((error as Error).stack) }, 'trust could not be judged');
      }
    }
    this.outbox.wake();
  }

  /** Answers about how many people there was something new. */
  private judge(organizationId: string, projectId: string): Promise<number> {
    return this.database.transact({ organizationId }, async (tx) => {
      const people = await this.store.takeNews(tx, projectId);
      const { trust } = await this.projects.policyOf(tx, projectId);
      for (const person of people) await this.look(tx, projectId, person, trust ?? withoutRules);
      return people.length;
    });
  }

  private async look(tx: Tx, projectId: string, person: Judged, rules: Rules): Promise<void> {
    const evidence = await this.store.evidenceOf(tx, projectId, person);
    const options = { now: this.clock.now(), halfLifeDays: rules.halfLifeDays };
    const byClass = new Map<string, EvidenceRow[]>();
    for (const row of evidence) {
      const seen = byClass.get(row.class);
      if (seen) seen.push(row);
      else byClass.set(row.class, [row]);
    }
    const rows = [...byClass].map(([name, seen]) => {
      const { alpha, beta } = trustOf(seen.map(toEvidence), options);
      return { ...person, class: name, alpha, beta, n: seen.length };
    });
    await this.store.keep(tx, projectId, person, rows);
    if (person.part !== 'AUTHOR') return;
    const whole = rows.find((row) => row.class === '');
    for (const rule of rules.qualifies) await this.qualify(tx, projectId, person.member_id, rule, whole);
    await this.act(tx, projectId, person.member_id, rules.actions, byClass, options);
  }

  private async act(
    tx: Tx,
    projectId: string,
    memberId: string,
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
  private async qualify(
    tx: Tx,
    projectId: string,
    memberId: string,
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

const toEvidence = ({ source, is_right, weight, at, class: name }: EvidenceRow) => ({
  source,
  isRight: is_right,
  weight,
  at,
  ...(name !== '' && { class: name }),
});
