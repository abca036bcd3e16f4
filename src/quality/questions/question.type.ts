import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { type Actor, IsToken, reachOf } from '../../identity/index.js';
import { connectionOf, Node, PageArgs, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { PlainText } from '../../projects/index.js';
import { type Addressee, addressees, type Part, type QuestionState, questionStates } from './question.rules.js';
import type { QuestionRow, ReplyRow } from './questions.store.js';

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
export const QuestionStateEnum = enumOf(questionStates);
registerEnumType(QuestionStateEnum, { name: 'QuestionState' });
export const AddresseeEnum = enumOf(addressees);
registerEnumType(AddresseeEnum, { name: 'QuestionAddressee', description: 'Whom it is meant for first; both see it.' });
export const QuestionPartEnum = enumOf<Part>(['ASKER', 'LEAD', 'MANAGER', 'CLIENT']);
registerEnumType(QuestionPartEnum, { name: 'QuestionPart', description: 'As whom somebody speaks.' });

@InputType({ description: 'Either the assignment that you hold, or a project.' })
export class AskQuestionInput {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  assignmentId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  projectId?: string | null;

  @Field(() => AddresseeEnum, { defaultValue: 'LEAD' })
  @IsIn(addressees)
  to: Addressee = 'LEAD';

  @Field(() => String)
  @PlainText(1, 2000)
  text!: string;
}

@ArgsType()
export class QuestionsArgs extends PageArgs {
  @Field(() => ID)
  @IsToken()
  projectId!: string;

  @Field(() => QuestionStateEnum, { nullable: true })
  @IsOptional()
  @IsIn(questionStates)
  state?: QuestionState;
}

@InputType()
export class ReplyToQuestionInput {
  @Field(() => ID)
  @IsToken()
  questionId!: string;

  @Field(() => String)
  @PlainText(1, 5000)
  text!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Or only a comment. What the asker says is a comment.' })
  @IsBoolean()
  isAnswer: boolean = true;
}

@InputType()
export class PublishAnswerInput {
  @Field(() => ID)
  @IsToken()
  questionId!: string;

  @Field(() => String, { nullable: true, description: 'Left out: the question and its last answer, as they are.' })
  @IsOptional()
  @PlainText(1, 5000)
  text?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'With what the task shows, as the example.' })
  @IsBoolean()
  withExample: boolean = false;
}

@InputType()
export class AddGuidelineNoteInput {
  @Field(() => ID)
  @IsToken()
  projectId!: string;

  @Field(() => String)
  @PlainText(1, 5000)
  text!: string;

  @Field(() => ID, { nullable: true, description: 'A task of the project, as the example: everybody sees it.' })
  @IsOptional()
  @IsToken()
  taskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A picture of the project.' })
  @IsOptional()
  @IsToken()
  mediaId?: string | null;
}

@ObjectType({ description: 'What a question is about: the item that was held. Nothing of any answer to it.' })
export class QuestionItem {
  @Field(() => JSONResolver)
  data!: unknown;

  @Field(() => JSONResolver, { description: 'Its public part.' })
  metadata!: unknown;

  @Field(() => String, { nullable: true, description: 'The picture, when Muster keeps it: signed, for an hour.' })
  mediaUrl!: string | null;
}

@ObjectType()
export class QuestionReply {
  /** Not shown. */
  row!: ReplyRow;

  @Field(() => ID)
  id!: string;

  @Field(() => QuestionPartEnum)
  part!: Part;

  @Field(() => Boolean)
  isMine!: boolean;

  @Field(() => Boolean)
  isAnswer!: boolean;

  @Field(() => String)
  text!: string;

  @Field(() => DateTimeResolver)
  at!: Date;
}

@ObjectType({ implements: () => [Node], description: 'A question of somebody at work, and what was said about it.' })
export class Question extends Node {
  /** Not shown. */
  row!: QuestionRow;

  @Field(() => ID)
  projectId!: string;

  @Field(() => String)
  projectName!: string;

  @Field(() => QuestionStateEnum)
  state!: QuestionState;

  @Field(() => AddresseeEnum)
  to!: Addressee;

  @Field(() => String)
  text!: string;

  @Field(() => Boolean)
  isMine!: boolean;

  @Field(() => DateTimeResolver)
  askedAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true })
  closedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'The note on the guidelines that its answer became.' })
  noteId!: string | null;

  @Field(() => ID, { nullable: true, description: 'For leads; whoever asks is told no task, and clients neither.' })
  taskId!: string | null;

  @Field(() => String, { nullable: true, description: 'For leads.' })
  externalKey!: string | null;
}

@ObjectType()
export class QuestionConnection extends connectionOf(Question) {}

@ObjectType({
  implements: () => [Problem],
  description: 'QUESTION_CLOSED, TOO_MANY_QUESTIONS; when an answer is published: NOT_ANSWERED.',
})
export class QuestionRefused extends Problem {}

export const QuestionResult = resultUnion('QuestionResult', () => Question, [Question], {
  QUESTION_CLOSED: QuestionRefused,
  TOO_MANY_QUESTIONS: QuestionRefused,
  NOT_ANSWERED: QuestionRefused,
});

export function toQuestion(row: QuestionRow, actor: Actor): Question {
  // Who asked is told no task, whatever else they may read: it could be one whose answer is known.
  const isForLead = reachOf(actor, 'task:read') !== null && row.askedBy !== actor.memberId;
  return Object.assign(new Question(), {
    row,
    id: toGlobalId('question', row.id),
    projectId: toGlobalId('project', row.projectId),
    projectName: row.projectName,
    state: row.state,
    to: row.addressee,
    text: row.text,
    isMine: row.askedBy === actor.memberId,
    askedAt: row.askedAt,
    closedAt: row.closedAt,
    noteId: row.noteId && toGlobalId('guidelineNote', row.noteId),
    taskId: isForLead && row.taskId ? toGlobalId('task', row.taskId) : null,
    externalKey: isForLead ? row.externalKey : null,
  });
}

export const toReply = (row: ReplyRow, actor: Actor): QuestionReply =>
  Object.assign(new QuestionReply(), {
    row,
    id: row.id.replaceAll('-', ''),
    part: row.part,
    isMine: row.memberId === actor.memberId,
    isAnswer: row.isAnswer,
    text: row.text,
    at: row.at,
  });
