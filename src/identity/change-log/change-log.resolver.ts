import { Args, Query, Resolver } from '@nestjs/graphql';
import { ClientFault, decodeCursor, pageOf, parseGlobalId } from '../../platform/index.js';
import type { Actor } from '../access/actor.js';
import { Can, CurrentActor } from '../access/can.js';
import { ChangeLog } from './change-log.service.js';
import { Change, ChangeConnection, ChangeLogArgs, toChange } from './change.type.js';

@Resolver(() => Change)
export class ChangeLogResolver {
  constructor(private readonly log: ChangeLog) {}

  @Query(() => ChangeConnection, { description: 'Who changed what and why, newest first.' })
  @Can('log:read')
  async changeLog(
    @CurrentActor() actor: Actor,
    @Args() { first, after, subjectId }: ChangeLogArgs,
  ): Promise<ChangeConnection> {
    const subject = subjectId ? parseGlobalId(subjectId) : null;
    if (subjectId && !subject) throw ClientFault.invalid('subjectId', 'must be the id of something in Muster');
    const { rows, total } = await this.log.page(actor, first, decodeCursor(after), subject?.id ?? null);
    return pageOf(rows, first, total, toChange);
  }
}
