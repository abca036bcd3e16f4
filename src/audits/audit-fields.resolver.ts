import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { JSONResolver } from 'graphql-scalars';
import { type Actor, CurrentActor } from '../identity/index.js';
import type { PublishedDraw } from '../quality/index.js';
import { AuditReadingService } from './audit-reading.service.js';
import { AuditSeverity, intervalOf, toSeverity } from './audit-severity.type.js';
import { AuditEstimate, AuditItem, AuditStratum, AuditWaiting, RiskyItem } from './audit-item.type.js';
import { AuditLot } from './audit.type.js';
import { severityReports } from './severity-report.rules.js';
import { estimateOf, strataOf } from './strata.rules.js';

const mostRiskyShown = 200;

/** The parts of a lot that are worked out or looked up when they are asked for. */
@Resolver(() => AuditLot)
export class AuditFieldsResolver {
  constructor(private readonly reading: AuditReadingService) {}

  @ResolveField(() => [AuditSeverity], { description: 'From the worst on; empty until the keys are fixed.' })
  severities(@Parent() { row }: AuditLot): AuditSeverity[] {
    return row.plans ? severityReports(row.plans, row.findings).map(toSeverity) : [];
  }

  @ResolveField(() => [AuditStratum], { description: 'What was looked at; strata are never added up.' })
  async strata(@Parent() { row }: AuditLot, @CurrentActor() actor: Actor): Promise<AuditStratum[]> {
    const isJudged = row.verdict !== null;
    return strataOf(row, await this.reading.itemsOf(actor, row.id)).map((one) => ({
      ...one,
      defective: isJudged ? one.defective : null,
      rate: isJudged ? one.rate : null,
      wilson: isJudged && one.wilson ? intervalOf(one.wilson) : null,
      clopperPearson: isJudged && one.clopperPearson ? intervalOf(one.clopperPearson) : null,
    }));
  }

  @ResolveField(() => AuditWaiting, {
    nullable: true,
    description: 'What has to happen next; null when nothing has to.',
  })
  waitingFor(@Parent() { row }: AuditLot, @CurrentActor() actor: Actor): Promise<AuditWaiting | null> {
    return this.reading.waitOf(actor, row);
  }

  @ResolveField(() => AuditEstimate, {
    nullable: true,
    description:
      'Of the whole lot, once it is judged; null for one that was looked at one by one until it was decided.',
  })
  async estimate(@Parent() { row }: AuditLot, @CurrentActor() actor: Actor): Promise<AuditEstimate | null> {
    return row.verdict === null ? null : estimateOf(row, await this.reading.itemsOf(actor, row.id));
  }

  @ResolveField(() => [AuditItem], { description: 'Items with a verdict; empty until the lot is judged.' })
  async items(@Parent() { row }: AuditLot, @CurrentActor() actor: Actor): Promise<AuditItem[]> {
    if (row.verdict === null) return [];
    return (await this.reading.itemsOf(actor, row.id))
      .filter(({ verdict_id }) => verdict_id !== null)
      .map(({ external_key, stratum, place, worst }) => ({ externalKey: external_key, stratum, place, worst }));
  }

  @ResolveField(() => [RiskyItem], {
    description:
      'After the verdict: items that nobody drew, the least sure first. A good place to look, and no sample.',
  })
  async riskFirst(
    @Parent() { row }: AuditLot,
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
  ): Promise<RiskyItem[]> {
    if (row.state !== 'JUDGED') return [];
    const items = await this.reading.riskiestOf(actor, row, Math.max(0, Math.min(first, mostRiskyShown)));
    return items.map(({ external_key, confidence, agreement }) => ({
      externalKey: external_key,
      confidence,
      agreement,
    }));
  }

  @ResolveField(() => JSONResolver, {
    nullable: true,
    description: 'The file for `muster verify-audit`: commitment, seed, keys, sampleSize, drawn. Null until the draw.',
  })
  proof(@Parent() { row }: AuditLot, @CurrentActor() actor: Actor): Promise<PublishedDraw | null> {
    return this.reading.proofOf(actor, row);
  }
}
