import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { toGlobalId } from '../platform/index.js';
import type { SequentialLotPlan } from '../quality/index.js';
import { isSequential } from './audit.rules.js';
import type { SwitchingRow } from './audit.types.js';
import type { SeverityReport } from './severity-report.rules.js';

@ObjectType({ description: 'A 95 % interval of a rate, each end 0 to 1.' })
export class RateInterval {
  @Field(() => Float)
  low!: number;

  @Field(() => Float)
  high!: number;
}

@ObjectType({ description: 'What the plan does with lots of one quality.' })
export class OperatingPoint {
  @Field(() => Float, { description: 'Of the items that come in, how many have a defect: 0 to 1.' })
  share!: number;

  @Field(() => Float, { description: 'How often such a lot is accepted.' })
  accepted!: number;

  @Field(() => Float, { description: 'What is left on average when refused lots are looked at whole and mended.' })
  outgoing!: number;

  @Field(() => Float, { nullable: true, description: 'Items looked at on average.' })
  inspected!: number | null;
}

@ObjectType({
  description:
    'Two lines: accepted once defects ≤ slope · items − acceptDistance, refused once defects ≥ slope · items + refuseDistance.',
})
export class SequentialLines {
  @Field(() => Float, { description: 'Percent that is good: the AQL, on tightened inspection the next lower one.' })
  goodPercent!: number;

  @Field(() => Float, { description: 'Percent that is refused.' })
  ltpd!: number;

  @Field(() => Float, { description: 'How often a good lot may be refused.' })
  alpha!: number;

  @Field(() => Float, { description: 'How often a bad lot may be accepted.' })
  beta!: number;

  @Field(() => Float)
  slope!: number;

  @Field(() => Float)
  acceptDistance!: number;

  @Field(() => Float)
  refuseDistance!: number;

  @Field(() => [Int], {
    description: 'The defects counted after each item, in the drawn order; empty until the lot is judged.',
  })
  counts!: number[];
}

@ObjectType({ description: 'One severity of a lot, with its own plan and its own count.' })
export class AuditSeverity {
  @Field(() => String, { description: 'CRITICAL, MAJOR or MINOR.' })
  severity!: string;

  @Field(() => Float, { description: 'Acceptable quality limit in percent of items with a defect.' })
  aql!: number;

  @Field(() => String, { description: 'normal, tightened or reduced.' })
  inspection!: string;

  @Field(() => String, { description: 'Why it is inspected like this.' })
  inspectionReason!: string;

  @Field(() => String, { nullable: true, description: 'Of the tables; null where a lot is looked at one by one.' })
  codeLetter!: string | null;

  @Field(() => Int, {
    description: 'n: it is judged on the first so many of the drawn items; one by one on so many at most.',
  })
  sampleSize!: number;

  @Field(() => Int, { description: 'Ac: accepted with at most so many items that have a defect.' })
  acceptance!: number;

  @Field(() => Int, { description: 'Re: refused from so many on.' })
  rejection!: number;

  @Field(() => Boolean)
  isWholeLot!: boolean;

  @Field(() => Float, { description: 'How often a lot is accepted that is exactly as good as the AQL.' })
  acceptedAtAql!: number;

  @Field(() => Float, { description: 'The share of defects that is still accepted one time in ten.' })
  limitingQuality!: number;

  @Field(() => Float, {
    description: 'The worst share of defects that is left on average when refused lots are mended.',
  })
  averageOutgoingLimit!: number;

  @Field(() => [OperatingPoint])
  curve!: OperatingPoint[];

  @Field(() => [String], { description: 'What of the plan rests on one source only.' })
  unverified!: string[];

  @Field(() => SequentialLines, { nullable: true, description: 'Where the lot is looked at one by one.' })
  lines!: SequentialLines | null;

  @Field(() => Int, { nullable: true, description: 'Items that it was decided by; null until the lot is judged.' })
  inspected!: number | null;

  @Field(() => Int, { nullable: true, description: 'Items with a defect; null until the lot is judged.' })
  defects!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Null: not judged yet, or, one by one, another severity refused the lot before.',
  })
  isAccepted!: boolean | null;

  @Field(() => Float, { nullable: true, description: 'Defects of the items looked at, 0 to 1.' })
  rate!: number | null;

  @Field(() => RateInterval, { nullable: true, description: 'Honest on average.' })
  wilson!: RateInterval | null;

  @Field(() => RateInterval, { nullable: true, description: 'Covers at least as often as it says.' })
  clopperPearson!: RateInterval | null;

  @Field(() => String, { nullable: true, description: 'How the next lot is inspected.' })
  next!: string | null;

  @Field(() => String, { nullable: true })
  nextReason!: string | null;
}

@ObjectType({ description: 'Where a line of lots stands for one severity.' })
export class AuditInspection {
  @Field(() => ID, { nullable: true, description: "Of lots that this team made alone; null: the project's own line." })
  teamId!: string | null;

  @Field(() => String, { nullable: true })
  teamName!: string | null;

  @Field(() => String)
  severity!: string;

  @Field(() => String, { description: 'normal, tightened, reduced or discontinued.' })
  position!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => Int, { description: 'Lots judged since.' })
  lots!: number;

  @Field(() => Int, { description: 'Lots refused since tightened inspection began.' })
  refusedOnTightened!: number;

  @Field(() => DateTimeResolver)
  since!: Date;
}

export const intervalOf = ([low, high]: readonly [number, number]): RateInterval => ({ low, high });

export function toSeverity({ plan, found, ...report }: SeverityReport): AuditSeverity {
  const { aql, inspection, sampleSize, acceptance, rejection, isWholeLot } = plan;
  return {
    ...report,
    ...{ aql, inspection, sampleSize, acceptance, rejection, isWholeLot },
    codeLetter: isSequential(plan) ? null : plan.codeLetter,
    lines: isSequential(plan) ? toLines(plan, found?.counts ?? []) : null,
    inspected: found?.inspected ?? null,
    defects: found?.defects ?? null,
    isAccepted: found?.isAccepted ?? null,
    rate: found?.rate ?? null,
    wilson: found?.wilson ? intervalOf(found.wilson) : null,
    clopperPearson: found?.clopperPearson ? intervalOf(found.clopperPearson) : null,
  };
}

function toLines({ goodPercent, ltpd, alpha, beta, test }: SequentialLotPlan, counts: number[]): SequentialLines {
  const { slope, acceptDistance, refuseDistance } = test;
  return { goodPercent, ltpd, alpha, beta, slope, acceptDistance, refuseDistance, counts };
}

export function toInspection({ teamId, teamName, severity, state, reason, since }: SwitchingRow): AuditInspection {
  const { position, lots, refusedOnTightened } = state;
  const whose = { teamId: teamId && toGlobalId('team', teamId), teamName };
  return { ...whose, severity, position, reason, lots: lots.length, refusedOnTightened, since };
}
