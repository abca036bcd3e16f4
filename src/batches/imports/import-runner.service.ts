import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Database, newId, Outbox, type Tenant, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { BatchesService } from '../batches.service.js';
import { type ImportRow, readItems } from '../formats/index.js';
import { type NewTask, TaskSinkRegistry } from '../task-sink.js';
import type { ImportEntity } from './import.entity.js';
import { type ImportContext, taskOf } from './import.rules.js';
import { ImportsStore, type RefusedRow } from './imports.store.js';
import { UnreadableFile, UploadFiles } from './upload-files.js';

const chunkRows = 500;
/** A chunk ends early when its rows are heavy: 500 pictures with masks would not fit one statement. */
const chunkCharacters = 8_000_000;

/**
 * Reads an import's file into tasks, chunk by chunk. Each chunk is one transaction that also moves `rows_read`, so a
 * run that was killed is continued by the next one where the last commit stood, and two runs at once do the work once.
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

  /** Imports of any organization that nobody has moved for a minute. */
  stale(): Promise<{ organizationId: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT organization_id AS "organizationId", id FROM import
        WHERE state = 'RUNNING' AND progress_at < muster_now() - interval '60 seconds' ORDER BY progress_at LIMIT 100`,
    );
  }

  /** False when it stopped before the end. What was read before the file broke is kept. */
  private async readAll(tenant: Tenant, row: ImportEntity): Promise<boolean> {
    let position = Number(row.rowsRead);
    for await (const rows of chunksOf(readItems(row.format, this.files.read(row.uploadId)), position)) {
      if (this.isStopping || !(await this.commit(tenant, row.id, position, rows))) return false;
      position += rows.length;
    }
    return true;
  }

  /** @param position rows before this chunk. Answers whether to go on. */
  private commit(tenant: Tenant, importId: string, position: number, rows: ImportRow[]): Promise<boolean> {
    return this.database.transact(tenant, async (tx) => {
      const row = await this.store.lock(tx, importId);
      if (row?.state !== 'RUNNING') return false;
      const batch = await this.batches.rowOf(tx, row.batchId);
      if (batch.state === 'CANCELLED') {
        await this.end(tx, row, 'The batch was cancelled.');
        return false;
      }
      // Another run may have been here: its rows are done.
      const done = Number(row.rowsRead) - position;
      if (done < 0) throw new Error(`import ${importId} stands at ${row.rowsRead}, before ${position}`);
      const left = rows.slice(done);
      if (left.length === 0) return true;
      const { tasks, refused } = judged(left, Number(row.rowsRead), await this.contextOf(tx, row, batch.source, left));
      const created = tasks.length > 0 ? await this.sinks.get().insert(tx, tasks) : 0;
      await this.store.refuse(tx, importId, refused);
      await this.store.advance(tx, importId, { created, existing: tasks.length - created, refused: refused.length });
      return true;
    });
  }

  private async contextOf(tx: Tx, row: ImportEntity, source: string | null, rows: ImportRow[]): Promise<ImportContext> {
    const { id: importId, projectId, batchId, annotationsAs } = row;
    const project = await this.projects.rowOf(tx, projectId);
    const names = rows.flatMap((one) =>
      'item' in one && one.item.data.fileName !== undefined ? [one.item.data.fileName] : [],
    );
    const media = await this.store.mediaByName(tx, projectId, names);
    return {
      importId,
      projectId,
      batchId,
      annotationsAs,
      source,
      media,
      schema: project.labelSchema,
      overlap: project.policy.overlap,
    };
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

/** The rows after the first `skip`, in chunks; when reading breaks, what came before it is given first. */
async function* chunksOf(rows: AsyncIterable<ImportRow>, skip: number): AsyncGenerator<ImportRow[]> {
  let chunk: ImportRow[] = [];
  let characters = 0;
  let position = 0;
  try {
    for await (const row of rows) {
      if (++position <= skip) continue;
      chunk.push(row);
      characters += JSON.stringify(row).length;
      if (chunk.length < chunkRows && characters < chunkCharacters) continue;
      yield chunk;
      chunk = [];
      characters = 0;
    }
  } catch (error) {
    if (error instanceof UnreadableFile && chunk.length > 0) yield chunk;
    throw error;
  }
  if (chunk.length > 0) yield chunk;
}

/** @param position rows before these */
function judged(
  rows: ImportRow[],
  position: number,
  context: ImportContext,
): { tasks: NewTask[]; refused: RefusedRow[] } {
  const tasks: NewTask[] = [];
  const refused: RefusedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const outcome = 'item' in row ? taskOf(row.item, context, newId) : row;
    if ('task' in outcome) tasks.push(outcome.task);
    else refused.push({ ...outcome.refused, row: position + index + 1 });
  }
  return { tasks, refused };
}
