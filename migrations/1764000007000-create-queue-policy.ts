import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The part of a project's current policy that every claim reads, as one narrow row. A trigger derives it from the
 * policy itself, so that the two cannot differ.
 */
export class CreateQueuePolicy1764000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE queue_policy (
        project_id uuid PRIMARY KEY REFERENCES project,
        organization_id uuid NOT NULL,
        lease_minutes jsonb NOT NULL,
        -- weight among the projects open to a person
        share integer NOT NULL CHECK (share > 0),
        is_sticky boolean NOT NULL,
        qualified_stages text[] NOT NULL,
        cap_answers integer,
        cap_batch_share double precision,
        cap_per_day integer
      );
      CALL enforce_tenancy('queue_policy');

      CREATE TABLE skill_requirement (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        stage text NOT NULL,
        skill_id uuid NOT NULL REFERENCES skill,
        level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
        PRIMARY KEY (project_id, stage, skill_id)
      );
      CALL enforce_tenancy('skill_requirement');

      CREATE FUNCTION derive_queue_policy() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO queue_policy (project_id, organization_id, lease_minutes, share, is_sticky, qualified_stages, cap_answers,
          cap_batch_share, cap_per_day)
        VALUES (NEW.project_id, NEW.organization_id, coalesce(NEW.policy -> 'leaseMinutes', '{}'), coalesce((NEW.policy ->> 'share')::int, 1),
          coalesce((NEW.policy ->> 'isSticky')::boolean, true),
          ARRAY(SELECT jsonb_array_elements_text(coalesce(NEW.policy -> 'qualifiedStages', '[]'))),
          (NEW.policy #>> '{caps,answers}')::int, (NEW.policy #>> '{caps,batchShare}')::double precision, (NEW.policy #>> '{caps,perDay}')::int)
        ON CONFLICT (project_id) DO UPDATE SET lease_minutes = excluded.lease_minutes, share = excluded.share,
          is_sticky = excluded.is_sticky, qualified_stages = excluded.qualified_stages, cap_answers = excluded.cap_answers,
          cap_batch_share = excluded.cap_batch_share, cap_per_day = excluded.cap_per_day;
        DELETE FROM skill_requirement WHERE project_id = NEW.project_id;
        -- A requirement without a stage holds for all of them.
        INSERT INTO skill_requirement (organization_id, project_id, stage, skill_id, level)
        SELECT NEW.organization_id, NEW.project_id, stages.name, s.id, max(r.level)
          FROM jsonb_to_recordset(coalesce(NEW.policy -> 'requirements', '[]')) AS r(skill text, level smallint, stage text)
          JOIN skill s ON s.organization_id = NEW.organization_id AND s.name = r.skill
          JOIN unnest(ARRAY['ANNOTATE', 'REWORK', 'ADJUDICATE', 'REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE']) AS stages(name)
            ON r.stage IS NULL OR r.stage = stages.name
         GROUP BY stages.name, s.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER derives_queue_policy AFTER INSERT ON project_policy FOR EACH ROW EXECUTE FUNCTION derive_queue_policy();

      -- The owner is under row-level security like everybody else, except for this one copy.
      ALTER TABLE project_policy NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE queue_policy NO FORCE ROW LEVEL SECURITY;
      INSERT INTO queue_policy (project_id, organization_id, lease_minutes, share, is_sticky, qualified_stages)
      SELECT DISTINCT ON (project_id) project_id, organization_id, coalesce(policy -> 'leaseMinutes', '{}'), 1, true, '{}'
        FROM project_policy ORDER BY project_id, version DESC;
      ALTER TABLE project_policy FORCE ROW LEVEL SECURITY;
      ALTER TABLE queue_policy FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
