import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Database, newId, Outbox, type Tenant, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { BatchesService } from '../batches.service.js';
import { type ImportRow, type Place, readBlocks } from '../formats/index.js';
import { GoldSinkRegistry, type NewGold } from '../gold-sink.js';
import { type NewTask, TaskSinkRegistry } from '../task-sink.js';
import type { ImportEntity } from './import.entity.js';
import { type ImportContext, taskOf } from './import.rules.js';
import { ImportReader, type Position } from './import-reader.js';
import { ImportsStore, type RefusedRow } from './imports.store.js';
import { UnreadableFile, UploadFiles } from './upload-files.js';

/** A chunk is one transaction: large enough that its fixed costs do not show. */
const chunkRows = 10_000;
/** It ends early when its rows are heavy; this much fits a connection's buffers for temporary tables. */
const chunkBytes = 8_000_000;
/** A chunk may take longer than a request. */
const patienceSeconds = 60;

/** Rows that wait in the transaction. */
interface Staged {
  /** Rows of the file before them. */
  before: number;
  rows: number;
  /** Some of the rows brought a known answer. */
  isGold: boolean;
  refused: RefusedRow[];
  resume: Position;
}

/**
 * Reads an import's file into tasks, chunk by chunk. Each chunk is one transaction that also moves `rows_read`, so a
 * run that was killed is continued by the next one where the last commit stood. While a chunk is inserted, the next one
 * is read and staged: the database is never waited for without need, and only a block of rows is in memory.
 */
