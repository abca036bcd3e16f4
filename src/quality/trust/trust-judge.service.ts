import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOG, type Log, type Tx } from '../../platform/index.js';
import { ProjectsService, type TrustRule } from '../../projects/index.js';
import { TrustConsequences } from './trust-consequences.service.js';
import { trustOf } from './trust.rules.js';
import { toEvidence, type EvidenceRow, type Judged, TrustStore } from './trust.store.js';

type Rules = Pick<TrustRule, 'halfLifeDays' | 'actions' | 'qualifies'>;

const mostProjects = 50;
/** For projects whose policy says nothing of trust: it is still shown. */
const withoutRules: Rules = { halfLifeDays: 60, actions: [], qualifies: [] };

/** Looks at whoever there is something new about: what is known of them now, and what follows by the rules of the project. */
@Injectable()
export class TrustJudge {
  constructor(
    private readonly database: Database,
    private readonly store: TrustStore,
    private readonly projects: ProjectsService,
    private readonly consequences: TrustConsequences,
    private readonly clock: Clock,
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
    this.consequences.wake();
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
    const about = { projectId, memberId: person.member_id };
    for (const rule of rules.qualifies) await this.consequences.qualify(tx, about, rule, whole);
    await this.consequences.act(tx, about, rules.actions, byClass, options);
  }
}
