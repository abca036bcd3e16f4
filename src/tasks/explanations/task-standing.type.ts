import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { toGlobalId } from '../../platform/index.js';
import type { Stage, TaskState } from '../task.rules.js';
import { AssignmentStateEnum, enumOf, StageEnum, TaskStateEnum } from '../task.type.js';
import type { Filter } from './explanation.rules.js';
import { QueueFilterEnum, TaskReference, toReference } from './explained.type.js';
import { type OpeningExplanation, type TaskExplanation as Explained, type Wait, waits } from './task-standing.rules.js';

const WaitEnum = enumOf(waits);
registerEnumType(WaitEnum, {
  name: 'TaskWait',
  valuesMap: {
    NOTHING: { description: 'It is settled or cancelled.' },
    LEAD: { description: 'It is in triage: a lead reopens or cancels it.' },
    PRELABEL: { description: 'A model is asked for its pre-label; it goes out without when the time is over.' },
    BATCH: { description: 'Its batch is not open.' },
    NEXT_CLAIM: { description: 'A seat is free, and somebody may take it.' },
    ELIGIBLE_PEOPLE: { description: 'A seat is free, and nobody may take it now.' },
    HOLDERS: { description: 'Those who hold a seat.' },
    DECISION: { description: 'The answers are there: the workflow decides within seconds.' },
    QUEUE_REPAIR: { description: 'The queue lacks a seat that is free: muster check-queue.' },
  } satisfies Record<Wait, object>,
});

@ObjectType({ description: 'A seat that somebody holds or has filled.' })
export class SeatTaken {
  @Field(() => ID)
  assignmentId!: string;

  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => Int)
  seat!: number;

  @Field(() => AssignmentStateEnum, { description: 'ACTIVE or SUBMITTED.' })
  state!: 'ACTIVE' | 'SUBMITTED';

  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => DateTimeResolver)
  claimedAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true, description: 'Of a seat that is held.' })
  leaseExpiresAt!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true, description: 'Of a seat that is filled.' })
  submittedAt!: Date | null;
}

@ObjectType({ description: 'How many people are left after a filter.' })
export class PeopleStep {
  @Field(() => QueueFilterEnum)
  filter!: Filter;

  @Field(() => Int)
  people!: number;
}

@ObjectType({ description: 'Where somebody stands to a free seat.' })
export class PersonStanding {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => QueueFilterEnum, {
    nullable: true,
    description: 'The first filter that keeps them from it; null: they may take it.',
  })
  filter!: Filter | null;

  @Field(() => String, { nullable: true })
  message!: string | null;
}

@ObjectType({ description: 'Free seats of one stage that the same people may take.' })
export class SeatsFree {
  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => Int)
  seats!: number;

  @Field(() => ID, { nullable: true, description: 'Whom a lead gave it to, or whose own work it is to mend.' })
  keptForMemberId!: string | null;

  @Field(() => String, { nullable: true })
  keptForMemberName!: string | null;

  @Field(() => Int, { description: 'Active people of the project’s teams.' })
  people!: number;

  @Field(() => Boolean, { description: 'There are more people than were looked at: the first 1,000 by name.' })
  isMore!: boolean;

  @Field(() => Int, { description: 'Of them, those who may take a seat now.' })
  mayTake!: number;

  @Field(() => [PeopleStep])
  filters!: PeopleStep[];

  @Field(() => [PersonStanding], {
    description: 'Of your people, the first 100: those who may take it, then those who may not and why.',
  })
  standings!: PersonStanding[];
}

@ObjectType({ description: 'Who has a task, who may have it, who may not, and what it waits for.' })
export class TaskExplanation {
  @Field(() => TaskReference)
  task!: TaskReference;

  @Field(() => TaskStateEnum)
  state!: TaskState;

  @Field(() => DateTimeResolver, { description: 'Since when it is in this state.' })
  stateAt!: Date;

  @Field(() => String, { description: 'All of it in a sentence or two.' })
  summary!: string;

  @Field(() => WaitEnum)
  waitsFor!: Wait;

  @Field(() => [SeatTaken])
  taken!: SeatTaken[];

  @Field(() => [SeatsFree])
  free!: SeatsFree[];
}

export const toTaskExplanation = ({ task, taken, openings, waitsFor, summary }: Explained): TaskExplanation => ({
  task: toReference(task),
  state: task.state,
  stateAt: task.stateAt,
  summary,
  waitsFor,
  taken: taken.map((seat) => ({
    assignmentId: toGlobalId('assignment', seat.assignmentId),
    stage: seat.stage,
    seat: seat.ordinal,
    state: seat.state,
    memberId: toGlobalId('member', seat.memberId),
    memberName: seat.memberName,
    claimedAt: seat.claimedAt,
    leaseExpiresAt: seat.state === 'ACTIVE' ? seat.leaseExpiresAt : null,
    submittedAt: seat.state === 'SUBMITTED' ? seat.closedAt : null,
  })),
  free: openings.map(toFree),
});

const toFree = (opening: OpeningExplanation): SeatsFree => ({
  stage: opening.stage,
  seats: opening.seats,
  keptForMemberId: opening.forMemberId && toGlobalId('member', opening.forMemberId),
  keptForMemberName: opening.forMemberName,
  people: opening.total,
  isMore: opening.isMore,
  mayTake: opening.mayTake,
  filters: opening.filters,
  standings: opening.people.map((person) => ({ ...person, memberId: toGlobalId('member', person.memberId) })),
});
