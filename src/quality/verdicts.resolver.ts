import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import { fromGlobalId, Refusal, toGlobalId } from '../platform/index.js';
import { LeaseLost } from '../tasks/index.js';
import { SubmitVerdictInput, SubmitVerdictResult, Verdict } from './verdict.type.js';
import { VerdictsService } from './verdicts.service.js';

@Resolver(() => Verdict)
export class VerdictsResolver {
  constructor(private readonly verdicts: VerdictsService) {}

  @Mutation(() => SubmitVerdictResult, {
    description: 'Judges what a review seat is about: ACCEPT, FIX with corrected labels, or REJECT.',
  })
  @Can('verdict:submit')
  async submitVerdict(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SubmitVerdictInput }) input: SubmitVerdictInput,
  ) {
    const verdict = await this.verdicts.submit(
      actor,
      fromGlobalId('assignment', input.assignmentId, 'input.assignmentId'),
      input,
    );
    if (verdict instanceof Refusal)
      return Object.assign(new LeaseLost(), { code: verdict.code, message: verdict.message });
    return Object.assign(new Verdict(), { ...verdict, id: toGlobalId('verdict', verdict.id) });
  }
}
