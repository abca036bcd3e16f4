import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People ask for their leave, and a lead says yes or no; who proposed a correction of their time may take it back. */
export class AskForLeave1764000094001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- It takes no shift: approving it records the leave.
      CREATE TABLE leave_request (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        kind text NOT NULL CHECK (kind IN ('VACATION', 'SICK', 'OTHER')),
        starts_on date NOT NULL,
        -- the last day
        ends_on date NOT NULL CHECK (ends_on >= starts_on),
        time_zone text NOT NULL,
        -- for the person and their leads only: it stands in no log
        reason text CHECK (length(reason) BETWEEN 1 AND 500),
        state text NOT NULL DEFAULT 'REQUESTED' CHECK (state IN ('REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
        requested_at timestamptz NOT NULL DEFAULT muster_now(),
        -- of WITHDRAWN the person themselves
        decided_by uuid REFERENCES member,
        decided_at timestamptz,
        decision_reason text CHECK (length(decision_reason) BETWEEN 1 AND 500),
        leave_id uuid REFERENCES leave,
        CHECK ((state = 'REQUESTED') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
        CHECK (state <> 'REFUSED' OR decision_reason IS NOT NULL),
        CHECK ((state = 'APPROVED') = (leave_id IS NOT NULL))
      );
      CREATE INDEX leave_request_member ON leave_request (member_id, id);
      CREATE INDEX leave_request_open ON leave_request (organization_id, id) WHERE state = 'REQUESTED';
      CALL enforce_tenancy('leave_request', 'SELECT, INSERT');
      GRANT UPDATE (state, decided_by, decided_at, decision_reason, leave_id) ON leave_request TO muster_app;

      -- Decided by who proposed it: there is nothing left to approve or refuse.
      ALTER TABLE time_correction DROP CONSTRAINT time_correction_state_check;
      ALTER TABLE time_correction ADD CONSTRAINT time_correction_state_check CHECK (state IN ('PROPOSED', 'APPROVED', 'REFUSED', 'UNDONE', 'WITHDRAWN'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
