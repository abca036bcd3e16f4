import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ClientFault } from '../../platform/index.js';
import type { Actor } from './actor.js';
import { callOf, isMutation } from './call.js';
import type { Action } from './permissions.js';

export const CAN = 'muster:can';
/** Open to callers whose roles and scopes reach the action at all; how far they reach is the service's question. */
export const Can = (action: Action) => SetMetadata(CAN, action);

/** The caller. A mutation field gets them with their idempotency key, everything below it without. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { request, info } = callOf(context);
  if (!request.actor) throw new ClientFault('UNAUTHENTICATED', 'Sign in first.');
  return info && isMutation(info) && request.idempotency
    ? { ...request.actor, idempotency: request.idempotency }
    : request.actor;
});
