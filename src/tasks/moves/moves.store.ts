import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Stage } from '../task.rules.js';

/** A free seat as the queue has it. */
export interface FreeSeat {
  stage: Stage;
  seats: string;
  slot_id: string | null;
  for_member_id: string | null;
  not_member_id: string | null;
  /** the assignment whose draft comes with it */
  draft_from: string | null;
}

export interface Standing {
  roles: string[];
  is_fit: boolean;
  skilled: boolean;
  qualified: boolean;
}

export interface QuarantinedAnswer {
  id: string;
  task_id: string;
  assignment_id: string;
  member_id: string;
  stage: Stage;
  ordinal: number;
  batch_id: string;
}

@Injectable()
export class MovesStore {
  /** Free seats of a task, those open to everybody first; nobody claims them until the transaction ends. */
  freeSeats(tx: Tx, taskId: string): Promise<FreeSeat[]> {
    return tx.query<FreeSeat>(
      `SELECT l.stage, q.seats, q.slot_id, q.for_member_id, q.not_member_id, q.draft_from FROM queue_item q JOIN lane l ON l.id = q.lane_id
        WHERE q.task_id = $1 AND NOT q.is_gold ORDER BY q.for_member_id IS NOT NULL, l.stage, q.seq FOR UPDATE OF q`,
      [taskId],
    );
  }

  /**
   * Takes seats out of the queue and puts them back for one person, or for everybody. To one person comes a draft as well: what they had
   * begun of it themselves, or else what waits with the seat.
   */
  async push(tx: Tx, taskId: string, seat: FreeSeat, bits: bigint, memberId: string | null): Promise<void> {
    await tx.query(`SELECT withdraw_seats($1, $2, $3)`, [taskId, seat.stage, bits.toString()]);
    await tx.query(
      `SELECT offer_seats(t, $2, $3, 'RETURNED', $4, $5, $6, $5::uuid IS NOT NULL, CASE WHEN $5::uuid IS NOT NULL THEN coalesce(
           (SELECT a.id FROM assignment a WHERE a.task_id = $1 AND a.member_id = $5 AND a.stage = $2 AND a.state = 'REVOKED' AND a.draft IS NOT NULL
               AND a.slot_id IS NOT DISTINCT FROM $4 ORDER BY a.token DESC LIMIT 1), $7) END) FROM task t WHERE t.id = $1`,
      [taskId, seat.stage, bits.toString(), seat.slot_id, memberId, seat.not_member_id, seat.draft_from],
    );
  }

  /** Where a person of the project's teams stands to a seat; undefined for everybody else. */
  async standingOf(
    tx: Tx,
    taskId: string,
    memberId: string,
    seat: Pick<FreeSeat, 'stage' | 'slot_id' | 'not_member_id'>,
  ): Promise<Standing | undefined> {
    const [row] = await tx.query<Standing>(
      `SELECT roles, is_fit, skilled, qualified FROM explain_people($1, $2, $3, $4, NULL, $5, 100000) WHERE member_id = $6`,
      [tx.organizationId, taskId, seat.stage, seat.slot_id, seat.not_member_id, memberId],
    );
    return row;
  }

  /** A lead's word undoes what skips and revocations barred; never an answer that was given. */
  async unbar(tx: Tx, taskId: string, memberId: string | null): Promise<void> {
    await tx.query(
      `UPDATE participation p SET is_barred = false WHERE p.task_id = $1 AND ($2::uuid IS NULL OR p.member_id = $2) AND p.is_barred
          AND NOT EXISTS (SELECT FROM assignment a WHERE a.task_id = $1 AND a.member_id = p.member_id AND a.state IN ('ACTIVE', 'SUBMITTED'))`,
      [taskId, memberId],
    );
    await tx.query(
      `UPDATE hand h SET dry_until = NULL WHERE h.dry_until IS NOT NULL AND h.member_id IN (SELECT member_id FROM participation WHERE task_id = $1)`,
      [taskId],
    );
  }

  async reopened(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`UPDATE task SET reopened_at = muster_now() WHERE id = $1`, [taskId]);
  }

  /** A task that got its last wanted answer while it was out of the way. */
  async conclude(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`SELECT conclude_answer(t, 'ANNOTATE') FROM task t WHERE t.id = $1`, [taskId]);
  }

  async triagedFrom(tx: Tx, taskId: string): Promise<string> {
    const [row] = await tx.query<{ triaged_from: string }>(`SELECT triaged_from FROM task WHERE id = $1`, [taskId]);
    return row!.triaged_from;
  }

  /** Live assignments of a task end, and their seats are gone. */
  async revokeAll(tx: Tx, taskId: string, reason: string): Promise<void> {
    await tx.query(
      `SELECT close_assignment(a, 'REVOKED', $2, true, false) FROM (SELECT * FROM assignment WHERE task_id = $1 AND state = 'ACTIVE' ORDER BY id FOR UPDATE) a`,
      [taskId, reason],
    );
  }

  async closeSlots(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`UPDATE slot SET closed_at = muster_now() WHERE task_id = $1 AND closed_at IS NULL`, [taskId]);
  }

  async isHeld(tx: Tx, taskId: string): Promise<boolean> {
    return (
      (
        await tx.query(`SELECT FROM assignment WHERE task_id = $1 AND state = 'ACTIVE' AND NOT is_gold LIMIT 1`, [
          taskId,
        ])
      ).length > 0
    );
  }

  async changeBatch(tx: Tx, taskId: string, batchId: string): Promise<void> {
    await tx.query(`UPDATE task SET batch_id = $2 WHERE id = $1`, [taskId, batchId]);
    await tx.query(`UPDATE assignment SET batch_id = $2 WHERE task_id = $1 AND NOT is_gold`, [taskId, batchId]);
  }

  async quarantined(tx: Tx, submissionId: string): Promise<QuarantinedAnswer | undefined> {
    const [row] = await tx.query<QuarantinedAnswer>(
      `SELECT s.id, s.task_id, s.assignment_id, s.member_id, s.stage, s.ordinal, t.batch_id FROM submission s JOIN task t ON t.id = s.task_id
        WHERE s.id = $1 AND s.state = 'QUARANTINED'`,
      [submissionId],
    );
    return row;
  }

  /** Whether the person fills or holds a seat of the stage already: then another answer of theirs is one too many. */
  async hasSeat(tx: Tx, taskId: string, memberId: string, stage: Stage): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM assignment WHERE task_id = $1 AND member_id = $2 AND stage = $3 AND state IN ('ACTIVE', 'SUBMITTED') LIMIT 1`,
      [taskId, memberId, stage],
    );
    return rows.length > 0;
  }

  /** The late answer fills this free seat. */
  async count(tx: Tx, answer: QuarantinedAnswer, ordinal: number): Promise<void> {
    await tx.query(`SELECT withdraw_seats($1, $2, $3)`, [
      answer.task_id,
      answer.stage,
      (1n << BigInt(ordinal - 1)).toString(),
    ]);
    await tx.query(`UPDATE assignment SET state = 'SUBMITTED', ordinal = $2 WHERE id = $1`, [
      answer.assignment_id,
      ordinal,
    ]);
    await tx.query(`UPDATE submission SET state = 'COUNTED', ordinal = $2 WHERE id = $1`, [answer.id, ordinal]);
    await tx.query(`UPDATE participation SET is_barred = true WHERE task_id = $1 AND member_id = $2`, [
      answer.task_id,
      answer.member_id,
    ]);
    await tx.query(`SELECT conclude_answer(t, $2) FROM task t WHERE t.id = $1`, [answer.task_id, answer.stage]);
  }
}
