import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewriteFunction } from './parts/rewrite-function.js';
import { difference, figures, recount, stateFigures, tasksByState } from './parts/progress-figures.js';

const list = figures.join(', ');
/** What is counted of answers, and where. */
const ofAnswers = new Map([
  ['counted', 'answers_counted'],
  ['quarantined', 'answers_quarantined'],
  ['beyond', 'answers_beyond'],
]);

/**
 * How far a batch is: its tasks by state, the answers that are wanted and there, tasks that were reviewed. Kept like the hours of
 * work: triggers add what a row has changed in the same commit, the same job folds that, and a view recounts it from the rows
 * (docs/adr/0019-progress-as-added-differences.md).
 */
export class CountProgress1764000091000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What changed of tasks and is not folded yet; null: by nothing. What changed of answers stands in the row that counts them for
      -- the hours of work.
      CREATE TABLE progress_change (
        organization_id uuid NOT NULL,
        batch_id uuid NOT NULL,
        ${figures.map((name) => `${name} integer`).join(', ')}
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
      CALL enforce_tenancy('progress_change', 'SELECT, INSERT');
      CALL open_to_system('progress_change', 'SELECT, DELETE');

      ALTER TABLE work_change ADD answers_counted integer, ADD answers_quarantined integer, ADD answers_beyond integer;

      CREATE TABLE folded_progress (
        organization_id uuid NOT NULL,
        batch_id uuid PRIMARY KEY,
        ${figures.map((name) => `${name} bigint NOT NULL DEFAULT 0`).join(', ')}
      ) WITH (fillfactor = 50);
      CALL enforce_tenancy('folded_progress', 'SELECT');
      CALL open_to_system('folded_progress', 'SELECT, INSERT, UPDATE');

      -- The exact figures at any moment; of one batch there may be several rows, so whoever reads adds up.
      CREATE VIEW batch_progress WITH (security_invoker = true) AS
        SELECT organization_id, batch_id, ${list} FROM folded_progress
        UNION ALL
        SELECT organization_id, batch_id, ${figures.map((name) => `coalesce(${name}, 0)::bigint`).join(', ')} FROM progress_change
        UNION ALL
        SELECT organization_id, batch_id, ${figures.map((name) => (ofAnswers.has(name) ? `coalesce(${ofAnswers.get(name)!}, 0)::bigint` : '0')).join(', ')} FROM work_change
         WHERE ${[...ofAnswers.values()].map((name) => `${name} IS NOT NULL`).join(' OR ')};
      GRANT SELECT ON batch_progress TO muster_app;

      CREATE VIEW progress_recount WITH (security_invoker = true) AS ${recount};
      GRANT SELECT ON progress_recount TO muster_app;

      -- An import brings many at once: one row for all of them.
      CREATE FUNCTION count_new_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO progress_change (organization_id, batch_id, ${list})
        SELECT t.organization_id, t.batch_id, ${tasksByState}, sum(t.overlap), 0, 0, 0, 0, count(t.prelabel_wait_until)
          FROM added t GROUP BY t.organization_id, t.batch_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER counts_progress AFTER INSERT ON task REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_new_tasks();

      CREATE FUNCTION count_task() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND NEW.batch_id = OLD.batch_id AND NEW.overlap = OLD.overlap THEN
          INSERT INTO progress_change (organization_id, batch_id, ${list})
          VALUES (NEW.organization_id, NEW.batch_id, ${stateFigures(['', 'NEW'], ['-', 'OLD'])}, 0, 0, 0, 0, 0,
            (NEW.prelabel_wait_until IS NOT NULL)::int - (OLD.prelabel_wait_until IS NOT NULL)::int);
          RETURN NULL;
        END IF;
        -- Seldom: to another batch everything goes along, and what lies beyond the overlap depends on it. All of the task is taken
        -- out as it was, and put in as it is; when it is deleted, its answers are gone before.
        INSERT INTO progress_change (organization_id, batch_id, ${list})
        SELECT t.organization_id, t.batch_id, ${figures.map((name) => `t.sign * t.${name}`).join(', ')} FROM (
          SELECT x.sign, x.organization_id, x.batch_id, ${stateFigures(['', 'x'])
            .split(', ')
            .map((sql, at) => `${sql} AS ${figures[at]}`)
            .join(', ')},
                 x.overlap AS wanted, s.counted, s.quarantined, s.beyond,
                 EXISTS (SELECT FROM verdict v WHERE v.task_id = x.id AND v.purpose = 'REVIEW')::int AS reviewed, (x.prelabel_wait_until IS NOT NULL)::int AS held
            FROM (SELECT -1 AS sign, OLD.* UNION ALL SELECT 1, NEW.* WHERE TG_OP = 'UPDATE') x
           CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE s.state = 'COUNTED') AS counted, count(*) FILTER (WHERE s.state = 'QUARANTINED') AS quarantined,
                   count(*) FILTER (WHERE s.state = 'COUNTED' AND s.ordinal > x.overlap) AS beyond
              FROM submission s WHERE s.task_id = x.id AND s.stage = 'ANNOTATE') s) t;
        RETURN NULL;
      END $$;
      CREATE TRIGGER counts_change AFTER UPDATE OF state, batch_id, overlap, prelabel_wait_until ON task FOR EACH ROW
        WHEN (NEW.state <> OLD.state OR NEW.batch_id <> OLD.batch_id OR NEW.overlap <> OLD.overlap
          OR (NEW.prelabel_wait_until IS NULL) <> (OLD.prelabel_wait_until IS NULL)) EXECUTE FUNCTION count_task();
      CREATE TRIGGER counts_end AFTER DELETE ON task FOR EACH ROW EXECUTE FUNCTION count_task();

      -- The first review of a task; whoever judges holds its lock.
      CREATE FUNCTION count_progress_of_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO progress_change (organization_id, batch_id, reviewed)
        SELECT NEW.organization_id, t.batch_id, 1 FROM task t WHERE t.id = NEW.task_id
           AND NOT EXISTS (SELECT FROM verdict v WHERE v.task_id = NEW.task_id AND v.purpose = 'REVIEW' AND v.id <> NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER counts_progress AFTER INSERT ON verdict FOR EACH ROW WHEN (NEW.purpose = 'REVIEW') EXECUTE FUNCTION count_progress_of_verdict();

      -- Where the sums differ from the rows, one row a batch with what is missing in each figure; none is right.
      CREATE FUNCTION progress_differences(p_org uuid) RETURNS TABLE (batch_id uuid, missing jsonb) LANGUAGE sql STABLE AS $$ ${difference} $$;

      -- Adds what is missing; answers in how many batches.
      CREATE FUNCTION repair_progress(p_org uuid) RETURNS int LANGUAGE plpgsql AS $$
      DECLARE v_count int;
      BEGIN
        INSERT INTO progress_change (organization_id, batch_id, ${list})
        SELECT p_org, d.batch_id, ${figures.map((name) => `(d.missing ->> '${name}')::int`).join(', ')} FROM progress_differences(p_org) d;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        RETURN v_count;
      END $$;
    `);
    await countAnswers(runner);
    await countThePast(runner);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}

/** Answers come and change while their task is locked, so what it wants is what it wants at this moment. */
async function countAnswers(runner: QueryRunner): Promise<void> {
  await rewriteFunction(runner, 'count_answer', [
    ['v_batch uuid;', 'v_batch uuid; v_overlap int; v_taken int; v_late int; v_beyond int;'],
    [
      'SELECT a.batch_id INTO v_batch FROM assignment a WHERE a.id = NEW.assignment_id;',
      `SELECT a.batch_id, t.overlap INTO v_batch, v_overlap FROM assignment a JOIN task t ON t.id = a.task_id WHERE a.id = NEW.assignment_id;
        IF NEW.stage = 'ANNOTATE' THEN
          v_taken := (NEW.state = 'COUNTED')::int; v_late := (NEW.state = 'QUARANTINED')::int;
          v_beyond := (NEW.state = 'COUNTED' AND NEW.ordinal > v_overlap)::int;
          IF TG_OP = 'UPDATE' THEN
            v_taken := v_taken - (OLD.state = 'COUNTED')::int; v_late := v_late - (OLD.state = 'QUARANTINED')::int;
            v_beyond := v_beyond - (OLD.state = 'COUNTED' AND OLD.ordinal > v_overlap)::int;
          END IF;
        END IF;`,
    ],
    [
      'tool_seconds, tool_answers)',
      'tool_seconds, tool_answers, answers_counted, answers_quarantined, answers_beyond)',
    ],
    ['nullif(v_answers, 0));', 'nullif(v_answers, 0), nullif(v_taken, 0), nullif(v_late, 0), nullif(v_beyond, 0));'],
  ]);
  await runner.query(`
    DROP TRIGGER counts_work ON submission;
    CREATE TRIGGER counts_work AFTER INSERT OR UPDATE OF state, ordinal, is_taken_back, is_replaced, tool_seconds ON submission FOR EACH ROW
      EXECUTE FUNCTION count_answer();
  `);
  await rewriteFunction(runner, 'fold_work_changes', [
    [
      'SELECT count(*) INTO v_count FROM gone;',
      `SELECT count(*) INTO v_count FROM gone;
        WITH moved AS (DELETE FROM progress_change RETURNING *)
        INSERT INTO folded_progress (organization_id, batch_id, ${list})
        SELECT organization_id, batch_id, ${figures.map((name) => `coalesce(sum(${name}), 0)`).join(', ')} FROM moved GROUP BY organization_id, batch_id
        ON CONFLICT (batch_id) DO UPDATE SET ${figures.map((name) => `${name} = folded_progress.${name} + excluded.${name}`).join(', ')};`,
    ],
    [
      'WITH gone AS (DELETE FROM work_change RETURNING *),',
      `WITH gone AS (DELETE FROM work_change RETURNING *),
             answered AS (INSERT INTO folded_progress (organization_id, batch_id, ${[...ofAnswers.keys()].join(', ')})
               SELECT organization_id, batch_id, ${[...ofAnswers.values()].map((name) => `coalesce(sum(${name}), 0)`).join(', ')} FROM gone
                WHERE ${[...ofAnswers.values()].map((name) => `${name} IS NOT NULL`).join(' OR ')} GROUP BY organization_id, batch_id
               ON CONFLICT (batch_id) DO UPDATE SET ${[...ofAnswers.keys()].map((name) => `${name} = folded_progress.${name} + excluded.${name}`).join(', ')}),`,
    ],
  ]);
}

async function countThePast(runner: QueryRunner): Promise<void> {
  const tables = ['task', 'submission', 'verdict', 'folded_progress'];
  for (const table of tables) await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
  await runner.query(`
    INSERT INTO folded_progress (organization_id, batch_id, ${list}) SELECT organization_id, batch_id, ${list} FROM progress_recount;
  `);
  for (const table of tables) await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
}
