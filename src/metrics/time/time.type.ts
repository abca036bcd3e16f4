import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { Proposed } from '../../workforce/index.js';
import { workedSeconds } from './hours.rules.js';
import { type CorrectionRow, type CorrectionState, correctionStates, type HoursRow, type TimeCode, timeCodes, type TimeEntryRow } from './time.types.js'; // prettier-ignore

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

export const TimeCodeEnum = enumOf(timeCodes);
registerEnumType(TimeCodeEnum, {
  name: 'TimeCode',
  description: 'What people do beside the tasks. A BREAK is no work, and while it runs its person is offered none.',
});
export const CorrectionStateEnum = enumOf(correctionStates);
registerEnumType(CorrectionStateEnum, { name: 'TimeCorrectionState' });

@ObjectType({
  implements: () => [Node],
  description: 'Time beside the tasks, as it was noted; a correction lies beside it.',
})
export class TimeEntry extends Node {
  @Field(() => ID)
  memberId!: string;

  @Field(() => TimeCodeEnum)
  code!: TimeCode;

  @Field(() => ID, { nullable: true })
  projectId!: string | null;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => Date)
  startedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Null: it runs.' })
  endedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Of a break: when it ends by itself.' })
  until!: Date | null;

  @Field(() => Boolean, { description: 'Written down afterwards, not by the clock.' })
  isEntered!: boolean;

  @Field(() => ID, { nullable: true, description: 'The approved correction that holds instead.' })
  correctionId!: string | null;
}

export const toTimeEntry = (row: TimeEntryRow): TimeEntry =>
  Object.assign(new TimeEntry(), {
    id: toGlobalId('timeEntry', row.id),
    memberId: toGlobalId('member', row.member_id),
    code: row.code,
    projectId: row.project_id && toGlobalId('project', row.project_id),
    note: row.note,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    until: row.until_at,
    isEntered: row.is_entered,
    correctionId: row.correction_id && toGlobalId('timeCorrection', row.correction_id),
  });

@ObjectType({ description: 'An entry as it was noted.' })
export class NotedTime {
  @Field(() => TimeCodeEnum)
  code!: TimeCode;

  @Field(() => Date)
  startedAt!: Date;

  @Field(() => Date)
  endedAt!: Date;
}

@ObjectType({
  implements: () => [Node],
  description: 'What somebody says their hours should be, and what became of it.',
})
export class TimeCorrection extends Proposed {
  @Field(() => String)
  memberName!: string;

  @Field(() => String, { nullable: true })
  decidedByName!: string | null;

  @Field(() => ID, { nullable: true, description: 'The entry that it is about; null: active time of work.' })
  timeEntryId!: string | null;

  @Field(() => NotedTime, { nullable: true, description: 'What that entry says, whatever was approved since.' })
  noted!: NotedTime | null;

  @Field(() => Boolean, { description: 'The entry should not be.' })
  isRemoval!: boolean;

  @Field(() => TimeCodeEnum, { nullable: true })
  code!: TimeCode | null;

  @Field(() => Date, { nullable: true })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  @Field(() => ID, { nullable: true })
  projectId!: string | null;

  @Field(() => String, { nullable: true })
  projectName!: string | null;

  @Field(() => Date, { nullable: true, description: 'Of work: when it was.' })
  at!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Of work: so many active seconds more, or less.' })
  seconds!: number | null;

  @Field(() => String)
  reason!: string;

  @Field(() => CorrectionStateEnum)
  state!: CorrectionState;

  @Field(() => Date)
  proposedAt!: Date;

  @Field(() => ID, { nullable: true })
  undoneById!: string | null;

  @Field(() => Date, { nullable: true })
  undoneAt!: Date | null;

  @Field(() => String, { nullable: true })
  undoReason!: string | null;
}

