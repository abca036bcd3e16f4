import { Field, Float, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, toGlobalId } from '../../platform/index.js';
import { type AnalysisKind, type AnalysisRow, type AnalysisState } from './analysis.types.js';

export const AnalysisKindEnum = { POLICY_PREVIEW: 'POLICY_PREVIEW', METHOD_COMPARISON: 'METHOD_COMPARISON' } as const;
registerEnumType(AnalysisKindEnum, { name: 'AnalysisKind' });
export const AnalysisStateEnum = {
  RUNNING: 'RUNNING',
  DONE: 'DONE',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const;
registerEnumType(AnalysisStateEnum, { name: 'AnalysisState' });

@ObjectType({ implements: () => [Node], description: 'Long work over a project. Ask it how far it is.' })
export class Analysis extends Node {
  @Field(() => AnalysisKindEnum)
  kind!: AnalysisKind;

  @Field(() => ID)
  projectId!: string;

  @Field(() => AnalysisStateEnum)
  state!: AnalysisState;

  @Field(() => Float, { description: 'Steps done; a step is about as long as another.' })
  done!: number;

  @Field(() => Float, { nullable: true, description: 'Of so many; null until that is known.' })
  total!: number | null;

  @Field(() => JSONResolver, {
    nullable: true,
    description: 'When DONE. METHOD_COMPARISON: docs/comparing-methods.md. POLICY_PREVIEW: docs/consensus.md.',
  })
  result!: unknown;

  @Field(() => String, { nullable: true, description: 'Why it FAILED.' })
  error!: string | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true })
  finishedAt!: Date | null;
}

export const AnalysisConnection = connectionOf(Analysis);

export function toAnalysis(row: AnalysisRow): Analysis {
  return Object.assign(new Analysis(), {
    id: toGlobalId('analysis', row.id),
    kind: row.kind,
    projectId: toGlobalId('project', row.project_id),
    state: row.state,
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    result: row.result,
    error: row.error,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  });
}
