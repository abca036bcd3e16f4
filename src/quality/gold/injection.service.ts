import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOG, type Log, type Tx } from '../../platform/index.js';
import { drawOf } from '../../platform/seeded-draw.js';
import { type GoldRule, type Policy, ProjectsService } from '../../projects/index.js';
import { TasksService } from '../../tasks/index.js';
import { jeffreysPrior } from '../trust/trust.rules.js';
import { classesOfKnown } from './comparison.rules.js';
import { ExposuresStore, type NewClaims } from './exposures.store.js';
import { chooseGold, goldRate } from './gold-rate.rules.js';

/** What nobody came for in so long goes back. */
const staleHours = 12;

/**
 * Slips gold into people's work. For each task somebody claims a draw is made, with the rate that fits how much is known of
 * them; where it falls, their next task is gold. It comes by the claim, like rework that waits for them.
 */
@Injectable()
export class InjectionService {
  constructor(
    private readonly database: Database,
    private readonly exposures: ExposuresStore,
    private readonly projects: ProjectsService,
    private readonly tasks: TasksService,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** One look at what was claimed since the last, in every project that mixes gold in; answers how many were offered. */
  async offerDue(): Promise<number> {
    let offered = 0;
    for (const { organization_id, project_id } of await this.exposures.projectsWithInjection()) {
      try {
        offered += await this.offer(organization_id, project_id);
      } catch (error) {
        this.log.error({ projectId: project_id, error: String((error as Error).stack) }, 'gold could not be offered');
      }
    }
    return offered;
  }

  private offer(organizationId: string, projectId: string): Promise<number> {
    return this.database.transact({ organizationId }, async (tx) => {
      const policy = await this.projects.policyOf(tx, projectId);
      if (!policy.gold) return 0;
      await this.exposures.withdrawStale(tx, projectId, staleHours);
      const { seed, claims } = await this.exposures.newClaims(tx, projectId);
      let offered = 0;
      for (const person of claims)
        if (
          isDrawn(person, policy.gold, seed) &&
          (await this.offerTo(tx, projectId, person, policy, policy.gold, seed))
        )
          offered += 1;
      return offered;
    });
  }

  private async offerTo(
    tx: Tx,
    projectId: string,
    { member_id: memberId, batch_id: batchId, tokens }: NewClaims,
    { overlap }: Policy,
    { mostExposures, coolDownMinutes }: GoldRule,
    seed: string,
  ): Promise<boolean> {
    if (await this.exposures.isWaiting(tx, memberId)) return false;
    const rows = await this.exposures.candidates(tx, projectId, memberId, mostExposures, coolDownMinutes);
    const candidates = rows.map((row) => {
      return { ...row, classes: classesOfKnown(row.labels), lastShownAt: row.shown_at, wasSeen: false };
    });
    const seenByClass = new Map<string, number>();
    for (const name of (await this.exposures.seenBy(tx, projectId, memberId)).flatMap(classesOfKnown))
      seenByClass.set(name, (seenByClass.get(name) ?? 0) + 1);
    const last = tokens.at(-1)!;
    const gold = chooseGold(candidates, drawOf(seed, `which:${last}`), {
      now: this.clock.now(),
      exposureCap: mostExposures,
      coolDownHours: coolDownMinutes / 60,
      seenByClass,
    });
    if (!gold) return false;
    // A seat that ordinary tasks have, so that its number says nothing.
    const ordinal = 1 + Math.floor(drawOf(seed, `seat:${last}`) * overlap);
    const exposure = { projectId, batchId, taskId: gold.task_id, memberId, ordinal };
    if (!(await this.tasks.offerGold(tx, exposure))) return false;
    await this.exposures.offered(tx, gold, projectId, memberId);
    return true;
  }
}

/** One draw for each task claimed. */
function isDrawn({ tokens, alpha, beta }: NewClaims, rule: GoldRule, seed: string): boolean {
  const rate = goldRate({ alpha: alpha ?? jeffreysPrior.right, beta: beta ?? jeffreysPrior.wrong }, rule);
  return tokens.some((token) => drawOf(seed, token) < rate);
}
