import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Estimate, GroupAgreement, PartAgreement } from './agreement-report.js';
import { mostTasks } from './agreement.service.js';

export const AgreementStrataEnum = { SOURCE: 'SOURCE' } as const;
registerEnumType(AgreementStrataEnum, { name: 'AgreementStrata' });

@ObjectType({
  description: 'A figure with its 95 % interval. Null: not defined, such as alpha where no two labels differ.',
})
export class FigureEstimate implements Estimate {
  @Field(() => Float, { nullable: true })
  value!: number | null;

  @Field(() => Float, { nullable: true })
  low!: number | null;

  @Field(() => Float, { nullable: true })
  high!: number | null;

  @Field(() => Int, { description: 'How many tasks it comes from.' })
  n!: number;
}

@ObjectType({ description: 'How far people agree on one field or class, or on the answer as a whole.' })
export class AgreementOnPart implements PartAgreement {
  @Field(() => String, {
    nullable: true,
    description: 'CHOICE, NUMBER, TEXT, TAG, BOX, POLYGON, MASK; null: the whole.',
  })
  kind!: PartAgreement['kind'];

  @Field(() => String, { nullable: true, description: 'Of the field or the class.' })
  name!: string | null;

  @Field(() => String, {
    description: 'How two answers are compared: NOMINAL, INTERVAL, EDIT_DISTANCE, ONE_MINUS_IOU or ONE_MINUS_SCORE.',
  })
  metric!: PartAgreement['metric'];

  @Field(() => FigureEstimate, { description: 'Krippendorff’s alpha: 1 is full agreement, 0 what chance gives.' })
  alpha!: Estimate;

  @Field(() => FigureEstimate, {
    description:
      'The share of pairs of answers that agree, mean over tasks. Shapes agree when each has a counterpart of IoU ½ or more; the whole, by the threshold of the policy in force.',
  })
  percent!: Estimate;

  @Field(() => FigureEstimate, { nullable: true, description: 'Shapes: over tasks where somebody saw one.' })
  meanIou!: Estimate | null;

  @Field(() => Int, { description: 'Tasks with at least two answers to it.' })
  items!: number;

  @Field(() => Int)
  raters!: number;

  @Field(() => Int, { description: 'Answers on those tasks.' })
  pairable!: number;
}

@ObjectType()
export class AgreementOfSource implements GroupAgreement {
  @Field(() => String, { nullable: true })
  source!: string | null;

  @Field(() => Int)
  tasks!: number;

  @Field(() => Int)
  answers!: number;

  @Field(() => AgreementOnPart)
  overall!: PartAgreement;

  @Field(() => [AgreementOnPart])
  parts!: PartAgreement[];
}

@ObjectType({ description: 'Over the counted answers of stage ANNOTATE; “cannot be done” is no answer.' })
export class ProjectAgreement implements GroupAgreement {
  @Field(() => Int, { description: 'Tasks with an answer.' })
  tasks!: number;

  @Field(() => Int)
  answers!: number;

  @Field(() => Boolean, {
    description: `There are more than the newest ${mostTasks} tasks (or 48 MB of labels), which were read: newest batch first.`,
  })
  isCapped!: boolean;

  @Field(() => AgreementOnPart)
  overall!: PartAgreement;

  @Field(() => [AgreementOnPart], { description: 'Fields in the order of the schema, then classes.' })
  parts!: PartAgreement[];

  @Field(() => [AgreementOfSource], { description: 'With `by: SOURCE`.' })
  bySource!: (GroupAgreement & { source: string | null })[];

  @Field(() => String, { description: 'A row a part, and with `by: SOURCE` a row a source and part, as CSV.' })
  csv!: string;
}
