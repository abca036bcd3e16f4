import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
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

  @Field(() => String)
  codeLetter!: string;

  @Field(() => Int, { description: 'n: it is judged on the first so many of the drawn items.' })
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

  @Field(() => Int, { nullable: true, description: 'Items with a defect; null until the lot is judged.' })
  defects!: number | null;

  @Field(() => Boolean, { nullable: true })
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

@ObjectType({ description: 'Where the line of lots of a project stands for one severity.' })
export class AuditInspection {
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
  const { aql, inspection, codeLetter, sampleSize, acceptance, rejection, isWholeLot } = plan;
  return {
    ...report,
    ...{ aql, inspection, codeLetter, sampleSize, acceptance, rejection, isWholeLot },
    defects: found?.defects ?? null,
    isAccepted: found?.isAccepted ?? null,
    rate: found?.rate ?? null,
    wilson: found && intervalOf(found.wilson),
    clopperPearson: found && intervalOf(found.clopperPearson),
  };
}

export function toInspection({ severity, state, reason, since }: SwitchingRow): AuditInspection {
  const { position, lots, refusedOnTightened } = state;
  return { severity, position, reason, lots: lots.length, refusedOnTightened, since };
}