export const toTimeCorrection = (row: CorrectionRow): TimeCorrection =>
  Object.assign(new TimeCorrection(), {
    id: toGlobalId('timeCorrection', row.id),
    memberId: toGlobalId('member', row.member_id),
    memberName: row.member_name,
    decidedByName: row.decided_by_name,
    timeEntryId: row.entry_id && toGlobalId('timeEntry', row.entry_id),
    noted: row.noted_code && { code: row.noted_code, startedAt: row.noted_from, endedAt: row.noted_until },
    isRemoval: row.is_removal,
    code: row.code,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    projectId: row.project_id && toGlobalId('project', row.project_id),
    projectName: row.project_name,
    at: row.at,
    seconds: row.seconds,
    reason: row.reason,
    state: row.state,
    proposedAt: row.proposed_at,
    decidedById: row.decided_by && toGlobalId('member', row.decided_by),
    decidedAt: row.decided_at,
    decisionReason: row.decision_reason,
    undoneById: row.undone_by && toGlobalId('member', row.undone_by),
    undoneAt: row.undone_at,
    undoReason: row.undo_reason,
  });

@ObjectType({ implements: () => [Problem] })
export class TimeRefused extends Problem {}

export const TimeEntryResult = resultUnion('TimeEntryResult', () => TimeEntry, [TimeEntry], {
  TIME_RUNS: TimeRefused,
  NO_TIME_RUNS: TimeRefused,
  TIME_OVERLAPS: TimeRefused,
});
export const TimeCorrectionResult = resultUnion('TimeCorrectionResult', () => TimeCorrection, [TimeCorrection], {
  CORRECTION_DECIDED: TimeRefused,
  CORRECTION_NOT_APPROVED: TimeRefused,
  TIME_OVERLAPS: TimeRefused,
  TIME_BELOW_ZERO: TimeRefused,
});

@ObjectType()
export class TimeEntryConnection extends connectionOf(TimeEntry) {}

@ObjectType()
export class TimeCorrectionConnection extends connectionOf(TimeCorrection) {}

@ObjectType({ description: 'Hours of one person, day and project.' })
export class HoursOfDay {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'The person’s zone, in which the day is meant.' })
  timeZone!: string;

  @Field(() => String, { description: 'YYYY-MM-DD.' })
  day!: string;

  @Field(() => ID, { nullable: true, description: 'Null: time of no project.' })
  projectId!: string | null;

  @Field(() => Float, { description: 'Active and corrected time, and time beside the tasks.' })
  workedSeconds!: number;

  @Field(() => Float, { description: 'Of heartbeats and answers.' })
  activeSeconds!: number;

  @Field(() => Float, { description: 'Of approved corrections of work.' })
  correctedSeconds!: number;

  @Field(() => Float)
  trainingSeconds!: number;

  @Field(() => Float)
  meetingSeconds!: number;

  @Field(() => Float)
  toolOutageSeconds!: number;

  @Field(() => Float)
  otherSeconds!: number;

  @Field(() => Float, { description: 'Not worked.' })
  breakSeconds!: number;

  @Field(() => Float)
  idleSeconds!: number;

  @Field(() => Float)
  awaySeconds!: number;

  @Field(() => Float, {
    description: 'As annotation tools say, of answers whose tool says it. Not part of the others.',
  })
  toolSeconds!: number;
}

export const toHours = (row: HoursRow): HoursOfDay => ({
  memberId: toGlobalId('member', row.member_id),
  name: row.name,
  timeZone: row.time_zone,
  day: row.day,
  projectId: row.project_id && toGlobalId('project', row.project_id),
  workedSeconds: workedSeconds(row),
  activeSeconds: row.active,
  correctedSeconds: row.corrected,
  trainingSeconds: row.training,
  meetingSeconds: row.meeting,
  toolOutageSeconds: row.tool_outage,
  otherSeconds: row.other,
  breakSeconds: row.pause,
  idleSeconds: row.idle,
  awaySeconds: row.away,
  toolSeconds: row.tool,
});

@ObjectType()
export class Hours {
  @Field(() => [HoursOfDay])
  rows!: HoursOfDay[];

  @Field(() => String, { description: 'The rows as CSV.' })
  csv!: string;
}
