import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewriteFunction, type Rewording } from './parts/rewrite-function.js';

/** Stages that judge what is settled already: their seats live on when the task, and even the batch, has ended. */
const afterwards = `('REREVIEW', 'AUDIT', 'DISPUTE')`;

const doorOfBatch: Rewording = [
  `b.state = 'OPEN'`,
  `(b.state = 'OPEN' OR (l.stage IN ${afterwards} AND b.state IN ('COMPLETED', 'RETURNED', 'ACCEPTED')))`,
];
/** A judge judges a task in one stage only: who reviewed it neither audits it nor settles a dispute about it. */
const independence: Rewording = [
  /CASE WHEN (\S+) IN \('ANNOTATE', 'REWORK'\)([^]*?)ELSE pa\.role = 'AUTHOR' OR EXISTS/g,
  `CASE WHEN $1 IN ('ANNOTATE', 'REWORK')$2ELSE pa.role = 'AUTHOR' OR pa.judging_stage <> $1 OR EXISTS`,
];
/** After a known answer in between, the next task still is of the patient before it. */
const lastOrdinary: Rewording = [
  'WHERE a.member_id = p_member ORDER BY a.claimed_at DESC LIMIT 1;',
  'WHERE a.member_id = p_member AND NOT a.is_gold ORDER BY a.claimed_at DESC LIMIT 1;',
];
/** What leads foresee tells them nothing of gold. */
const withoutGold: Rewording = [
  'WHERE q.for_member_id = p_member AND',
  'WHERE q.for_member_id = p_member AND NOT q.is_gold AND',
];

/**
 * Seats on settled work (rereview, audit, dispute), and gold that is slipped in. An exposure of gold is an annotation
 * seat like any other to whoever has it, in the lane of the batch they work on; it fills no seat that its task wants.
 */
