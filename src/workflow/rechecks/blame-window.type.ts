import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { toGlobalId } from '../../platform/index.js';
import type { BlameWindowReport } from './blame-window.service.js';
import { RecheckWayEnum } from './recheck-work.input.js';
import type { Rechecked } from './recheck-steps.service.js';
import type { Proposal, RecheckWay, Standing } from './recheck.types.js';

export const StandingEnum = { DECISIVE: 'DECISIVE', COVERED: 'COVERED', JUDGED: 'JUDGED' } as const;
registerEnumType(StandingEnum, {
  name: 'WorkStanding',
  valuesMap: {
    DECISIVE: { description: 'Without their work the policy would not have settled the task.' },
    COVERED: { description: 'The others agree without them.' },
    JUDGED: { description: 'Somebody else looked at it afterwards.' },
  },
});
/** More are a page of their own: tasks(batchId:). */
const mostShown = 500;

@ObjectType()
export class QualityStretch {
  @Field(() => Float, { description: 'Judged work, each as much as it weighs.' })
  n!: number;

  @Field(() => Float, { description: 'Share of right work: the mean of the posterior, so never 0 or 1.' })
  rate!: number;

  @Field(() => [Float], { description: 'Of 95 %, low and high.' })
  interval!: [number, number];
}

@ObjectType({ description: 'The likeliest moment since when the person is right less often.' })
export class QualityChange {
  @Field(() => Date, { description: 'The first work after the change.' })
  at!: Date;

  @Field(() => Date, { description: 'The change is between `earliest` and `latest` with 95 %.' })
  earliest!: Date;

  @Field(() => Date)
  latest!: Date;

  @Field(() => QualityStretch)
  before!: QualityStretch;

  @Field(() => QualityStretch)
  after!: QualityStretch;

  @Field(() => Float, { description: 'How often work without a change would show one at least so strong.' })
  pValue!: number;
}

@ObjectType({ description: 'Settled tasks whose result rests on the person’s work since `earliest`.' })
export class RiskCounts {
  @Field(() => Int)
  tasks!: number;

  @Field(() => Int)
  decisive!: number;

  @Field(() => Int)
  covered!: number;

  @Field(() => Int)
  judged!: number;

  @Field(() => Int, { description: 'Decisive, in batches that were accepted or have ended: return those first.' })
  outOfReach!: number;

  @Field(() => Boolean, { description: 'Only the newest 5,000 of the tasks were looked at.' })
  isCapped!: boolean;
}

@ObjectType()
export class RiskyTask {
  @Field(() => ID)
  taskId!: string;

  @Field(() => String)
  externalKey!: string;

  @Field(() => ID)
  batchId!: string;

  @Field(() => Date, { description: 'When they answered or judged.' })
  at!: Date;

  @Field(() => StandingEnum)
  standing!: Standing;
}

@ObjectType()
export class RecheckProposal implements Proposal {
  @Field(() => RecheckWayEnum)
  how!: RecheckWay;

  @Field(() => Int)
  tasks!: number;

  @Field(() => Int, { description: 'Answers or verdicts that people must give.' })
  labels!: number;

  @Field(() => Float, { description: 'tasks · (1 − rate since the change).' })
  expectedErrors!: number;

  @Field(() => Boolean)
  isCheapest!: boolean;

  @Field(() => String)
  sentence!: string;
}

@ObjectType()
export class BlameWindow {
  @Field(() => QualityChange, { nullable: true, description: 'Null: no moment stands out.' })
  change!: QualityChange | null;

  @Field(() => Int, { description: 'Judged work that was looked at.' })
  judged!: number;

  @Field(() => Float, { nullable: true, description: 'The share of right work that the project asks for.' })
  bar!: number | null;

  @Field(() => Boolean, { nullable: true })
  isBelowBar!: boolean | null;

  @Field(() => String)
  sentence!: string;

  @Field(() => RiskCounts)
  risk!: RiskCounts;

  @Field(() => [RiskyTask], { description: `Decisive first, then newest first; at most ${mostShown}.` })
  work!: RiskyTask[];

  @Field(() => [RecheckProposal], { description: 'The cheapest first.' })
  proposals!: RecheckProposal[];
}

export function toBlameWindow({ change, work, ...report }: BlameWindowReport): BlameWindow {
  return {
    ...report,
    change: change && { ...change, earliest: change.earliest.at, latest: change.latest.at },
    work: work.slice(0, mostShown).map(({ taskId, externalKey, batchId, at, standing }) => ({
      taskId: toGlobalId('task', taskId),
      externalKey,
      batchId: toGlobalId('batch', batchId),
      at,
      standing,
    })),
  };
}

@ObjectType({ description: 'What is looked at again; asked twice, the second time it is nothing.' })
export class RecheckedWork implements Rechecked {
  @Field(() => Int)
  tasks!: number;

  @Field(() => Int, { description: 'Answers or verdicts that people are asked for.' })
  labels!: number;

  @Field(() => Int, { description: 'Decisive tasks in batches that were accepted or have ended.' })
  outOfReach!: number;
}
