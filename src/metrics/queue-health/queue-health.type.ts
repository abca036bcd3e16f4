import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { StageEnum } from '../../projects/index.js';
import type { Stage, TaskState } from '../../tasks/index.js';
import type { QueueHealthReport } from './queue-health.service.js';
import type {
  FlowHour,
  IdlePerson,
  PersonOnBreak,
  ProjectHealth,
  StageHealth,
  StateHealth,
  StuckPerson,
  WorkingPerson,
} from './queue-health.types.js';

@ObjectType()
export class QueueStage implements StageHealth {
  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => Int, { description: 'Free seats that can be claimed.' })
  waiting!: number;

  @Field(() => Int, { description: 'Free seats of batches that are paused or not open yet.' })
  paused!: number;

  @Field(() => Int)
  held!: number;

  @Field(() => Int, { description: 'Leases that end within ten minutes.' })
  expiring!: number;

  @Field(() => Float, { nullable: true, description: 'How long the first of what waits has waited.' })
  oldestSeconds!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The median time from claim to answer, lately; null under 20 answers.',
  })
  usualSeconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'What 19 of 20 stay under.' })
  longSeconds!: number | null;
}

@ObjectType({ description: 'Tasks that wait for a decision, a judge or a lead.' })
export class QueueState implements StateHealth {
  @Field(() => String)
  state!: TaskState;

  @Field(() => Int)
  count!: number;

  @Field(() => Float)
  oldestSeconds!: number;
}

@ObjectType()
export class QueueFlow implements FlowHour {
  @Field(() => Date)
  hour!: Date;

  @Field(() => Int, {
    description: 'Seats that came to be wanted: imported tasks by their overlap, and judging and mending.',
  })
  arrivals!: number;

  @Field(() => Int)
  completions!: number;
}

/** Somebody with a seat in their hands. */
@ObjectType({ isAbstract: true })
abstract class SeatHolder {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ID)
  assignmentId!: string;

  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => Float)
  heldSeconds!: number;
}

@ObjectType({ description: 'Holds a seat longer than 19 of 20 do until they answer.' })
export class StuckHolder extends SeatHolder implements StuckPerson {
  @Field(() => Float)
  longSeconds!: number;
}

@ObjectType({ description: 'Who has what in their hands.' })
export class QueueHolder extends SeatHolder implements WorkingPerson {
  @Field(() => ID, { nullable: true, description: 'Null for your own: who works does not learn which task it is.' })
  taskId!: string | null;

  @Field(() => String)
  batchName!: string;

  @Field(() => Float, {
    description: 'Until the lease ends; below zero: it has ended, and the seat is free in a moment.',
  })
  leaseSeconds!: number;
}

@ObjectType({ description: 'Worked in the last eight hours, and nothing was heard of them for a quarter of an hour.' })
export class IdleMember implements IdlePerson {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Float)
  idleSeconds!: number;
}

@ObjectType({ description: 'Worked in the last eight hours, and is on a break of their own.' })
export class MemberOnBreak implements PersonOnBreak {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Date)
  since!: Date;

  @Field(() => Date, { nullable: true, description: 'Null: until they are back.' })
  until!: Date | null;
}

@ObjectType()
export class QueueOfProject implements ProjectHealth {
  @Field(() => ID)
  projectId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [QueueStage])
  stages!: StageHealth[];

  @Field(() => [QueueState])
  states!: StateHealth[];

  @Field(() => [QueueFlow], { description: 'The last six hours, this one included.' })
  flow!: FlowHour[];

  @Field(() => [QueueHolder], { description: 'Of people whom you lead; longest first, 500 at most.' })
  working!: WorkingPerson[];

  @Field(() => [StuckHolder], { description: 'Of people whom you lead; longest first.' })
  stuck!: StuckPerson[];

  @Field(() => [IdleMember], { description: 'Of people whom you lead; longest first.' })
  idle!: IdlePerson[];

  @Field(() => [MemberOnBreak], { description: 'Of people whom you lead; longest first. They are not idle.' })
  onBreak!: PersonOnBreak[];

  @Field(() => Float, {
    nullable: true,
    description:
      'How long annotation lasts at the pace of this hour and the last; null: nobody annotates, or all is done.',
  })
  minutesUntilDry!: number | null;
}

@ObjectType()
export class QueueHealth implements QueueHealthReport {
  @Field(() => Date)
  at!: Date;

  @Field(() => [QueueOfProject])
  projects!: ProjectHealth[];

  @Field(() => String, { description: 'A row a project and stage, as CSV.' })
  csv!: string;
}
