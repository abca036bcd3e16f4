import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, MoreThan } from 'typeorm';
import type { Tx } from '../platform/index.js';
import { BatchEntity } from './batch.entity.js';
import type { BatchState } from './batch.rules.js';

export type NewBatch = Pick<BatchEntity, 'id' | 'projectId' | 'name' | 'createdBy'> &
  Partial<Pick<BatchEntity, 'priority' | 'deadlineAt' | 'source'>>;

@Injectable()
export class BatchesStore {
  find(tx: Tx, id: string): Promise<BatchEntity | null> {
    return tx.repository(BatchEntity).findOneBy({ id });
  }

  /** Waits for whoever changes the batch, but not for the tasks that are added to it. */
  lock(tx: Tx, id: string): Promise<BatchEntity | null> {
    return tx.repository(BatchEntity).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  async page(
    tx: Tx,
    projectId: string,
    first: number,
    after: string | null,
  ): Promise<{ rows: BatchEntity[]; total: number }> {
    const batches = tx.repository(BatchEntity);
    const where: FindOptionsWhere<BatchEntity> = { projectId, ...(after && { id: MoreThan(after) }) };
    return {
      rows: await batches.find({ where, order: { id: 'ASC' }, take: first + 1 }),
      total: await batches.countBy({ projectId }),
    };
  }

  /**
   * By a part of their names, whatever its case; those that are worked on first, then the newest.
   * @param projectIds null: of every project
   */
  named(tx: Tx, part: string, projectIds: string[] | null, limit: number): Promise<BatchEntity[]> {
    return tx
      .repository(BatchEntity)
      .createQueryBuilder('b')
      .where('strpos(lower(b.name), lower(:part)) > 0', { part })
      .andWhere('(:projectIds::uuid[] IS NULL OR b.project_id = ANY (:projectIds::uuid[]))', { projectIds })
      .orderBy(`b.state IN ('OPEN', 'PAUSED', 'RETURNED')`, 'DESC')
      .addOrderBy('b.id', 'DESC')
      .limit(limit)
      .getMany();
  }

  /** False when the project has a batch of that name. */
  async insert(tx: Tx, batch: NewBatch): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO batch (id, organization_id, project_id, name, priority, deadline_at, source, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (project_id, name) DO NOTHING RETURNING id`,
      [
        batch.id,
        tx.organizationId,
        batch.projectId,
        batch.name,
        batch.priority ?? 0,
        batch.deadlineAt ?? null,
        batch.source ?? null,
        batch.createdBy,
      ],
    );
    return inserted.length > 0;
  }

  /** completed_at belongs to the completion that stands: it goes when work begins again. */
  async setState(tx: Tx, id: string, state: BatchState): Promise<void> {
    await tx.query(
      `UPDATE batch SET state = $2, completed_at = CASE WHEN $2 = 'COMPLETED' THEN muster_now() WHEN $2 <> 'OPEN' THEN completed_at END WHERE id = $1`,
      [id, state],
    );
  }

  async close(tx: Tx, id: string): Promise<void> {
    await tx.query(`UPDATE batch SET closed_at = muster_now() WHERE id = $1`, [id]);
  }

  async prioritize(tx: Tx, id: string, priority: number, deadlineAt: Date | null): Promise<void> {
    await tx.query(`UPDATE batch SET priority = $2, deadline_at = $3 WHERE id = $1`, [id, priority, deadlineAt]);
  }

  /** Told by its imports: the tasks themselves are another feature's. */
  async hasTasks(tx: Tx, id: string): Promise<boolean> {
    return (await tx.query(`SELECT FROM import WHERE batch_id = $1 AND created_count > 0 LIMIT 1`, [id])).length > 0;
  }

  async hasRunningImport(tx: Tx, id: string): Promise<boolean> {
    return (await tx.query(`SELECT FROM import WHERE batch_id = $1 AND state = 'RUNNING' LIMIT 1`, [id])).length > 0;
  }
}
