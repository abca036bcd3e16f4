import type { MigrationInterface, QueryRunner } from 'typeorm';
import { inShift } from './parts/claim-2.js';
import { rewriteFunction } from './parts/rewrite-function.js';

/** Who is at work when: rules by weekday, exceptions to them, leave, and what follows from the three as plain windows of time. */
export class CreateShifts1764000070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row for whoever has shifts or leave: what changes them locks it, and the job that looks ahead finds it here.
      CREATE TABLE shift_plan (
        member_id uuid PRIMARY KEY REFERENCES member,
        organization_id uuid NOT NULL,
        -- windows are there up to this moment
        expanded_until timestamptz NOT NULL
      );
      CREATE INDEX shift_plan_due ON shift_plan (expanded_until);
      CALL enforce_tenancy('shift_plan', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('shift_plan', 'SELECT');

      -- Times are minutes of the day on a clock of the zone. An end at or before the start is on the next day.
      CREATE TABLE shift_rule (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        -- ISO 8601: Monday is 1
        weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
        start_minute smallint NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
        end_minute smallint NOT NULL CHECK (end_minute BETWEEN 0 AND 1439 AND end_minute <> start_minute),
        time_zone text NOT NULL,
        valid_from date NOT NULL,
        -- the last day; null: no end
        valid_until date CHECK (valid_until >= valid_from),
        set_by uuid NOT NULL,
        set_at timestamptz NOT NULL DEFAULT muster_now()
      );
      CREATE INDEX shift_rule_member ON shift_rule (member_id, valid_from);
      CALL enforce_tenancy('shift_rule', 'SELECT, INSERT, DELETE');
      GRANT UPDATE (valid_until) ON shift_rule TO muster_app;

      CREATE TABLE shift_exception (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        kind text NOT NULL CHECK (kind IN ('EXTRA', 'OFF', 'MOVED')),
        on_date date NOT NULL,
        -- where a moved shift goes
        to_date date CHECK ((to_date IS NOT NULL) = (kind = 'MOVED')),
        start_minute smallint CHECK (start_minute BETWEEN 0 AND 1439),
        end_minute smallint CHECK (end_minute BETWEEN 0 AND 1439 AND end_minute <> start_minute),
        time_zone text NOT NULL,
        note text CHECK (length(note) BETWEEN 1 AND 500),
        added_by uuid NOT NULL,
        added_at timestamptz NOT NULL DEFAULT muster_now(),
        cancelled_by uuid,
        cancelled_at timestamptz,
        CHECK ((start_minute IS NULL) = (kind = 'OFF') AND (end_minute IS NULL) = (kind = 'OFF')),
        CHECK ((cancelled_by IS NULL) = (cancelled_at IS NULL))
      );
      CREATE INDEX shift_exception_member ON shift_exception (member_id, on_date);
      -- A day's shifts are taken off or moved once.
      CREATE UNIQUE INDEX shift_exception_day ON shift_exception (member_id, on_date) WHERE kind <> 'EXTRA' AND cancelled_at IS NULL;
      CALL enforce_tenancy('shift_exception', 'SELECT, INSERT');
      GRANT UPDATE (cancelled_by, cancelled_at) ON shift_exception TO muster_app;

      CREATE TABLE leave (
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
        recorded_by uuid NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT muster_now(),
        cancelled_by uuid,
        cancelled_at timestamptz,
        CHECK ((cancelled_by IS NULL) = (cancelled_at IS NULL))
      );
      CREATE INDEX leave_member ON leave (member_id, ends_on);
      CALL enforce_tenancy('leave', 'SELECT, INSERT');
      GRANT UPDATE (cancelled_by, cancelled_at) ON leave TO muster_app;

      -- What rules, exceptions and leave come to: no two windows of a person overlap, so the first that has not ended tells
      -- a claim whether they are at work.
      CREATE TABLE shift_window (
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
        PRIMARY KEY (member_id, ends_at) INCLUDE (starts_at)
      );
      CREATE INDEX shift_window_time ON shift_window (organization_id, ends_at);
      CALL enforce_tenancy('shift_window', 'SELECT, INSERT, DELETE');

      -- Off unless a policy says otherwise.
      ALTER TABLE queue_policy ADD COLUMN is_shift_bound boolean NOT NULL DEFAULT false;
      ALTER TABLE queue_policy ADD COLUMN shift_grace_minutes integer NOT NULL DEFAULT 0;
    `);
    await rewriteFunction(runner, 'derive_queue_policy', [
      [
        '(project_id, organization_id, lease_minutes',
        '(project_id, organization_id, is_shift_bound, shift_grace_minutes, lease_minutes',
      ],
      [
        'VALUES (NEW.project_id, NEW.organization_id, ',
        `VALUES (NEW.project_id, NEW.organization_id, coalesce((NEW.policy #>> '{shifts,enforce}')::boolean, false),
          coalesce((NEW.policy #>> '{shifts,graceMinutes}')::int, 0), `,
      ],
      [
        'DO UPDATE SET lease_minutes',
        'DO UPDATE SET is_shift_bound = excluded.is_shift_bound, shift_grace_minutes = excluded.shift_grace_minutes, lease_minutes',
      ],
    ]);

    // After the pauses and before the guidelines, in the claim as in what explains it.
    for (const name of ['look_for_seats', 'wait_for_seats', 'foresee_seats', 'foresee_all_seats'])
      await rewriteFunction(runner, name, [
        [
          'AND (p.guideline_version = 0 OR',
          `AND ${inShift('p_member')}\n               AND (p.guideline_version = 0 OR`,
        ],
      ]);
    for (const [name, member] of [
      ['explain_lanes', 'p_member'],
      ['explain_people', 'm.id'],
    ] as const)
      await rewriteFunction(
        runner,
        name,
        [
          ['not_paused boolean,', 'not_paused boolean, in_shift boolean,'],
          ['AS not_paused,', `AS not_paused,\n          ${inShift(member)} AS in_shift,`],
        ],
        true,
      );
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
