import { Injectable } from '@nestjs/common';
import { Database, newId, type Tx } from '../../platform/index.js';
import type { OrganizationRow } from './organization.type.js';

/** Any number; the same in every process, so that only one of those that start together makes the first owner. */
const bootstrapLock = 7_204_119;

export interface FirstOwner {
  organization: string;
  email: string;
  passwordHash: string;
}

@Injectable()
export class OrganizationStore {
  constructor(private readonly database: Database) {}

  async own(tx: Tx): Promise<OrganizationRow> {
    const [row] = await tx.query<OrganizationRow>(`SELECT id, name, created_at AS "createdAt" FROM organization`);
    return row!;
  }

  async firstOwner(): Promise<string | undefined> {
    const [row] = await this.database.asSystem<{ email: string }>(
      `SELECT email FROM member ORDER BY 'OWNER' = ANY (roles) AND state = 'ACTIVE' DESC, created_at, id LIMIT 1`,
    );
    return row?.email;
  }

  /** One transaction as the system role: there is no tenant yet. @returns false when somebody was faster */
  async insertFirst({ organization, email, passwordHash }: FirstOwner): Promise<boolean> {
    const client = await this.database.system.connect();
    let isBroken = true;
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [bootstrapLock]);
      const isFirst = (await client.query('SELECT FROM member LIMIT 1')).rowCount === 0;
      if (isFirst) {
        const [organizationId, memberId] = [newId(), newId()];
        await client.query(`INSERT INTO organization (id, name) VALUES ($1, $2)`, [organizationId, organization]);
        await client.query(
          `INSERT INTO member (id, organization_id, email, name, roles, password_hash) VALUES ($1, $2, $3, 'Owner', '{OWNER}', $4)`,
          [memberId, organizationId, email, passwordHash],
        );
        await client.query(
          `INSERT INTO change_log (id, organization_id, action, subject_id) VALUES ($1, $2, 'organization:create', $2)`,
          [newId(), organizationId],
        );
      }
      await client.query('COMMIT');
      isBroken = false;
      return isFirst;
    } finally {
      // A connection whose transaction did not end goes out of the pool.
      client.release(isBroken);
    }
  }
}
