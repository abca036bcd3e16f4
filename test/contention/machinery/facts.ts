import type pg from 'pg';
import type { Stage, TaskState } from '../../../src/tasks/task.rules.js';

/** What the database has in the end, for one organization, in one snapshot. */
export interface Facts {
  tasks: Map<string, TaskFact>;
  assignments: Map<string, AssignmentFact>;
  submissions: SubmissionFact[];
}

export interface TaskFact {
  id: string;
  state: TaskState;
  overlap: number;
  assignments: AssignmentFact[];
  slots: SlotFact[];
  decisions: { move: string; at: string }[];
}

export interface AssignmentFact {
  id: string;
  task_id: string;
  member_id: string;
  stage: Stage;
  ordinal: number;
  /** where it began; `countAnswer` may have moved it */
  firstOrdinal: number;
  slot_id: string | null;
  state: string;
  token: string;
  /** the idempotency key under which it was handed out */
  claim_key: string | null;
  /** its answer's */
  answer: string | null;
  isVerdict: boolean;
  hasExpired: boolean;
}

export interface SlotFact {
  task_id: string;
  stage: Stage;
  ordinal: number;
  for_member_id: string | null;
  not_member_id: string | null;
}

export interface SubmissionFact {
  id: string;
  assignment_id: string;
  state: string;
  option: string | null;
}

export async function readFacts(pool: pg.Pool, organizationId: string): Promise<Facts> {
  const { rows } = await pool.query(
    `SELECT
       (SELECT jsonb_agg(jsonb_build_object('id', id, 'state', state, 'overlap', overlap)) FROM task WHERE organization_id = $1) AS tasks,
       (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'task_id', a.task_id, 'member_id', a.member_id, 'stage', a.stage, 'ordinal', a.ordinal,
          'slot_id', a.slot_id, 'state', a.state, 'token', a.token::text, 'claim_key', a.claim_key,
          'answer', (SELECT s.state FROM submission s WHERE s.assignment_id = a.id LIMIT 1),
          'isVerdict', EXISTS (SELECT FROM verdict v WHERE v.assignment_id = a.id),
          'hasExpired', EXISTS (SELECT FROM event e WHERE e.organization_id = $1 AND e.subject_id = a.id AND e.type = 'assignment.expired')) ORDER BY a.token)
          FROM assignment a WHERE a.organization_id = $1) AS assignments,
       (SELECT jsonb_agg(to_jsonb(slot)) FROM slot WHERE organization_id = $1) AS slots,
       (SELECT jsonb_agg(jsonb_build_object('task_id', task_id, 'move', move, 'at', at) ORDER BY at) FROM decision WHERE organization_id = $1) AS decisions,
       (SELECT jsonb_agg(jsonb_build_object('id', id, 'assignment_id', assignment_id, 'state', state, 'option', labels #>> '{0,option}'))
          FROM submission WHERE organization_id = $1) AS submissions`,
    [organizationId],
  );
  const found = rows[0];
  const tasks = new Map<string, TaskFact>();
  for (const task of found.tasks) tasks.set(task.id, { ...task, assignments: [], slots: [], decisions: [] });
  const assignments = new Map<string, AssignmentFact>();
  for (const one of found.assignments ?? []) {
    one.firstOrdinal = one.ordinal;
    assignments.set(one.id, one);
    tasks.get(one.task_id)!.assignments.push(one);
  }
  for (const slot of found.slots ?? []) tasks.get(slot.task_id)!.slots.push(slot);
  for (const { task_id, ...decision } of found.decisions ?? []) tasks.get(task_id)!.decisions.push(decision);
  return { tasks, assignments, submissions: found.submissions ?? [] };
}
