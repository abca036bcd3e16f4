import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import type { AnsweredQuiz, OpenQuiz } from './guidelines.service.js';
import type { GuidelineNoteRow, GuidelinesRow } from './guidelines.store.js';

@ObjectType({ description: 'A version of the instructions that annotators read and acknowledge.' })
export class Guidelines {
  /** Not shown: whose guidelines these are, for what is asked of them. */
  projectId!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => String, { description: 'Markdown.' })
  body!: string;

  @Field(() => Date)
  createdAt!: Date;
}

@ObjectType()
export class QuizChoice {
  @Field(() => Int, { description: 'To answer with.' })
  choice!: number;

  @Field(() => String)
  text!: string;
}

@ObjectType()
export class QuizQuestion {
  @Field(() => Int, { description: 'To answer with.' })
  question!: number;

  @Field(() => String)
  text!: string;

  @Field(() => [QuizChoice])
  choices!: QuizChoice[];
}

@ObjectType({ description: 'Questions on what changed in the guidelines, in the order of your next try.' })
export class GuidelineQuiz {
  @Field(() => Int, { description: 'Of the guidelines that it is about.' })
  version!: number;

  @Field(() => Float, { description: 'The share of right answers that passes.' })
  passMark!: number;

  @Field(() => Int, { description: 'Which try this is, from 1; there is no last one.' })
  try!: number;

  @Field(() => [QuizQuestion])
  questions!: QuizQuestion[];
}

@ObjectType({ description: 'A question that was not answered rightly.' })
export class QuizMistake {
  @Field(() => String)
  text!: string;

  @Field(() => String)
  explanation!: string;
}

@ObjectType()
export class QuizAnswered {
  /** Not shown. */
  projectId!: string;

  @Field(() => Boolean)
  isPassed!: boolean;

  @Field(() => Int)
  right!: number;

  @Field(() => Int)
  of!: number;

  @Field(() => [QuizMistake])
  mistakes!: QuizMistake[];
}

@ObjectType({
  implements: () => [Problem],
  description: 'GUIDELINES_UNREAD: acknowledge first. NO_QUIZ: this is not what you have to answer now.',
})
export class QuizRefused extends Problem {}

export const AnswerQuizResult = resultUnion('AnswerQuizResult', () => QuizAnswered, [QuizAnswered], {
  GUIDELINES_UNREAD: QuizRefused,
  NO_QUIZ: QuizRefused,
});

@ObjectType({
  implements: () => [Node],
  description: 'A word on the guidelines between two versions: an edge case, an answer, what a dispute taught.',
})
export class GuidelineNote extends Node {
  /** Not shown. */
  mediaId!: string | null;

  @Field(() => ID)
  projectId!: string;

  @Field(() => Int, { description: 'The version in force then; 0: there was none.' })
  guidelineVersion!: number;

  @Field(() => String)
  text!: string;

  @Field(() => JSONResolver, { nullable: true, description: 'What the task shows that is the example, if there is one.' }) // prettier-ignore
  example!: unknown;

  @Field(() => Date)
  at!: Date;

  @Field(() => Boolean, { description: 'Since you last looked (lookAtGuidelineNotes).' })
  isNew!: boolean;
}

@ObjectType()
export class GuidelineNoteConnection extends connectionOf(GuidelineNote) {}

export const toGuidelines = (row: GuidelinesRow): Guidelines => Object.assign(new Guidelines(), row);
export const toQuiz = (quiz: OpenQuiz): GuidelineQuiz => Object.assign(new GuidelineQuiz(), quiz);
export const toAnswered = (answer: AnsweredQuiz): QuizAnswered =>
  Object.assign(new QuizAnswered(), {
    ...answer,
    mistakes: answer.mistakes.map(({ text, explanation }) => Object.assign(new QuizMistake(), { text, explanation })),
  });

export const toGuidelineNote = ({
  id,
  projectId,
  guidelineVersion,
  text,
  example,
  mediaId,
  at,
  isNew,
}: GuidelineNoteRow) =>
  // prettier-ignore
  Object.assign(new GuidelineNote(), {
    id: toGlobalId('guidelineNote', id),
    projectId: toGlobalId('project', projectId),
    ...{ guidelineVersion, text, example, mediaId, at, isNew },
  });
