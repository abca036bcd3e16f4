import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database } from '../../platform/index.js';
import { type EvidenceSource, evidenceSources, ProjectsService } from '../../projects/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { JudgedWorkStore } from './judged-work.store.js';

export interface JudgedWorkAsked {
  projectId: string;
  memberId: string;
  isRight: boolean | null;
  sources: readonly EvidenceSource[] | null;
}

/** The answers of a person that were judged, with what was said and what is right: the rows behind the figure, and what to talk about. */
@Injectable()
export class JudgedWorkService {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly people: PeopleReach,
    private readonly store: JudgedWorkStore,
  ) {}

  page(actor: Actor, asked: JudgedWorkAsked, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, asked.projectId, 'people:compare');
      const isWorker = reachOf({ roles: actor.roles, scopes: null }, 'task:claim') !== null;
      if (isWorker && asked.memberId === actor.memberId)
        throw new ClientFault('FORBIDDEN', 'Of your own work myVerdicts tells you what reviewers said.');
      await this.people.require(tx, actor, 'people:compare', asked.memberId);
      // Which tasks have a known answer is for managers, and for nobody who may be handed one.
      const isGoldShown = reachOf(actor, 'gold:manage') !== null;
      const sources = (asked.sources ?? evidenceSources).filter((source) => isGoldShown || source !== 'GOLD');
      return this.store.page(tx, { ...asked, sources, isGoldShown }, first, after);
    });
  }
}
