import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { Clock, fromGlobalId, type IdKind } from '../../platform/index.js';
import { rateOf } from '../accuracy/rate.rules.js';
import { FunnelArgs, ThroughputArgs, type WorkFilterInput } from './throughput.input.js';
import { ThroughputService } from './throughput.service.js';
import { FirstPass, Funnel, FunnelOfPerson, Throughput } from './throughput.type.js';
import type { FunnelRow, WorkHoursFilter } from './throughput.types.js';

const week = 7 * 86_400_000;

@Resolver(() => FunnelOfPerson)
export class ThroughputResolver {
  constructor(
    private readonly service: ThroughputService,
    private readonly clock: Clock,
  ) {}

  @Query(() => Throughput, {
    description: 'How much was done, in how many hours: exact at any moment, by hours of work.',
  })
  @Can('throughput:read')
  throughput(
    @CurrentActor() actor: Actor,
    @Args() { filter, by, bucket, timeZone, classMix }: ThroughputArgs,
  ): Promise<Throughput> {
    return this.service.throughput(actor, filterOf(filter, this.clock.now()), by, bucket, timeZone, classMix);
  }

  @Query(() => Funnel, { description: 'From assigned to accepted, a row a person.' })
  @Can('funnel:read')
  funnel(@CurrentActor() actor: Actor, @Args() { filter }: FunnelArgs): Promise<Funnel> {
    return this.service.funnel(actor, filterOf(filter, this.clock.now()));
  }

  @ResolveField(() => FirstPass, {
    description: 'Of the answers that had their first review those that passed it as they were.',
  })
  firstPass(@Parent() { firstAccepted, firstReviewed }: FunnelRow): FirstPass {
    return rateOf(firstAccepted, firstReviewed);
  }
}

function filterOf(filter: WorkFilterInput, now: Date): WorkHoursFilter {
  const ids = (kind: IdKind, name: 'projectIds' | 'batchIds' | 'memberIds' | 'teamIds') =>
    filter[name]?.map((id, index) => fromGlobalId(kind, id, `filter.${name}[${index}]`));
  const to = filter.to ?? now;
  return {
    from: filter.from ?? new Date(to.getTime() - week),
    to,
    projectIds: ids('project', 'projectIds'),
    batchIds: ids('batch', 'batchIds'),
    memberIds: ids('member', 'memberIds'),
    teamIds: ids('team', 'teamIds'),
    stages: filter.stages ?? undefined,
  };
}
