import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { ClientFault, Database, newId } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { MediaFiles } from './media-files.js';
import type { MediaEntity } from './media.entity.js';
import { MediaStore } from './media.store.js';

export interface SentPicture {
  projectId: string;
  fileName: string;
  contentType: string;
  body: Readable;
}

@Injectable()
export class MediaService {
  constructor(
    private readonly database: Database,
    private readonly store: MediaStore,
    private readonly files: MediaFiles,
    private readonly projects: ProjectsService,
  ) {}

  /** Keeps a picture. The same bytes under the same name are the same picture; other bytes are a conflict. */
  async upload(actor: Actor, { projectId, fileName, contentType, body }: SentPicture): Promise<MediaEntity> {
    const { organizationId } = actor;
    await this.database.transact(actor, (tx) => this.projects.visible(tx, actor, projectId, 'media:upload'));
    const id = newId();
    const { bytes, sha256 } = await this.files.receive(organizationId, id, body);
    let kept: MediaEntity | undefined;
    try {
      const size = await this.files.sizeOf(organizationId, id, contentType);
      kept = await this.database.transact(actor, async (tx) => {
        await this.store.insert(tx, {
          id,
          projectId,
          fileName,
          contentType,
          bytes,
          sha256,
          ...size,
          createdBy: actor.memberId,
        });
        return (await this.store.findByName(tx, projectId, fileName))!;
      });
    } finally {
      if (kept?.id !== id) await this.files.remove(organizationId, id);
    }
    if (kept.sha256 !== sha256)
      throw new ClientFault('CONFLICT', `The project has another picture named “${fileName}”.`);
    return kept;
  }

  /** An open file, which the caller closes; for links that were verified. */
  async open(mediaId: string): Promise<{ media: MediaEntity; file: FileHandle }> {
    const found = await this.files.find(mediaId);
    if (!found) throw ClientFault.notFound('picture');
    const { organizationId, file } = found;
    const media = await this.database
      .transact({ organizationId }, (tx) => this.store.find(tx, mediaId))
      .catch(() => null);
    if (media) return { media, file };
    await file.close();
    throw ClientFault.notFound('picture');
  }
}
