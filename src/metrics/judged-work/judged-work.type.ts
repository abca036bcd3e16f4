import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, PageArgs, toGlobalId } from '../../platform/index.js';
import { type EvidenceSource, evidenceSources, StageEnum } from '../../projects/index.js';
import { VerdictDecisionEnum } from '../../quality/index.js';
import type { Stage } from '../../tasks/index.js';
import { EvidenceSourceEnum } from '../accuracy/accuracy.input.js';
import type { JudgedAnswerRow, SaidVerdict } from './judged-work.store.js';

@ArgsType()
export class JudgedWorkArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID)
  @IsString()
  memberId!: string;

  @Field(() => Boolean, { nullable: true, description: 'False: what to talk about.' })
  @IsOptional()
  @IsBoolean()
  isRight?: boolean | null;

  @Field(() => [EvidenceSourceEnum], { nullable: true, description: 'By whom; of several the strongest counts.' })
  @IsOptional()
  @IsIn(evidenceSources, { each: true })
  sources?: EvidenceSource[] | null;
}

@ObjectType({ description: 'What a reviewer or an auditor said of an answer.' })
export class JudgedAnswerVerdict implements SaidVerdict {
  @Field(() => String, { description: 'REVIEW, AUDIT or DISPUTE.' })
  purpose!: SaidVerdict['purpose'];

  @Field(() => VerdictDecisionEnum)
  decision!: SaidVerdict['decision'];

  @Field(() => JSONResolver)
  errors!: unknown;

  @Field(() => String, { nullable: true })
  comment!: string | null;

  @Field(() => String, { nullable: true })
  reviewerName!: string | null;
}

@ObjectType({ description: 'An answer that was judged, by the strongest who judged it.' })
export class JudgedAnswer {
  @Field(() => ID, { description: 'Of the submission.' })
  id!: string;

  @Field(() => ID)
  taskId!: string;

  @Field(() => String)
  externalKey!: string;

  @Field(() => String)
  batchName!: string;

  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => DateTimeResolver, { description: 'When it was given.' })
  at!: Date;

  @Field(() => Boolean)
  isRight!: boolean;

  @Field(() => EvidenceSourceEnum, { description: 'Who has the word on it. GOLD is told to managers alone.' })
  source!: EvidenceSource;

  @Field(() => JSONResolver, { description: 'What was answered.' })
  labels!: unknown;

  @Field(() => String, { nullable: true, description: '“Cannot be done”, where that was the answer.' })
  skipReason!: string | null;

  @Field(() => JSONResolver, {
    nullable: true,
    description:
      'What is right: the known answer, what was mended, or what the task settled with. Null: not known yet.',
  })
  rightLabels!: unknown;

  @Field(() => [String], { description: 'Classes in which an error was found.' })
  wrongClasses!: string[];

  @Field(() => JudgedAnswerVerdict, { nullable: true })
  verdict!: JudgedAnswerVerdict | null;
}

@ObjectType()
export class JudgedAnswerConnection extends connectionOf(JudgedAnswer) {}

export const toJudgedAnswer = (row: JudgedAnswerRow): JudgedAnswer =>
  Object.assign(new JudgedAnswer(), {
    id: toGlobalId('submission', row.id),
    taskId: toGlobalId('task', row.task_id),
    externalKey: row.external_key,
    batchName: row.batch_name,
    stage: row.stage,
    at: row.at,
    isRight: row.is_right,
    source: row.source,
    labels: row.labels,
    skipReason: row.skip_reason,
    rightLabels: row.right_labels,
    wrongClasses: row.wrong_classes ?? [],
    verdict: row.verdict,
  });
