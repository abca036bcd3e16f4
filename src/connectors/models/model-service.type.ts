import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import type { ModelCallRow, ModelCallState } from './model-calls.store.js';
import type { ModelServiceRow } from './model-services.store.js';
import type { WithModelSecret } from './model-services.service.js';
import type { ProjectModelRow } from './project-model.service.js';

export const ModelCallStateEnum = {
  PENDING: 'PENDING',
  SENDING: 'SENDING',
  AWAITING: 'AWAITING',
  ANSWERED: 'ANSWERED',
  FAILED: 'FAILED',
  LATE: 'LATE',
} as const;
registerEnumType(ModelCallStateEnum, {
  name: 'ModelCallState',
  description:
    'PENDING: it is (again) to be sent. AWAITING: the model promised its answer for later. ANSWERED: the task has the labels. FAILED: given up, the error says why. LATE: the task had gone out.',
});

@ObjectType({ description: 'A project that asks a model.' })
export class ProjectModel {
  @Field(() => ID)
  projectId!: string;

  @Field(() => ID, { nullable: true })
  modelServiceId!: string | null;

  @Field(() => Int, { nullable: true, description: 'How long a task waits for its pre-label at most.' })
  waitMinutes!: number | null;
}

@ObjectType({
  implements: () => [Node],
  description: 'A model that projects ask for pre-labels. Its secret is never read back.',
})
export class ModelService extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  url!: string;

  @Field(() => String, { description: "Where it sends what it promised for later, on Muster's own address." })
  answerPath!: string;

  @Field(() => Int)
  mostInFlight!: number;

  @Field(() => Int)
  timeoutSeconds!: number;

  @Field(() => Int)
  answerMinutes!: number;

  @Field(() => Int)
  mostAttempts!: number;

  @Field(() => Int, { nullable: true })
  mostPerDay!: number | null;

  @Field(() => Int, { description: 'Questions sent today (UTC).' })
  callsToday!: number;

  @Field(() => Boolean)
  isEnabled!: boolean;

  @Field(() => Int, { description: 'Attempts in a row that it did not answer at all.' })
  failures!: number;

  @Field(() => DateTimeResolver, {
    nullable: true,
    description: 'Until when it is not asked, because it did not answer.',
  })
  pausedUntil!: Date | null;

  @Field(() => DateTimeResolver, {
    nullable: true,
    description: 'Until when the secret before the last rotation is good.',
  })
  previousSecretUntil!: Date | null;

  @Field(() => Float, { description: 'Answers whose signature was not good: counted, and not kept.' })
  badSignatures!: number;

  @Field(() => DateTimeResolver, { nullable: true })
  badSignatureAt!: Date | null;

  @Field(() => String, { nullable: true })
  badSignatureReason!: string | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;

  row!: ModelServiceRow;
}

@ObjectType({ description: 'The secret is shown this once.' })
export class ModelServiceWithSecret {
  @Field(() => ModelService)
  modelService!: ModelService;

  @Field(() => String)
  signingSecret!: string;
}

@ObjectType({ description: 'What is wrong with a label that came, and where.' })
export class ModelLabelFault {
  @Field(() => String)
  path!: string;

  @Field(() => String)
  message!: string;
}

@ObjectType({ implements: () => [Node], description: 'What a model was asked about a task, and what came of it.' })
export class ModelCall extends Node {
  @Field(() => ID)
  taskId!: string;

  @Field(() => ModelCallStateEnum)
  state!: ModelCallState;

  @Field(() => Int)
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'Why the last attempt came to nothing.' })
  error!: string | null;

  @Field(() => [ModelLabelFault])
  faults!: ModelLabelFault[];

  @Field(() => String, { nullable: true })
  model!: string | null;

  @Field(() => String, { nullable: true })
  modelVersion!: string | null;

  @Field(() => [Float], { nullable: true, description: 'One for each label, as the model gave them.' })
  scores!: number[] | null;

  @Field(() => DateTimeResolver, { nullable: true, description: 'When it is sent, or lost; null: it has ended.' })
  dueAt!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  sentAt!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  endedAt!: Date | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;
}

@ObjectType()
export class ModelServiceConnection extends connectionOf(ModelService) {}
@ObjectType()
export class ModelCallConnection extends connectionOf(ModelCall) {}

@ObjectType({ description: 'How many tasks wait for a pre-label from now on.' })
export class ModelAsked {
  @Field(() => Int)
  tasks!: number;
}

@ObjectType({ implements: () => [Problem], description: 'NO_MODEL: the project asks no model.' })
export class NoModel extends Problem {}

export const AskModelResult = resultUnion('AskModelResult', () => ModelAsked, [ModelAsked], { NO_MODEL: NoModel });

export const toModelService = (row: ModelServiceRow): ModelService =>
  Object.assign(new ModelService(), {
    id: toGlobalId('modelService', row.id),
    name: row.name,
    url: row.url,
    answerPath: `/hooks/models/${toGlobalId('modelService', row.id)}`,
    mostInFlight: row.most_in_flight,
    timeoutSeconds: row.timeout_seconds,
    answerMinutes: row.answer_minutes,
    mostAttempts: row.most_attempts,
    mostPerDay: row.most_per_day,
    callsToday: row.calls_today,
    isEnabled: row.is_enabled,
    failures: row.failures,
    pausedUntil: row.open_until,
    previousSecretUntil: row.previous_until,
    badSignatures: Number(row.bad_signatures),
    badSignatureAt: row.bad_signature_at,
    badSignatureReason: row.bad_signature_reason,
    createdAt: row.created_at,
    row,
  });

export const toWithSecret = ({ row, signingSecret }: WithModelSecret): ModelServiceWithSecret =>
  Object.assign(new ModelServiceWithSecret(), { modelService: toModelService(row), signingSecret });

export const toProjectModel = ({ projectId, serviceId, waitMinutes }: ProjectModelRow): ProjectModel => ({
  projectId: toGlobalId('project', projectId),
  modelServiceId: serviceId && toGlobalId('modelService', serviceId),
  waitMinutes,
});

export const toModelCall = (row: ModelCallRow): ModelCall =>
  Object.assign(new ModelCall(), {
    id: toGlobalId('modelCall', row.id),
    taskId: toGlobalId('task', row.task_id),
    state: row.state,
    attempts: row.attempts,
    error: row.error,
    faults: row.faults ?? [],
    model: row.model,
    modelVersion: row.model_version,
    scores: row.scores,
    dueAt: row.ended_at ? null : row.due_at,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
    createdAt: row.created_at,
  });