@Injectable()
export class ImportRunner implements BeforeApplicationShutdown {
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly store: ImportsStore,
    private readonly files: UploadFiles,
    private readonly batches: BatchesService,
    private readonly projects: ProjectsService,
    private readonly sinks: TaskSinkRegistry,
    private readonly gold: GoldSinkRegistry,
    private readonly outbox: Outbox,
  ) {}

  /** What is left undone stays RUNNING, and the resume schedule finds it. */
  beforeApplicationShutdown(): void {
    this.isStopping = true;
  }

  async run(organizationId: string, importId: string): Promise<void> {
    const tenant = { organizationId };
    const row = await this.database.transact(tenant, (tx) => this.store.find(tx, importId));
    if (row?.state !== 'RUNNING') return;
    try {
      if (await this.readAll(tenant, row)) await this.finish(tenant, importId);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      await this.finish(tenant, importId, error.message);
    }
    this.outbox.wake();
  }

  /** Imports of any organization that nobody has moved for a while. */
  stale(): Promise<{ organizationId: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT organization_id AS "organizationId", id FROM import
        WHERE state = 'RUNNING' AND progress_at < muster_now() - interval '20 seconds' ORDER BY progress_at LIMIT 100`,
    );
  }

  /** False when it stopped before the end. What was read before the file broke is kept. */
  private async readAll(tenant: Tenant, row: ImportEntity): Promise<boolean> {
    const from = { row: Number(row.resumeRow), place: { line: Number(row.resumeLine), byte: Number(row.resumeByte) } };
    const open = (place: Place) => readBlocks(row.format, (byte) => this.files.read(row.uploadId, byte), place);
    const reader = new ImportReader(open, from, Number(row.rowsRead));
    let before = Promise.resolve(true);
    let last = before;
    try {
      while (!reader.isEnded && !this.isStopping && (await before)) {
        before = last;
        await new Promise<void>((goOn) => {
          last = this.commitChunk(tenant, row.id, reader, before, goOn).finally(goOn);
          last.catch(() => undefined); // told when its turn comes
        });
      }
      if (!(await last) || !reader.isEnded) return false;
    } finally {
      await Promise.allSettled([before, last, reader.close()]);
    }
    if (reader.fault) throw reader.fault;
    return true;
  }

  /**
   * @param before the chunk before this one
   * @param onStaged called when the reader is free for the next chunk
   * Answers whether to go on.
   */
  private commitChunk(
    tenant: Tenant,
    id: string,
    reader: ImportReader,
    before: Promise<boolean>,
    onStaged: () => void,
  ): Promise<boolean> {
    let isRead = false;
    return this.database.transact(tenant, async (tx) => {
      // The rows were read once and are gone: the job is repeated from the last commit.
      if (isRead) throw new Error(`import ${id}: a chunk could not be committed`);
      isRead = true;
      await tx.query(`SELECT set_config('statement_timeout', '${patienceSeconds}s', true)`);
      const row = (await this.store.find(tx, id))!;
      const staged = await this.stage(tx, row, reader);
      onStaged();
      if (!(await before)) return false;
      return staged.rows === 0 || this.insert(tx, id, staged);
    });
  }

  /** Brings the next rows to the database, where only this transaction sees them. */
  private async stage(tx: Tx, { projectId, batchId, annotationsAs }: ImportEntity, reader: ImportReader) {
    const { source } = await this.batches.rowOf(tx, batchId);
    const { labelSchema: schema, policy } = await this.projects.rowOf(tx, projectId);
    const hasMedia = await this.store.hasMedia(tx, projectId);
    const staged: Staged = { before: 0, rows: 0, isGold: false, refused: [], resume: reader.resume };
    for (let bytes = 0; staged.rows < chunkRows && bytes < chunkBytes;) {
      const block = await reader.next();
      if (!block) break;
      const names = hasMedia ? fileNamesOf(block.rows) : [];
      const media = await this.store.mediaByName(tx, projectId, names);
      const context = { annotationsAs, source, media, schema, overlap: policy.overlap };
      const gold: NewGold[] = [];
      await this.sinks.get().stage(tx, tasksOf(block, context, staged.refused, gold));
      if (gold.length > 0) await this.gold.get().stage(tx, gold);
      staged.isGold ||= gold.length > 0;
      if (staged.rows === 0) staged.before = block.before;
      staged.rows += block.rows.length;
      bytes += block.bytes;
    }
    staged.resume = reader.resume;
    return staged;
  }

  private async insert(tx: Tx, id: string, { before, rows, isGold, refused, resume }: Staged): Promise<boolean> {
    const row = await this.store.lock(tx, id);
    // Moved by another run: it goes on with this import, and this run is one too many.
    if (row?.state !== 'RUNNING' || Number(row.rowsRead) !== before) return false;
    const { projectId, batchId, createdBy: addedBy } = row;
    if ((await this.batches.rowOf(tx, batchId)).state === 'CANCELLED') {
      await this.end(tx, row, 'The batch was cancelled.');
      return false;
    }
    const created = await this.sinks.get().insertStaged(tx, { projectId, batchId, importId: id });
    if (isGold) await this.gold.get().insertStaged(tx, { projectId, importId: id, addedBy });
    await this.store.refuse(tx, id, refused);
    const existing = rows - refused.length - created;
    await this.store.advance(tx, id, { created, existing, refused: refused.length }, resume);
    return true;
  }

  private async finish(tenant: Tenant, importId: string, error?: string): Promise<void> {
    await this.database.transact(tenant, async (tx) => {
      const row = await this.store.lock(tx, importId);
      if (row?.state === 'RUNNING') await this.end(tx, row, error ?? (await this.whyUseless(tx, row)));
    });
  }

  private async whyUseless(tx: Tx, row: ImportEntity): Promise<string | null> {
    if (row.rowsRead === '0') return 'The file holds no items.';
    if (row.refusedCount !== row.rowsRead) return null;
    const first = await this.store.unreadable(tx, row.id);
    return first && `Nothing in the file could be read as ${row.format}; line ${first.line}: ${first.message}.`;
  }

  private async end(tx: Tx, row: ImportEntity, error: string | null): Promise<void> {
    await this.store.finish(tx, row.id, error === null ? 'DONE' : 'FAILED', error);
    await this.outbox.publish(tx, {
      type: error === null ? 'import.done' : 'import.failed',
      subjectId: row.id,
      data: { batchId: row.batchId, projectId: row.projectId },
    });
    await this.batches.importEnded(tx, row.batchId);
  }
}

const fileNamesOf = (rows: ImportRow[]): string[] =>
  rows.flatMap((row) => ('item' in row && row.item.data.fileName !== undefined ? [row.item.data.fileName] : []));

/** The tasks of some rows, one after the other; what is refused on the way is put into `refused`, known answers into `gold`. */
function* tasksOf(
  { rows, before }: { rows: ImportRow[]; before: number },
  context: ImportContext,
  refused: RefusedRow[],
  gold: NewGold[],
): Generator<NewTask> {
  for (const [index, row] of rows.entries()) {
    const outcome = 'item' in row ? taskOf(row.item, context, newId) : row;
    if ('task' in outcome) {
      if (outcome.gold) gold.push({ taskId: outcome.task.id, labels: outcome.gold });
      yield outcome.task;
    } else refused.push({ ...outcome.refused, row: before + index + 1 });
  }
}
