import { Injectable } from '@nestjs/common';
import type { LabelSchema } from '../labels/index.js';
import type { Tx } from '../platform/index.js';
import type { FieldVisibility } from './field.rules.js';
import { asPolicy } from './policy.rules.js';
import type { Policy } from './policy.types.js';

/** A project with the policy in force. */
export interface ProjectRow {
  id: string;
  organizationId: string;
  name: string;
  description: string;
  labelSchema: LabelSchema;
  fieldVisibility: FieldVisibility;
  policy: Policy;
  policyVersion: number;
  guidelineVersion: number;
  teamIds: string[];
  createdAt: Date;
}

export type NewProject = Pick<ProjectRow, 'id' | 'name' | 'description' | 'labelSchema' | 'fieldVisibility'> & {
  createdBy: string;
};

const select = `
  SELECT p.id, p.organization_id AS "organizationId", p.name, p.description, p.label_schema AS "labelSchema",
         p.field_visibility AS "fieldVisibility", v.policy, p.policy_version AS "policyVersion",
         p.guideline_version AS "guidelineVersion", p.created_at AS "createdAt",
         ARRAY(SELECT t.team_id FROM project_team t WHERE t.project_id = p.id ORDER BY t.team_id) AS "teamIds"
    FROM project p JOIN project_policy v ON v.project_id = p.id AND v.version = p.policy_version`;

/** `$1` is the member whose teams decide, or null when every project is open. */
const isOpen = `($1::uuid IS NULL OR EXISTS (
  SELECT FROM project_team t JOIN team_member m ON m.team_id = t.team_id WHERE t.project_id = p.id AND m.member_id = $1))`;

const complete = (row: ProjectRow): ProjectRow => ({ ...row, policy: asPolicy(row.policy) });

@Injectable()
export class ProjectsStore {
  async find(tx: Tx, id: string, openTo: string | null): Promise<ProjectRow | null> {
    return (await this.findMany(tx, [id], openTo))[0] ?? null;
  }

  async findMany(tx: Tx, ids: string[], openTo: string | null): Promise<ProjectRow[]> {
    return (await tx.query<ProjectRow>(`${select} WHERE ${isOpen} AND p.id = ANY ($2)`, [openTo, ids])).map(complete);
  }

  async idsOpenTo(tx: Tx, memberId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(`SELECT p.id FROM project p WHERE ${isOpen}`, [memberId]);
    return rows.map(({ id }) => id);
  }

  /** One more than `first`, so that the page knows whether it is the last. */
  async page(
    tx: Tx,
    openTo: string | null,
    first: number,
    after: string | null,
  ): Promise<{ rows: ProjectRow[]; total: number }> {
    const rows = await tx.query<ProjectRow>(
      `${select} WHERE ${isOpen} AND ($2::uuid IS NULL OR p.id > $2) ORDER BY p.id LIMIT $3`,
      [openTo, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM project p WHERE ${isOpen}`,
      [openTo],
    );
    return { rows: rows.map(complete), total: counted!.total };
  }

  /** Waits for whoever changes the project, but not for the tasks that refer to it. */
  async lock(tx: Tx, id: string): Promise<void> {
    await tx.query(`SELECT FROM project WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  }

  async waitForPrelabels(tx: Tx, id: string, minutes: number | null): Promise<void> {
    await tx.query(`UPDATE project SET prelabel_wait_minutes = $2 WHERE id = $1`, [id, minutes]);
  }

  /** False when the name is taken. */
  async insert(tx: Tx, project: NewProject): Promise<boolean> {
    const { id, name, description, labelSchema, fieldVisibility, createdBy } = project;
    const inserted = await tx.query(
      `INSERT INTO project (id, organization_id, name, description, label_schema, field_visibility, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organization_id, name) DO NOTHING RETURNING id`,
      [
        id,
        tx.organizationId,
        name,
        description,
        JSON.stringify(labelSchema),
        JSON.stringify(fieldVisibility),
        createdBy,
      ],
    );
    return inserted.length > 0;
  }

  async insertPolicy(
    tx: Tx,
    projectId: string,
    version: number,
    policy: Policy,
    by: string,
    reason?: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO project_policy (organization_id, project_id, version, policy, reason, created_by) VALUES ($1, $2, $3, $4, $5, $6)`,
      [tx.organizationId, projectId, version, JSON.stringify(policy), reason ?? null, by],
    );
    await tx.query(`UPDATE project SET policy_version = $2 WHERE id = $1`, [projectId, version]);
  }

  async policy(tx: Tx, projectId: string, version: number): Promise<Policy | null> {
    const [row] = await tx.query<{ policy: Policy }>(
      `SELECT policy FROM project_policy WHERE project_id = $1 AND version = $2`,
      [projectId, version],
    );
    return row ? asPolicy(row.policy) : null;
  }

  /** Answers the teams that exist: a foreign key alone would accept a team of another organization. */
  async addTeams(tx: Tx, projectId: string, teamIds: string[]): Promise<Set<string>> {
    const known = await tx.query<{ id: string }>(`SELECT id FROM team WHERE id = ANY ($1)`, [teamIds]);
    await tx.query(
      `INSERT INTO project_team (organization_id, project_id, team_id) SELECT $1, $2, id FROM unnest($3::uuid[]) id
       ON CONFLICT DO NOTHING`,
      [tx.organizationId, projectId, known.map((team) => team.id)],
    );
    return new Set(known.map((team) => team.id));
  }

  /** Whether the team was there to be removed. */
  async removeTeam(tx: Tx, projectId: string, teamId: string): Promise<boolean> {
    const removed = await tx.query(
      `DELETE FROM project_team WHERE project_id = $1 AND team_id = $2 RETURNING team_id`,
      [projectId, teamId],
    );
    return removed.length > 0;
  }
}
