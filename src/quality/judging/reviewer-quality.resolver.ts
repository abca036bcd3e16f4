import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId } from '../../platform/index.js';
import { ReviewerQualityService } from './reviewer-quality.service.js';
import { ReviewQuality, toReviewQuality } from './reviewer-quality.type.js';

@Resolver(() => ReviewQuality)
export class ReviewerQualityResolver {
  constructor(private readonly quality: ReviewerQualityService) {}

  @Query(() => ReviewQuality, {
    description: 'First-pass yield, and of each reviewer how strict they are, and how often a second judge agreed.',
  })
  @Can('agreement:read')
  async reviewerQuality(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
  ): Promise<ReviewQuality> {
    return toReviewQuality(await this.quality.ofProject(actor, fromGlobalId('project', projectId, 'projectId')));
  }
}
