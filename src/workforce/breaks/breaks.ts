import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/**
 * Who is on a break now: claims find nothing for them. What the breaks of a person come to is time beside the tasks, which
 * begins and ends them here, in its own commit.
 */
@Injectable()
export class Breaks {
  /** @param until null: until they are back */
  async begin(tx: Tx, memberId: string, until: Date | null): Promise<void> {
    await tx.query(
      `INSERT INTO member_break (member_id, organization_id, until) VALUES ($1, $2, $3)
       ON CONFLICT (member_id) DO UPDATE SET since = muster_now(), until = excluded.until`,
      [memberId, tx.organizationId, until],
    );
  }

  async end(tx: Tx, memberId: string): Promise<void> {
    await tx.query(`DELETE FROM member_break WHERE member_id = $1`, [memberId]);
  }
}
