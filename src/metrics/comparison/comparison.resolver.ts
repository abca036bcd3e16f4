import { Args, ArgsType, Field, Float, ID, Mutation, Resolver } from '@nestjs/graphql';
import { IsNumber, IsString, Max, Min } from 'class-validator';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId } from '../../platform/index.js';
import { AnalysesService } from '../analyses/analyses.service.js';
import { Analysis, toAnalysis } from '../analyses/analysis.type.js';

@ArgsType()
export class CompareMethodsArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => Float, { defaultValue: 0.95, description: 'The accuracy that a posterior to ask for is chosen for.' })
  @IsNumber()
  @Min(0.5)
  @Max(1)
  target: number = 0.95;
}

@Resolver()
export class ComparisonResolver {
  constructor(private readonly analyses: AnalysesService) {}

  @Mutation(() => Analysis, {
    description: 'Scores every way to make one answer of many on the gold of the project; one that runs is answered.',
  })
  @Can('analysis:start')
  async compareMethods(
    @CurrentActor() actor: Actor,
    @Args() { projectId, target }: CompareMethodsArgs,
  ): Promise<Analysis> {
    const id = fromGlobalId('project', projectId, 'projectId');
    return toAnalysis(await this.analyses.start(actor, id, 'METHOD_COMPARISON', { target }));
  }
}
