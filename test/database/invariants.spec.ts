import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { connectAs, copyOfTemplate } from '../factories/database.js';

// Straight SQL against a copy of the migrated template: the database alone must hold, whatever the code above does.

/** An organization of its own with a project, an open batch and people of one team. */
class World {
  readonly organizationId = randomUUID();
  readonly projectId = randomUUID();
  readonly batchId = randomUUID();
  readonly members: string[] = [];

  constructor(
    readonly app: pg.Client,
    private readonly system: pg.Client,
  ) {}

  async build(people: number): Promise<this> {
    const { app, organizationId, projectId, batchId } = this;
    await this.system.query(`INSERT INTO organization (id, name) VALUES ($1, 'O')`, [organizationId]);
    await app.query(`SELECT set_config('app.organization_id', $1, false)`, [organizationId]);
    const [teamId] = [randomUUID()];
    await app.query(`INSERT INTO team (id, organization_id, name) VALUES ($1, $2, 'T')`, [teamId, organizationId]);
    await app.query(
      `INSERT INTO project (id, organization_id, name, label_schema, created_by) VALUES ($1, $2, 'P', '{}', $2)`,
      [projectId, organizationId],
    );
    await app.query(
      `INSERT INTO project_policy (organization_id, project_id, version, policy, created_by) VALUES ($1, $2, 1, '{"leaseMinutes":{"ANNOTATE":60}}', $1)`,
      [organizationId, projectId],
    );
    await app.query(`INSERT INTO project_team (organization_id, project_id, team_id) VALUES ($1, $2, $3)`, [
      organizationId,
      projectId,
      teamId,
    ]);
    await app.query(
      `INSERT INTO batch (id, organization_id, project_id, name, state, created_by) VALUES ($1, $2, $3, 'B', 'OPEN', $2)`,
      [batchId, organizationId, projectId],
    );
    for (let index = 0; index < people; index += 1) {
      const id = randomUUID();
      this.members.push(id);
      await app.query(
        `INSERT INTO member (id, organization_id, email, name, roles) VALUES ($1, $2, $3, 'M', '{ANNOTATOR}')`,
        [id, organizationId, `${id}@test.example`],
      );
      await app.query(`INSERT INTO team_member (organization_id, team_id, member_id) VALUES ($1, $2, $3)`, [
        organizationId,
        teamId,
        id,
      ]);
    }
    return this;
  }

  async task(overlap: number): Promise<string> {
    const id = randomUUID();
    await this.app.query(
      `INSERT INTO task (id, organization_id, project_id, batch_id, external_key, overlap, data) VALUES ($1, $2, $3, $4, $5, $6, '{}')`,
      [id, this.organizationId, this.projectId, this.batchId, id, overlap],
    );
    await this.app.query(`SELECT offer_task($1)`, [id]);
    return id;
  }

  async claim(memberId: string): Promise<{ outcome: string; id: string | null }> {
    const { rows } = await this.app.query(
      `SELECT outcome, assignment ->> 'id' AS id FROM claim_tasks($1, $2, '{ANNOTATE,REWORK}', NULL, NULL, NULL, ARRAY[$3::uuid], 24)`,
      [this.organizationId, memberId, randomUUID()],
    );
    return rows[0];
  }

  async submit(memberId: string, assignmentId: string, token: string, labels = '[]'): Promise<string> {
    const { rows } = await this.app.query(`SELECT outcome FROM submit_assignment($1, $2, $3, $4, $5, $6, NULL)`, [
      this.organizationId,
      memberId,
      assignmentId,
      token,
      labels,
      randomUUID(),
    ]);
    return rows[0].outcome;
  }
}

/** A copy of an assignment's row, changed in places. */
const copyOfAssignment = (changes: string) => `
  INSERT INTO assignment SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'token', nextval('fencing_token'))
    || ${changes})).* FROM assignment a WHERE a.id = $1`;

