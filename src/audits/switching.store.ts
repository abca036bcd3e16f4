import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/index.js';
import type { Severity, SwitchingState } from '../quality/index.js';
import { begunFrom, lineStart } from './audit.rules.js';
import type { Line, LineOfTeam, SwitchingRow } from './audit.types.js';

const columns = `s.severity, s.state, s.reason, s.since, s.team_id AS "teamId", t.name AS "teamName"`;
const tables = `audit_switching s LEFT JOIN team t ON t.id = s.team_id`;

/** Where lines of lots stand: those that one team made, and for each project those that several made. */
@Injectable()
export class SwitchingStore {
  /**
   * Whose line a batch belongs to as its work stands: the only team of the project whose members made all of it. Null, the
   * project's, where nothing is made yet, where people of several teams did it, or where the project has one team anyway.
   */
  async teamOf(tx: Tx, projectId: string, batchId: string): Promise<LineOfTeam | null> {
    const [row] = await tx.query<LineOfTeam>(
      `WITH worker AS (
         SELECT DISTINCT s.member_id FROM submission s JOIN task t ON t.id = s.task_id
          WHERE t.batch_id = $2 AND t.state = 'SETTLED' AND s.state = 'COUNTED' AND s.stage IN ('ANNOTATE', 'REWORK')),
       maker AS (
         SELECT pt.team_id FROM project_team pt WHERE pt.project_id = $1 AND EXISTS (SELECT FROM worker)
            AND NOT EXISTS (SELECT FROM worker w WHERE NOT EXISTS (
              SELECT FROM team_member tm WHERE tm.team_id = pt.team_id AND tm.member_id = w.member_id)))
       SELECT t.id AS "teamId", t.name AS "teamName" FROM maker JOIN team t ON t.id = maker.team_id
        WHERE (SELECT count(*) FROM maker) = 1 AND (SELECT count(*) FROM project_team WHERE project_id = $1) > 1`,
      [projectId, batchId],
    );
    return row ?? null;
  }

  /** Every line of a project, its own first. */
  ofProject(tx: Tx, projectId: string): Promise<SwitchingRow[]> {
    return tx.query<SwitchingRow>(
      `SELECT ${columns} FROM ${tables} WHERE s.project_id = $1 ORDER BY t.name NULLS FIRST, s.severity`,
      [projectId],
    );
  }

  /** A line as it stands. One that has no lot yet begins where the project's stands. */
  async of(tx: Tx, { projectId, teamId }: Line): Promise<SwitchingRow[]> {
    const rows = await tx.query<SwitchingRow>(
      `SELECT DISTINCT ON (s.severity) ${columns} FROM ${tables}
        WHERE s.project_id = $1 AND (s.team_id IS NULL OR s.team_id = $2) ORDER BY s.severity, s.team_id NULLS LAST`,
      [projectId, teamId],
    );
    return rows.map((row) => (row.teamId === teamId ? row : begunFrom(row)));
  }

  /** The rows of these severities, there from now on; two lots of a line are counted one after the other. */
  async lock(tx: Tx, line: Line, severities: readonly Severity[]): Promise<SwitchingRow[]> {
    const before = await this.of(tx, line);
    for (const severity of severities) {
      const { state, reason } = before.find((row) => row.severity === severity) ?? lineStart;
      await tx.query(
        `INSERT INTO audit_switching (organization_id, project_id, team_id, severity, state, reason) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING`,
        [tx.organizationId, line.projectId, line.teamId, severity, JSON.stringify(state), reason],
      );
    }
    return tx.query<SwitchingRow>(
      `SELECT ${columns} FROM ${tables}
        WHERE s.project_id = $1 AND s.team_id IS NOT DISTINCT FROM $2 AND s.severity = ANY ($3) ORDER BY s.severity FOR UPDATE OF s`,
      [line.projectId, line.teamId, severities],
    );
  }

  /** @param reason when inspection moved: since now, and why */
  async keep(tx: Tx, { projectId, teamId }: Line, severity: Severity, state: SwitchingState, reason: string | null) {
    await tx.query(
      `UPDATE audit_switching SET state = $4, reason = coalesce($5, reason), since = CASE WHEN $5::text IS NULL THEN since ELSE muster_now() END
        WHERE project_id = $1 AND team_id IS NOT DISTINCT FROM $2 AND severity = $3`,
      [projectId, teamId, severity, JSON.stringify(state), reason],
    );
  }
}
