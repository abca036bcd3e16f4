import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { MediaEntity } from './media.entity.js';

export type NewMedia = Omit<MediaEntity, 'organizationId' | 'bytes'> & { bytes: number };

@Injectable()
export class MediaStore {
  find(tx: Tx, id: string): Promise<MediaEntity | null> {
    return tx.repository(MediaEntity).findOneBy({ id });
  }

  findByName(tx: Tx, projectId: string, fileName: string): Promise<MediaEntity | null> {
    return tx.repository(MediaEntity).findOneBy({ projectId, fileName });
  }

  /** False when the project has a picture of that name. */
  async insert(tx: Tx, media: NewMedia): Promise<boolean> {
    const { id, projectId, fileName, contentType, bytes, sha256, width, height, createdBy } = media;
    const inserted = await tx.query(
      `INSERT INTO media (id, organization_id, project_id, file_name, content_type, bytes, sha256, width, height, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (project_id, file_name) DO NOTHING RETURNING id`,
      [id, tx.organizationId, projectId, fileName, contentType, bytes, sha256, width, height, createdBy],
    );
    return inserted.length > 0;
  }
}
