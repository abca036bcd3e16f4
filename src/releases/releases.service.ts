import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import { type Actor, ChangeLog, reachOf } from '../identity/index.js';
import type { Label, LabelSchema } from '../labels/index.js';
import { ProjectsService } from '../projects/index.js';
import { ClientFault, Clock, CONFIG, type Config, Database, newId, Outbox, Refusal, type Tx } from '../platform/index.js';
import { checksumsText, cocoInstances, darwin2Document, hashFile, manifestOf, type ManifestFile, type ReleasedItem, semanticMaskPng } from './formats/index.js';

export const releaseFormats = ['COCO', 'DARWIN_2', 'MASKS'] as const;
export type ReleaseFormat = (typeof releaseFormats)[number];

export interface ReleaseRow {
  id: string;
  project_id: string;
  version: number;
  name: string;
  formats: ReleaseFormat[];
  state: 'FREEZING' | 'READY' | 'FAILED';
  items_total: number;
  items_written: number;
  path: string | null;
  manifest_sha256: string | null;
  error: string | null;
  created_at: Date;
  finished_at: Date | null;
}

export interface ReleaseRequest {
  projectId: string;
  batchIds: string[];
  name?: string;
  formats: ReleaseFormat[];
}

const columns = 'id, project_id, version, name, formats, state, items_total, items_written, path, manifest_sha256, error, created_at, finished_at';
const pageSize = 50;

