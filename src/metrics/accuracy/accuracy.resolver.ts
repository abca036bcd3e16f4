import { Args, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId, type IdKind } from '../../platform/index.js';
import { AccuracyArgs, FirstPassArgs, type FirstPassFilterInput } from './accuracy.input.js';
import { AccuracyService } from './accuracy.service.js';
import { Accuracy } from './accuracy.type.js';
import type { WorkFilter } from './accuracy.types.js';

@Resolver()
export class AccuracyResolver {
  constructor(private readonly service: AccuracyService) {}

  @Query(() => Accuracy, { description: 'How right the judged work is, from each source of evidence and joined.' })
  @Can('accuracy:read')
  accuracy(@CurrentActor() actor: Actor, @Args() { filter, by }: AccuracyArgs): Promise<Accuracy> {
    const { sources, classes, part } = filter;
    const asked = { ...workFilterOf(filter), sources: sources ?? undefined, classes: classes ?? undefined, part };
    return this.service.accuracy(actor, asked, by);
  }

  @Query(() => Accuracy, { description: 'How much of the reviewed work passed its first review as it was.' })
  @Can('accuracy:read')
  firstPassYield(@CurrentActor() actor: Actor, @Args() { filter, by }: FirstPassArgs): Promise<Accuracy> {
    return this.service.firstPassYield(actor, workFilterOf(filter), by);
  }
}

function workFilterOf(filter: FirstPassFilterInput): WorkFilter {
  const ids = (kind: IdKind, name: 'batchIds' | 'memberIds' | 'teamIds') =>
    filter[name]?.map((id, index) => fromGlobalId(kind, id, `filter.${name}[${index}]`));
  return {
    projectId: fromGlobalId('project', filter.projectId, 'filter.projectId'),
    batchIds: ids('batch', 'batchIds'),
    memberIds: ids('member', 'memberIds'),
    teamIds: ids('team', 'teamIds'),
    taskSources: filter.taskSources ?? undefined,
    from: filter.from ?? undefined,
    to: filter.to ?? undefined,
  };
}
