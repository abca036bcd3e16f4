import { Controller, Get, HttpCode, Options, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClientFault, Public, Refusal } from '../../platform/index.js';
import type { Activity } from '../../tasks/index.js';
import { TrainingHandOffs } from '../training/training-hand-offs.service.js';
import { type HandOffClaim, HandOffTokens, trainingToken } from './hand-off-tokens.js';
import { type ForOrigin, type HandOffDesk, HandOffService } from './hand-off.service.js';

const activities: readonly Activity[] = ['ACTIVE', 'IDLE', 'AWAY'];

/** A preflight carries no token, so it tells every page that it may ask; the answer is for the connection's own. */
const preflight = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
};

/** For the pages of front ends, by the token that came with their link (docs/connectors.md). */
@Controller('hand-off')
export class HandOffController {
  constructor(
    private readonly tokens: HandOffTokens,
    private readonly handOff: HandOffService,
    private readonly training: TrainingHandOffs,
  ) {}

  @Get()
  @Public()
  work(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return answer(request, reply, () => {
      const claim = this.tokens.verified(request.headers.authorization);
      return this.deskOf(claim).work(claim);
    });
  }

  @Post('heartbeat')
  @HttpCode(200)
  @Public()
  keep(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return answer(request, reply, () => {
      const claim = this.tokens.verified(request.headers.authorization);
      return this.deskOf(claim).keep(claim, activityIn(request.body));
    });
  }

  @Options()
  @HttpCode(204)
  @Public()
  mayAsk(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers(preflight);
  }

  @Options('heartbeat')
  @HttpCode(204)
  @Public()
  mayKeep(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers(preflight);
  }

  private deskOf({ token }: HandOffClaim): HandOffDesk {
    return token === trainingToken ? this.training : this.handOff;
  }
}

async function answer<Answer extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  ask: () => Promise<ForOrigin<Answer>>,
): Promise<void> {
  void reply.headers({ 'cache-control': 'no-store', vary: 'origin', 'cross-origin-resource-policy': 'cross-origin' });
  let answered: ForOrigin<Answer>;
  try {
    answered = await ask();
  } catch (error) {
    // So that a page can tell a token that has expired from a network that is down. There is nothing else to read.
    if (error instanceof ClientFault) void reply.header('access-control-allow-origin', '*');
    throw error;
  }
  if (answered.origin) void reply.header('access-control-allow-origin', answered.origin);
  if (answered.answer instanceof Refusal) {
    const { code, message } = answered.answer;
    await reply.status(409).send({ error: { code, message, requestId: request.id } });
  } else await reply.send(answered.answer);
}

function activityIn(body: unknown): Activity {
  const given = (body as { activity?: unknown } | null | undefined)?.activity ?? 'ACTIVE';
  if (!activities.includes(given as Activity))
    throw ClientFault.invalid('activity', `must be one of ${activities.join(', ')}`);
  return given as Activity;
}
