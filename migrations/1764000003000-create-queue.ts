import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tasks, seats, assignments, answers. The unique indexes here are the law of the queue (docs/task-lifecycle.md); the
 * queue rows are only the index of what may be handed out, and can be rebuilt from the law.
 */
export class CreateQueue1764000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE fencing_token;
      CREATE SEQUENCE queue_seq;
      GRANT USAGE, SELECT ON fencing_token, queue_seq TO muster_app;

      CREATE TABLE task (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        project_id uuid NOT NULL REFERENCES project,
        batch_id uuid NOT NULL REFERENCES batch,
        import_id uuid,
        external_key text NOT NULL CHECK (length(external_key) BETWEEN 1 AND 200),
        state text NOT NULL DEFAULT 'OPEN' CHECK (state IN
          ('OPEN', 'ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING', 'SETTLED', 'TRIAGED', 'CANCELLED')),
        state_at timestamptz NOT NULL DEFAULT muster_now(),
        overlap smallint NOT NULL CHECK (overlap BETWEEN 1 AND 50),
        group_key text,
        source text,
        data jsonb NOT NULL,
        metadata jsonb NOT NULL DEFAULT '{}',
        prelabel jsonb,
        media_id uuid REFERENCES media,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (project_id, external_key)
      );
      CREATE INDEX task_batch_state ON task (batch_id, state);
      CREATE INDEX task_batch_id ON task (batch_id, id);
      CREATE INDEX task_undecided ON task (state_at) WHERE state IN ('ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING');
      CALL enforce_tenancy('task');
      CALL open_to_system('task', 'SELECT');

      CREATE TABLE assignment (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        batch_id uuid NOT NULL,
        task_id uuid NOT NULL REFERENCES task,
        slot_id uuid,
        lane_id uuid NOT NULL,
        stage text NOT NULL CHECK (stage IN ('ANNOTATE', 'REWORK', 'ADJUDICATE', 'REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE')),
        ordinal smallint NOT NULL CHECK (ordinal BETWEEN 1 AND 62),
        member_id uuid NOT NULL REFERENCES member,
        state text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'SUBMITTED', 'SKIPPED', 'RETURNED', 'EXPIRED', 'REVOKED')),
        token bigint NOT NULL DEFAULT nextval('fencing_token') UNIQUE,
        claim_key text,
        claimed_at timestamptz NOT NULL,
        lease_minutes integer NOT NULL CHECK (lease_minutes > 0),
        lease_expires_at timestamptz NOT NULL,
        heartbeat_at timestamptz NOT NULL,
        active_seconds integer NOT NULL DEFAULT 0,
        idle_seconds integer NOT NULL DEFAULT 0,
        closed_at timestamptz,
        close_reason text,
        guideline_version integer NOT NULL,
        policy_version integer NOT NULL,
        draft jsonb,
        draft_at timestamptz,
        CHECK ((state = 'ACTIVE') = (closed_at IS NULL)),
        CHECK ((stage = 'ANNOTATE') = (slot_id IS NULL))
      );
      -- Invariants 1 and 3: one live or filled assignment a seat.
      CREATE UNIQUE INDEX assignment_seat ON assignment (task_id, stage, ordinal) WHERE state IN ('ACTIVE', 'SUBMITTED');
      -- Invariant 2: one annotation seat of a task a person.
      CREATE UNIQUE INDEX assignment_person ON assignment (task_id, member_id) WHERE stage = 'ANNOTATE' AND state IN ('ACTIVE', 'SUBMITTED');
      CREATE UNIQUE INDEX assignment_claim_key ON assignment (member_id, claim_key) WHERE claim_key IS NOT NULL;
      CREATE INDEX assignment_mine ON assignment (member_id, claimed_at) WHERE state = 'ACTIVE';
      CREATE INDEX assignment_due ON assignment (lease_expires_at) WHERE state = 'ACTIVE';
      CREATE INDEX assignment_task ON assignment (task_id);
      CREATE INDEX assignment_member ON assignment (member_id, id);
      CALL enforce_tenancy('assignment', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('assignment', 'SELECT');

      -- Who has to do with a task, and in which of the two roles; the role never changes (no right to update it).
      CREATE TABLE participation (
        organization_id uuid NOT NULL,
        task_id uuid NOT NULL REFERENCES task,
        member_id uuid NOT NULL REFERENCES member,
        role text NOT NULL CHECK (role IN ('AUTHOR', 'JUDGE')),
        -- true while the person may not be offered the task again: holds it, answered it, or skipped it
        is_barred boolean NOT NULL,
        PRIMARY KEY (task_id, member_id)
      );
      CALL enforce_tenancy('participation', 'SELECT, INSERT');
      GRANT UPDATE (is_barred) ON participation TO muster_app;

      CREATE TABLE submission (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        task_id uuid NOT NULL REFERENCES task,
        assignment_id uuid NOT NULL UNIQUE REFERENCES assignment,
        stage text NOT NULL CHECK (stage IN ('ANNOTATE', 'REWORK', 'ADJUDICATE')),
        ordinal smallint NOT NULL,
        member_id uuid NOT NULL,
        token bigint NOT NULL,
        state text NOT NULL CHECK (state IN ('COUNTED', 'QUARANTINED', 'VOID')),
        is_late boolean NOT NULL,
        labels jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now()
      );
      CREATE UNIQUE INDEX submission_counted ON submission (task_id, stage, ordinal) WHERE state = 'COUNTED';
      CREATE INDEX submission_task ON submission (task_id);
      CALL enforce_tenancy('submission', 'SELECT, INSERT');
      GRANT UPDATE (state) ON submission TO muster_app;

      -- Seats beyond the annotation seats (which are 1 to task.overlap): rework, adjudication, judging.
      CREATE TABLE slot (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        task_id uuid NOT NULL REFERENCES task,
        stage text NOT NULL CHECK (stage IN ('REWORK', 'ADJUDICATE', 'REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE')),
        ordinal smallint NOT NULL CHECK (ordinal BETWEEN 1 AND 62),
        subject_submission_id uuid REFERENCES submission,
        for_member_id uuid REFERENCES member,
        not_member_id uuid REFERENCES member,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (task_id, stage, ordinal)
      );
      CALL enforce_tenancy('slot', 'SELECT, INSERT');
      ALTER TABLE assignment ADD FOREIGN KEY (slot_id) REFERENCES slot;

      CREATE TABLE verdict (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        task_id uuid NOT NULL REFERENCES task,
        assignment_id uuid NOT NULL UNIQUE REFERENCES assignment,
        submission_id uuid NOT NULL REFERENCES submission,
        member_id uuid NOT NULL,
        purpose text NOT NULL CHECK (purpose IN ('REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE')),
        ordinal smallint NOT NULL,
        decision text NOT NULL CHECK (decision IN ('ACCEPT', 'FIX', 'REJECT')),
        labels jsonb CHECK ((decision = 'FIX') = (labels IS NOT NULL)),
        errors jsonb NOT NULL DEFAULT '[]',
        comment text,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (task_id, purpose, ordinal)
      );
      CALL enforce_tenancy('verdict', 'SELECT, INSERT');

      -- A lane is what one combination of hard filters can see. Priority, deadline and pause are read from the batch.
      CREATE TABLE lane (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        batch_id uuid NOT NULL REFERENCES batch,
        stage text NOT NULL,
        is_returns boolean NOT NULL DEFAULT false,
        UNIQUE (batch_id, stage, is_returns)
      );
      CREATE INDEX lane_project ON lane (project_id, stage);
      CALL enforce_tenancy('lane', 'SELECT, INSERT');

      -- One narrow row a task with free seats: bit n-1 of seats set = ordinal n may be handed out.
      CREATE TABLE queue_item (
        organization_id uuid NOT NULL,
        lane_id uuid NOT NULL REFERENCES lane,
        seq bigint NOT NULL DEFAULT nextval('queue_seq'),
        task_id uuid NOT NULL,
        seats bigint NOT NULL CHECK (seats > 0),
        slot_id uuid,
        for_member_id uuid,
        not_member_id uuid,
        PRIMARY KEY (lane_id, seq)
      ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
      CREATE UNIQUE INDEX queue_item_task ON queue_item (task_id, lane_id, slot_id) NULLS NOT DISTINCT;
      CREATE INDEX queue_item_reserved ON queue_item (for_member_id) WHERE for_member_id IS NOT NULL;
      CALL enforce_tenancy('queue_item');

      -- Where a person's scan of a lane goes on, so that their own history is not walked again.
      CREATE TABLE hand (
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL,
        lane_id uuid NOT NULL REFERENCES lane,
        seq bigint NOT NULL,
        PRIMARY KEY (member_id, lane_id)
      ) WITH (fillfactor = 50);
      CALL enforce_tenancy('hand');

      -- An annotation ordinal above the task's overlap would be a seat that was never opened.
      CREATE FUNCTION refuse_seat_beyond_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.ordinal > (SELECT overlap FROM task WHERE id = NEW.task_id) THEN
          RAISE EXCEPTION 'task % has no annotation seat %', NEW.task_id, NEW.ordinal USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER seat_exists BEFORE INSERT ON assignment FOR EACH ROW WHEN (NEW.stage = 'ANNOTATE')
        EXECUTE FUNCTION refuse_seat_beyond_overlap();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
