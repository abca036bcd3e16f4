import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import type { Tx } from '../../platform/index.js';
import type { RefusedLine } from '../formats/index.js';
import type { Position } from './import-reader.js';
import { ImportEntity, type ImportState } from './import.entity.js';
import { unreadableCodes } from './import.rules.js';
import { UploadEntity } from './upload.entity.js';

export type NewImport = Pick<
  ImportEntity,
  'id' | 'projectId' | 'batchId' | 'uploadId' | 'format' | 'annotationsAs' | 'createdBy'
>;
export interface Counts {
  created: number;
  existing: number;
  refused: number;
}
export type RefusedRow = RefusedLine & { row: number };
export interface RefusalRow {
  row: number;
  line: number;
  externalKey: string | null;
  path: string | null;
  code: string;
  message: string;
}

@Injectable()
export class ImportsStore {
  async insertUpload(
    tx: Tx,
    upload: Pick<UploadEntity, 'id' | 'memberId' | 'fileName' | 'sha256'> & { bytes: number },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO upload (id, organization_id, member_id, file_name, bytes, sha256) VALUES ($1, $2, $3, $4, $5, $6)`,
      [upload.id, tx.organizationId, upload.memberId, upload.fileName, upload.bytes, upload.sha256],
    );
  }

  findUpload(tx: Tx, id: string): Promise<UploadEntity | null> {
    return tx.repository(UploadEntity).findOneBy({ id });
  }

  async insert(tx: Tx, row: NewImport): Promise<ImportEntity> {
    await tx.query(
      `INSERT INTO import (id, organization_id, project_id, batch_id, upload_id, format, annotations_as, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        row.id,
        tx.organizationId,
        row.projectId,
        row.batchId,
        row.uploadId,
        row.format,
        row.annotationsAs,
        row.createdBy,
      ],
    );
    return (await this.find(tx, row.id))!;
  }

  find(tx: Tx, id: string): Promise<ImportEntity | null> {
    return tx.repository(ImportEntity).findOneBy({ id });
  }

  /** One job at a time works on an import: the other waits here and then sees what is done. */
  lock(tx: Tx, id: string): Promise<ImportEntity | null> {
    return tx.repository(ImportEntity).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async page(
    tx: Tx,
    batchId: string,
    first: number,
    after: string | null,
  ): Promise<{ rows: ImportEntity[]; total: number }> {
    const imports = tx.repository(ImportEntity);
    return {
      rows: await imports.find({
        where: { batchId, ...(after && { id: MoreThan(after) }) },
        order: { id: 'ASC' },
        take: first + 1,
      }),
      total: await imports.countBy({ batchId }),
    };
  }

  async advance(tx: Tx, id: string, counts: Counts, { row, place }: Position): Promise<void> {
    await tx.query(
      `UPDATE import SET created_count = created_count + $2, existing_count = existing_count + $3, refused_count = refused_count + $4,
              rows_read = rows_read + $2::bigint + $3::bigint + $4::bigint, progress_at = muster_now(),
              resume_row = $5, resume_line = $6, resume_byte = $7
        WHERE id = $1`,
      [id, counts.created, counts.existing, counts.refused, row, place.line, place.byte],
    );
  }

  async refuse(tx: Tx, importId: string, rows: RefusedRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `INSERT INTO import_refusal (organization_id, import_id, row, line, external_key, path, code, message)
       SELECT $1, $2, r.row, r.line, r."externalKey", r.path, r.code, r.message
         FROM jsonb_to_recordset($3::jsonb) AS r(row bigint, line bigint, "externalKey" text, path text, code text, message text)`,
      [tx.organizationId, importId, JSON.stringify(rows)],
    );
  }

  refusals(tx: Tx, importId: string, first: number, after: number): Promise<RefusalRow[]> {
    return tx.query<RefusalRow>(
      `SELECT row::float8 AS row, line::float8 AS line, external_key AS "externalKey", path, code, message
         FROM import_refusal WHERE import_id = $1 AND row > $2 ORDER BY row LIMIT $3`,
      [importId, after, first],
    );
  }

  /** The first refusal, when all of them say that the file is not of its format. */
  async unreadable(tx: Tx, importId: string): Promise<RefusalRow | null> {
    const other = await tx.query(`SELECT FROM import_refusal WHERE import_id = $1 AND code <> ALL ($2) LIMIT 1`, [
      importId,
      unreadableCodes,
    ]);
    return other.length > 0 ? null : ((await this.refusals(tx, importId, 1, 0))[0] ?? null);
  }

  async finish(tx: Tx, id: string, state: Exclude<ImportState, 'RUNNING'>, error: string | null): Promise<void> {
    await tx.query(
      `UPDATE import SET state = $2, error = $3, finished_at = muster_now(), progress_at = muster_now() WHERE id = $1`,
      [id, state, error],
    );
  }

  async hasMedia(tx: Tx, projectId: string): Promise<boolean> {
    return (await tx.query(`SELECT FROM media WHERE project_id = $1 LIMIT 1`, [projectId])).length > 0;
  }

  async mediaByName(
    tx: Tx,
    projectId: string,
    names: string[],
  ): Promise<Map<string, { id: string; width: number; height: number }>> {
    if (names.length === 0) return new Map();
    const rows = await tx.query<{ id: string; name: string; width: number; height: number }>(
      `SELECT id, file_name AS name, width, height FROM media WHERE project_id = $1 AND file_name = ANY ($2)`,
      [projectId, names],
    );
    return new Map(rows.map(({ name, ...media }) => [name, media]));
  }
}
