import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Label, LabelSchema } from '../labels/index.js';
import { ProjectsService } from '../projects/index.js';
import { Clock, CONFIG, type Config, Database, newId, type Tenant } from '../platform/index.js';
import {
  digested,
  encodeChecksums,
  encodeCoco,
  encodeDarwin2,
  encodeManifest,
  encodeSemanticMask,
  metadataLines,
  type ManifestFile,
  type ReleasedItem,
} from './formats/index.js';
import type { ReleaseRow } from './release.row.js';

const pageSize = 50;
const tellEveryMilliseconds = 1000;

/** Writes a frozen release: into a folder beside its own first, so that a half-written one is never taken for whole. */
@Injectable()
export class ReleaseWriter {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async write(tenant: Tenant, release: ReleaseRow): Promise<{ path: string; manifestSha256: string }> {
    const path = join(this.config.MUSTER_HOME, 'releases', tenant.organizationId, release.id);
    const draft = `${path}.${newId()}.partial`;
    await mkdir(draft, { recursive: true });
    try {
      const { files, spans } = await this.writeFiles(tenant, release, draft);
      const manifest = encodeManifest({
        version: release.name,
        createdAt: release.created_at.toISOString(),
        files,
        counts: { items: release.items_total, ...(spans > 0 ? { spans } : {}) },
      });
      await writeFile(join(draft, 'manifest.json'), manifest);
      await writeFile(join(draft, 'CHECKSUMS'), encodeChecksums(files));
      await rm(path, { recursive: true, force: true });
      await rename(draft, path);
      return { path, manifestSha256: createHash('sha256').update(manifest).digest('hex') };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  private async writeFiles(
    tenant: Tenant,
    release: ReleaseRow,
    folder: string,
  ): Promise<{ files: ManifestFile[]; spans: number }> {
    const schema = await this.database.transact(tenant, (tx) => this.projects.schemaOf(tx, release.project_id));
    const has = (format: ReleaseRow['formats'][number]) => release.formats.includes(format);
    const files: ManifestFile[] = [];
    const add = (name: string, chunks: AsyncIterable<string> | (string | Uint8Array)[]) =>
      pipeline(
        digested(name, chunks, (file) => files.push(file)),
        createWriteStream(join(folder, name)),
      );
    const told = { spans: 0 };
    await add('metadata.jsonl', metadataLines(this.itemsOf(tenant, release.id), told));
    if (has('COCO'))
      await add(
        'instances.json',
        encodeCoco(() => this.itemsOf(tenant, release.id), { schema, info: infoOf(release) }),
      );
    if (has('DARWIN_2')) await mkdir(join(folder, 'annotations'));
    if (has('MASKS')) await mkdir(join(folder, 'masks'));
    if (has('DARWIN_2') || has('MASKS')) await this.writeItems(tenant, release, schema, add);
    return { files, ...told };
  }

  private async writeItems(
    tenant: Tenant,
    release: ReleaseRow,
    schema: LabelSchema,
    add: (name: string, chunks: (string | Uint8Array)[]) => Promise<void>,
  ): Promise<void> {
    const stems = new Stems();
    let [written, told] = [0, this.clock.now().getTime()];
    for await (const item of this.itemsOf(tenant, release.id)) {
      const stem = stems.of(item.externalKey);
      if (release.formats.includes('DARWIN_2')) await add(`annotations/${stem}.json`, [encodeDarwin2(item)]);
      if (release.formats.includes('MASKS') && item.width > 0 && item.height > 0)
        await add(`masks/${stem}.png`, [await encodeSemanticMask(item, schema)]);
      written += 1;
      if (this.clock.now().getTime() - told < tellEveryMilliseconds) continue;
      told = this.clock.now().getTime();
      await this.database.transact(tenant, (tx) =>
        tx.query(`UPDATE release SET items_written = $2 WHERE id = $1 AND state = 'FREEZING'`, [release.id, written]),
      );
    }
  }

  /** The frozen items in the order of their keys, a page at a time: the same at every call. */
  private async *itemsOf(tenant: Tenant, releaseId: string): AsyncGenerator<ReleasedItem> {
    for (let after = ''; ;) {
      const rows = await this.database.transact(tenant, (tx) =>
        tx.query<FrozenRow>(
          `SELECT i.external_key, t.data, t.metadata, p.field_visibility, t.source, r.labels, r.method, r.agreement,
                  nullif(trim(coalesce(t.prelabel_model, '') || ' ' || coalesce(t.prelabel_model_version, '')), '') AS prelabelled_by
             FROM release_item i JOIN task t ON t.id = i.task_id JOIN result r ON r.id = i.result_id JOIN project p ON p.id = t.project_id
            WHERE i.release_id = $1 AND i.external_key > $2 ORDER BY i.external_key LIMIT ${pageSize}`,
          [releaseId, after],
        ),
      );
      for (const row of rows) yield toItem(row);
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) return;
      after = last.external_key;
    }
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
  prelabelled_by: string | null;
}

function toItem(row: FrozenRow): ReleasedItem {
  const isPublic = (field: string) => row.field_visibility[field] === 'PUBLIC';
  return {
    externalKey: row.external_key,
    fileName: row.data.fileName ?? row.external_key,
    width: row.data.width ?? 0,
    height: row.data.height ?? 0,
    labels: row.labels,
    // Only what the project declared PUBLIC leaves with a release.
    metadata: Object.fromEntries(Object.entries(row.metadata).filter(([name]) => isPublic(name))),
    source: isPublic('source') ? (row.source ?? undefined) : undefined,
    settledBy: row.method,
    agreement: row.agreement?.score ?? null,
    prelabelledBy: row.prelabelled_by ?? undefined,
  };
}

const infoOf = (release: ReleaseRow) => ({
  description: `Muster release ${release.name}`,
  version: String(release.version),
  date_created: release.created_at.toISOString(),
});

/** External keys name files; what a file system would not take becomes an underscore, and twins get their digest. */
class Stems {
  private readonly taken = new Set<string>();

  of(externalKey: string): string {
    const plain = externalKey.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '_');
    const stem = this.taken.has(plain.toLowerCase())
      ? `${plain}-${createHash('sha256').update(externalKey).digest('hex').slice(0, 12)}`
      : plain;
    this.taken.add(stem.toLowerCase());
    return stem;
  }
}
