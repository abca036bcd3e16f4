import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../platform/index.js';
import { TeamEntity, TeamMemberEntity } from './team.entity.js';

@Injectable()
export class TeamsStore {
  /** @returns false when the organization has a team of that name */
  async insert(tx: Tx, id: string, name: string): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO team (id, organization_id, name) VALUES ($1, $2, $3) ON CONFLICT (organization_id, name) DO NOTHING RETURNING id`,
      [id, tx.organizationId, name],
    );
    return inserted.length > 0;
  }

  /** Teams by name. */
  async named(tx: Tx, names: string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; name: string }>(`SELECT id, name FROM team WHERE name = ANY ($1)`, [
      names,
    ]);
    return new Map(rows.map(({ name, id }) => [name, id]));
  }

  find(tx: Tx, id: string): Promise<TeamEntity | null> {
    return tx.repository(TeamEntity).findOneBy({ id });
  }

  /** @param who only teams that this person, and whoever asks, are in; null for anybody */
  async page(
    tx: Tx,
    { memberId, seenBy }: { memberId: string | null; seenBy: string | null },
    first: number,
    after: string | null,
  ): Promise<{ rows: TeamEntity[]; total: number }> {
    const has = (person: string) =>
      `(${person}::uuid IS NULL OR EXISTS (SELECT FROM team_member tm WHERE tm.team_id = t.id AND tm.member_id = ${person}))`;
    const isOpen = `${has('$1')} AND ${has('$2')}`;
    const rows = await tx.query<TeamEntity>(
      `SELECT t.id, t.organization_id AS "organizationId", t.name FROM team t
        WHERE ${isOpen} AND ($3::uuid IS NULL OR t.id > $3) ORDER BY t.id LIMIT $4`,
      [memberId, seenBy, after, first + 1],
    );
    const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM team t WHERE ${isOpen}`,
      [memberId, seenBy],
    );
    return { rows, total };
  }

  membersOf(tx: Tx, teamIds: readonly string[]): Promise<TeamMemberEntity[]> {
    return tx
      .repository(TeamMemberEntity)
      .find({ where: { teamId: In(teamIds) }, order: { isLead: 'DESC', memberId: 'ASC' } });
  }

  async putMember(tx: Tx, teamId: string, memberId: string, isLead: boolean): Promise<void> {
    await tx.query(
      `INSERT INTO team_member (organization_id, team_id, member_id, is_lead) VALUES ($1, $2, $3, $4)
       ON CONFLICT (team_id, member_id) DO UPDATE SET is_lead = excluded.is_lead`,
      [tx.organizationId, teamId, memberId, isLead],
    );
  }

  /** @returns whether they were in it */
  async removeMember(tx: Tx, teamId: string, memberId: string): Promise<boolean> {
    return ((await tx.repository(TeamMemberEntity).delete({ teamId, memberId })).affected ?? 0) > 0;
  }

  async teamIdsOf(tx: Tx, memberId: string): Promise<string[]> {
    const rows = await tx.query<{ team_id: string }>(
      `SELECT team_id FROM team_member WHERE member_id = $1 ORDER BY team_id`,
      [memberId],
    );
    return rows.map((row) => row.team_id);
  }

  /** Those of the members who are in a team that somebody leads. */
  async ledAmong(tx: Tx, leadId: string, memberIds: string[]): Promise<string[]> {
    const rows = await tx.query<{ member_id: string }>(
      `SELECT DISTINCT tm.member_id FROM team_member lead JOIN team_member tm ON tm.team_id = lead.team_id
        WHERE lead.member_id = $1 AND lead.is_lead AND tm.member_id = ANY ($2)`,
      [leadId, memberIds],
    );
    return rows.map((row) => row.member_id);
  }
}
