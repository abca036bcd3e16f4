import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { toGlobalId } from '../../platform/index.js';
import type { ForecastReport } from './forecast.service.js';
import { type BatchForecast as Reckoned, type Cause, causes, type Finish } from './forecast.types.js';

const causeEnum = Object.fromEntries(causes.map((cause) => [cause, cause])) as Record<Cause, Cause>;
registerEnumType(causeEnum, { name: 'ForecastCause', description: 'What takes time: docs/forecast.md.' });

@ObjectType({
  description: 'When it ends: earlier than that in so many of a hundred courses. Null: not within 120 days.',
})
export class ForecastDates {
  @Field(() => DateTimeResolver, { nullable: true })
  p10!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  p50!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  p80!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  p90!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  p95!: Date | null;
}

@ObjectType()
export class ForecastReason {
  @Field(() => causeEnum)
  cause!: Cause;

  @Field(() => String)
  sentence!: string;

  @Field(() => Float, { description: 'The risk of missing the deadline without this cause, all else the same.' })
  riskWithout!: number;
}

@ObjectType({ description: 'Settled tasks by that moment.' })
export class ForecastBandPoint {
  @Field(() => DateTimeResolver)
  at!: Date;

  @Field(() => Int)
  p10!: number;

  @Field(() => Int)
  p50!: number;

  @Field(() => Int)
  p90!: number;
}

@ObjectType({ description: 'What is expected to be left, in the mean.' })
export class ForecastWork {
  @Field(() => Float)
  answers!: number;

  @Field(() => Float)
  judgements!: number;

  @Field(() => Float)
  answersPerTask!: number;

  @Field(() => Float, { description: 'Hours of presence that it takes.' })
  hours!: number;
}

@ObjectType({ description: 'The same with what would be otherwise, by the same random numbers.' })
export class ForecastOtherwise {
  @Field(() => ForecastDates)
  finish!: ForecastDates;

  @Field(() => Float, { nullable: true })
  missRisk!: number | null;

  @Field(() => Float, { nullable: true, description: 'Hours by which the middle moves; below zero: earlier.' })
  movedHours!: number | null;
}

@ObjectType()
export class BatchForecast {
  @Field(() => ID)
  batchId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Int, { description: 'Not cancelled.' })
  tasks!: number;

  @Field(() => Int)
  settled!: number;

  @Field(() => DateTimeResolver, { nullable: true })
  deadlineAt!: Date | null;

  @Field(() => ForecastDates)
  finish!: ForecastDates;

  @Field(() => Float, { nullable: true, description: 'Of missing the deadline, 0 to 1; null without one.' })
  missRisk!: number | null;

  @Field(() => [ForecastReason], {
    description: 'Why it may miss the deadline, the main reason first; empty for clients.',
  })
  reasons!: ForecastReason[];

  @Field(() => [ForecastBandPoint], { description: 'The expected burn-up.' })
  band!: ForecastBandPoint[];

  @Field(() => ForecastWork, { nullable: true, description: 'Null for clients.' })
  expected!: ForecastWork | null;

  @Field(() => ForecastOtherwise, { nullable: true, description: 'Null without whatIf.' })
  otherwise!: ForecastOtherwise | null;
}

@ObjectType({ description: 'What was seen.' })
export class ForecastBasis {
  @Field(() => Int, { description: 'Answers and judgements.' })
  units!: number;

  @Field(() => Int)
  people!: number;

  @Field(() => Int)
  days!: number;

  @Field(() => Float, { description: 'Share of shifts that people miss unplanned.' })
  absenceRate!: number;
}

@ObjectType({ description: 'When batches end: docs/forecast.md.' })
export class Forecast {
  @Field(() => DateTimeResolver)
  madeAt!: Date;

  @Field(() => [BatchForecast], { description: 'In the order of their priority; of a project at most 50.' })
  batches!: BatchForecast[];

  @Field(() => ForecastBasis, { nullable: true, description: 'Null for clients.' })
  basis!: ForecastBasis | null;

  @Field(() => [String], { description: 'What it takes for granted.' })
  assumptions!: string[];

  @Field(() => [String], { description: 'What is missing for a forecast to rely on; empty when nothing is.' })
  missing!: string[];
}

export function toForecast({ madeAt, batches, basis, assumptions, missing, isDatesOnly }: ForecastReport): Forecast {
  return {
    ...{ madeAt, basis, assumptions, missing },
    batches: batches.map(({ row, tasks, settled, forecast, otherwise }) => ({
      batchId: toGlobalId('batch', row.id),
      name: row.name,
      ...{ tasks, settled },
      deadlineAt: row.deadlineAt,
      finish: datesOf(forecast.finish),
      missRisk: forecast.missRisk,
      reasons: isDatesOnly ? [] : forecast.reasons,
      band: forecast.band.map((point) => ({ ...point, at: new Date(point.at) })),
      expected: isDatesOnly ? null : forecast.expected,
      otherwise: otherwise && toOtherwise(forecast, otherwise),
    })),
  };
}

const toOtherwise = (now: Reckoned, { finish, missRisk }: Reckoned): ForecastOtherwise => ({
  finish: datesOf(finish),
  missRisk,
  movedHours: finish.p50 === null || now.finish.p50 === null ? null : (finish.p50 - now.finish.p50) / 3_600_000,
});

const datesOf = (finish: Finish): ForecastDates =>
  Object.fromEntries(Object.entries(finish).map(([name, at]: [string, number | null]) => [name, at === null ? null : new Date(at)])) as unknown as ForecastDates; // prettier-ignore
