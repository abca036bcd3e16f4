import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { HeldTasks } from '../../tasks/index.js';
import { ModelCallsStore } from './model-calls.store.js';
import { ModelServicesStore } from './model-services.store.js';

export interface ProjectModelRow {
  projectId: string;
  /** null: nobody is asked */
  serviceId: string | null;
  waitMinutes: number | null;
}

/** Which project asks which model. */
@Injectable()
export class ProjectModelService {
  constructor(
    private readonly database: Database,
    private readonly services: ModelServicesStore,
    private readonly calls: ModelCallsStore,
    private readonly projects: ProjectsService,
    private readonly held: HeldTasks,
    private readonly changes: ChangeLog,
  ) {}

  /** @param serviceId null: the project asks nobody any more, and what waits goes out without */
  set(actor: Actor, projectId: string, serviceId: string | null, waitMinutes: number): Promise<ProjectModelRow> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'model:use');
      if (serviceId === null) await this.askNobody(tx, projectId, 'The project asks no model any more.');
      else {
        if (!(await this.services.lock(tx, serviceId))) throw ClientFault.notFound('model service');
        await this.services.setProject(tx, projectId, serviceId);
        await this.calls.moveTo(tx, projectId, serviceId);
        await this.projects.waitForPrelabels(tx, projectId, waitMinutes);
      }
      const detail = { serviceId: serviceId && toGlobalId('modelService', serviceId), waitMinutes };
      await this.changes.record(tx, actor, {
        action: 'model:use',
        subjectId: projectId,
        subjectKind: 'project',
        detail,
      });
      return { projectId, serviceId, waitMinutes: serviceId === null ? null : waitMinutes };
    });
  }

  async askNobody(tx: Tx, projectId: string, why: string): Promise<void> {
    await this.services.unsetProject(tx, projectId);
    await this.projects.waitForPrelabels(tx, projectId, null);
    await this.calls.failOfProject(tx, projectId, why);
    await this.held.releaseOfProject(tx, projectId, why);
  }
}
