import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Database, type Tx } from '../../platform/index.js';
import type { Role } from '../access/permissions.js';
import { InvitationEntity } from './invitation.entity.js';
import { MemberEntity, type MemberRow } from './member.entity.js';

type OpenInvitation = Pick<InvitationEntity, 'id' | 'email' | 'name' | 'roles' | 'timeZone' | 'languages'>;

@Injectable()
export class MembersStore {
  constructor(private readonly database: Database) {}

  find(tx: Tx, id: string): Promise<MemberRow | null> {
    return tx.repository(MemberEntity).findOneBy({ id });
  }

  findAll(tx: Tx, ids: readonly string[]): Promise<MemberRow[]> {
    return tx.repository(MemberEntity).findBy({ id: In(ids) });
  }

  async findByEmail(tx: Tx, emails: readonly string[]): Promise<MemberRow[]> {
    const ids = await tx.query<{ id: string }>(`SELECT id FROM member WHERE lower(email) = ANY ($1)`, [emails]);
    return this.findAll(tx, ids.map(({ id }) => id)); // prettier-ignore
  }

  async page(tx: Tx, first: number, after: string | null): Promise<{ rows: MemberRow[]; total: number }> {
    const members = tx.repository(MemberEntity);
    const rows = await members.find({
      where: after ? { id: MoreThan(after) } : {},
      order: { id: 'ASC' },
      take: first + 1,
    });
    return { rows, total: await members.count() };
  }

  /** Sessions that have ended count, too; a program's keys do not. */
  async lastSeen(tx: Tx, ids: readonly string[]): Promise<Map<string, Date>> {
    const rows = await tx.query<{ member_id: string; at: Date }>(
      `SELECT member_id, max(last_used_at) AS at FROM session WHERE member_id = ANY ($1) GROUP BY member_id`,
      [ids],
    );
    return new Map(rows.map(({ member_id, at }) => [member_id, at]));
  }

  /** Holds all owners until the end, so that two owners cannot remove each other at the same moment. */
  async lockOwners(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM member WHERE 'OWNER' = ANY (roles) AND state = 'ACTIVE' ORDER BY id FOR UPDATE`,
    );
    return rows.map(({ id }) => id);
  }

  async setRoles(tx: Tx, id: string, roles: Role[]): Promise<void> {
    await tx.repository(MemberEntity).update({ id }, { roles });
  }

  async setTimeZone(tx: Tx, id: string, timeZone: string): Promise<void> {
    await tx.repository(MemberEntity).update({ id }, { timeZone });
  }

  async setLanguages(tx: Tx, id: string, languages: string[]): Promise<void> {
    await tx.repository(MemberEntity).update({ id }, { languages });
  }

  /** An address is one member's, in whichever organization: only the system role can tell. */
  async isEmailTaken(email: string): Promise<boolean> {
    return (await this.database.asSystem(`SELECT FROM member WHERE lower(email) = $1`, [email])).length > 0;
  }

  /** In which organization each of the addresses is a member's, for those that are. */
  async organizationsOf(emails: string[]): Promise<Map<string, string>> {
    const rows = await this.database.asSystem<{ email: string; organization_id: string }>(
      `SELECT lower(email) AS email, organization_id FROM member WHERE lower(email) = ANY ($1)`,
      [emails],
    );
    return new Map(rows.map((row) => [row.email, row.organization_id]));
  }

  /** Two lists at the same moment: the second sees what the first invited. */
  async holdInvitations(tx: Tx): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1 || ' invitations', 3))`, [tx.organizationId]);
  }

  /** Those that can still be accepted. */
  openInvitations(tx: Tx, emails: string[]): Promise<InvitationEntity[]> {
    return tx.query<InvitationEntity>(
      `SELECT DISTINCT ON (email) id, email, name, roles, expires_at AS "expiresAt" FROM invitation
        WHERE email = ANY ($1) AND accepted_at IS NULL AND expires_at > muster_now() ORDER BY email, expires_at DESC`,
      [emails],
    );
  }

  async invite(tx: Tx, invitation: InvitationEntity): Promise<void> {
    await tx.repository(InvitationEntity).insert(invitation);
  }

  /** Before the tenant is known. */
  async organizationInviting(tokenHash: Buffer): Promise<string | undefined> {
    const [row] = await this.database.asSystem<{ organization_id: string }>(
      `SELECT organization_id FROM invitation WHERE token_hash = $1 AND accepted_at IS NULL AND expires_at > muster_now()`,
      [tokenHash],
    );
    return row?.organization_id;
  }

  async lockOpenInvitation(tx: Tx, tokenHash: Buffer): Promise<OpenInvitation | undefined> {
    const [row] = await tx.query<OpenInvitation>(
      `SELECT id, email, name, roles, time_zone AS "timeZone", languages FROM invitation
        WHERE token_hash = $1 AND accepted_at IS NULL AND expires_at > muster_now() FOR UPDATE`,
      [tokenHash],
    );
    return row;
  }

  /** @returns null when the address is a member's already */
  async insert(
    tx: Tx,
    member: Pick<MemberEntity, 'id' | 'email' | 'name' | 'roles' | 'timeZone' | 'languages'> & { passwordHash: string },
  ): Promise<MemberRow | null> {
    const inserted = await tx.query(
      `INSERT INTO member (id, organization_id, email, name, roles, password_hash, time_zone, languages) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (lower(email)) DO NOTHING RETURNING id`,
      [
        member.id,
        tx.organizationId,
        member.email,
        member.name,
        member.roles,
        member.passwordHash,
        member.timeZone,
        member.languages,
      ],
    );
    return inserted.length > 0 ? this.find(tx, member.id) : null;
  }

  async accept(tx: Tx, invitationId: string, memberId: string): Promise<void> {
    await tx.query(`UPDATE invitation SET accepted_at = muster_now(), member_id = $2 WHERE id = $1`, [
      invitationId,
      memberId,
    ]);
  }
}
