import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { toGlobalId } from '../../platform/index.js';
import type { Estimated } from './reviewer-quality.rules.js';
import type { ProjectReviewQuality } from './reviewer-quality.service.js';

@ObjectType({ description: 'A share with its 95 % interval, and of how many; null where there is nothing to count.' })
export class EstimatedShare implements Estimated {
  @Field(() => Float, { nullable: true })
  value!: number | null;

  @Field(() => Float, { nullable: true })
  low!: number | null;

  @Field(() => Float, { nullable: true })
  high!: number | null;

  @Field(() => Int)
  n!: number;
}

@ObjectType()
export class ReviewerQuality {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Int)
  reviews!: number;

  @Field(() => EstimatedShare, { description: 'Reviews that let the answer stand.' })
  accepted!: Estimated;

  @Field(() => EstimatedShare, { description: 'Reviews that mended it.' })
  fixed!: Estimated;

  @Field(() => EstimatedShare, { description: 'Reviews that sent it back.' })
  rejected!: Estimated;

  @Field(() => EstimatedShare, {
    description: 'Share not accepted minus that of the other reviewers of the project together; above 0 is stricter.',
  })
  severity!: Estimated;

  @Field(() => EstimatedShare, { description: 'Of the reviews made again: both let it stand, or both did not.' })
  agreement!: Estimated;

  @Field(() => EstimatedShare, { description: 'Of the disputed reviews that were decided: those that did not stand.' })
  overturned!: Estimated;
}

@ObjectType({ description: 'How a project is reviewed.' })
export class ReviewQuality {
  @Field(() => EstimatedShare, { description: 'First reviews of tasks that let the answer stand.' })
  firstPassYield!: Estimated;

  @Field(() => [ReviewerQuality])
  reviewers!: ReviewerQuality[];
}

export const toReviewQuality = ({ firstPassYield, reviewers }: ProjectReviewQuality): ReviewQuality =>
  Object.assign(new ReviewQuality(), {
    firstPassYield,
    reviewers: reviewers.map((one) => ({ ...one, memberId: toGlobalId('member', one.memberId) })),
  });
