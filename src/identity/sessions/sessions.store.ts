import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/index.js';
import type { MemberRow } from '../members/member.entity.js';

export interface NewSession {
  id: string;
  organizationId: string;
  memberId: string;
  tokenHash: Buffer;
  client: string | null;
  expiresAt: Date;
}

/** A live session, as its holder sees it. */
export interface SessionRow {
  id: string;
  client: string | null;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
}

const insertSession = `
  INSERT INTO session (id, organization_id, member_id, token_hash, client, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const valuesOf = (session: NewSession): unknown[] => [
  session.id, session.organizationId, session.memberId, session.tokenHash, session.client, session.expiresAt,
]; // prettier-ignore

@Injectable()
export class SessionsStore {
  constructor(private readonly database: Database) {}

  /** Before the tenant is known. */
  async memberByEmail(email: string): Promise<(MemberRow & { passwordHash: string | null }) | undefined> {
    const [member] = await this.database.asSystem<MemberRow & { passwordHash: string | null }>(
      `SELECT id, organization_id AS "organizationId", email, name, roles, time_zone AS "timeZone", state,
              created_at AS "createdAt", password_hash AS "passwordHash"
         FROM member WHERE lower(email) = $1 AND state = 'ACTIVE'`,
      [email],
    );
    return member;
  }

  /** Those of the addresses that are active members, in whichever organization. */
  async emailsOf(emails: readonly string[]): Promise<string[]> {
    const rows = await this.database.asSystem<{ email: string }>(
      `SELECT lower(email) AS email FROM member WHERE lower(email) = ANY ($1) AND state = 'ACTIVE'`,
      [emails],
    );
    return rows.map(({ email }) => email);
  }

  async begin(tx: Tx, session: NewSession): Promise<void> {
    // A member's own old rows go when a new one comes, so the table stays as large as the staff is busy.
    await tx.query(`DELETE FROM session WHERE member_id = $1 AND expires_at < muster_now() - interval '30 days'`, [
      session.memberId,
    ]);
    await tx.query(insertSession, valuesOf(session));
  }

  async end(tx: Tx, sessionId: string): Promise<void> {
    await tx.query(`UPDATE session SET ended_at = muster_now() WHERE id = $1 AND ended_at IS NULL`, [sessionId]);
  }

  /** The live ones, last used first. */
  liveOf(tx: Tx, memberId: string): Promise<SessionRow[]> {
    return tx.query<SessionRow>(
      `SELECT id, client, created_at, last_used_at, expires_at FROM session
        WHERE member_id = $1 AND ended_at IS NULL AND expires_at > muster_now() ORDER BY last_used_at DESC, id LIMIT 100`,
      [memberId],
    );
  }

  /** @returns false when the member has no live session of this id */
  async endOwn(tx: Tx, memberId: string, sessionId: string): Promise<boolean> {
    const ended = await tx.query(
      `UPDATE session SET ended_at = muster_now()
        WHERE id = $2 AND member_id = $1 AND ended_at IS NULL AND expires_at > muster_now() RETURNING id`,
      [memberId, sessionId],
    );
    return ended.length > 0;
  }

  async endOthers(tx: Tx, memberId: string, keptId: string | undefined): Promise<number> {
    const ended = await tx.query(
      `UPDATE session SET ended_at = muster_now()
        WHERE member_id = $1 AND id IS DISTINCT FROM $2::uuid AND ended_at IS NULL AND expires_at > muster_now() RETURNING id`,
      [memberId, keptId ?? null],
    );
    return ended.length;
  }

  async lockPassword(tx: Tx, memberId: string): Promise<string | null | undefined> {
    const [row] = await tx.query<{ password_hash: string | null }>(
      `SELECT password_hash FROM member WHERE id = $1 FOR UPDATE`,
      [memberId],
    );
    return row?.password_hash;
  }

  async setPassword(tx: Tx, memberId: string, passwordHash: string): Promise<void> {
    await tx.query(`UPDATE member SET password_hash = $2 WHERE id = $1`, [memberId, passwordHash]);
  }
}
