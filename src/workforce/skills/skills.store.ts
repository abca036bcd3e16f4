import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

export interface SkillRow {
  id: string;
  name: string;
  createdAt: Date;
}

/** Who or what says that somebody has a skill. Of each source there is one grant a person and skill, and of each course. */
export const skillSources = ['MANUAL', 'TRAINING', 'TRUST', 'IMPORTED'] as const;
export type SkillSource = (typeof skillSources)[number];

export interface MemberSkillRow {
  memberId: string;
  skill: SkillRow;
  level: number;
  expiresAt: Date | null;
  isExpired: boolean;
  grantedAt: Date;
  source: SkillSource;
  /** which course, rule or file */
  origin: string | null;
  grantedBy: string | null;
  grantedByName: string | null;
}

export interface SkillGrant {
  memberId: string;
  skillId: string;
  level: number;
  expiresAt: Date | null;
  grantedBy: string | null;
  source: SkillSource;
  origin: string | null;
  originId?: string | null;
}

/** Of what has no id. */
const noOrigin = '00000000-0000-0000-0000-000000000000';

const select = `SELECT s.id, s.name, s.created_at AS "createdAt" FROM skill s`;

@Injectable()
export class SkillsStore {
  /** @returns undefined when the organization has a skill of that name */
  async insert(tx: Tx, id: string, name: string): Promise<SkillRow | undefined> {
    const [row] = await tx.query<SkillRow>(
      `INSERT INTO skill (id, organization_id, name) VALUES ($1, $2, $3) ON CONFLICT (organization_id, name) DO NOTHING
       RETURNING id, name, created_at AS "createdAt"`,
      [id, tx.organizationId, name],
    );
    return row;
  }

  async find(tx: Tx, id: string): Promise<SkillRow | null> {
    return (await tx.query<SkillRow>(`${select} WHERE s.id = $1`, [id]))[0] ?? null;
  }

  async page(tx: Tx, first: number, after: string | null): Promise<{ rows: SkillRow[]; total: number }> {
    const rows = await tx.query<SkillRow>(
      `${select} WHERE $1::uuid IS NULL OR s.id > $1 ORDER BY s.id LIMIT $2`,
      [after, first + 1], // prettier-ignore
    );
    const [counted] = await tx.query<{ total: number }>(`SELECT count(*)::int AS total FROM skill`);
    return { rows, total: counted!.total };
  }

  /** Skills by name. */
  async named(tx: Tx, names: string[]): Promise<Map<string, string>> {
    const rows = await tx.query<SkillRow>(`${select} WHERE s.name = ANY ($1)`, [names]);
    return new Map(rows.map(({ name, id }) => [name, id]));
  }

  async namesAmong(tx: Tx, names: string[]): Promise<string[]> {
    const rows = await tx.query<{ name: string }>(`SELECT name FROM skill WHERE name = ANY ($1)`, [names]);
    return rows.map(({ name }) => name);
  }

  /**
   * Granting again from the same source sets level and expiry anew; what other sources say stays. A course passed again lowers
   * nothing: what it granted before stays while that is worth as much.
   */
  async grant(tx: Tx, grant: SkillGrant): Promise<void> {
    const { memberId, skillId, level, expiresAt, grantedBy, source, origin, originId } = grant;
    await tx.query(
      `INSERT INTO member_skill AS held (organization_id, member_id, skill_id, level, expires_at, granted_by, source, origin, origin_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (member_id, skill_id, source, origin_id) DO UPDATE SET level = excluded.level, expires_at = excluded.expires_at,
         granted_by = excluded.granted_by, origin = excluded.origin, granted_at = muster_now()
         WHERE held.source <> 'TRAINING' OR held.level < excluded.level OR coalesce(held.expires_at, 'infinity') < coalesce(excluded.expires_at, 'infinity')`,
      [tx.organizationId, memberId, skillId, level, expiresAt, grantedBy, source, origin, originId ?? noOrigin],
    );
  }

  /** @param source only what it says; null: all of them @returns whether they had it */
  async revoke(tx: Tx, memberId: string, skillId: string, source: SkillSource | null): Promise<boolean> {
    const revoked = await tx.query(
      `DELETE FROM member_skill WHERE member_id = $1 AND skill_id = $2 AND ($3::text IS NULL OR source = $3) RETURNING skill_id`,
      [memberId, skillId, source],
    );
    return revoked.length > 0;
  }

  /** Also those that have expired. */
  async ofMembers(tx: Tx, memberIds: string[]): Promise<MemberSkillRow[]> {
    const rows = await tx.query<SkillRow & Omit<MemberSkillRow, 'skill'>>(
      `SELECT g.member_id AS "memberId", s.id, s.name, s.created_at AS "createdAt", g.level, g.expires_at AS "expiresAt",
              coalesce(g.expires_at <= muster_now(), false) AS "isExpired", g.granted_at AS "grantedAt",
              g.source, g.origin, g.granted_by AS "grantedBy", by.name AS "grantedByName"
         FROM member_skill g JOIN skill s ON s.id = g.skill_id LEFT JOIN member by ON by.id = g.granted_by
        WHERE g.member_id = ANY ($1) ORDER BY s.name, g.level DESC, g.source`,
      [memberIds],
    );
    return rows.map(({ id, name, createdAt, ...held }) => ({ ...held, skill: { id, name, createdAt } }));
  }
}
