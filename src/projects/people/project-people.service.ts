import { Injectable } from '@nestjs/common';
import { type Action, type Actor, type MemberRow, reachOf } from '../../identity/index.js';
import { ClientFault, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { ProjectsService } from '../projects.service.js';
import { ProjectPeopleStore } from './project-people.store.js';

/** Whom somebody may act on in which project: everybody, or the people of the teams one leads in those teams' projects. */
@Injectable()
export class ProjectPeople {
  constructor(
    private readonly people: PeopleReach,
    private readonly projects: ProjectsService,
    private readonly store: ProjectPeopleStore,
  ) {}

  /** The member, when the actor may do this to them there. @throws ClientFault NOT_FOUND, FORBIDDEN */
  async require(tx: Tx, actor: Actor, action: Action, memberId: string, projectId: string): Promise<MemberRow> {
    const member = await this.people.require(tx, actor, action, memberId);
    // Foreign keys look past tenants; this look does not.
    await this.projects.rowOf(tx, projectId);
    if (reachOf(actor, action) !== 'ANY' && !(await this.store.leadsIn(tx, actor.memberId, memberId, projectId)))
      throw ClientFault.notFound('project');
    return member;
  }
}
