import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, toGlobalId } from '../../platform/index.js';
import { DisputeStateEnum } from '../disputes/dispute.type.js';
import type { DisputeState } from '../disputes/disputes.store.js';
import type { NoticeRow } from '../notices/notices.store.js';
import { type VerdictDecision, VerdictDecisionEnum } from '../verdict.type.js';
import type { OwnVerdictRow } from './feedback.store.js';

@ObjectType({ implements: () => [Node], description: 'What a reviewer said of an answer of yours.' })
export class OwnVerdict extends Node {
  @Field(() => ID, { description: 'Yours, whose answer was judged.' })
  assignmentId!: string;

  @Field(() => ID)
  projectId!: string;

  @Field(() => VerdictDecisionEnum)
  decision!: VerdictDecision;

  @Field(() => JSONResolver)
  errors!: unknown;

  @Field(() => String, { nullable: true })
  comment!: string | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;

  @Field(() => Boolean, { description: 'openDispute may still contest it.' })
  isDisputable!: boolean;

  @Field(() => DisputeStateEnum, { nullable: true, description: 'Of your dispute about it, if there is one.' })
  disputeState!: DisputeState | null;
}

@ObjectType()
export class OwnVerdictConnection extends connectionOf(OwnVerdict) {}

@ObjectType({
  implements: () => [Node],
  description: 'What you are told, about your work or that of others, until you have read it.',
})
export class Notice extends Node {
  @Field(() => String)
  kind!: string;

  @Field(() => String)
  sentence!: string;

  @Field(() => ID, { nullable: true })
  projectId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it is about, such as batch: for a link. Null: your own work.',
  })
  subjectKind!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of what it is about.' })
  subjectId!: string | null;

  @Field(() => DateTimeResolver)
  at!: Date;

  @Field(() => DateTimeResolver, { nullable: true })
  readAt!: Date | null;
}

@ObjectType({ description: 'Something new about your work, with the next task: a verdict or a notice.' })
export class News {
  @Field(() => String, { description: 'VERDICT, or the kind of the notice.' })
  kind!: string;

  @Field(() => ID, { description: 'Of the verdict, for openDispute; of the notice, for readNotices.' })
  id!: string;

  @Field(() => VerdictDecisionEnum, { nullable: true })
  decision!: VerdictDecision | null;

  @Field(() => JSONResolver, { nullable: true })
  errors!: unknown;

  @Field(() => String, { nullable: true, description: 'What the reviewer said, or what the notice says.' })
  comment!: string | null;

  @Field(() => DateTimeResolver)
  at!: Date;
}

export const toOwnVerdict = (row: OwnVerdictRow): OwnVerdict =>
  Object.assign(new OwnVerdict(), {
    id: toGlobalId('verdict', row.id),
    assignmentId: toGlobalId('assignment', row.assignment_id),
    projectId: toGlobalId('project', row.project_id),
    decision: row.decision,
    errors: row.errors,
    comment: row.comment,
    createdAt: row.created_at,
    isDisputable: row.is_disputable,
    disputeState: row.dispute_state,
  });

export const toNotice = ({
  id,
  kind,
  sentence,
  project_id,
  subject_kind,
  subject_id,
  at,
  read_at,
}: NoticeRow): Notice =>
  Object.assign(new Notice(), {
    id: toGlobalId('notice', id),
    projectId: project_id && toGlobalId('project', project_id),
    subjectKind: subject_kind,
    subjectId: subject_kind && subject_id && toGlobalId(subject_kind, subject_id),
    ...{ kind, sentence, at },
    readAt: read_at,
  });

/** Newest first. */
export function toNews({ verdicts, notices }: { verdicts: OwnVerdictRow[]; notices: NoticeRow[] }): News[] {
  const news = [
    ...verdicts.map(({ id, decision, errors, comment, created_at: at }) => {
      return { kind: 'VERDICT', id: toGlobalId('verdict', id), decision, errors, comment, at };
    }),
    ...notices.map(({ id, kind, sentence, at }) => {
      return { kind, id: toGlobalId('notice', id), decision: null, errors: null, comment: sentence, at };
    }),
  ];
  return news.sort((a, b) => b.at.getTime() - a.at.getTime()).map((one) => Object.assign(new News(), one));
}
