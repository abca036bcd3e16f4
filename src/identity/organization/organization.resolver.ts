import type { OnModuleInit } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { NodeRegistry } from '../../platform/index.js';
import type { Actor } from '../access/actor.js';
import { Can, CurrentActor } from '../access/can.js';
import { OrganizationService } from './organization.service.js';
import { Organization, toOrganization } from './organization.type.js';

@Resolver(() => Organization)
export class OrganizationResolver implements OnModuleInit {
  constructor(
    private readonly service: OrganizationService,
    private readonly nodes: NodeRegistry<Actor>,
  ) {}

  onModuleInit(): void {
    this.nodes.register('organization', async (actor, id) =>
      id === actor.organizationId ? this.organization(actor) : null,
    );
  }

  @Query(() => Organization, { description: 'The organization of the caller.' })
  @Can('organization:read')
  async organization(@CurrentActor() actor: Actor): Promise<Organization> {
    return toOrganization(await this.service.own(actor));
  }
}
