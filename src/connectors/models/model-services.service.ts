import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, newId, OutboundHttp, Seal, type Tx } from '../../platform/index.js';
import { newSecret } from '../generic/standard-webhooks.js';
import { type ModelServiceChange, type ModelServiceRow, ModelServicesStore, type NewModelService } from './model-services.store.js'; // prettier-ignore
import { ProjectModelService } from './project-model.service.js';

export interface WithModelSecret {
  row: ModelServiceRow;
  /** shown this once */
  signingSecret: string;
}

/** Which models there are, and how they may be asked. */
@Injectable()
export class ModelServicesService {
  constructor(
    private readonly database: Database,
    private readonly store: ModelServicesStore,
    private readonly projects: ProjectModelService,
    private readonly http: OutboundHttp,
    private readonly seal: Seal,
    private readonly changes: ChangeLog,
  ) {}

  create(actor: Actor, request: Omit<NewModelService, 'id' | 'signing_secret'>): Promise<WithModelSecret> {
    this.refuseUrl(request.url);
    const signingSecret = newSecret();
    return this.database.transact(actor, async (tx) => {
      const id = newId();
      await this.store.insert(tx, { ...request, id, signing_secret: this.seal.seal(signingSecret) });
      await this.changes.record(tx, actor, {
        action: 'model:create',
        subjectId: id,
        subjectKind: 'modelService',
        detail: { name: request.name },
      });
      return { row: (await this.store.find(tx, id))!, signingSecret };
    });
  }

  update(actor: Actor, id: string, change: ModelServiceChange): Promise<ModelServiceRow> {
    if (change.url !== undefined) this.refuseUrl(change.url);
    return this.database.transact(actor, async (tx) => {
      await this.locked(tx, id);
      await this.store.change(tx, id, change);
      const changed = Object.keys(change).filter((key) => change[key as keyof ModelServiceChange] !== undefined);
      await this.changes.record(tx, actor, {
        action: 'model:update',
        subjectId: id,
        subjectKind: 'modelService',
        detail: { changed },
      });
      return (await this.store.find(tx, id))!;
    });
  }

  /** For 24 hours the old secret is good, too. */
  rotateSecret(actor: Actor, id: string): Promise<WithModelSecret> {
    const signingSecret = newSecret();
    return this.database.transact(actor, async (tx) => {
      await this.locked(tx, id);
      await this.store.rotate(tx, id, this.seal.seal(signingSecret));
      await this.changes.record(tx, actor, { action: 'model:rotate', subjectId: id, subjectKind: 'modelService' });
      return { row: (await this.store.find(tx, id))!, signingSecret };
    });
  }

  /** Its projects ask nobody from now on, and what waited for it goes out without. */
  remove(actor: Actor, id: string, reason: string): Promise<string> {
    return this.database.transact(actor, async (tx) => {
      await this.locked(tx, id);
      for (const { project_id } of await this.store.projectsOf(tx, [id]))
        await this.projects.askNobody(tx, project_id, 'The model was deleted.');
      await this.store.remove(tx, id);
      await this.changes.record(tx, actor, {
        action: 'model:delete',
        subjectId: id,
        subjectKind: 'modelService',
        reason,
      });
      return id;
    });
  }

  find(actor: Actor, id: string): Promise<ModelServiceRow | null> {
    return this.database.transact(actor, async (tx) => (await this.store.find(tx, id)) ?? null);
  }

  page(actor: Actor, first: number, after: string | null): Promise<{ rows: ModelServiceRow[]; total: number }> {
    return this.database.transact(actor, (tx) => this.store.page(tx, first, after));
  }

  /** Those who ask each of them. */
  projectsOf(actor: Actor, ids: string[]): Promise<Map<string, { projectId: string; waitMinutes: number }[]>> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const byService = new Map<string, { projectId: string; waitMinutes: number }[]>();
      for (const { service_id, project_id, wait_minutes } of await this.store.projectsOf(tx, ids))
        byService.set(service_id, [...(byService.get(service_id) ?? []), { projectId: project_id, waitMinutes: wait_minutes }]); // prettier-ignore
      return byService;
    });
  }

  private refuseUrl(url: string): void {
    const refused = this.http.refusalOf(url);
    if (refused) throw ClientFault.invalid('input.url', refused.message);
  }

  private async locked(tx: Tx, id: string): Promise<ModelServiceRow> {
    const row = await this.store.lock(tx, id);
    if (!row) throw ClientFault.notFound('model service');
    return row;
  }
}
