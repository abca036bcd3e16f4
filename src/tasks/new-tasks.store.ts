import { Injectable } from '@nestjs/common';
import type { NewTask, TaskSink } from '../batches/index.js';
import { copyText, type Tx } from '../platform/index.js';

const pieceCharacters = 64 * 1024;

/** Tasks as an import brings them: by COPY into a table of this connection, and from there in one statement. */
@Injectable()
export class NewTasksStore implements TaskSink {
  private readonly prepared = new WeakSet<Tx>();

  async stage(tx: Tx, tasks: Iterable<NewTask>): Promise<void> {
    if (!this.prepared.has(tx)) await this.prepare(tx);
    await tx.copyIn(`COPY staged_task FROM STDIN`, piecesOf(tasks));
  }

  /** The table belongs to the connection, and is empty when a transaction begins. */
  private async prepare(tx: Tx): Promise<void> {
    await tx.query(
      `CREATE TEMP TABLE IF NOT EXISTS staged_task (id uuid, external_key text, overlap smallint, group_key text, source text,
         data jsonb, metadata jsonb, prelabel jsonb, media_id uuid, model text, model_version text) ON COMMIT DELETE ROWS`,
    );
    this.prepared.add(tx);
  }

  async insertStaged(tx: Tx, into: { projectId: string; batchId: string; importId: string }): Promise<number> {
    const { projectId, batchId, importId } = into;
    // Imports of one project take turns: two that hold the same keys in another order would lock each other out.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 3))`, [projectId]);
    // Where a model is asked for labels, tasks without any are held back: in a lane that no claim looks at.
    const [lane] = await tx.query<{ id: string; held_id: string | null; wait_minutes: number | null }>(
      `SELECT ensure_lane($1, $2, $3, 'ANNOTATE', 'FRESH') AS id, prelabel_wait_minutes AS wait_minutes,
              CASE WHEN prelabel_wait_minutes IS NOT NULL THEN ensure_lane($1, $2, $3, 'ANNOTATE', 'HELD') END AS held_id
         FROM project WHERE id = $2`,
      [tx.organizationId, projectId, batchId],
    );
    const [added] = await tx.query<{ count: number }>(
      `WITH added AS (
         INSERT INTO task (id, organization_id, project_id, batch_id, import_id, external_key, overlap, group_key, source, data, metadata, prelabel, media_id,
           prelabel_model, prelabel_model_version, prelabel_wait_until)
         SELECT id, $1, $2, $3, $4, external_key, overlap, group_key, source, data, metadata, prelabel, media_id, model, model_version,
                CASE WHEN prelabel IS NULL THEN (SELECT muster_now()) + $7::int * interval '1 minute' END FROM staged_task
         ON CONFLICT (project_id, external_key) DO NOTHING
         RETURNING id, overlap, group_key, CASE WHEN prelabel_wait_until IS NULL THEN $5::uuid ELSE $6::uuid END AS lane_id),
       queued AS (
         INSERT INTO queue_item (organization_id, lane_id, task_id, seats, group_hash)
         SELECT $1, lane_id, id, (1::bigint << overlap) - 1, hashtextextended(group_key, 0) FROM added ORDER BY id),
       counted AS (
         INSERT INTO lane_change (organization_id, lane_id, tasks, seats)
         SELECT $1, lane_id, count(*), sum(overlap) FROM added GROUP BY lane_id),
       -- Looked up once; where nobody wants it, nothing more is done.
       told AS (
         INSERT INTO event (organization_id, type, subject_id, data)
         SELECT $1, 'task.created', id, jsonb_build_object('batchId', $3::uuid, 'projectId', $2::uuid) FROM added
          WHERE EXISTS (SELECT FROM wanted_news WHERE organization_id = $1 AND type = 'task.created'))
       SELECT count(*)::int AS count FROM added`,
      [tx.organizationId, projectId, batchId, importId, lane!.id, lane!.held_id, lane!.wait_minutes],
    );
    return added!.count;
  }
}

/** Rows of COPY's text format, some at a time. */
function* piecesOf(tasks: Iterable<NewTask>): Generator<Uint8Array> {
  let piece = '';
  for (const task of tasks) {
    piece += rowOf(task);
    if (piece.length < pieceCharacters) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}

function rowOf(task: NewTask): string {
  const { id, externalKey, overlap, groupKey, source, data, metadata, prelabel, mediaId, model, modelVersion } = task;
  const texts = `${copyText(externalKey)}\t${overlap}\t${copyText(groupKey)}\t${copyText(source)}`;
  const values = `${json(data)}\t${json(metadata)}\t${prelabel ? json(prelabel) : '\\N'}`;
  return `${id}\t${texts}\t${values}\t${mediaId ?? '\\N'}\t${copyText(model ?? null)}\t${copyText(modelVersion ?? null)}\n`;
}

const json = (value: unknown): string => copyText(JSON.stringify(value));
