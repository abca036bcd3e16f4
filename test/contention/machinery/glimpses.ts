import type { Named } from './muster.js';
import type { World } from './world.js';

/** What there is at this moment, so that a command finds something to act on; it may be gone when the command comes. */
export class Glimpses {
  constructor(private readonly world: World) {}

  /** Tasks in one of these states; of all states without any. */
  tasksIn(states: string[]): Promise<Named[]> {
    return this.rows(
      `SELECT id, external_key AS key, batch_id AS batch FROM task WHERE organization_id = $1 AND (state = ANY ($2) OR $2 = '{}') ORDER BY external_key`,
      states,
    );
  }

  async quarantined(): Promise<string[]> {
    const rows = await this.rows<{ id: string }>(
      `SELECT id FROM submission WHERE organization_id = $1 AND state = 'QUARANTINED' ORDER BY id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Who has a part in which task that is not over. */
  parts(): Promise<{ task_id: string; member_id: string }[]> {
    return this.rows(
      `SELECT p.task_id, p.member_id FROM participation p JOIN task t ON t.id = p.task_id
        WHERE p.organization_id = $1 AND t.state NOT IN ('SETTLED', 'CANCELLED') ORDER BY t.external_key, p.member_id`,
    );
  }

  /** The live assignments of each task that several people are about to finish. */
  async owed(): Promise<string[][]> {
    const rows = await this.rows<{ held: string[] }>(
      `SELECT array_agg(a.id ORDER BY a.token) FILTER (WHERE a.state = 'ACTIVE') AS held FROM assignment a JOIN task t ON t.id = a.task_id
        WHERE a.organization_id = $1 AND a.stage = 'ANNOTATE' AND a.state IN ('ACTIVE', 'SUBMITTED') AND t.state = 'OPEN'
        GROUP BY t.id HAVING count(*) = t.overlap AND count(*) FILTER (WHERE a.state = 'ACTIVE') > 1 ORDER BY t.external_key`,
    );
    return rows.map(({ held }) => held);
  }

  private async rows<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.world.pool.query(sql, [this.world.organizationId, ...values])).rows as Row[];
  }
}