/** Freezes settled results into a list that never changes, then writes that list as files. */
@Injectable()
export class ReleasesService {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly batches: BatchesService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async create(actor: Actor, request: ReleaseRequest): Promise<ReleaseRow | Refusal<'NOTHING_SETTLED'>> {
    const release = await this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, request.projectId);
      for (const batchId of request.batchIds) {
        const batch = await this.batches.visible(tx, actor, batchId);
        if (batch.project_id !== request.projectId) throw ClientFault.invalid('input.batchIds', 'names a batch of another project');
      }
      // Two releases at once would take the same version.
      await tx.query(`SELECT 1 FROM project WHERE id = $1 FOR NO KEY UPDATE`, [request.projectId]);
      const id = newId();
      const [version] = await tx.query<{ version: number }>(`SELECT coalesce(max(version), 0) + 1 AS version FROM release WHERE project_id = $1`, [request.projectId]);
      const [total] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM result r JOIN task t ON t.id = r.task_id
          WHERE r.project_id = $1 AND r.is_current AND t.state = 'SETTLED' AND (cardinality($2::uuid[]) = 0 OR r.batch_id = ANY ($2))`,
        [request.projectId, request.batchIds],
      );
      if (!total?.count) return new Refusal('NOTHING_SETTLED' as const, 'No task of this project (or of these batches) is settled yet, so there is nothing to release.');
      const [row] = await tx.query<ReleaseRow>(
        `INSERT INTO release (id, organization_id, project_id, batch_ids, version, name, formats, items_total, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${columns}`,
        [id, tx.organizationId, request.projectId, request.batchIds, version!.version, request.name ?? `v${version!.version}`, request.formats, total.count, actor.memberId],
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
      const [total] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM release WHERE project_id = $1`, [projectId]);
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
    return this.database.asSystem(`SELECT organization_id, id FROM release WHERE state = 'FREEZING' AND created_at < muster_now() - interval '2 minutes'`);
  }

  /** Writes the frozen list; a second run writes the same files again, so a crash costs time and nothing else. */
  async write(organizationId: string, id: string): Promise<void> {
    const tenant = { organizationId };
    const release = await this.database.transact(tenant, async (tx) => (await tx.query<ReleaseRow>(`SELECT ${columns} FROM release WHERE id = $1`, [id]))[0]);
    if (!release || release.state !== 'FREEZING') return;
    const schema = await this.database.transact(tenant, (tx) => this.projects.schemaOf(tx, release.project_id));
    const path = join(this.config.MUSTER_HOME, 'releases', organizationId, `${id}`);
    const draft = `${path}.${newId()}.partial`;
    await mkdir(draft, { recursive: true });
    try {
      const files = await this.writeFiles(tenant, release, schema, draft);
      const manifest = manifestOf({ version: release.name, createdAt: release.created_at, files, counts: { items: release.items_total } });
      await writeFile(join(draft, 'manifest.json'), manifest);
      await writeFile(join(draft, 'CHECKSUMS'), checksumsText(files));
      const { sha256 } = await hashFile(draft, 'manifest.json');
      await rm(path, { recursive: true, force: true });
      await rename(draft, path);
      await this.database.transact(tenant, async (tx) => {
        await tx.query(
          `UPDATE release SET state = 'READY', path = $2, manifest_sha256 = $3, items_written = items_total, finished_at = muster_now() WHERE id = $1 AND state = 'FREEZING'`,
          [id, path, sha256],
        );
        await this.outbox.publish(tx, { type: 'release.ready', subjectId: id, data: { projectId: release.project_id } });
      });
      this.outbox.wake();
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  private async writeFiles(tenant: { organizationId: string }, release: ReleaseRow, schema: LabelSchema, folder: string): Promise<ManifestFile[]> {
    const items = () => this.itemsOf(tenant, release.id);
    const files: ManifestFile[] = [];
    const add = async (name: string) => void files.push(await hashFile(folder, name));
    if (release.formats.includes('COCO')) {
      await pipeline(Readable.from(cocoInstances(items, schema, { version: release.name, createdAt: release.created_at })), createWriteStream(join(folder, 'instances.json')));
      await add('instances.json');
    }
    for (const [format, name] of [['DARWIN_2', 'annotations'], ['MASKS', 'masks']] as const) if (release.formats.includes(format)) await mkdir(join(folder, name));
    let written = 0;
    let told = this.clock.now().getTime();
    for await (const item of items()) {
      const stem = fileStem(item.externalKey);
      if (release.formats.includes('DARWIN_2')) {
        await writeFile(join(folder, 'annotations', `${stem}.json`), JSON.stringify(darwin2Document(item)));
        await add(`annotations/${stem}.json`);
      }
      if (release.formats.includes('MASKS')) {
        await writeFile(join(folder, 'masks', `${stem}.png`), await semanticMaskPng(item, schema));
        await add(`masks/${stem}.png`);
      }
      written += 1;
      if (this.clock.now().getTime() - told < 1000) continue;
      told = this.clock.now().getTime();
      await this.database.transact(tenant, (tx) => tx.query(`UPDATE release SET items_written = $2 WHERE id = $1 AND state = 'FREEZING'`, [release.id, written]));
    }
    return files;
  }

  /** The frozen items in the order of their keys, a page at a time. */
  private async *itemsOf(tenant: { organizationId: string }, releaseId: string): AsyncGenerator<ReleasedItem> {
    let after = '';
    for (;;) {
      const rows = await this.database.transact(tenant, (tx) => this.page(tx, releaseId, after));
      for (const row of rows) yield toItem(row);
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) return;
      after = last.external_key;
    }
  }

  private page(tx: Tx, releaseId: string, after: string): Promise<FrozenRow[]> {
    return tx.query<FrozenRow>(
      `SELECT i.external_key, t.data, t.metadata, p.field_visibility, t.source, r.labels, r.method, r.agreement
         FROM release_item i JOIN task t ON t.id = i.task_id JOIN result r ON r.id = i.result_id JOIN project p ON p.id = t.project_id
        WHERE i.release_id = $1 AND i.external_key > $2 ORDER BY i.external_key LIMIT ${pageSize}`,
      [releaseId, after],
    );
  }
}

interface FrozenRow {
  external_key: string;
  data: { fileName?: string; width?: number; height?: number };
  metadata: Record<string, unknown>;
  field_visibility: Record<string, string>;
  source: string | null;
  labels: Label[];
  method: string;
  agreement: { score: number } | null;
}

/** External keys name files; what a file system would not take becomes an underscore. */
const fileStem = (externalKey: string): string => externalKey.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '_');

function toItem(row: FrozenRow): ReleasedItem {
  // Only what the project declared PUBLIC leaves with a release.
  const metadata = Object.fromEntries(Object.entries(row.metadata).filter(([name]) => row.field_visibility[name] === 'PUBLIC'));
  return {
    externalKey: row.external_key, fileName: row.data.fileName ?? row.external_key, width: row.data.width ?? 0, height: row.data.height ?? 0, labels: row.labels,
    metadata, source: row.field_visibility.source === 'PUBLIC' ? (row.source ?? undefined) : undefined, settledBy: row.method, agreement: row.agreement?.score ?? null,
  };
}