export class JudgeSettledWork1764000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- In which stage this person judges the task; null for its authors. Like the role it never changes.
      ALTER TABLE participation ADD COLUMN judging_stage text CHECK ((role = 'JUDGE') OR judging_stage IS NULL);
      ALTER TABLE participation NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE assignment NO FORCE ROW LEVEL SECURITY;
      UPDATE participation p SET judging_stage = (SELECT a.stage FROM assignment a WHERE a.task_id = p.task_id AND a.member_id = p.member_id
        ORDER BY a.token DESC LIMIT 1) WHERE p.role = 'JUDGE';
      ALTER TABLE participation FORCE ROW LEVEL SECURITY;
      ALTER TABLE assignment FORCE ROW LEVEL SECURITY;
      ALTER TABLE participation ADD CHECK ((role = 'JUDGE') = (judging_stage IS NOT NULL));

      ALTER TABLE assignment ADD COLUMN is_gold boolean NOT NULL DEFAULT false CHECK (NOT is_gold OR stage = 'ANNOTATE');
      ALTER TABLE queue_item ADD COLUMN is_gold boolean NOT NULL DEFAULT false CHECK (NOT is_gold OR for_member_id IS NOT NULL);
      DROP INDEX assignment_seat;
      CREATE UNIQUE INDEX assignment_seat ON assignment (task_id, stage, ordinal) WHERE state IN ('ACTIVE', 'SUBMITTED') AND NOT is_gold;
      CREATE INDEX queue_item_gold ON queue_item (for_member_id) WHERE is_gold;
      CREATE INDEX assignment_gold ON assignment (project_id, task_id) WHERE is_gold;
      -- GOLD: compared with the known answer, and never counted.
      ALTER TABLE submission DROP CONSTRAINT submission_state_check;
      ALTER TABLE submission ADD CONSTRAINT submission_state_check CHECK (state IN ('COUNTED', 'QUARANTINED', 'VOID', 'GOLD'));

      -- What is judged: an answer, a verdict on it, or labels put together from several answers.
      ALTER TABLE slot ADD COLUMN subject_verdict_id uuid REFERENCES verdict;
      ALTER TABLE slot ADD COLUMN subject_labels jsonb;
      ALTER TABLE verdict ADD COLUMN subject_verdict_id uuid REFERENCES verdict;
      ALTER TABLE verdict ALTER COLUMN submission_id DROP NOT NULL;
      ALTER TABLE verdict ADD CHECK (submission_id IS NOT NULL OR purpose = 'AUDIT');
      CREATE INDEX verdict_subject ON verdict (subject_verdict_id) WHERE subject_verdict_id IS NOT NULL;

      CREATE OR REPLACE FUNCTION refuse_wrong_seat() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_part participation;
      BEGIN
        IF NEW.stage = 'ANNOTATE' AND NOT NEW.is_gold AND NEW.ordinal > (SELECT overlap FROM task WHERE id = NEW.task_id) THEN
          RAISE EXCEPTION 'task % has no annotation seat %', NEW.task_id, NEW.ordinal USING ERRCODE = 'check_violation';
        END IF;
        SELECT * INTO v_part FROM participation WHERE task_id = NEW.task_id AND member_id = NEW.member_id;
        IF v_part.judging_stage IS DISTINCT FROM (CASE WHEN NEW.stage NOT IN ('ANNOTATE', 'REWORK') THEN NEW.stage END) OR v_part.role IS NULL THEN
          RAISE EXCEPTION 'member % has another part in task %', NEW.member_id, NEW.task_id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;

      -- Keeps an exposure of a gold task for one person, in the lane of a batch that they work on. It is in no counter: who
      -- looks at the queue sees nothing of it. False when it waits for them already.
      CREATE FUNCTION offer_gold(p_org uuid, p_project uuid, p_batch uuid, p_task uuid, p_member uuid, p_ordinal int) RETURNS boolean
      LANGUAGE plpgsql AS $$
      DECLARE v_lane uuid := ensure_lane(p_org, p_project, p_batch, 'ANNOTATE', 'RESERVED');
      BEGIN
        INSERT INTO queue_item (organization_id, lane_id, task_id, seats, for_member_id, is_gold)
        VALUES (p_org, v_lane, p_task, 1::bigint << (p_ordinal - 1), p_member, true) ON CONFLICT DO NOTHING;
        RETURN FOUND;
      END $$;
    `);

    const finders = ['look_for_seats', 'wait_for_seats', 'foresee_seats', 'foresee_all_seats'];
    for (const name of finders) await rewriteFunction(runner, name, [doorOfBatch, independence, lastOrdinary]);
    for (const name of ['foresee_seats', 'foresee_all_seats']) await rewriteFunction(runner, name, [withoutGold]);
    await rewriteFunction(runner, 'explain_lanes', [
      doorOfBatch,
      ['WHERE q.for_member_id = p_member GROUP BY', 'WHERE q.for_member_id = p_member AND NOT q.is_gold GROUP BY'],
    ]);
    await rewriteFunction(runner, 'explain_rows', [
      independence,
      ['WHERE i.for_member_id = p_member', 'WHERE i.for_member_id = p_member AND NOT i.is_gold'],
    ]);
    await rewriteFunction(runner, 'explain_people', [doorOfBatch, independence]);

    await rewriteFunction(runner, 'take_seat', [
      [/(INSERT INTO lane_change [^;]+;)/, 'IF NOT v_item.is_gold THEN $1 END IF;'],
      ['member_id, role, is_barred)', 'member_id, role, is_barred, judging_stage)'],
      [
        `ELSE 'JUDGE' END, true)`,
        `ELSE 'JUDGE' END, true,
          CASE WHEN v_lane.stage NOT IN ('ANNOTATE', 'REWORK') THEN v_lane.stage END)`,
      ],
      ['policy_version, draft, draft_at)', 'policy_version, is_gold, draft, draft_at)'],
      ['v_lane.policy_version, v_draft', 'v_lane.policy_version, v_item.is_gold, v_draft'],
    ]);
    await rewriteFunction(runner, 'submit_assignment', [
      [`v_state := 'COUNTED';`, `v_state := CASE WHEN v_own.is_gold THEN 'GOLD' ELSE 'COUNTED' END;`],
      [`IF v_own.state = 'EXPIRED' THEN\n          -- The lease`, `IF v_own.state = 'EXPIRED' AND NOT v_own.is_gold THEN\n          -- The lease`], // prettier-ignore
      // Whoever answered gold is told what everybody is told.
      [
        'submission_id := p_id; outcome := v_state;',
        `submission_id := p_id; outcome := CASE v_state WHEN 'GOLD' THEN 'COUNTED' ELSE v_state END;`,
      ],
      [`'counted', v_state = 'COUNTED'`, `'counted', v_state <> 'QUARANTINED'`],
      [
        'PERFORM conclude_answer(v_task, v_own.stage);',
        `IF v_own.is_gold THEN
          INSERT INTO event (organization_id, type, subject_id, data) VALUES (p_org, 'gold.answered', p_id,
            jsonb_build_object('projectId', v_own.project_id, 'memberId', p_member));
        ELSE PERFORM conclude_answer(v_task, v_own.stage); END IF;`,
      ],
    ]);
    await rewriteFunction(runner, 'close_assignment', [
      [
        `IF p_offer AND v_task.state NOT IN ('TRIAGED', 'CANCELLED', 'SETTLED')`,
        `IF p_offer AND NOT p_own.is_gold AND (v_task.state NOT IN ('TRIAGED', 'CANCELLED', 'SETTLED') OR (v_task.state = 'SETTLED' AND p_own.stage IN ${afterwards}))`,
      ],
    ]);
    await rewriteFunction(runner, 'withdraw_seats', [
      ['AND q.seats & p_seats <> 0', 'AND NOT q.is_gold AND q.seats & p_seats <> 0'],
    ]);
    await rewriteFunction(runner, 'free_seats', [
      [`a.state IN ('ACTIVE', 'SUBMITTED')`, `NOT a.is_gold AND a.state IN ('ACTIVE', 'SUBMITTED')`],
    ]);
    await rewriteFunction(runner, 'queue_discrepancies', [
      [
        `t.state NOT IN ('TRIAGED', 'CANCELLED', 'SETTLED'))`,
        `(t.state NOT IN ('TRIAGED', 'CANCELLED', 'SETTLED') OR (t.state = 'SETTLED' AND s.stage IN ${afterwards})))`,
      ],
      [
        `FROM assignment a WHERE a.state IN ('ACTIVE', 'SUBMITTED'))`,
        `FROM assignment a WHERE a.state IN ('ACTIVE', 'SUBMITTED') AND NOT a.is_gold)`,
      ],
      [
        'WHERE q.seats & (1::bigint << (o - 1)) <> 0)',
        'WHERE NOT q.is_gold AND q.seats & (1::bigint << (o - 1)) <> 0)',
      ],
      ['FROM queue_item GROUP BY 1) n', 'FROM queue_item WHERE NOT queue_item.is_gold GROUP BY 1) n'],
    ]);
    await rewriteFunction(runner, 'repair_queue', [
      ['ON q.lane_id = l.id GROUP BY', 'ON q.lane_id = l.id AND NOT q.is_gold GROUP BY'],
    ]);
    await rewriteFunction(runner, 'assignment_view', [
      [
        /'subject', \(SELECT s\.labels FROM slot JOIN submission s ON s\.id = slot\.subject_submission_id/,
        `'subject', (SELECT coalesce(slot.subject_labels, s.labels) FROM slot LEFT JOIN submission s ON s.id = slot.subject_submission_id`,
      ],
      [
        `WHERE slot.id = a.slot_id ORDER BY v.created_at`,
        `WHERE slot.id = a.slot_id AND v.purpose = 'REVIEW' ORDER BY v.created_at`,
      ],
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
