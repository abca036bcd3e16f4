import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { WrongState } from '../batches/index.js';
import { Node, Problem, resultUnion, toGlobalId } from '../platform/index.js';
import { AuditInspection } from './audit-severity.type.js';
import type { LotRow, LotState, Remedy } from './audit.types.js';

export const LotStateEnum = {
  COMMITTED: 'COMMITTED',
  FIXED: 'FIXED',
  OPEN: 'OPEN',
  JUDGED: 'JUDGED',
  ACCEPTED: 'ACCEPTED',
  RETURNED: 'RETURNED',
  VOID: 'VOID',
} as const;
registerEnumType(LotStateEnum, { name: 'AuditLotState' });
export const RemedyEnum = { SCREENING: 'SCREENING', REWORK: 'REWORK' } as const;
registerEnumType(RemedyEnum, { name: 'LotRemedy' });

@ObjectType({ implements: () => [Node], description: 'A batch as a lot that is accepted or refused as one.' })
export class AuditLot extends Node {
  @Field(() => ID)
  projectId!: string;

  @Field(() => ID)
  batchId!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The team that made all of it: the lot counts in its line. Null: in the project's.",
  })
  teamId!: string | null;

  @Field(() => String, { nullable: true })
  teamName!: string | null;

  @Field(() => Int, { description: 'From 1 on for each batch.' })
  round!: number;

  @Field(() => LotStateEnum)
  state!: LotState;

  @Field(() => Boolean, { description: 'A round before was judged: switching does not count this one.' })
  isResubmitted!: boolean;

  @Field(() => Boolean, { description: 'The commitment was there before the batch was complete.' })
  isCommittedBefore!: boolean;

  @Field(() => Int)
  policyVersion!: number;

  @Field(() => String, { description: 'Inspection level: I, II, III or S-1 to S-4.' })
  level!: string;

  @Field(() => String, { description: 'Z1_4 or ISO_2859_1.' })
  standard!: string;

  @Field(() => Boolean, { description: 'Looked at one by one, until it is decided.' })
  isSequential!: boolean;

  @Field(() => String, { description: 'SHA-256 of the seed.' })
  commitment!: string;

  @Field(() => String, { nullable: true, description: 'Null until the keys are fixed and the sample is drawn.' })
  seed!: string | null;

  @Field(() => DateTimeResolver, { nullable: true })
  publishedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the keys in the order of their bytes, one a line.' })
  keysDigest!: string | null;

  @Field(() => Int, { nullable: true })
  lotSize!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The largest sample of its severities; it begins with the others. One by one: at most so many, and once judged so many as decided it.',
  })
  sampleSize!: number | null;

  @Field(() => String, { nullable: true, description: 'As strict as its strictest severity.' })
  inspection!: string | null;

  @Field(() => String, { nullable: true, description: 'ACCEPT or REJECT.' })
  verdict!: string | null;

  @Field(() => [String], { description: 'The verdict in sentences, those that refuse the lot first.' })
  reasons!: string[];

  @Field(() => DateTimeResolver, { nullable: true })
  judgedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'Null: nobody yet, or the policy.' })
  decidedBy!: string | null;

  @Field(() => DateTimeResolver, { nullable: true })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true })
  decisionReason!: string | null;

  @Field(() => RemedyEnum, { nullable: true })
  remedy!: Remedy | null;

  @Field(() => DateTimeResolver, { nullable: true, description: 'A returned lot was looked at whole.' })
  mendedAt!: Date | null;

  @Field(() => String, { nullable: true })
  voidReason!: string | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;

  /** For the fields that are looked up; no field itself. */
  row!: LotRow;
}

@ObjectType({ implements: () => [Problem], description: 'NO_AUDIT_RULE: the policy does not say how lots are judged.' })
export class NoAuditRule extends Problem {}

@ObjectType({ implements: () => [Problem], description: 'AUDIT_UNDER_WAY: the batch has a lot that is not decided.' })
export class AuditUnderWay extends Problem {}

@ObjectType({ implements: () => [Problem], description: 'DISCONTINUED: nothing is judged until the cause is mended.' })
export class InspectionDiscontinued extends Problem {}

@ObjectType({ implements: () => [Problem], description: 'NOT_DISCONTINUED: there is no cause to mend.' })
export class NotDiscontinued extends Problem {}

@ObjectType({ description: 'How the next lots are inspected.' })
export class CauseCorrected {
  @Field(() => [AuditInspection])
  inspections!: AuditInspection[];
}

const isLot = () => AuditLot;
export const OpenAuditResult = resultUnion('OpenAuditResult', isLot, [AuditLot], {
  NO_AUDIT_RULE: NoAuditRule,
  AUDIT_UNDER_WAY: AuditUnderWay,
  DISCONTINUED: InspectionDiscontinued,
  WRONG_STATE: WrongState,
});
export const ChangeLotResult = resultUnion('ChangeLotResult', isLot, [AuditLot], { WRONG_STATE: WrongState });
export const CorrectCauseResult = resultUnion('CorrectCauseResult', () => CauseCorrected, [CauseCorrected], {
  NOT_DISCONTINUED: NotDiscontinued,
});

export function toLot(row: LotRow): AuditLot {
  return Object.assign(new AuditLot(), {
    id: toGlobalId('auditLot', row.id),
    projectId: toGlobalId('project', row.project_id),
    batchId: toGlobalId('batch', row.batch_id),
    teamId: row.team_id && toGlobalId('team', row.team_id),
    teamName: row.team_name,
    round: row.round,
    state: row.state,
    isResubmitted: row.is_resubmitted,
    isCommittedBefore: row.is_committed_before,
    policyVersion: row.policy_version,
    level: row.rule.level,
    standard: row.rule.standard,
    isSequential: row.sequential !== null,
    commitment: row.commitment,
    seed: row.seed,
    publishedAt: row.published_at,
    keysDigest: row.keys_digest,
    lotSize: row.lot_size,
    sampleSize: row.sample_size,
    inspection: row.inspection,
    verdict: row.verdict,
    reasons: row.reasons ?? [],
    judgedAt: row.judged_at,
    decidedBy: row.decided_by && toGlobalId('member', row.decided_by),
    decidedAt: row.decided_at,
    decisionReason: row.decision_reason,
    remedy: row.remedy,
    mendedAt: row.mended_at,
    voidReason: row.void_reason,
    createdAt: row.created_at,
    row,
  });
}
