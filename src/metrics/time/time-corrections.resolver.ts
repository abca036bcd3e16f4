import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { Clock, ClientFault, decodeCursor, fromGlobalId, NodeRegistry, pageOf, Refusal } from '../../platform/index.js';
import { TimeCorrectionsService } from './time-corrections.service.js';
import { DecideTimeCorrectionInput, ProposeTimeCorrectionInput, TimeCorrectionsArgs, UndoTimeCorrectionArgs } from './time.input.js'; // prettier-ignore
import { refuseTimes } from './time.rules.js';
import { TimeCorrection, TimeCorrectionConnection, TimeCorrectionResult, toTimeCorrection } from './time.type.js';
import type { CorrectionRow, NewCorrection } from './time.types.js';

@Resolver()
export class TimeCorrectionsResolver {
  constructor(
    private readonly corrections: TimeCorrectionsService,
    private readonly clock: Clock,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('timeCorrection', async (actor, id) => {
      const row = await this.corrections.find(actor, id);
      return row && toTimeCorrection(row);
    });
  }

  @Query(() => TimeCorrectionConnection, { description: 'Latest first; all of them stay to be read.' })
  @Can('time:read')
  async timeCorrections(
    @CurrentActor() actor: Actor,
    @Args() { memberId, state, first, after }: TimeCorrectionsArgs,
  ): Promise<TimeCorrectionConnection> {
    const of = memberId ? fromGlobalId('member', memberId, 'memberId') : null;
    const { rows, total } = await this.corrections.page(actor, of, state ?? null, first, decodeCursor(after));
    return pageOf(rows, first, total, toTimeCorrection);
  }

  @Mutation(() => TimeCorrection, { description: 'What was noted stays; somebody else approves or refuses.' })
  @Can('time:enter')
  async proposeTimeCorrection(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ProposeTimeCorrectionInput }) input: ProposeTimeCorrectionInput,
  ): Promise<TimeCorrection> {
    return toTimeCorrection(await this.corrections.propose(actor, correctionOf(input, this.clock.now())));
  }

  @Mutation(() => TimeCorrectionResult, { description: 'Nobody decides on their own time.' })
  @Can('time:approve')
  async decideTimeCorrection(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => DecideTimeCorrectionInput })
    { timeCorrectionId, approves, reason }: DecideTimeCorrectionInput,
  ) {
    const id = fromGlobalId('timeCorrection', timeCorrectionId, 'input.timeCorrectionId');
    return shown(await this.corrections.decide(actor, id, approves, reason ?? null));
  }

  @Mutation(() => TimeCorrectionResult, { description: 'Of your own, as long as nobody has decided.' })
  @Can('time:enter')
  async withdrawTimeCorrection(
    @CurrentActor() actor: Actor,
    @Args('timeCorrectionId', { type: () => ID }) timeCorrectionId: string,
  ) {
    return shown(
      await this.corrections.withdraw(actor, fromGlobalId('timeCorrection', timeCorrectionId, 'timeCorrectionId')),
    );
  }

  @Mutation(() => TimeCorrectionResult, { description: 'What an approved correction had changed is again as it was.' })
  @Can('time:approve')
  async undoTimeCorrection(@CurrentActor() actor: Actor, @Args() { timeCorrectionId, reason }: UndoTimeCorrectionArgs) {
    return shown(
      await this.corrections.undo(actor, fromGlobalId('timeCorrection', timeCorrectionId, 'timeCorrectionId'), reason),
    );
  }
}

/** @throws ClientFault VALIDATION_FAILED naming the field that is missing */
function correctionOf(input: ProposeTimeCorrectionInput, now: Date): NewCorrection {
  const { timeEntryId, isRemoval, code, startedAt, endedAt, projectId, at, seconds, reason } = input;
  const missing = (name: string) => ClientFault.invalid(`input.${name}`, 'is wanted here');
  if (timeEntryId) {
    const entryId = fromGlobalId('timeEntry', timeEntryId, 'input.timeEntryId');
    if (isRemoval) return { reason, entryId, isRemoval };
    if (!code) throw missing('code');
    if (!startedAt) throw missing('startedAt');
    if (!endedAt) throw missing('endedAt');
    refuseTimes({ startedAt, endedAt }, now);
    return { reason, entryId, isRemoval: false, code, startedAt, endedAt };
  }
  if (!projectId) throw missing('projectId');
  if (!at || at > now) throw ClientFault.invalid('input.at', 'must be a moment that has been');
  if (!seconds) throw ClientFault.invalid('input.seconds', 'must be a number of seconds, and not 0');
  return { reason, entryId: null, projectId: fromGlobalId('project', projectId, 'input.projectId'), at, seconds };
}

const shown = <Code extends string>(answer: CorrectionRow | Refusal<Code>): TimeCorrection | Refusal<Code> =>
  answer instanceof Refusal ? answer : toTimeCorrection(answer);
