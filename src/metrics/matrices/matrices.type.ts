import { ArgsType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { intervalOf, shownOf } from '../accuracy/rate.rules.js';
import type { PartConfusion } from './confusion.job.js';
import { type Confusions, type MatrixOfPeople, mostPeople, mostTasks, mostValues } from './matrices.service.js';

@ArgsType()
export class AgreementMatrixArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID, { nullable: true, description: 'Only this batch.' })
  @IsOptional()
  @IsString()
  batchId?: string | null;
}

@ArgsType()
export class ConfusionMatrixArgs extends AgreementMatrixArgs {
  @Field(() => ID, { nullable: true, description: 'Only the answers of this person.' })
  @IsOptional()
  @IsString()
  memberId?: string | null;
}

@ObjectType()
export class ComparedPerson {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Int, { description: 'On tasks that somebody else answered, too.' })
  answers!: number;
}

@ObjectType({
  description: 'Two people on the tasks that both answered. Show `shown`: it never claims more than was seen.',
})
export class PairAgreement {
  @Field(() => ID, { description: 'Who stands first in the list of people.' })
  memberId!: string;

  @Field(() => ID)
  otherId!: string;

  @Field(() => Int, { description: 'Tasks that both answered.' })
  n!: number;

  @Field(() => Int, { description: 'On how many of them they agree, by the threshold of the policy in force.' })
  alike!: number;

  @Field(() => Float)
  share!: number;

  @Field(() => [Float], { description: 'Wilson’s 95 % interval of the share, low and high.' })
  interval!: [number, number];

  @Field(() => String, { description: 'For people: “8 of 8 alike (at least 68 %)”.' })
  shown!: string;

  @Field(() => Float, { description: 'Mean of the project’s own comparison, 0 to 1.' })
  meanScore!: number;
}

@ObjectType({ description: 'Person by person: the counted answers of stage ANNOTATE, of the people whom you lead.' })
export class AgreementMatrix {
  @Field(() => [ComparedPerson], { description: `Most answers first, ${mostPeople} at most.` })
  people!: ComparedPerson[];

  @Field(() => [PairAgreement], { description: 'Pairs that share a task; each once.' })
  pairs!: PairAgreement[];

  @Field(() => Int, { description: 'People who are not among them.' })
  peopleLeft!: number;

  @Field(() => Boolean, { description: `There are more than the newest ${mostTasks} tasks, which were read.` })
  isCapped!: boolean;

  @Field(() => String)
  definition!: string;

  @Field(() => String, { description: 'A line a pair.' })
  csv!: string;
}

@ObjectType()
export class ConfusionCell {
  @Field(() => String, { description: 'What was answered; empty: left open, or nothing there.' })
  value!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => [Float], { description: 'Wilson’s 95 % interval of its share of the row, low and high.' })
  interval!: [number, number];
}

@ObjectType()
export class ConfusionRow {
  @Field(() => String, { description: 'What settled; empty: left open, or nothing there.' })
  value!: string;

  @Field(() => Int, { description: 'Answers, or shapes, to which this is the result.' })
  n!: number;

  @Field(() => [ConfusionCell], { description: 'Only those that were met.' })
  cells!: ConfusionCell[];
}

@ObjectType({ description: 'What was answered against what settled.' })
export class ConfusionOfPart {
  @Field(() => String, { description: 'CHOICE, TAG, or INSTANCES: shapes and spans of all classes together.' })
  kind!: PartConfusion['kind'];

  @Field(() => String, { nullable: true, description: 'Of the field or the tag; null for instances.' })
  name!: string | null;

  @Field(() => [String], { description: `Rows and columns, most met first, ${mostValues} at most; empty: left open, or nothing there.` }) // prettier-ignore
  values!: string[];

  @Field(() => [ConfusionRow], { description: 'One for each of `values`.' })
  rows!: ConfusionRow[];

  @Field(() => Int, { description: 'Values that are not among them.' })
  valuesLeft!: number;
}

@ObjectType()
export class ConfusionMatrix {
  @Field(() => Int, { description: 'Settled tasks whose answers were compared with their result.' })
  tasks!: number;

  @Field(() => Int)
  answers!: number;

  @Field(() => Boolean, { description: `There are more than the newest ${mostTasks} tasks, which were read.` })
  isCapped!: boolean;

  @Field(() => [ConfusionOfPart], { description: 'Choices and tags in the order of the schema, then instances.' })
  parts!: ConfusionOfPart[];

  @Field(() => String)
  definition!: string;

  @Field(() => String, { description: 'A line for each cell that was met.' })
  csv!: string;
}

const ofPeople =
  'On how many of the tasks that both answered two people agree, by the comparison and the threshold of the policy in force. Agreement is not accuracy: two can be wrong alike.';
const ofClasses =
  'Rows are what settled, columns what was answered. Left out is what settled by one answer that nobody looked at, and what an audit has found wrong since. ' +
  'A result may rest on these answers themselves, so it is a map of what is taken for what, not a measure of anybody. Shapes and spans with an IoU of ½ or more are the same thing.';

export function toAgreementMatrix({ people, pairs, left, isCapped, csv }: MatrixOfPeople): AgreementMatrix {
  const rows = pairs.map(({ a, b, n, alike, score }) => {
    const interval = intervalOf(alike, n);
    const shown = shownOf(alike, n, interval, 'alike');
    const [memberId, otherId] = [people[a]!.id, people[b]!.id];
    return { memberId, otherId, n, alike, share: alike / n, interval, shown, meanScore: score };
  });
  const named = people.map(({ id, ...rest }) => ({ memberId: id, ...rest }));
  return { people: named, pairs: rows, peopleLeft: left, isCapped, definition: ofPeople, csv };
}

export const toConfusionMatrix = ({ parts, ...figures }: Confusions): ConfusionMatrix => ({
  ...figures,
  definition: ofClasses,
  parts: parts.map(({ values, rows, left, ...part }) => ({
    ...part,
    values,
    valuesLeft: left,
    rows: rows.map((row, at) => {
      const n = row.reduce((sum, count) => sum + count, 0);
      const cells = row.map((count, place) => ({ value: values[place]!, count, interval: intervalOf(count, n) }));
      return { value: values[at]!, n, cells: cells.filter(({ count }) => count > 0) };
    }),
  })),
});
