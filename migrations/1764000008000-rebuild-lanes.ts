import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lanes with a kind and counters, seats reserved for a person, hands that are written rarely, and marks that keep a
 * claim flat while another session holds a snapshot (docs/claim.md).
 */
export class RebuildLanes1764000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION claim_task, submit_assignment, expire_overdue, take_seat, offer_seats, ensure_lane, close_assignment;

      -- FRESH is the batch in its order; RETURNED goes first; RESERVED is found by person and never walked.
      ALTER TABLE lane ADD COLUMN kind text NOT NULL DEFAULT 'FRESH' CHECK (kind IN ('FRESH', 'RETURNED', 'RESERVED'));
      ALTER TABLE lane ADD COLUMN tasks bigint NOT NULL DEFAULT 0;
      ALTER TABLE lane ADD COLUMN seats bigint NOT NULL DEFAULT 0;
      ALTER TABLE lane ADD COLUMN changed_at timestamptz NOT NULL DEFAULT muster_now();
      -- false: empty for a while, so a first look leaves it out
      ALTER TABLE lane ADD COLUMN is_listed boolean NOT NULL DEFAULT true;
      ALTER TABLE lane NO FORCE ROW LEVEL SECURITY;
      UPDATE lane SET kind = 'RETURNED' WHERE is_returns;
      ALTER TABLE lane DROP CONSTRAINT lane_batch_id_stage_is_returns_key;
      ALTER TABLE lane DROP COLUMN is_returns;
      ALTER TABLE lane ADD UNIQUE (batch_id, stage, kind);
      DROP INDEX lane_project;
      CREATE INDEX lane_listed ON lane (project_id) WHERE is_listed;
      CREATE INDEX lane_project ON lane (project_id);
      GRANT UPDATE (is_listed) ON lane TO muster_app;
      CALL open_to_system('lane', 'SELECT');
      GRANT UPDATE (tasks, seats, changed_at, is_listed) ON lane TO muster_system;

      -- Counters without a hot row: every change of a lane is a row, folded into the lane once a second. The exact
      -- figure at any moment is the lane's plus the sum of these.
      CREATE TABLE lane_change (
        organization_id uuid NOT NULL,
        lane_id uuid NOT NULL,
        tasks integer NOT NULL,
        seats integer NOT NULL
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
      CALL enforce_tenancy('lane_change', 'SELECT, INSERT');
      CALL open_to_system('lane_change', 'SELECT, DELETE');

      ALTER TABLE queue_item NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE queue_item ADD COLUMN group_hash bigint;
      ALTER TABLE queue_item ADD COLUMN is_pushed boolean NOT NULL DEFAULT false CHECK (NOT is_pushed OR for_member_id IS NOT NULL);
      -- the assignment whose draft goes along with a hand-over
      ALTER TABLE queue_item ADD COLUMN draft_from uuid;
      DROP INDEX queue_item_task;
      CREATE UNIQUE INDEX queue_item_task ON queue_item (task_id, lane_id, slot_id, for_member_id) NULLS NOT DISTINCT;
      CREATE INDEX queue_item_group ON queue_item (lane_id, group_hash) WHERE group_hash IS NOT NULL;
      INSERT INTO lane (organization_id, project_id, batch_id, stage, kind)
      SELECT DISTINCT l.organization_id, l.project_id, l.batch_id, l.stage, 'RESERVED' FROM queue_item q JOIN lane l ON l.id = q.lane_id
       WHERE q.for_member_id IS NOT NULL;
      UPDATE queue_item q SET lane_id = r.id FROM lane l, lane r
       WHERE l.id = q.lane_id AND q.for_member_id IS NOT NULL AND r.batch_id = l.batch_id AND r.stage = l.stage AND r.kind = 'RESERVED';
      UPDATE lane SET tasks = n.tasks, seats = n.seats
        FROM (SELECT lane_id, count(*) AS tasks, sum(bit_count(seats::bit(64))) AS seats FROM queue_item GROUP BY lane_id) n WHERE n.lane_id = lane.id;
      ALTER TABLE queue_item FORCE ROW LEVEL SECURITY;
      ALTER TABLE lane FORCE ROW LEVEL SECURITY;

      -- A lap that found nothing and took long is not walked again until dry_until.
      ALTER TABLE hand ADD COLUMN dry_until timestamptz;
      -- No live assignment of the person has a token below this: their closed ones need not be looked at again.
      CREATE TABLE member_hold (
        member_id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        oldest_token bigint NOT NULL
      ) WITH (fillfactor = 50);
      CALL enforce_tenancy('member_hold', 'SELECT, INSERT, UPDATE');

      DROP INDEX assignment_mine, assignment_member;
      CREATE INDEX assignment_mine ON assignment (member_id, token) WHERE state = 'ACTIVE';
      CREATE INDEX assignment_recent ON assignment (member_id, claimed_at);
      CREATE INDEX assignment_tally ON assignment (member_id, batch_id) WHERE stage = 'ANNOTATE' AND state IN ('ACTIVE', 'SUBMITTED');
      ALTER TABLE assignment ADD COLUMN away_seconds integer NOT NULL DEFAULT 0;
      -- The database itself looks after a task's seats and after who may do what with it.
      DROP TRIGGER seat_exists ON assignment;
      DROP FUNCTION refuse_seat_beyond_overlap;
      CREATE FUNCTION refuse_wrong_seat() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.stage = 'ANNOTATE' AND NEW.ordinal > (SELECT overlap FROM task WHERE id = NEW.task_id) THEN
          RAISE EXCEPTION 'task % has no annotation seat %', NEW.task_id, NEW.ordinal USING ERRCODE = 'check_violation';
        END IF;
        IF (SELECT role FROM participation WHERE task_id = NEW.task_id AND member_id = NEW.member_id) IS DISTINCT FROM
           (CASE WHEN NEW.stage IN ('ANNOTATE', 'REWORK') THEN 'AUTHOR' ELSE 'JUDGE' END) THEN
          RAISE EXCEPTION 'member % has another part in task %', NEW.member_id, NEW.task_id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER seat_is_right BEFORE INSERT ON assignment FOR EACH ROW EXECUTE FUNCTION refuse_wrong_seat();

      -- Where a triaged task goes back to, and since when its skips count again.
      ALTER TABLE task ADD COLUMN triaged_from text;
      ALTER TABLE task NO FORCE ROW LEVEL SECURITY;
      UPDATE task SET triaged_from = 'OPEN' WHERE state = 'TRIAGED';
      ALTER TABLE task FORCE ROW LEVEL SECURITY;
      ALTER TABLE task ADD CHECK ((state = 'TRIAGED') = (triaged_from IS NOT NULL));
      ALTER TABLE task ADD COLUMN reopened_at timestamptz;

      -- An answer may say "cannot be done", and a late one may be counted by the lead on a seat that is free.
      ALTER TABLE submission ADD COLUMN skip_reason text;
      GRANT UPDATE (state, ordinal) ON submission TO muster_app;
      -- Ids in the order of time keep the index of a table that only grows in a few pages (from PostgreSQL 18 on).
      DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_proc WHERE proname = 'uuidv7' AND pronamespace = 'pg_catalog'::regnamespace) THEN
          ALTER TABLE event ALTER COLUMN id SET DEFAULT uuidv7();
        END IF;
      END $$;
      CREATE INDEX event_age ON event USING brin (at);
      CREATE INDEX submission_quarantined ON submission (project_id, created_at) WHERE state = 'QUARANTINED';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
