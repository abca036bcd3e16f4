import { Injectable } from '@nestjs/common';
import type { Label } from '../labels/index.js';
import type { Tx } from '../platform/index.js';
import type { Stage } from './task.rules.js';
import type { TaskRow } from './tasks.store.js';

/** A seat beyond the annotation seats: what it is about, and for whom it is. */
export interface NewSlot {
  /** the answer that is judged or mended */
  subjectId?: string;
  /** the verdict that is judged again */
  subjectVerdictId?: string;
  /** labels that are no single answer's */
  subjectLabels?: Label[];
  forMemberId?: string;
  notMemberId?: string;
}

export interface GoldExposure {
  projectId: string;
  /** the batch they work on, not the gold task's own */
  batchId: string;
  taskId: string;
  memberId: string;
  /** one that ordinary seats of the project have */
  ordinal: number;
}

/** The seats of tasks. What the queue has of them goes through functions of the database. */
@Injectable()
export class SeatsStore {
  /** Nothing of the task is handed out any more. */
  async withdraw(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`SELECT withdraw_task($1)`, [taskId]);
  }

  /** Everything that the task still wants is handed out again. */
  async offer(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`SELECT offer_task($1)`, [taskId]);
  }

  /**
   * What judges a settled task ends with its answers, but for a dispute that nobody has decided yet: whoever contests a verdict on
   * their work is heard, whatever has become of the work.
   */
  async endJudging(tx: Tx, taskId: string): Promise<void> {
    await this.withdraw(tx, taskId);
    await tx.query(
      `UPDATE slot SET closed_at = muster_now() WHERE task_id = $1 AND closed_at IS NULL
          AND (stage <> 'DISPUTE' OR EXISTS (SELECT FROM assignment a WHERE a.slot_id = slot.id AND a.state = 'SUBMITTED'))`,
      [taskId],
    );
  }

  async offerSeats(
    tx: Tx,
    taskId: string,
    stage: Stage,
    seats: bigint,
    slot?: { id: string; forMemberId?: string; notMemberId?: string },
  ): Promise<void> {
    await tx.query(`SELECT offer_seats(t, $2, $3, 'FRESH', $4, $5, $6) FROM task t WHERE t.id = $1`, [
      taskId,
      stage,
      seats.toString(),
      slot?.id ?? null,
      slot?.forMemberId ?? null,
      slot?.notMemberId ?? null,
    ]);
  }

  /** Takes free annotation seats back out of the queue; answers whether all of them were still free. */
  async takeBackSeats(tx: Tx, taskId: string, seats: bigint): Promise<boolean> {
    const [row] = await tx.query<{ taken: string }>(`SELECT withdraw_seats($1, 'ANNOTATE', $2) AS taken`, [
      taskId,
      seats.toString(),
    ]);
    return BigInt(row!.taken) === seats;
  }

  async openSlot(
    tx: Tx,
    task: TaskRow,
    stage: Stage,
    { subjectId, subjectVerdictId, subjectLabels, forMemberId, notMemberId }: NewSlot,
  ) {
    const [row] = await tx.query<{ id: string; ordinal: number }>(
      `INSERT INTO slot (organization_id, project_id, task_id, stage, ordinal, subject_submission_id, subject_verdict_id, subject_labels,
         for_member_id, not_member_id)
       SELECT $1, $2, $3, $4, coalesce(max(ordinal), 0) + 1, $5::uuid, $6::uuid, $7::jsonb, $8::uuid, $9::uuid FROM slot WHERE task_id = $3 AND stage = $4
       RETURNING id, ordinal`,
      [
        tx.organizationId,
        task.project_id,
        task.id,
        stage,
        subjectId ?? null,
        subjectVerdictId ?? null,
        subjectLabels ? JSON.stringify(subjectLabels) : null,
        forMemberId ?? null,
        notMemberId ?? null,
      ],
    );
    return row!;
  }

  /** Seats of a stage that nobody has filled: nobody works on them any more, and they are never offered again. */
  async endSeats(tx: Tx, taskId: string, stage: Stage, reason: string, slotId: string | null): Promise<void> {
    const seats = `FROM slot s WHERE s.task_id = $1 AND s.stage = $2 AND ($3::uuid IS NULL OR s.id = $3)`;
    const open = `${seats} AND s.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM assignment a WHERE a.slot_id = s.id AND a.state = 'SUBMITTED')`;
    const seat = [taskId, stage, slotId];
    await tx.query(`SELECT withdraw_seats($1, $2, coalesce((SELECT bit_or(1::bigint << (s.ordinal - 1)) ${open}), 0))`, seat); // prettier-ignore
    await tx.query(
      `SELECT close_assignment(a, 'REVOKED', $4, true, false)
         FROM (SELECT a.* FROM assignment a WHERE a.state = 'ACTIVE' AND a.slot_id IN (SELECT s.id ${seats}) ORDER BY a.id FOR UPDATE) a`,
      [...seat, reason],
    );
    await tx.query(`UPDATE slot SET closed_at = muster_now() WHERE id IN (SELECT s.id ${open})`, seat);
  }

  async lockTaskOfSlot(tx: Tx, slotId: string): Promise<{ task_id: string; stage: Stage }> {
    const [row] = await tx.query<{ task_id: string; stage: Stage }>(
      `SELECT s.task_id, s.stage FROM slot s JOIN task t ON t.id = s.task_id WHERE s.id = $1 FOR NO KEY UPDATE OF t`,
      [slotId],
    );
    return row!;
  }

  /** False when it waits for this person already. */
  async offerGold(tx: Tx, { projectId, batchId, taskId, memberId, ordinal }: GoldExposure): Promise<boolean> {
    const [row] = await tx.query<{ offered: boolean }>(`SELECT offer_gold($1, $2, $3, $4, $5, $6) AS offered`, [
      tx.organizationId,
      projectId,
      batchId,
      taskId,
      memberId,
      ordinal,
    ]);
    return row!.offered;
  }
}
