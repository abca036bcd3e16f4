import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import { type Actor, ChangeLog, reachOf } from '../identity/index.js';
import { ProjectsService } from '../projects/index.js';
import { ClientFault, Database, newId, Outbox, Refusal } from '../platform/index.js';
import type { ManifestFile } from './formats/index.js';
import type { ReleaseFormat, ReleaseRow } from './release.row.js';
import { ReleaseWriter } from './release-writer.js';

export interface ReleaseRequest {
  projectId: string;
  batchIds: string[];
  name?: string;
  formats: ReleaseFormat[];
}

const columns =
  'id, project_id, version, name, formats, state, items_total, items_written, path, manifest_sha256, error, created_at, finished_at';

/** Freezes settled results into a list that never changes, then writes that list as files. */
@Injectable()
export class ReleasesService {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly batches: BatchesService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
    private readonly writer: ReleaseWriter,
  ) {}

  async create(actor: Actor, request: ReleaseRequest): Promise<ReleaseRow | Refusal<'NOTHING_SETTLED'>> {
    const release = await this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, request.projectId);
      for (const batchId of request.batchIds) {
        const batch = await this.batches.visible(tx, actor, batchId);
        if (batch.projectId !== request.projectId)
          throw ClientFault.invalid('input.batchIds', 'names a batch of another project');
      }
      // Two releases at once would take the same version.
      await tx.query(`SELECT 1 FROM project WHERE id = $1 FOR NO KEY UPDATE`, [request.projectId]);
      const id = newId();
      const [version] = await tx.query<{ version: number }>(
        `SELECT coalesce(max(version), 0) + 1 AS version FROM release WHERE project_id = $1`,
        [request.projectId],
      );
      const [total] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM result r JOIN task t ON t.id = r.task_id
          WHERE r.project_id = $1 AND r.is_current AND t.state = 'SETTLED' AND (cardinality($2::uuid[]) = 0 OR r.batch_id = ANY ($2))`,
        [request.projectId, request.batchIds],
      );
      if (!total?.count)
        return new Refusal(
          'NOTHING_SETTLED' as const,
          'No task of this project (or of these batches) is settled yet, so there is nothing to release.',
        );
      const [row] = await tx.query<ReleaseRow>(
        `INSERT INTO release (id, organization_id, project_id, batch_ids, version, name, formats, items_total, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${columns}`,
        [
          id,
          tx.organizationId,
          request.projectId,
          request.batchIds,
          version!.version,
          request.name ?? `v${version!.version}`,
          request.formats,
          total.count,
          actor.memberId,
        ],
      );
      await tx.query(
        `INSERT INTO release_item (organization_id, release_id, external_key, task_id, result_id)
         SELECT $1, $2, t.external_key, t.id, r.id FROM result r JOIN task t ON t.id = r.task_id
          WHERE r.project_id = $3 AND r.is_current AND t.state = 'SETTLED' AND (cardinality($4::uuid[]) = 0 OR r.batch_id = ANY ($4))`,
        [tx.organizationId, id, request.projectId, request.batchIds],
      );
      await this.outbox.publish(tx, { type: 'release.requested', subjectId: id });
      await this.changes.record(tx, actor, { action: 'release:create', subjectId: id, detail: { items: total.count } });
      return row!;
    });
    this.outbox.wake();
    return release;
  }

  find(actor: Actor, id: string): Promise<ReleaseRow | null> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const [row] = await tx.query<ReleaseRow>(`SELECT ${columns} FROM release WHERE id = $1`, [id]);
      if (!row) return null;
      await this.projects.visible(tx, actor, row.project_id);
      return row;
    });
  }

  list(actor: Actor, projectId: string, first: number, after: string | null) {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      await this.projects.visible(tx, actor, projectId);
      const rows = await tx.query<ReleaseRow>(
        `SELECT ${columns} FROM release WHERE project_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
        [projectId, after, first + 1],
      );
      const [total] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM release WHERE project_id = $1`,
        [projectId],
      );
      return { rows, total: total?.count ?? 0 };
    });
  }

  /** The manifest's file list, once the release is ready. */
  async filesOf(row: ReleaseRow): Promise<ManifestFile[]> {
    if (row.state !== 'READY' || !row.path) return [];
    const manifest = JSON.parse(await readFile(join(row.path, 'manifest.json'), 'utf8')) as { files: ManifestFile[] };
    return manifest.files;
  }

  /** A file of a ready release that the actor may read. */
  async fileOf(actor: Actor, id: string, name: string): Promise<string> {
    if (reachOf(actor, 'release:read') === null) throw ClientFault.forbidden('release:read');
    const row = await this.find(actor, id);
    // Only names of the manifest: a path from outside never reaches the file system.
    const names = row && ['manifest.json', 'CHECKSUMS', ...(await this.filesOf(row)).map((file) => file.path)];
    if (!row?.path || !names?.includes(name)) throw ClientFault.notFound('file of a release');
    return join(row.path, name);
  }

  async freezing(): Promise<{ organization_id: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT organization_id, id FROM release WHERE state = 'FREEZING' AND created_at < muster_now() - interval '2 minutes'`,
    );
  }

  /** Writes the frozen list; a second run writes the same files again, so a crash costs time and nothing else. */
  async write(organizationId: string, id: string): Promise<void> {
    const tenant = { organizationId };
    const release = await this.database.transact(
      tenant,
      async (tx) => (await tx.query<ReleaseRow>(`SELECT ${columns} FROM release WHERE id = $1`, [id]))[0],
    );
    if (!release || release.state !== 'FREEZING') return;
    const { path, manifestSha256 } = await this.writer.write(tenant, release);
    await this.database.transact(tenant, async (tx) => {
      await tx.query(
        `UPDATE release SET state = 'READY', path = $2, manifest_sha256 = $3, items_written = items_total, finished_at = muster_now() WHERE id = $1 AND state = 'FREEZING'`,
        [id, path, manifestSha256],
      );
      await this.outbox.publish(tx, { type: 'release.ready', subjectId: id, data: { projectId: release.project_id } });
    });
    this.outbox.wake();
  }
}
