import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import type { Tx } from '../../platform/index.js';
import { ApiKeyEntity } from './api-key.entity.js';

@Injectable()
export class ApiKeysStore {
  async page(tx: Tx, first: number, after: string | null): Promise<{ rows: ApiKeyEntity[]; total: number }> {
    const keys = tx.repository(ApiKeyEntity);
    const rows = await keys.find({
      where: after ? { id: MoreThan(after) } : {},
      order: { id: 'ASC' },
      take: first + 1,
    });
    return { rows, total: await keys.count() };
  }

  find(tx: Tx, id: string): Promise<ApiKeyEntity | null> {
    return tx.repository(ApiKeyEntity).findOneBy({ id });
  }

  async insert(tx: Tx, key: ApiKeyEntity): Promise<void> {
    await tx.repository(ApiKeyEntity).insert(key);
  }

  /** @returns whether it was live until now */
  async revoke(tx: Tx, id: string): Promise<boolean> {
    const revoked = await tx.query(
      `UPDATE api_key SET revoked_at = muster_now() WHERE id = $1 AND revoked_at IS NULL RETURNING id`,
      [id],
    );
    return revoked.length > 0;
  }
}
