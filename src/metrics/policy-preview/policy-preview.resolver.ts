import { Args, ArgsType, Field, ID, Mutation, Resolver } from '@nestjs/graphql';
import { IsObject, IsString } from 'class-validator';
import { JSONResolver } from 'graphql-scalars';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId } from '../../platform/index.js';
import { Analysis, toAnalysis } from '../analyses/analysis.type.js';
import { PolicyPreviews } from './policy-previews.js';

@ArgsType()
export class PreviewPolicyArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => JSONResolver, { description: 'As for updateProjectPolicy: what is left out has its default.' })
  @IsObject()
  policy!: object;
}

@Resolver()
export class PolicyPreviewResolver {
  constructor(private readonly previews: PolicyPreviews) {}

  @Mutation(() => Analysis, {
    description:
      'Plays the answers of the project through a policy, beside the one in force: what it costs and how often it is right. Nothing changes.',
  })
  @Can('analysis:start')
  async previewPolicy(
    @CurrentActor() actor: Actor,
    @Args() { projectId, policy }: PreviewPolicyArgs,
  ): Promise<Analysis> {
    return toAnalysis(await this.previews.start(actor, fromGlobalId('project', projectId, 'projectId'), policy));
  }
}
