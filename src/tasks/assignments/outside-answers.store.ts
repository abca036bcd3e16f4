import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import { newId, type Tx } from '../../platform/index.js';
import type { AssignmentState } from '../task.rules.js';
import type { Answered, AssignmentView, LiveAssignment } from './assignments.store.js';

/** An assignment as whoever answers for its holder needs to know it. */
export interface HeldWork extends LiveAssignment {
  state: AssignmentState;
  token: string;
  lease_expires_at: Date;
}

/** The answer of an assignment that is not void. */
export interface OutsideAnswer {
  id: string;
  state: 'COUNTED' | 'QUARANTINED' | 'GOLD';
  labels: Label[];
  skip_reason: string | null;
  created_at: Date;
}

@Injectable()
export class OutsideAnswersStore {
  /** The task first, as everywhere, then the assignment. */
  async lock(tx: Tx, id: string): Promise<HeldWork | undefined> {
    await tx.query(`SELECT FROM task WHERE id = (SELECT task_id FROM assignment WHERE id = $1) FOR NO KEY UPDATE`, [
      id,
    ]);
    const [row] = await tx.query<HeldWork>(
      `SELECT id, task_id, batch_id, project_id, member_id, stage, slot_id, ordinal, state, token::text, is_gold, lease_expires_at,
              lease_expires_at <= muster_now() AS is_over FROM assignment WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return row;
  }

  async view(tx: Tx, id: string): Promise<AssignmentView | undefined> {
    const [row] = await tx.query<{ view: AssignmentView }>(
      `SELECT assignment_view(id) AS view FROM assignment WHERE id = $1`,
      [id],
    );
    return row?.view;
  }

  async answerOf(tx: Tx, id: string): Promise<OutsideAnswer | undefined> {
    const [row] = await tx.query<OutsideAnswer>(
      `SELECT id, state, labels, skip_reason, created_at FROM submission WHERE assignment_id = $1 AND state <> 'VOID'`,
      [id],
    );
    return row;
  }

  async submit(tx: Tx, { id, member_id, token }: HeldWork, labels: Label[]): Promise<Answered> {
    const [row] = await tx.query<Answered>(
      `SELECT outcome, submission_id FROM submit_assignment($1, $2, $3, $4, $5, $6, NULL)`,
      [tx.organizationId, member_id, id, token, JSON.stringify(labels), newId()],
    );
    return row!;
  }

  async revise(tx: Tx, answerId: string, labels: Label[]): Promise<string | null> {
    const [row] = await tx.query<{ id: string | null }>(`SELECT revise_answer($1, $2, $3, NULL) AS id`, [
      answerId,
      newId(),
      JSON.stringify(labels),
    ]);
    return row!.id;
  }

  /** The tool's own measure of the time spent on this answer, in whole seconds. */
  async noteToolTime(tx: Tx, answerId: string, seconds: number): Promise<void> {
    await tx.query(`UPDATE submission SET tool_seconds = $2 WHERE id = $1 AND tool_seconds IS DISTINCT FROM $2`, [
      answerId,
      seconds,
    ]);
  }

  async reopen(tx: Tx, id: string): Promise<boolean> {
    const [row] = await tx.query<{ reopened: boolean }>(`SELECT reopen_assignment($1) AS reopened`, [id]);
    return row!.reopened;
  }

  /** Never shorter than it is. */
  async extend(tx: Tx, id: string, seconds: number, latest: Date): Promise<void> {
    await tx.query(
      `UPDATE assignment SET lease_expires_at = greatest(lease_expires_at, least(muster_now() + $2 * interval '1 second', $3::timestamptz))
        WHERE id = $1 AND state = 'ACTIVE' AND lease_expires_at > muster_now()`,
      [id, seconds, latest],
    );
  }
}
