import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Actor, apartFromWork, ChangeLog, reachOf } from '../../identity/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { faultsOfJson } from '../../projects/index.js';
import { takesTasks } from '../batch.rules.js';
import { batchWords } from '../batch-words.rules.js';
import { BatchesService, type WrongStateRefusal } from '../batches.service.js';
import type { ImportFormat } from '../formats/index.js';
import type { AnnotationsAs, ImportEntity } from './import.entity.js';
import { ImportsStore, type RefusalRow } from './imports.store.js';
import { UploadFiles } from './upload-files.js';

export interface ImportTasks {
  batchId: string;
  format: ImportFormat;
  annotationsAs: AnnotationsAs;
  from: { uploadId: string } | { items: unknown[] };
}

/** Takes deliveries in: files, and the wish to import them. The reading itself is ImportRunner's. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly store: ImportsStore,
    private readonly files: UploadFiles,
    private readonly batches: BatchesService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  async upload(actor: Actor, fileName: string, body: Readable): Promise<{ id: string; bytes: number }> {
    const id = newId();
    const { bytes, sha256 } = await this.files.receive(id, body);
    const record = (tx: Tx) => this.store.insertUpload(tx, { id, memberId: actor.memberId, fileName, bytes, sha256 });
    await this.orRemove(id, this.database.transact(actor, record));
    return { id, bytes };
  }

  async start(actor: Actor, request: ImportTasks): Promise<ImportEntity | WrongStateRefusal> {
    const { from } = request;
    if ('uploadId' in from) return this.requested(actor, request, from.uploadId);
    const faults = faultsOfJson(from.items, 'items');
    if (faults.length > 0) throw ClientFault.invalidFields(faults);
    const id = newId();
    const { bytes, sha256 } = await this.files.write(id, from.items);
    const inline = (tx: Tx) =>
      this.store.insertUpload(tx, { id, memberId: actor.memberId, fileName: 'inline.jsonl', bytes, sha256 });
    const answer = await this.orRemove(id, this.requested(actor, request, id, inline));
    // Refused, or the repetition of a keyed call, which has its own file: this one is nobody's.
    if (answer instanceof Refusal || answer.uploadId !== id) await this.files.remove(id);
    return answer;
  }

  /** Null when there is none or it is not open to the caller. */
  find(actor: Actor, importId: string): Promise<ImportEntity | null> {
    return this.database.transact(actor, (tx) => this.visible(tx, actor, importId));
  }

  page(
    actor: Actor,
    batchId: string,
    first: number,
    after: string | null,
  ): Promise<{ rows: ImportEntity[]; total: number }> {
    return this.database.transact(actor, async (tx) => {
      await this.batches.visible(tx, actor, batchId);
      return this.store.page(tx, batchId, first, after);
    });
  }

  refusals(actor: Actor, importId: string, first: number, after: number): Promise<RefusalRow[]> {
    return this.database.transact(actor, async (tx) => {
      if (!(await this.visible(tx, actor, importId))) throw ClientFault.notFound('import');
      return this.store.refusals(tx, importId, first, after);
    });
  }

  private async requested(
    actor: Actor,
    { batchId, format, annotationsAs }: ImportTasks,
    uploadId: string,
    before?: (tx: Tx) => Promise<void>,
  ): Promise<ImportEntity | WrongStateRefusal> {
    const answer = await this.database.transact(actor, async (tx) => {
      const batch = await this.batches.lockVisible(tx, actor, batchId, 'task:import');
      if (!takesTasks(batch)) {
        return new Refusal(
          'WRONG_STATE' as const,
          `The batch is ${batch.closedAt ? 'closed' : batchWords[batch.state]}: it takes no more tasks.`,
        );
      }
      // Known answers are also brought by managers who work: they see none of them afterwards.
      if (annotationsAs === 'GOLD' && reachOf(apartFromWork(actor), 'gold:manage') === null)
        throw ClientFault.forbidden('gold:manage');
      await before?.(tx);
      // A foreign key alone would accept an upload of another organization.
      if (!(await this.store.findUpload(tx, uploadId)))
        throw ClientFault.invalid('uploadId', 'there is no such upload');
      const id = newId();
      const { projectId } = batch;
      const row = await this.store.insert(tx, {
        id,
        projectId,
        batchId,
        uploadId,
        format,
        annotationsAs,
        createdBy: actor.memberId,
      });
      await this.outbox.publish(tx, { type: 'import.requested', subjectId: id, data: { batchId, projectId } });
      await this.changes.record(tx, actor, {
        action: 'task:import',
        subjectId: id,
        subjectKind: 'import',
        detail: { batchId: toGlobalId('batch', batchId), format, annotationsAs },
      });
      return row;
    });
    this.outbox.wake();
    return answer;
  }

  private async visible(tx: Tx, actor: Actor, importId: string): Promise<ImportEntity | null> {
    const row = await this.store.find(tx, importId);
    if (row) await this.batches.visible(tx, actor, row.batchId);
    return row;
  }

  private async orRemove<Answer>(uploadId: string, work: Promise<Answer>): Promise<Answer> {
    try {
      return await work;
    } catch (error) {
      await this.files.remove(uploadId);
      throw error;
    }
  }
}
