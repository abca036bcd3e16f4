import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/index.js';
import { switchingStart, type Severity, type SwitchingState } from '../quality/index.js';
import { startReason } from './audit.rules.js';
import type { SwitchingRow } from './audit.types.js';

/** Where the lots of a project stand. One line of lots a project; the table has room for one a team. */
@Injectable()
export class SwitchingStore {
  of(tx: Tx, projectId: string): Promise<SwitchingRow[]> {
    return tx.query<SwitchingRow>(
      `SELECT severity, state, reason, since FROM audit_switching WHERE project_id = $1 AND team_id IS NULL ORDER BY severity`,
      [projectId],
    );
  }

  /** The rows of these severities, there from now on; two lots of a project are counted one after the other. */
  async lock(tx: Tx, projectId: string, severities: readonly Severity[]): Promise<SwitchingRow[]> {
    await tx.query(
      `INSERT INTO audit_switching (organization_id, project_id, severity, state, reason)
       SELECT $1, $2, severity, $4, $5 FROM unnest($3::text[]) severity ORDER BY severity ON CONFLICT DO NOTHING`,
      [tx.organizationId, projectId, severities, JSON.stringify(switchingStart), startReason],
    );
    return tx.query<SwitchingRow>(
      `SELECT severity, state, reason, since FROM audit_switching
        WHERE project_id = $1 AND team_id IS NULL AND severity = ANY ($2) ORDER BY severity FOR UPDATE`,
      [projectId, severities],
    );
  }

  /** @param reason when inspection moved: since now, and why */
  async keep(tx: Tx, projectId: string, severity: Severity, state: SwitchingState, reason: string | null) {
    await tx.query(
      `UPDATE audit_switching SET state = $3, reason = coalesce($4, reason), since = CASE WHEN $4::text IS NULL THEN since ELSE muster_now() END
        WHERE project_id = $1 AND team_id IS NULL AND severity = $2`,
      [projectId, severity, JSON.stringify(state), reason],
    );
  }
}
