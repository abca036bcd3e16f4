import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, type IdKind, NodeRegistry, pageOf, Refusal } from '../../platform/index.js';
import { HoursService } from './hours.service.js';
import { TimeEntriesService } from './time-entries.service.js';
import { EnterTimeInput, HoursArgs, StartTimeInput, TimeEntriesArgs } from './time.input.js';
import { Hours, TimeEntry, TimeEntryConnection, TimeEntryResult, toHours, toTimeEntry } from './time.type.js';
import type { NewEntry, TimeEntryRow } from './time.types.js';

@Resolver()
export class TimeResolver {
  constructor(
    private readonly entries: TimeEntriesService,
    private readonly service: HoursService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('timeEntry', async (actor, id) => {
      const row = await this.entries.find(actor, id);
      return row && toTimeEntry(row);
    });
  }

  @Query(() => Hours, {
    description: 'Hours by person, day and project, from the raw reports, entries and approved corrections.',
  })
  @Can('time:read')
  async hours(@CurrentActor() actor: Actor, @Args() { filter }: HoursArgs): Promise<Hours> {
    const ids = (kind: IdKind, name: 'memberIds' | 'teamIds' | 'projectIds') =>
      filter[name]?.map((id, index) => fromGlobalId(kind, id, `filter.${name}[${index}]`));
    const { firstDay, lastDay } = filter;
    const narrowed = { firstDay, lastDay, memberIds: ids('member', 'memberIds'), teamIds: ids('team', 'teamIds'), projectIds: ids('project', 'projectIds') }; // prettier-ignore
    const { rows, csv } = await this.service.hours(actor, narrowed);
    return { rows: rows.map(toHours), csv };
  }

  @Query(() => TimeEntryConnection, { description: 'Time beside the tasks, latest first.' })
  @Can('time:read')
  async timeEntries(
    @CurrentActor() actor: Actor,
    @Args() { memberId, first, after }: TimeEntriesArgs,
  ): Promise<TimeEntryConnection> {
    const of = memberId ? fromGlobalId('member', memberId, 'memberId') : actor.memberId;
    const { rows, total } = await this.entries.page(actor, of, first, decodeCursor(after));
    return pageOf(rows, first, total, toTimeEntry);
  }

  @Mutation(() => TimeEntryResult, {
    description: 'Your time beside the tasks runs from now on. During a BREAK claims find nothing for you.',
  })
  @Can('time:enter')
  async startTime(@CurrentActor() actor: Actor, @Args('input', { type: () => StartTimeInput }) input: StartTimeInput) {
    return shown(await this.entries.start(actor, { ...entryOf(input), until: input.until ?? null }));
  }

  @Mutation(() => TimeEntryResult, { description: 'Stops what runs; after 24 hours it counts as stopped then.' })
  @Can('time:enter')
  async stopTime(@CurrentActor() actor: Actor) {
    return shown(await this.entries.stop(actor));
  }

  @Mutation(() => TimeEntryResult, { description: 'Notes time afterwards; it is marked so.' })
  @Can('time:enter')
  async enterTime(@CurrentActor() actor: Actor, @Args('input', { type: () => EnterTimeInput }) input: EnterTimeInput) {
    return shown(await this.entries.enter(actor, entryOf(input), input));
  }
}

const entryOf = ({ code, projectId, note }: StartTimeInput | EnterTimeInput): NewEntry => ({
  code,
  projectId: projectId ? fromGlobalId('project', projectId, 'input.projectId') : null,
  note: note ?? null,
  until: null,
});

const shown = <Code extends string>(answer: TimeEntryRow | Refusal<Code>): TimeEntry | Refusal<Code> =>
  answer instanceof Refusal ? answer : toTimeEntry(answer);
