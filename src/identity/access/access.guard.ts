import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ClientFault, CONFIG, type Config, PUBLIC } from '../../platform/index.js';
import { Authenticator } from './authenticator.js';
import { callOf, isMutation, isRootField } from './call.js';
import { CAN } from './can.js';
import { idempotencyOf } from './idempotency.js';
import { type Action, reachOf } from './permissions.js';

/** Stands before every query, mutation and route. What says neither `@Public()` nor `@Can(…)` is open to nobody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { request, info } = callOf(context);
    if (info && !isRootField(info)) return true; // the root above it was asked
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, places)) return true;
    const action = this.reflector.getAllAndOverride<Action | undefined>(CAN, places);
    if (!action) throw ClientFault.forbidden('closed to everybody');
    const actor = await this.authenticator.actorOf(request);
    if (!actor)
      throw new ClientFault('UNAUTHENTICATED', 'Sign in first, or send a valid token as Authorization: Bearer ….');
    if (!reachOf(actor, action)) throw ClientFault.forbidden(action);
    request.actor = actor;
    if (info && isMutation(info)) request.idempotency = idempotencyOf(request, info, this.config.SECRET_KEY);
    return true;
  }
}
