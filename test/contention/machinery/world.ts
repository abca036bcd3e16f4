import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { catOrDog } from '../../factories/work.js';

export interface Person {
  id: string;
  token: string;
  roles: string[];
  /** when they surely belong to the team */
  since: number;
}

export interface WorldTask {
  id: string;
  key: string;
  batch: number;
}

export interface Setting {
  people: number;
  tasks: number;
  /** wanted answers of new tasks, in turn */
  overlaps: number[];
  policy: Record<string, unknown>;
}

/**
 * An organization of its own: people with sessions, a project open to their team, two open batches with tasks. Set up
 * by SQL, since signing in sixty people takes longer than the test.
 */
export class World {
  readonly organizationId = randomUUID();
  readonly teamId = randomUUID();
  readonly projectId = randomUUID();
  readonly batchIds = [randomUUID(), randomUUID()];
  readonly people: Person[] = [];
  readonly tasks: WorldTask[] = [];
  readonly lead: Person = { id: randomUUID(), token: newToken(), roles: ['OWNER'], since: 0 };

  private invited = 0;
  private imported = 0;

  private constructor(
    /** the owner of the database, for whom it was opened with `openToOwner` */
    readonly pool: pg.Pool,
    readonly setting: Setting,
  ) {}

  static async build(pool: pg.Pool, setting: Setting): Promise<World> {
    const world = new World(pool, setting);
    const { organizationId: org, projectId, teamId } = world;
    await pool.query(
      `WITH organization AS (INSERT INTO organization (id, name) VALUES ($1, 'O')),
            team AS (INSERT INTO team (id, organization_id, name) VALUES ($2, $1, 'T')),
            project AS (INSERT INTO project (id, organization_id, name, label_schema, created_by) VALUES ($3, $1, 'P', $4, $1)),
            policy AS (INSERT INTO project_policy (organization_id, project_id, version, policy, created_by) VALUES ($1, $3, 1, $5, $1)),
            door AS (INSERT INTO project_team (organization_id, project_id, team_id) VALUES ($1, $3, $2))
       INSERT INTO batch (id, organization_id, project_id, name, state, priority, created_by)
       SELECT id, $1, $3, 'Batch ' || n, 'OPEN', n, $1 FROM unnest($6::uuid[]) WITH ORDINALITY AS b(id, n)`,
      [org, teamId, projectId, JSON.stringify(catOrDog), JSON.stringify(setting.policy), world.batchIds],
    );
    // A batch is opened only after an import.
    await pool.query(
      `WITH u AS (INSERT INTO upload (id, organization_id, member_id, file_name, bytes, sha256) VALUES ($1, $1, $1, 'tasks.jsonl', 1, '0') RETURNING id)
       INSERT INTO import (id, organization_id, project_id, batch_id, upload_id, format, annotations_as, state, rows_read, created_count, created_by)
       SELECT gen_random_uuid(), $1, $2, b, u.id, 'JSONL', 'IGNORE', 'DONE', 1, 1, $1 FROM u, unnest($3::uuid[]) b`,
      [org, projectId, world.batchIds],
    );
    await world.insert([world.lead]);
    await world.addPeople(setting.people);
    await world.addTasks(setting.tasks);
    return world;
  }

  /** Most do both kinds of work, every fifth only one of them. */
  async addPeople(count: number): Promise<Person[]> {
    const added = Array.from({ length: count }, (_, index) => {
      const nth = this.invited + index;
      const roles = nth % 10 === 4 ? ['ANNOTATOR'] : nth % 10 === 9 ? ['REVIEWER'] : ['ANNOTATOR', 'REVIEWER'];
      return { id: randomUUID(), token: newToken(), roles, since: 0 };
    });
    this.invited += count;
    await this.insert(added);
    for (const one of added) this.people.push(Object.assign(one, { since: performance.now() }));
    return added;
  }

  /** With a seat for each wanted answer; every third belongs with two others. */
  async addTasks(count: number): Promise<void> {
    const { overlaps } = this.setting;
    const added = Array.from({ length: count }, (_, index) => {
      const nth = this.imported + index;
      return { id: randomUUID(), key: `task-${nth}`, batch: nth % 2, overlap: overlaps[nth % overlaps.length]! };
    });
    this.imported += count;
    const rows = added.map((task, index) => ({ ...task, group: index % 9 < 3 ? `group-${index % 9}` : null }));
    await transaction(this.pool, async (client) => {
      await client.query(
        `INSERT INTO task (id, organization_id, project_id, batch_id, external_key, overlap, group_key, data)
         SELECT x.id, $1, $2, ($3::uuid[])[x.batch + 1], x.key, x.overlap, x."group", jsonb_build_object('fileName', x.key)
           FROM jsonb_to_recordset($4::jsonb) AS x(id uuid, key text, batch int, overlap smallint, "group" text)`,
        [this.organizationId, this.projectId, this.batchIds, JSON.stringify(rows)],
      );
      await client.query(`SELECT offer_task(id) FROM unnest($1::uuid[]) AS t(id)`, [added.map(({ id }) => id)]);
    });
    this.tasks.push(...added);
  }

  private async insert(people: Person[]): Promise<void> {
    await this.pool.query(
      `WITH x AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS x(id uuid, roles text[], hash text)),
            member AS (INSERT INTO member (id, organization_id, email, name, roles) SELECT id, $1, id || '@test.example', 'M', roles FROM x RETURNING id),
            team AS (INSERT INTO team_member (organization_id, team_id, member_id) SELECT $1, $3, id FROM member)
       INSERT INTO session (id, organization_id, member_id, token_hash, expires_at)
       SELECT gen_random_uuid(), $1, x.id, decode(x.hash, 'hex'), now() + interval '1 day' FROM x JOIN member ON member.id = x.id`,
      [
        this.organizationId,
        JSON.stringify(people.map(({ id, roles, token }) => ({ id, roles, hash: hashOf(token) }))),
        this.teamId,
      ],
    );
  }
}

/** In this copy of the database its owner sees and sets up everything; the program's own roles stay where they are. */
export async function openToOwner(pool: pg.Pool): Promise<void> {
  await pool.query(`DO $$ DECLARE v_table regclass; BEGIN
    FOR v_table IN SELECT oid::regclass FROM pg_class WHERE relforcerowsecurity LOOP
      EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', v_table);
    END LOOP; END $$`);
}

const newToken = (): string => `mus_${randomBytes(32).toString('base64url')}`;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export async function transaction<Answer>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Answer>,
  isolation = 'READ COMMITTED',
): Promise<Answer> {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const answer = await work(client);
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
