import { Injectable } from '@nestjs/common';
import { type Actor, MembersService } from '../../identity/index.js';
import { ClientFault, OutboundHttp, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import type { EndpointSettings } from './endpoints.store.js';

/** Of what an endpoint names: that it may be named, by this person. */
@Injectable()
export class EndpointCheck {
  constructor(
    private readonly http: OutboundHttp,
    private readonly projects: ProjectsService,
    private readonly members: MembersService,
  ) {}

  /** @throws ClientFault */
  async settings(tx: Tx, actor: Actor, settings: EndpointSettings): Promise<void> {
    const refused = this.http.refusalOf(settings.url);
    if (refused) throw ClientFault.invalid('input.url', refused.message);
    for (const projectId of settings.project_ids) await this.projects.visible(tx, actor, projectId);
    if (settings.client_id === null) return;
    const member = await this.members.require(tx, settings.client_id);
    if (!member.roles.includes('CLIENT')) throw ClientFault.invalid('input.clientMemberId', 'is no client');
  }
}
