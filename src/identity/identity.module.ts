import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { ActorCache } from './access/actor-cache.js';
import { Authenticator } from './access/authenticator.js';
import { IntrospectionPlugin } from './access/introspection.plugin.js';
import { ApiKeysResolver } from './api-keys/api-keys.resolver.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { ApiKeysStore } from './api-keys/api-keys.store.js';
import { ChangeLogResolver } from './change-log/change-log.resolver.js';
import { ChangeLog } from './change-log/change-log.service.js';
import { ChangeLogStore } from './change-log/change-log.store.js';
import { InvitationsService } from './members/invitations.service.js';
import { Inviting } from './members/inviting.service.js';
import { Joining } from './members/joining.js';
import { MembersResolver } from './members/members.resolver.js';
import { MembersService } from './members/members.service.js';
import { MembersStore } from './members/members.store.js';
import { NodeResolver } from './node.resolver.js';
import { Bootstrap } from './organization/bootstrap.service.js';
import { OrganizationResolver } from './organization/organization.resolver.js';
import { OrganizationService } from './organization/organization.service.js';
import { OrganizationStore } from './organization/organization.store.js';
import { DemoPeople } from './sessions/demo-people.js';
import { SessionsResolver } from './sessions/sessions.resolver.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SessionsStore } from './sessions/sessions.store.js';
import { SignInLimits } from './sessions/sign-in-limits.js';

const access = [{ provide: APP_GUARD, useClass: AccessGuard }, ActorCache, Authenticator, IntrospectionPlugin];
const edge = [
  ApiKeysResolver,
  ChangeLogResolver,
  MembersResolver,
  NodeResolver,
  OrganizationResolver,
  SessionsResolver,
];
const services = [
  ApiKeysService,
  Bootstrap,
  ChangeLog,
  DemoPeople,
  InvitationsService,
  Inviting,
  Joining,
  MembersService,
  OrganizationService,
  SessionsService,
];
const stores = [ApiKeysStore, ChangeLogStore, MembersStore, OrganizationStore, SessionsStore, SignInLimits];

@Module({
  providers: [...access, ...edge, ...services, ...stores],
  exports: [Authenticator, Bootstrap, ChangeLog, Inviting, Joining, MembersService],
})
export class IdentityModule {}
