import { deserialize, serialize } from 'node:v8';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type EntityTarget, type ObjectLiteral, type Repository } from 'typeorm';
import pg from 'pg';
import { CONFIG, type Config } from './config.js';
import { copyIn } from './copy-in.js';
import { ClientFault } from './fault.js';
import { Refusal } from './refusal.js';

/** Whose rows a transaction may see, and the key under which its answer is kept (keyed mutations only). */
export interface Tenant {
  organizationId: string;
  memberId?: string;
  idempotency?: { key: string; requestHash: Buffer };
}

/** An open transaction. Services hand it on; nobody keeps it. */
export interface Tx {
  readonly organizationId: string;
  readonly manager: EntityManager;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** COPY … FROM STDIN. A table with row-level security refuses it: copy into a temporary one and insert from there. */
  copyIn(sql: string, content: Iterable<Uint8Array>): Promise<void>;
  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity>;
}

/** A statement that each connection prepares once. */
export interface Statement {
  name: string;
  text: string;
  /** Unique indexes whose violation says that another request was a moment faster: done again, this one sees what that one did. */
  repeatOn?: readonly string[];
}

class RolledBack extends Error {
  constructor(readonly refusal: unknown) {
    super('rolled back');
  }
}

/** serialization_failure, deadlock_detected: the work may simply be done again. */
const repeatable = new Set(['40001', '40P01']);
const uniqueViolation = '23505';
const attempts = 6;

export const sqlState = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** One log-in; the role is chosen when a connection is opened, so that no statement can run as the owner by mistake. */
export function roleOptions(role: 'muster_app' | 'muster_system', timeoutSeconds: number): string {
  return `-c role=${role} -c statement_timeout=${timeoutSeconds * 1000} -c idle_in_transaction_session_timeout=60000`;
}

/**
 * A connection may end between the pool's hand and that of whoever asked for it, when nobody listens: without this the
 * process would end, too. Whoever uses it hears of it from the next query.
 */
const expectEnd = (client: pg.PoolClient): unknown => client.on('error', () => undefined);

@Injectable()
export class Database {
  readonly app: DataSource;
  /** Sign-in, key look-up, relay, sweepers: what runs before or across tenants. */
  readonly system: pg.Pool;

  constructor(@Inject(CONFIG) config: Config) {
    this.app = new DataSource({
      type: 'postgres',
      url: config.DATABASE_URL,
      entities: [...registeredEntities],
      poolSize: config.DATABASE_POOL_SIZE,
      applicationName: 'muster',
      extra: { options: roleOptions('muster_app', config.REQUEST_TIMEOUT_SECONDS), keepAlive: true },
    });
    this.system = new pg.Pool({
      connectionString: config.DATABASE_URL,
      max: Math.max(4, Math.ceil(config.DATABASE_POOL_SIZE / 4)),
      options: roleOptions('muster_system', 60),
      keepAlive: true,
    });
    // A killed server breaks idle connections; the pool replaces them, so this is no defect.
    this.system.on('error', () => undefined);
    this.system.on('connect', expectEnd);
  }

  async open(): Promise<void> {
    if (this.app.isInitialized) return;
    await this.app.initialize();
    this.pool.on('connect', expectEnd);
  }

  async close(): Promise<void> {
    if (this.app.isInitialized) await this.app.destroy();
    await this.system.end();
  }

  /**
   * Runs `work` in one transaction that sees the tenant's rows only. A returned Refusal rolls back and is still
   * returned. Serialization failures and deadlocks are repeated, so `work` must have no effect outside the database.
   * With an idempotency key the first answer is stored in the same commit and given again.
   */
  async transact<Answer>(tenant: Tenant, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.app.transaction((manager) => this.run(manager, tenant, work));
      } catch (error) {
        if (error instanceof RolledBack) return error.refusal as Answer;
        if (attempt >= attempts || !repeatable.has(sqlState(error) ?? '')) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      }
    }
  }

  /**
   * One call of a database function that sets the tenant itself: a whole transaction in one round trip, prepared under
   * its name. For the hot moves of the queue; repeated like `transact`.
   */
  async call<Row>({ name, text, repeatOn = [] }: Statement, values: unknown[]): Promise<Row[]> {
    const { pool } = this;
    for (let attempt = 1; ; attempt++) {
      try {
        return (await pool.query({ name, text, values })).rows as Row[];
      } catch (error) {
        const isCrossed =
          sqlState(error) === uniqueViolation && repeatOn.includes((error as pg.DatabaseError).constraint ?? '');
        if (attempt >= attempts || !(isCrossed || repeatable.has(sqlState(error) ?? ''))) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      }
    }
  }

  /** One statement as the system role. */
  async asSystem<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.system.query(sql, parameters)).rows as Row[];
  }

  private get pool(): pg.Pool {
    return (this.app.driver as unknown as { master: pg.Pool }).master;
  }

  private async run<Answer>(
    manager: EntityManager,
    tenant: Tenant,
    work: (tx: Tx) => Promise<Answer>,
  ): Promise<Answer> {
    const tx: Tx = {
      organizationId: tenant.organizationId,
      manager,
      query: async <Row>(sql: string, parameters: unknown[] = []) => rowsOf<Row>(await manager.query(sql, parameters)),
      copyIn: (sql, content) => copyIn(manager, sql, content),
      repository: (entity) => manager.getRepository(entity),
    };
    await tx.query(`SELECT set_config('app.organization_id', $1, true)`, [tenant.organizationId]);
    const kept = tenant.idempotency && (await this.keptAnswer<Answer>(tx, tenant));
    if (kept) return kept.answer;
    const answer = await work(tx);
    if (answer instanceof Refusal) throw new RolledBack(answer);
    if (tenant.idempotency) {
      await tx.query(`UPDATE idempotency_record SET answer = $3 WHERE member_id = $1 AND key = $2`, [
        tenant.memberId,
        tenant.idempotency.key,
        serialize(answer),
      ]);
    }
    return answer;
  }

  /** Waits for a twin in flight by the unique key, then reads what it answered. */
  private async keptAnswer<Answer>(tx: Tx, tenant: Tenant): Promise<{ answer: Answer } | undefined> {
    const { key, requestHash } = tenant.idempotency!;
    const inserted = await tx.query(
      `INSERT INTO idempotency_record (organization_id, member_id, key, request_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING key`,
      [tenant.organizationId, tenant.memberId, key, requestHash],
    );
    if (inserted.length > 0) return undefined;
    const [row] = await tx.query<{ request_hash: Buffer; answer: Buffer }>(
      `SELECT request_hash, answer FROM idempotency_record WHERE member_id = $1 AND key = $2`,
      [tenant.memberId, key],
    );
    if (!row || !row.request_hash.equals(requestHash)) {
      throw new ClientFault('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another request.');
    }
    return { answer: deserialize(row.answer) as Answer };
  }
}

/** TypeORM answers UPDATE and DELETE with [rows, count] and everything else with rows. */
function rowsOf<Row>(raw: unknown): Row[] {
  if (Array.isArray(raw) && raw.length === 2 && Array.isArray(raw[0]) && typeof raw[1] === 'number')
    return raw[0] as Row[];
  return (raw ?? []) as Row[];
}

const registeredEntities = new Set<EntityClass>();
type EntityClass = new () => ObjectLiteral;

/** Features name their entities here, so that the platform knows no domain word. */
export function registerEntities(...entities: EntityClass[]): void {
  for (const entity of entities) registeredEntities.add(entity);
}
