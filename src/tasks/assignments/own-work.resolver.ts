import { Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { AssignmentPresenter } from './assignment-presenter.js';
import { OwnWorkService } from './own-work.service.js';
import { OwnWork, toOwnDay } from './own-work.type.js';

@Resolver()
export class OwnWorkResolver {
  constructor(
    private readonly work: OwnWorkService,
    private readonly presenter: AssignmentPresenter,
  ) {}

  @Query(() => OwnWork, { description: 'What you hold, and what you did today.' })
  @Can('assignment:work')
  async myWork(@CurrentActor() actor: Actor): Promise<OwnWork> {
    const { held, today, onBreak } = await this.work.of(actor);
    const views = await Promise.all(held.map((row) => this.presenter.view(actor, row)));
    return { held: views, today: toOwnDay(today), onBreak };
  }
}