describe('the database by itself refuses', () => {
  let app: pg.Client;
  let system: pg.Client;
  let login: pg.Client;
  let world: World;
  let taskId: string;
  let heldId: string;
  let answeredId: string;

  beforeAll(async () => {
    const url = await copyOfTemplate('invariants');
    [app, system, login] = [
      await connectAs(url, 'muster_app'),
      await connectAs(url, 'muster_system'),
      await connectAs(url),
    ];
    world = await new World(app, system).build(4);
    taskId = await world.task(2);
    heldId = (await world.claim(world.members[0]!)).id!;
    answeredId = (await world.claim(world.members[1]!)).id!;
    const { rows } = await app.query(`SELECT token FROM assignment WHERE id = $1`, [answeredId]);
    expect(await world.submit(world.members[1]!, answeredId, rows[0].token)).toBe('COUNTED');
    await app.query(
      `INSERT INTO result (id, organization_id, project_id, batch_id, task_id, method, labels, submission_ids, policy_version, fingerprint)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, 'SINGLE', '[]', '{}', 1, 'f')`,
      [world.organizationId, world.projectId, world.batchId, taskId],
    );
    await app.query(`INSERT INTO change_log (organization_id, action) VALUES ($1, 'test')`, [world.organizationId]);
  });
  afterAll(async () => {
    for (const client of [app, system, login]) await client.end();
  });

  const stateOf = async (client: pg.Client, sql: string, parameters: unknown[] = []) =>
    client.query(sql, parameters).then(
      ({ rowCount }) => `${rowCount} rows`,
      (error: pg.DatabaseError) => [error.code, error.constraint].filter(Boolean).join(' '),
    );

  /** The part in the task without which nobody gets an assignment of it. */
  const takesPart = (memberId: string, role: string, judgingStage: string | null = null) =>
    app.query(`INSERT INTO participation VALUES ($1, $2, $3, $4, false, $5)`, [
      world.organizationId,
      taskId,
      memberId,
      role,
      judgingStage,
    ]);

  it('an assignment of somebody who has no part, or another part, in the task', async () => {
    const toNobody = copyOfAssignment(`jsonb_build_object('member_id', '${world.members[2]}')`);
    expect(await stateOf(app, toNobody, [heldId])).toBe('23514');
    await takesPart(world.members[3]!, 'JUDGE', 'REVIEW');
    const toJudge = copyOfAssignment(`jsonb_build_object('member_id', '${world.members[3]}', 'state', 'EXPIRED')`);
    expect(await stateOf(app, toJudge, [answeredId])).toBe('23514');
  });

  it('a second live assignment on a seat', async () => {
    await takesPart(world.members[2]!, 'AUTHOR');
    expect(
      await stateOf(app, copyOfAssignment(`jsonb_build_object('member_id', '${world.members[2]}')`), [heldId]),
    ).toBe('23505 assignment_seat');
  });

  it('two assignments of a person under one claim key', async () => {
    await app.query(`UPDATE assignment SET claim_key = 'k' WHERE id = $1`, [heldId]);
    const again = copyOfAssignment(`'{"state": "EXPIRED", "closed_at": "2026-01-01"}'`);
    expect(await stateOf(app, again, [heldId])).toBe('23505 assignment_claim_key');
  });

  it('two assignments with one fencing token', async () => {
    const { rows } = await app.query(`SELECT token FROM assignment WHERE id = $1`, [heldId]);
    const again = copyOfAssignment(
      `'{"state": "EXPIRED", "closed_at": "2026-01-01", "claim_key": null, "token": ${rows[0].token}}'`,
    );
    expect(await stateOf(app, again, [heldId])).toBe('23505 assignment_token_key');
  });

  it('a live assignment on a seat that is filled', async () => {
    const changes = `jsonb_build_object('member_id', '${world.members[2]}', 'state', 'ACTIVE', 'closed_at', NULL)`;
    expect(await stateOf(app, copyOfAssignment(changes), [answeredId])).toBe('23505 assignment_seat');
  });

  it('a person twice on the annotation of a task', async () => {
    await app.query(`UPDATE task SET overlap = 3 WHERE id = $1`, [taskId]);
    const other = `'{"ordinal": 3, "claim_key": null}'`;
    expect(await stateOf(app, copyOfAssignment(other), [heldId])).toBe('23505 assignment_person');
    const again = `'{"ordinal": 3, "state": "ACTIVE", "closed_at": null}'`;
    expect(await stateOf(app, copyOfAssignment(again), [answeredId])).toBe('23505 assignment_person');
    await app.query(`UPDATE task SET overlap = 2 WHERE id = $1`, [taskId]);
  });

  it('a seat beyond the overlap', async () => {
    const changes = `jsonb_build_object('ordinal', 3, 'member_id', '${world.members[2]}')`;
    expect(await stateOf(app, copyOfAssignment(changes), [heldId])).toMatch(/^23514/);
  });

  it('a second counted answer of a seat, and a second answer of an assignment', async () => {
    const copy = (changes: string) =>
      `INSERT INTO submission SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()) || ${changes})).*
         FROM submission s WHERE s.assignment_id = $1`;
    expect(await stateOf(app, copy(`jsonb_build_object('assignment_id', '${heldId}')`), [answeredId])).toBe(
      '23505 submission_counted',
    );
    expect(await stateOf(app, copy(`'{"state": "QUARANTINED"}'`), [answeredId])).toBe('23505 submission_assignment');
  });

  it.each([
    ['closed while active', `UPDATE assignment SET closed_at = now() WHERE id = $1`],
    ['over, but not closed', `UPDATE assignment SET state = 'EXPIRED' WHERE id = $1`],
    ['an annotation with a slot', `UPDATE assignment SET stage = 'REVIEW' WHERE id = $1`],
    ['a state that there is not', `UPDATE assignment SET state = 'LOST', closed_at = now() WHERE id = $1`],
    ['a lease of no time', `UPDATE assignment SET lease_minutes = 0 WHERE id = $1`],
  ])('an assignment that is %s', async (_, sql) => {
    expect(await stateOf(app, sql, [heldId])).toMatch(/^23514/);
  });

  it.each([
    ['completed without being closed', `UPDATE batch SET state = 'COMPLETED'`],
    ['of a priority beyond 100', `UPDATE batch SET priority = 101`],
    ['with a task of 51 answers', `UPDATE task SET overlap = 51`],
    ['with a queue row without seats', `UPDATE queue_item SET seats = 0`],
    ['with a queue row pushed to nobody', `UPDATE queue_item SET is_pushed = true`],
    ['with a triaged task that was in no state before', `UPDATE task SET state = 'TRIAGED'`],
    [
      'with a result out of nowhere',
      `INSERT INTO result SELECT (jsonb_populate_record(r, '{"method": "GUESS"}')).* FROM result r`,
    ],
  ])('a batch %s', async (_, sql) => {
    await world.task(1); // so that there is a row of the queue
    expect(await stateOf(app, sql)).toMatch(/^23514/);
  });

  it('two results of a task that are both in force, and two tasks of one key', async () => {
    const result = `INSERT INTO result SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).* FROM result r`;
    expect(await stateOf(app, result)).toBe('23505 result_current');
    const task = `INSERT INTO task SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).* FROM task t WHERE id = $1`;
    expect(await stateOf(app, task, [taskId])).toBe('23505 task_project_id_external_key_key');
  });

  it.each([
    `UPDATE participation SET role = 'JUDGE'`,
    `UPDATE participation SET judging_stage = 'AUDIT'`,
    `UPDATE verdict SET decision = 'ACCEPT'`,
    `UPDATE dispute SET reason = 'x'`,
    `DELETE FROM dispute`,
    `UPDATE guideline_note SET text = 'x'`,
    `UPDATE submission SET labels = '[1]'`,
    `UPDATE submission SET member_id = gen_random_uuid()`,
    `DELETE FROM submission`,
    `DELETE FROM assignment`,
    `DELETE FROM participation`,
    `UPDATE lane SET seats = 0`,
    `DELETE FROM lane`,
    `UPDATE lane_change SET seats = 0`,
    `DELETE FROM lane_change`,
    `DELETE FROM member_hold`,
    `UPDATE member_pause SET reason = 'x'`,
    `DELETE FROM member_pause`,
    `UPDATE verdict SET decision = 'ACCEPT'`,
    `UPDATE slot SET for_member_id = NULL`,
    `UPDATE result SET labels = '[]'`,
    `DELETE FROM result`,
    `UPDATE decision SET move = 'SETTLE'`,
    `UPDATE project_policy SET policy = '{}'`,
    `UPDATE project_guideline SET body = 'x'`,
    `DELETE FROM guideline_acknowledgement`,
    `UPDATE release_item SET external_key = 'x'`,
    `UPDATE event SET type = 'x'`,
    `UPDATE change_log SET action = 'x'`,
    `DELETE FROM change_log`,
    `TRUNCATE change_log`,
    `INSERT INTO organization (id, name) VALUES (gen_random_uuid(), 'x')`,
    `SET ROLE postgres`,
  ])('the application the right to %s', async (sql) => {
    expect(await stateOf(app, sql)).toMatch(sql.startsWith('SET ROLE') ? /^(42501|22023)/ : /^42501/);
  });

  it.each([`UPDATE change_log SET action = 'x'`, `DELETE FROM change_log`, `TRUNCATE change_log`])(
    'even its owner to %s',
    async (sql) => {
      expect(await stateOf(login, sql)).toBe('23001');
    },
  );

  it('the system role what belongs to tenants alone', async () => {
    for (const table of ['project', 'submission', 'decision', 'queue_item', 'team', 'media', 'gold', 'member_errors'])
      expect([table, await stateOf(system, `SELECT FROM ${table}`)]).toEqual([table, '42501']);
    // Of results it sees in which projects somebody must learn, and nothing else.
    for (const column of ['labels', 'evidence', 'parts', 'task_id', 'submission_ids'])
      expect([column, await stateOf(system, `SELECT ${column} FROM result`)]).toEqual([column, '42501']);
  });
});

