import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { clientGone, type GraphqlContext } from '../../platform/index.js';
import { askedOf, ForecastArgs } from './forecast.input.js';
import { ForecastService } from './forecast.service.js';
import { Forecast, toForecast } from './forecast.type.js';

@Resolver()
export class ForecastResolver {
  constructor(private readonly forecasts: ForecastService) {}

  @Query(() => Forecast, {
    description:
      'When batches end, as a range; the risk of missing the deadline, and why; and what would be if something were otherwise. For clients: dates only.',
  })
  @Can('forecast:read')
  async forecast(
    @CurrentActor() actor: Actor,
    @Args() args: ForecastArgs,
    @Context() { reply }: GraphqlContext,
  ): Promise<Forecast> {
    // prettier-ignore
    return toForecast(await this.forecasts.forecast(actor, askedOf(args), clientGone(reply)));
  }
}
