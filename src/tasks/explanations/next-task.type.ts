import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { IsEnum, IsOptional } from 'class-validator';
import { IsToken } from '../../identity/index.js';
import { toGlobalId } from '../../platform/index.js';
import type { Stage } from '../task.rules.js';
import { enumOf, StageEnum } from '../task.type.js';
import { type EmptyReason, emptyReasons, type Filter } from './explanation.rules.js';
import { FilterStep, QueueFilterEnum, TaskReference, toReference } from './explained.type.js';
import type { NextTaskExplanation as Explained } from './next-task.service.js';
import type { ProjectExplanation } from './next-task.rules.js';
import { type PlaceReason, placeReasons } from './order.rules.js';

const EmptyReasonEnum = enumOf(emptyReasons);
const PlaceReasonEnum = enumOf(placeReasons);
registerEnumType(EmptyReasonEnum, {
  name: 'EmptyReason',
  description: 'Why there is nothing for somebody in a project.',
});
registerEnumType(PlaceReasonEnum, {
  name: 'PlaceReason',
  description: 'Why a task stands where it stands in somebody’s order.',
});

@ArgsType()
export class ExplainNextTaskArgs {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => ID, { nullable: true, description: 'As their claim would ask for it.' })
  @IsOptional()
  @IsToken()
  projectId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  batchId?: string | null;

  @Field(() => StageEnum, { nullable: true })
  @IsOptional()
  @IsEnum(StageEnum)
  stage?: Stage | null;
}

@ObjectType({ description: 'What somebody holds: their claim answers with that first.' })
export class HeldTask {
  @Field(() => TaskReference, { nullable: true, description: 'Null: of a project that is not open to you.' })
  task!: TaskReference | null;

  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => DateTimeResolver)
  leaseExpiresAt!: Date;

  @Field(() => Boolean, { description: 'The lease is over: the claim gives the seat back first.' })
  isOver!: boolean;
}

@ObjectType({ description: 'A task in somebody’s order.' })
export class TaskInOrder {
  @Field(() => Int, { description: 'From 1.' })
  place!: number;

  @Field(() => TaskReference, { nullable: true, description: 'Null: of a project that is not open to you.' })
  task!: TaskReference | null;

  @Field(() => StageEnum, { nullable: true })
  stage!: Stage | null;

  @Field(() => PlaceReasonEnum, { nullable: true })
  because!: PlaceReason | null;

  @Field(() => String, { nullable: true })
  message!: string | null;
}

@ObjectType({ description: 'A project’s open seats, filter by filter.' })
export class ProjectFilters {
  @Field(() => ID)
  projectId!: string;

  @Field(() => String)
  projectName!: string;

  @Field(() => Int, { description: 'Tasks with a free seat, before any filter.' })
  tasks!: number;

  @Field(() => Int)
  seats!: number;

  @Field(() => [FilterStep])
  filters!: FilterStep[];

  @Field(() => QueueFilterEnum, { nullable: true, description: 'The first filter that leaves nothing.' })
  bindingFilter!: Filter | null;

  @Field(() => EmptyReasonEnum, {
    nullable: true,
    description: 'As their claim would say it; null when it finds something.',
  })
  reason!: EmptyReason | null;

  @Field(() => String)
  message!: string;
}

@ObjectType({ description: 'What somebody’s next claim would give them, and what stands between them and the rest.' })
export class NextTaskExplanation {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => String, { description: 'All of it in a sentence or two.' })
  summary!: string;

  @Field(() => [StageEnum], { description: 'The stages that their roles pull, of those asked for.' })
  stages!: Stage[];

  @Field(() => [HeldTask])
  held!: HeldTask[];

  @Field(() => [TaskInOrder], { description: 'What a claim that holds nothing would give: the first ten.' })
  candidates!: TaskInOrder[];

  @Field(() => Boolean, { description: 'The search ended with its budget: a claim would go on from there.' })
  isSearchUnfinished!: boolean;

  @Field(() => [ProjectFilters], {
    description: 'The projects that you may see, those open to the person first; at most 50.',
  })
  projects!: ProjectFilters[];
}

export const toNextTask = ({ person, summary, stages, held, candidates, isSearchUnfinished, projects }: Explained) =>
  Object.assign(new NextTaskExplanation(), {
    memberId: toGlobalId('member', person.id),
    memberName: person.name,
    summary,
    stages,
    isSearchUnfinished,
    held: held.map(({ isShown, row }) => ({
      task: isShown ? toReference({ ...row, id: row.taskId }) : null,
      stage: row.stage,
      leaseExpiresAt: row.leaseExpiresAt,
      isOver: row.isOver,
    })),
    candidates: candidates.map(({ place, shown }) => ({
      place,
      task: shown && toReference({ ...shown.lane, id: shown.taskId, externalKey: shown.externalKey }),
      stage: shown && shown.stage,
      because: shown && shown.because,
      message: shown && shown.message,
    })),
    projects: projects.map((project: ProjectExplanation) => ({
      ...project,
      projectId: toGlobalId('project', project.projectId),
    })),
  });