type Command =
  | { move: 'claim' | 'submit' | 'skip' | 'return'; who: number; which: number }
  | { move: 'submitOld'; who: number; which: number }
  | { move: 'wait'; minutes: number }
  | { move: 'expire'; limit: number };

const who = fc.nat({ max: 7 });
const which = fc.nat({ max: 1000 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ move: fc.constant('claim' as const), who, which }) },
  { weight: 5, arbitrary: fc.record({ move: fc.constantFrom('submit' as const, 'skip', 'return'), who, which }) },
  { weight: 4, arbitrary: fc.record({ move: fc.constant('submitOld' as const), who, which }) },
  { weight: 2, arbitrary: fc.record({ move: fc.constant('wait' as const), minutes: fc.constantFrom(1, 30, 61) }) },
  { weight: 1, arbitrary: fc.record({ move: fc.constant('expire' as const), limit: fc.integer({ min: 1, max: 50 }) }) },
);

describe('the queue', () => {
  let app: pg.Client;
  let system: pg.Client;
  const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

  beforeAll(async () => {
    const url = await copyOfTemplate('invariants');
    [app, system] = [await connectAs(url, 'muster_app'), await connectAs(url, 'muster_system')];
  });
  afterAll(async () => {
    for (const client of [app, system]) await client.end();
  });

  /** What must never be at any time: the queue against the law, and answers against seats. */
  const wrongs = async (organizationId: string) =>
    (
      await app.query(
        `SELECT task_id, what FROM queue_discrepancies($1)
         UNION ALL
         SELECT t.id, t.state || ', overlap ' || t.overlap || ', counted ' || s.counted FROM task t
          CROSS JOIN LATERAL (SELECT count(*) AS counted FROM submission s WHERE s.task_id = t.id AND s.state = 'COUNTED') s
          WHERE s.counted > t.overlap OR (t.state = 'ANSWERED') <> (s.counted = t.overlap)`,
        [organizationId],
      )
    ).rows;

  const close = (id: string, state: string, bars: boolean) =>
    app.query(`SELECT close_assignment(a, $2, NULL, $3, true) FROM assignment a WHERE a.id = $1`, [id, state, bars]);

  it('offers exactly the seats that are neither held nor filled, whatever people do', async () => {
    const done: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 300, maxLength: 300, size: 'max' }), async (commands) => {
        await app.query(`SELECT set_config('app.now', '', false)`);
        const world = await new World(app, system).build(8);
        for (let index = 0; index < 24; index += 1) await world.task((index % 4) + 1);
        let now = Date.now();
        for (const [at, step] of commands.entries()) {
          let outcome = '';
          if (step.move === 'wait') now += step.minutes * 60_000;
          await app.query(`SELECT set_config('app.now', $1, false)`, [new Date(now).toISOString()]);
          if (step.move === 'expire') {
            await app.query(`SELECT expire_overdue($1, $2)`, [world.organizationId, step.limit]);
          } else if (step.move === 'claim') {
            outcome = (await world.claim(world.members[step.who]!)).outcome;
          } else if (step.move !== 'wait') {
            const member = world.members[step.who]!;
            const { rows } = await app.query(
              `SELECT id, token FROM assignment WHERE member_id = $1 AND state = ANY ($2) ORDER BY token`,
              [
                member,
                step.move !== 'submitOld'
                  ? ['ACTIVE']
                  : step.which % 2
                    ? ['EXPIRED']
                    : ['SKIPPED', 'RETURNED', 'SUBMITTED'],
              ],
            );
            const own = rows[step.which % Math.max(1, rows.length)];
            if (!own) continue;
            if (step.move === 'skip' || step.move === 'return')
              await close(own.id, step.move === 'skip' ? 'SKIPPED' : 'RETURNED', step.move === 'skip');
            else outcome = await world.submit(member, own.id, own.token);
          }
          const name = [step.move, outcome].filter(Boolean).join(' ');
          done[name] = (done[name] ?? 0) + 1;
          if (at % 10 === 0) await system.query(`SELECT fold_lane_changes()`);
          const wrong = await wrongs(world.organizationId);
          expect({ at, step, outcome, wrong }).toEqual({ at, step, outcome, wrong: [] });
        }
      }),
      { seed, numRuns: 4 },
    );
    console.log(`FUZZ_SEED=${seed}: 4 runs of 300 commands`, done);
    for (const outcome of ['claim CLAIMED', 'claim HELD', 'submit COUNTED', 'skip', 'return'])
      expect([outcome, done[outcome] ?? 0]).not.toEqual([outcome, 0]);
  }, 180_000);
});
