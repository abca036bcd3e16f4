import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewriteFunction } from './parts/rewrite-function.js';
import { addedUp, difference, figures, hourOf, recount } from './parts/work-figures.js';

const nullable = figures.map((name) => `${name} integer`).join(', ');
const whole = figures.map((name) => `${name} bigint NOT NULL DEFAULT 0`).join(', ');

/**
 * What people did, by hour, person, project, batch and stage. Every figure is a sum over rows (assignments, reports of time,
 * answers, verdicts, rework), each dated by a column of its row; triggers add what a row has changed, in the same commit
 * (docs/adr/0016-work-hours-as-added-differences.md). Nothing that is shared is updated: changes are rows, and a job folds them.
 */
export class CreateWorkHours1764000080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Another answer stands in its place; and it stands in the place of another (revise_answer).
      ALTER TABLE submission ADD is_replaced boolean NOT NULL DEFAULT false;
      ALTER TABLE submission ADD is_revision boolean NOT NULL DEFAULT false;
      -- What the tool says it took, where it says so: all the time spent on this answer.
      ALTER TABLE submission ADD tool_seconds integer CHECK (tool_seconds >= 0);
      GRANT UPDATE (is_replaced, tool_seconds) ON submission TO muster_app;

      -- Each report of time as it came: a heartbeat, and the rest that the answer brings.
      CREATE TABLE work_time (
        organization_id uuid NOT NULL,
        assignment_id uuid NOT NULL,
        member_id uuid NOT NULL,
        at timestamptz NOT NULL,
        active_seconds integer NOT NULL,
        idle_seconds integer NOT NULL,
        away_seconds integer NOT NULL
      );
      CREATE INDEX work_time_member ON work_time (member_id, at);
      CALL enforce_tenancy('work_time', 'SELECT, INSERT');

      -- What changed and is not folded yet; null: by nothing.
      CREATE TABLE work_change (
        organization_id uuid NOT NULL,
        hour timestamptz NOT NULL,
        member_id uuid NOT NULL,
        project_id uuid NOT NULL,
        batch_id uuid NOT NULL,
        stage text NOT NULL,
        ${nullable}
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
      CALL enforce_tenancy('work_change', 'SELECT, INSERT');
      CALL open_to_system('work_change', 'SELECT, DELETE');

      CREATE TABLE folded_work (
        organization_id uuid NOT NULL,
        hour timestamptz NOT NULL,
        member_id uuid NOT NULL,
        project_id uuid NOT NULL,
        batch_id uuid NOT NULL,
        stage text NOT NULL,
        ${whole},
        PRIMARY KEY (organization_id, hour, member_id, project_id, batch_id, stage)
      ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
      CREATE INDEX folded_work_member ON folded_work (member_id, hour);
      CREATE INDEX folded_work_project ON folded_work (project_id, hour);
      CALL enforce_tenancy('folded_work', 'SELECT');
      CALL open_to_system('folded_work', 'SELECT, INSERT, UPDATE');

      -- The exact figures at any moment; of one key there may be several rows, so whoever reads adds up.
      CREATE VIEW work_hour WITH (security_invoker = true) AS
        SELECT organization_id, hour, member_id, project_id, batch_id, stage, ${figures.join(', ')} FROM folded_work
        UNION ALL
        SELECT organization_id, hour, member_id, project_id, batch_id, stage, ${figures.map((name) => `coalesce(${name}, 0)::bigint`).join(', ')} FROM work_change;
      GRANT SELECT ON work_hour TO muster_app;

      -- Shapes and spans of an answer.
      CREATE FUNCTION objects_in(p_labels jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN jsonb_typeof(p_labels) <> 'array' THEN 0
          ELSE jsonb_array_length(jsonb_path_query_array(p_labels, '$[*] ? (@.kind == "BOX" || @.kind == "POLYGON" || @.kind == "MASK" || @.kind == "SPAN")')) END $$;

      -- The same from the rows themselves, for the check, for what was there before, and where a task changes its batch.
      CREATE VIEW work_recount WITH (security_invoker = true) AS ${recount};
      GRANT SELECT ON work_recount TO muster_app;

      CREATE FUNCTION count_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        v_now timestamptz; v_active int; v_idle int; v_away int; v_started int; v_claimed timestamptz := ${hourOf('NEW.claimed_at')};
      BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, claimed)
          VALUES (NEW.organization_id, v_claimed, NEW.member_id, NEW.project_id, NEW.batch_id, NEW.stage, 1);
          RETURN NULL;
        END IF;
        v_active := NEW.active_seconds - OLD.active_seconds; v_idle := NEW.idle_seconds - OLD.idle_seconds; v_away := NEW.away_seconds - OLD.away_seconds;
        v_started := ((NEW.state = 'SUBMITTED' OR NEW.draft_at > NEW.claimed_at OR NEW.active_seconds + NEW.idle_seconds + NEW.away_seconds > 0) IS TRUE)::int
                   - ((OLD.state = 'SUBMITTED' OR OLD.draft_at > OLD.claimed_at OR OLD.active_seconds + OLD.idle_seconds + OLD.away_seconds > 0) IS TRUE)::int;
        IF v_active <> 0 OR v_idle <> 0 OR v_away <> 0 THEN
          v_now := muster_now();
          INSERT INTO work_time (organization_id, assignment_id, member_id, at, active_seconds, idle_seconds, away_seconds)
          VALUES (NEW.organization_id, NEW.id, NEW.member_id, v_now, v_active, v_idle, v_away);
          v_now := ${hourOf('v_now')};
          INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, active_seconds, idle_seconds, away_seconds, started)
          VALUES (NEW.organization_id, v_now, NEW.member_id, NEW.project_id, OLD.batch_id, NEW.stage, nullif(v_active, 0), nullif(v_idle, 0), nullif(v_away, 0),
            CASE WHEN v_now = v_claimed THEN nullif(v_started, 0) END);
        END IF;
        IF v_started <> 0 AND v_now IS DISTINCT FROM v_claimed THEN
          INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, started)
          VALUES (NEW.organization_id, v_claimed, NEW.member_id, NEW.project_id, OLD.batch_id, NEW.stage, v_started);
        END IF;
        IF NEW.state <> OLD.state THEN
          IF OLD.state IN ('SKIPPED', 'RETURNED', 'EXPIRED') THEN
            INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, skipped, returned, expired)
            VALUES (NEW.organization_id, ${hourOf('OLD.closed_at')}, NEW.member_id, NEW.project_id, OLD.batch_id, NEW.stage,
              CASE OLD.state WHEN 'SKIPPED' THEN -1 END, CASE OLD.state WHEN 'RETURNED' THEN -1 END, CASE OLD.state WHEN 'EXPIRED' THEN -1 END);
          END IF;
          IF NEW.state IN ('SKIPPED', 'RETURNED', 'EXPIRED') OR (NEW.state = 'REVOKED' AND OLD.state = 'ACTIVE') THEN
            INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, skipped, returned, expired, revoked)
            VALUES (NEW.organization_id, ${hourOf('NEW.closed_at')}, NEW.member_id, NEW.project_id, OLD.batch_id, NEW.stage,
              CASE NEW.state WHEN 'SKIPPED' THEN 1 END, CASE NEW.state WHEN 'RETURNED' THEN 1 END, CASE NEW.state WHEN 'EXPIRED' THEN 1 END,
              CASE NEW.state WHEN 'REVOKED' THEN 1 END);
          END IF;
        END IF;
        -- With its task it went to another batch, and all that was done on it goes along.
        IF NEW.batch_id <> OLD.batch_id THEN
          INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, ${figures.join(', ')})
          SELECT r.organization_id, r.hour, r.member_id, r.project_id, b.batch_id, r.stage, ${figures.map((name) => `b.sign * sum(r.${name})`).join(', ')}
            FROM work_recount r CROSS JOIN (VALUES (OLD.batch_id, -1), (NEW.batch_id, 1)) b(batch_id, sign)
           WHERE r.assignment_id = NEW.id GROUP BY r.organization_id, r.hour, r.member_id, r.project_id, b.batch_id, r.stage, b.sign;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER counts_claim AFTER INSERT ON assignment FOR EACH ROW EXECUTE FUNCTION count_assignment();
      CREATE TRIGGER counts_work AFTER UPDATE OF state, batch_id, active_seconds, idle_seconds, away_seconds, draft_at ON assignment FOR EACH ROW
        EXECUTE FUNCTION count_assignment();

      CREATE FUNCTION count_answer() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        v_batch uuid; v_submitted int; v_counted int; v_quarantined int; v_voided int; v_objects int; v_seconds int; v_answers int;
        v_stands boolean := NOT NEW.is_replaced AND NOT NEW.is_taken_back; v_stood boolean := false;
      BEGIN
        v_submitted := (NOT NEW.is_revision AND NOT NEW.is_taken_back)::int;
        v_counted := (NEW.state IN ('COUNTED', 'GOLD') AND v_stands)::int;
        v_quarantined := (NEW.state = 'QUARANTINED' AND v_stands)::int;
        v_voided := (NEW.state = 'VOID' AND v_stands)::int;
        v_objects := CASE WHEN v_submitted = 1 THEN objects_in(NEW.labels) ELSE 0 END;
        v_seconds := CASE WHEN v_stands THEN coalesce(NEW.tool_seconds, 0) ELSE 0 END;
        v_answers := (v_stands AND NEW.tool_seconds IS NOT NULL)::int;
        IF TG_OP = 'UPDATE' THEN
          v_stood := NOT OLD.is_replaced AND NOT OLD.is_taken_back;
          -- What was submitted stays so, unless whoever gave it took it back.
          v_objects := CASE WHEN NEW.is_taken_back = OLD.is_taken_back THEN 0 WHEN v_submitted = 1 THEN v_objects ELSE -objects_in(OLD.labels) * (NOT OLD.is_revision)::int END;
          v_submitted := v_submitted - (NOT OLD.is_revision AND NOT OLD.is_taken_back)::int;
          v_counted := v_counted - (OLD.state IN ('COUNTED', 'GOLD') AND v_stood)::int;
          v_quarantined := v_quarantined - (OLD.state = 'QUARANTINED' AND v_stood)::int;
          v_voided := v_voided - (OLD.state = 'VOID' AND v_stood)::int;
          v_seconds := v_seconds - CASE WHEN v_stood THEN coalesce(OLD.tool_seconds, 0) ELSE 0 END;
          v_answers := v_answers - (v_stood AND OLD.tool_seconds IS NOT NULL)::int;
        END IF;
        SELECT a.batch_id INTO v_batch FROM assignment a WHERE a.id = NEW.assignment_id;
        INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, submitted, counted, quarantined, voided, objects, tool_seconds, tool_answers)
        VALUES (NEW.organization_id, ${hourOf('NEW.created_at')}, NEW.member_id, NEW.project_id, v_batch, NEW.stage, nullif(v_submitted, 0), nullif(v_counted, 0),
          nullif(v_quarantined, 0), nullif(v_voided, 0), nullif(v_objects, 0), nullif(v_seconds, 0), nullif(v_answers, 0));
        RETURN NULL;
      END $$;
      CREATE TRIGGER counts_work AFTER INSERT OR UPDATE OF state, is_taken_back, is_replaced, tool_seconds ON submission FOR EACH ROW EXECUTE FUNCTION count_answer();

      -- To the author what the review says, to the judge that they judged.
      CREATE FUNCTION count_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_passed int := (NEW.decision = 'ACCEPT' OR NEW.overturned_by IS NOT NULL)::int; v_first int := (NEW.ordinal = 1)::int;
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF NEW.purpose = 'REVIEW' AND NEW.author_id IS NOT NULL AND (OLD.overturned_by IS NULL) <> (NEW.overturned_by IS NULL) AND NEW.decision <> 'ACCEPT' THEN
            INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, accepted, fixed, rejected, first_accepted)
            SELECT NEW.organization_id, ${hourOf('NEW.created_at')}, NEW.author_id, NEW.project_id, a.batch_id, s.stage, c.sign,
                CASE NEW.decision WHEN 'FIX' THEN -c.sign END, CASE NEW.decision WHEN 'REJECT' THEN -c.sign END, c.sign * v_first
              FROM submission s JOIN assignment a ON a.id = s.assignment_id CROSS JOIN (SELECT CASE WHEN NEW.overturned_by IS NULL THEN -1 ELSE 1 END AS sign) c
             WHERE s.id = NEW.submission_id;
          END IF;
          RETURN NULL;
        END IF;
        IF NEW.purpose = 'REVIEW' AND NEW.author_id IS NOT NULL THEN
          INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, accepted, fixed, rejected, first_reviewed, first_accepted)
          SELECT NEW.organization_id, ${hourOf('NEW.created_at')}, NEW.author_id, NEW.project_id, a.batch_id, s.stage, v_passed,
              (NEW.decision = 'FIX' AND v_passed = 0)::int, (NEW.decision = 'REJECT' AND v_passed = 0)::int, v_first, v_first * v_passed
            FROM submission s JOIN assignment a ON a.id = s.assignment_id WHERE s.id = NEW.submission_id;
        END IF;
        IF NEW.assignment_id IS NOT NULL THEN
          INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, submitted, counted)
          SELECT NEW.organization_id, ${hourOf('NEW.created_at')}, NEW.member_id, NEW.project_id, a.batch_id, a.stage, 1, 1 FROM assignment a WHERE a.id = NEW.assignment_id;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER counts_work AFTER INSERT OR UPDATE OF overturned_by ON verdict FOR EACH ROW EXECUTE FUNCTION count_verdict();

      -- An answer of theirs that has to be mended.
      CREATE FUNCTION count_rework() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, reworked)
        SELECT NEW.organization_id, ${hourOf('NEW.created_at')}, s.member_id, NEW.project_id, a.batch_id, s.stage, 1
          FROM submission s JOIN assignment a ON a.id = s.assignment_id WHERE s.id = NEW.subject_submission_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER counts_work AFTER INSERT ON slot FOR EACH ROW WHEN (NEW.stage = 'REWORK' AND NEW.subject_submission_id IS NOT NULL)
        EXECUTE FUNCTION count_rework();

      -- Folds the changes into the sums; one at a time. Answers how many rows it folded.
      CREATE FUNCTION fold_work_changes() RETURNS int LANGUAGE plpgsql AS $$
      DECLARE v_count int;
      BEGIN
        IF NOT pg_try_advisory_xact_lock(hashtextextended('fold_work_changes', 2)) THEN RETURN 0; END IF;
        WITH gone AS (DELETE FROM work_change RETURNING *),
             kept AS (INSERT INTO folded_work (organization_id, hour, member_id, project_id, batch_id, stage, ${figures.join(', ')})
               SELECT organization_id, hour, member_id, project_id, batch_id, stage, ${figures.map((name) => `coalesce(sum(${name}), 0)`).join(', ')} FROM gone
                GROUP BY organization_id, hour, member_id, project_id, batch_id, stage
               ON CONFLICT (organization_id, hour, member_id, project_id, batch_id, stage) DO UPDATE SET
                 ${figures.map((name) => `${name} = folded_work.${name} + excluded.${name}`).join(', ')})
        SELECT count(*) INTO v_count FROM gone;
        RETURN v_count;
      END $$;

      -- Where the sums differ from the rows, one row a key with what is missing in each figure; none is right.
      CREATE FUNCTION work_differences(p_org uuid) RETURNS TABLE (hour timestamptz, member_id uuid, project_id uuid, batch_id uuid, stage text, missing jsonb)
      LANGUAGE sql STABLE AS $$ ${difference} $$;

      -- Adds what is missing; answers in how many keys.
      CREATE FUNCTION repair_work(p_org uuid) RETURNS int LANGUAGE plpgsql AS $$
      DECLARE v_count int;
      BEGIN
        INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, ${figures.join(', ')})
        SELECT p_org, d.hour, d.member_id, d.project_id, d.batch_id, d.stage, ${figures.map((name) => `(d.missing ->> '${name}')::int`).join(', ')}
          FROM work_differences(p_org) d;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        RETURN v_count;
      END $$;
    `);
    await rewriteRevision(runner);
    await countThePast(runner);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}

async function rewriteRevision(runner: QueryRunner): Promise<void> {
  await rewriteFunction(runner, 'revise_answer', [
    [
      `UPDATE submission SET state = 'VOID' WHERE id = p_id;`,
      `UPDATE submission SET state = 'VOID', is_replaced = true WHERE id = p_id;`,
    ],
    ['labels, skip_reason)', 'labels, skip_reason, is_revision)'],
    ['p_labels, p_skip_reason);', 'p_labels, p_skip_reason, true);'],
  ]);
}

/** Time that was reported before is dated by the last report of its assignment: no more is known of it. */
async function countThePast(runner: QueryRunner): Promise<void> {
  const tables = ['assignment', 'submission', 'verdict', 'slot', 'work_time', 'folded_work'];
  for (const table of tables) await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
  await runner.query(`
    ALTER TABLE submission DISABLE TRIGGER counts_work;
    UPDATE submission s SET is_replaced = true WHERE s.state = 'VOID' AND NOT s.is_taken_back
       AND EXISTS (SELECT FROM submission n WHERE n.assignment_id = s.assignment_id AND n.id > s.id);
    UPDATE submission s SET is_revision = true
     WHERE EXISTS (SELECT FROM submission o WHERE o.assignment_id = s.assignment_id AND o.is_replaced AND o.id < s.id);
    ALTER TABLE submission ENABLE TRIGGER counts_work;
    INSERT INTO work_time (organization_id, assignment_id, member_id, at, active_seconds, idle_seconds, away_seconds)
    SELECT organization_id, id, member_id, coalesce(closed_at, heartbeat_at), active_seconds, idle_seconds, away_seconds FROM assignment
     WHERE active_seconds + idle_seconds + away_seconds > 0;
    INSERT INTO folded_work (organization_id, hour, member_id, project_id, batch_id, stage, ${figures.join(', ')})
    SELECT organization_id, hour, member_id, project_id, batch_id, stage, ${addedUp} FROM work_recount
     GROUP BY organization_id, hour, member_id, project_id, batch_id, stage;
  `);
  for (const table of tables) await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
}
