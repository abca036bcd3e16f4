import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { LastHold, Opening, PersonAtTask, TakenSeat, TaskFacts } from './task-standing.rules.js';

/** One task between its seats and its people: read-only, and never anything of a label. */
@Injectable()
export class TaskStandingStore {
  async facts(tx: Tx, taskId: string): Promise<TaskFacts | undefined> {
    const [row] = await tx.query<TaskFacts>(
      `SELECT t.id, t.external_key AS "externalKey", t.state, t.state_at AS "stateAt", t.project_id AS "projectId", p.name AS "projectName",
              t.batch_id AS "batchId", b.name AS "batchName", b.state AS "batchState",
              t.prelabel_wait_until AS "prelabelWaitUntil", t.prelabel_note AS "prelabelNote"
         FROM task t JOIN batch b ON b.id = t.batch_id JOIN project p ON p.id = t.project_id WHERE t.id = $1`,
      [taskId],
    );
    return row;
  }

  taken(tx: Tx, taskId: string): Promise<TakenSeat[]> {
    return tx.query<TakenSeat>(
      `SELECT a.id AS "assignmentId", a.stage, a.ordinal, a.state, a.member_id AS "memberId", m.name AS "memberName", a.claimed_at AS "claimedAt",
              a.lease_expires_at AS "leaseExpiresAt", a.state = 'ACTIVE' AND a.lease_expires_at <= muster_now() AS "isOver", a.closed_at AS "closedAt"
         FROM assignment a JOIN member m ON m.id = a.member_id
        WHERE a.task_id = $1 AND a.state IN ('ACTIVE', 'SUBMITTED') AND NOT a.is_gold ORDER BY a.stage, a.ordinal, a.token`,
      [taskId],
    );
  }

  /** What the queue has of it: the claim reads the same rows. */
  openings(tx: Tx, taskId: string): Promise<Opening[]> {
    return tx.query<Opening>(
      `SELECT l.stage, l.kind, seats_in(q.seats) AS seats, q.slot_id AS "slotId", q.for_member_id AS "forMemberId", m.name AS "forMemberName",
              q.not_member_id AS "notMemberId", q.is_pushed AS "isPushed"
         FROM queue_item q JOIN lane l ON l.id = q.lane_id LEFT JOIN member m ON m.id = q.for_member_id
        WHERE q.task_id = $1 AND NOT q.is_gold ORDER BY l.stage, q.for_member_id IS NOT NULL, q.seq`,
      [taskId],
    );
  }

  /** Everybody of the project's teams, by name, up to a limit. */
  people(tx: Tx, taskId: string, opening: Opening, limit: number): Promise<PersonAtTask[]> {
    return tx.query<PersonAtTask>(
      `SELECT member_id AS "memberId", member_name AS "memberName", roles, part, is_reserved_for_other AS "isReservedForOther", is_fit AS "isFit",
              json_build_object('TEAM', in_team, 'BATCH_OPEN', batch_open, 'NOT_PAUSED', not_paused, 'NOT_ON_BREAK', not_on_break, 'IN_SHIFT', in_shift,
                'GUIDELINES_READ', guidelines_read, 'SKILLED', skilled, 'QUALIFIED', qualified, 'UNDER_CAP', under_cap) AS passes
         FROM explain_people($1, $2, $3, $4, $5, $6, $7)`,
      [tx.organizationId, taskId, opening.stage, opening.slotId, opening.forMemberId, opening.notMemberId, limit],
    );
  }

  lastHolds(tx: Tx, taskId: string): Promise<LastHold[]> {
    return tx.query<LastHold>(
      `SELECT DISTINCT ON (a.member_id) a.member_id AS "memberId", a.stage, a.state, a.close_reason AS reason
         FROM assignment a WHERE a.task_id = $1 AND NOT a.is_gold ORDER BY a.member_id, a.token DESC`,
      [taskId],
    );
  }
}
