import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import { Database, type Statement, type Tx } from '../../platform/index.js';
import type { AssignmentState, Stage } from '../task.rules.js';

/** An assignment as `assignment_view` tells it. */
export interface AssignmentView {
  id: string;
  member_id: string;
  project_id: string;
  stage: Stage;
  ordinal: number;
  state: AssignmentState;
  token: string;
  claimed_at: string;
  lease_minutes: number;
  lease_expires_at: string;
  active_seconds: number;
  idle_seconds: number;
  away_seconds: number;
  guideline_version: number;
  draft: unknown;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  prelabel: Label[] | null;
  prelabel_model: string | null;
  prelabel_model_version: string | null;
  media_id: string | null;
  /** seats with a slot only */
  subject?: Label[] | null;
  answers?: Label[][] | null;
  feedback?: { decision: string; comment: string | null; errors: unknown[] } | null;
}

export interface LiveAssignment {
  id: string;
  task_id: string;
  batch_id: string;
  project_id: string;
  member_id: string;
  stage: Stage;
  slot_id: string | null;
  ordinal: number;
  is_over: boolean;
  /** an exposure of gold: it fills no seat that its task wants */
  is_gold: boolean;
}

export type ClaimOutcome = 'REPEATED' | 'HELD' | 'CLAIMED' | 'EMPTY' | 'UNFINISHED';
export type SubmitOutcome = 'COUNTED' | 'QUARANTINED' | 'REPEATED' | 'OTHER_ANSWER' | 'LEASE_LOST' | 'NOT_FOUND';

export interface ClaimQuestion {
  organizationId: string;
  memberId: string;
  stages: Stage[];
  projectId: string | null;
  batchId: string | null;
  key: string | null;
  /** one for each assignment wanted */
  ids: string[];
  /** windows of queue rows to look at before giving up for now */
  budget: number;
}

export interface Answered {
  outcome: SubmitOutcome;
  submission_id: string | null;
}

export interface AnsweredAndClaimed extends Answered {
  next_outcome: ClaimOutcome | null;
  next: AssignmentView | null;
}

/**
 * A late answer and a claim of the same person may cross: the one looks whether they have a seat of the task before the other
 * has given them one. The index lets one through; the other, done again, sees it: the answer is kept aside, or the claim
 * finds another task.
 */
const repeatOn = ['assignment_person'];

const statements = {
  claim: {
    name: 'claim',
    text: 'SELECT outcome, assignment FROM claim_tasks($1, $2, $3, $4, $5, $6, $7, $8)',
    repeatOn,
  },
  submit: {
    name: 'submit',
    text: 'SELECT outcome, submission_id FROM submit_assignment($1, $2, $3, $4, $5, $6, NULL)',
    repeatOn,
  },
  submitAndClaim: {
    name: 'submit-and-claim',
    text: 'SELECT outcome, submission_id, next_outcome, next FROM submit_and_claim($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    repeatOn,
  },
  expire: { name: 'expire', text: 'SELECT expire_overdue($1, $2) AS count' },
} satisfies Record<string, Statement>;

const liveColumns = `a.id, a.task_id, a.batch_id, a.project_id, a.member_id, a.stage, a.slot_id, a.ordinal, a.lease_expires_at <= muster_now() AS is_over, a.is_gold`;

/** The moves of one assignment. The hot ones are one function call each. */
@Injectable()
export class AssignmentsStore {
  constructor(private readonly database: Database) {}

  claim(ask: ClaimQuestion) {
    return this.database.call<{ outcome: ClaimOutcome; assignment: AssignmentView | null }>(statements.claim, [
      ask.organizationId,
      ask.memberId,
      ask.stages,
      ask.projectId,
      ask.batchId,
      ask.key,
      ask.ids,
      ask.budget,
    ]);
  }

  async submit(organizationId: string, memberId: string, id: string, token: string, labels: Label[], newId: string) {
    const values = [organizationId, memberId, id, token, JSON.stringify(labels), newId];
    return (await this.database.call<Answered>(statements.submit, values))[0]!;
  }

  async submitAndClaim(id: string, token: string, labels: Label[], newId: string, next: ClaimQuestion) {
    const answer = [next.organizationId, next.memberId, id, token, JSON.stringify(labels), newId];
    const values = [...answer, next.stages, next.key, next.ids[0], next.budget];
    return (await this.database.call<AnsweredAndClaimed>(statements.submitAndClaim, values))[0]!;
  }

  async expireOverdue(organizationId: string, limit: number): Promise<number> {
    return (await this.database.call<{ count: number }>(statements.expire, [organizationId, limit]))[0]!.count;
  }

  async organizationsWithOverdue(): Promise<string[]> {
    const overdue = `state = 'ACTIVE' AND lease_expires_at <= muster_now()`;
    const rows = await this.database.asSystem<{ id: string }>(`SELECT DISTINCT organization_id AS id FROM assignment WHERE ${overdue}`); // prettier-ignore
    return rows.map(({ id }) => id);
  }

  async foldLaneChanges(): Promise<void> {
    await this.database.asSystem(`SELECT fold_lane_changes()`);
  }

  /** Own assignments only: another's is not found. */
  async viewOf(tx: Tx, memberId: string, id: string): Promise<AssignmentView | undefined> {
    const [row] = await tx.query<{ view: AssignmentView }>(
      `SELECT assignment_view(id) AS view FROM assignment WHERE id = $1 AND member_id = $2`,
      [id, memberId],
    );
    return row?.view;
  }

  /** Locks a live assignment whose token fits; anything else is a lost lease. */
  async lockLive(tx: Tx, memberId: string, id: string, token: string): Promise<LiveAssignment | undefined> {
    const [row] = await tx.query<LiveAssignment>(
      `SELECT ${liveColumns} FROM assignment a WHERE a.id = $1 AND a.member_id = $2 AND a.token = $3 AND a.state = 'ACTIVE' FOR UPDATE`,
      [id, memberId, token],
    );
    return row;
  }

  /** For moves that change seats: the task first, as everywhere, then the assignment. */
  async lockWithTask(tx: Tx, id: string): Promise<void> {
    await tx.query(`SELECT FROM task WHERE id = (SELECT task_id FROM assignment WHERE id = $1) FOR NO KEY UPDATE`, [id]); // prettier-ignore
  }

  async taskOf(tx: Tx, id: string): Promise<string | undefined> {
    return (await tx.query<{ task_id: string }>(`SELECT task_id FROM assignment WHERE id = $1`, [id]))[0]?.task_id;
  }

  /** Whoever holds it. */
  async lockHeld(tx: Tx, id: string): Promise<LiveAssignment | undefined> {
    await this.lockWithTask(tx, id);
    const [row] = await tx.query<LiveAssignment>(
      `SELECT ${liveColumns} FROM assignment a WHERE a.id = $1 AND a.state = 'ACTIVE' FOR UPDATE`,
      [id],
    );
    return row;
  }

  /**
   * The heartbeat. The time since the last one is what the person says they did; of what they call active, five
   * minutes at most are, and the rest was idle. What is no whole second waits for the next, or many short ones would
   * round up to more time than there was.
   */
  async renew(tx: Tx, id: string, activity: 'ACTIVE' | 'IDLE' | 'AWAY'): Promise<void> {
    await tx.query(
      `WITH u AS MATERIALIZED (SELECT unreported_since(id, member_id, heartbeat_at) AS base FROM assignment WHERE id = $1),
            m AS MATERIALIZED (SELECT least(u.base, m.now) AS base, m.now FROM u, LATERAL (SELECT u.base, muster_now() AS now) m),
            n AS (SELECT m.now, m.base, floor(extract(epoch FROM m.now - m.base))::int AS since FROM m)
       UPDATE assignment a SET heartbeat_at = n.base + n.since * interval '1 second', lease_expires_at = n.now + lease_minutes * interval '1 minute',
              active_seconds = active_seconds + CASE WHEN $2 = 'ACTIVE' THEN least(300, n.since) ELSE 0 END,
              idle_seconds = idle_seconds + CASE $2 WHEN 'ACTIVE' THEN greatest(0, n.since - 300) WHEN 'IDLE' THEN n.since ELSE 0 END,
              away_seconds = away_seconds + CASE WHEN $2 = 'AWAY' THEN n.since ELSE 0 END
         FROM n WHERE a.id = $1`,
      [id, activity],
    );
  }

  /** What a verdict, a skip or a return brings, as an answer does: the time since the last report. */
  async reportRest(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE assignment a SET active_seconds = active_seconds + least(300, n.since), idle_seconds = idle_seconds + greatest(0, n.since - 300)
         FROM (SELECT greatest(0, extract(epoch FROM muster_now() - unreported_since(id, member_id, heartbeat_at)))::int AS since
                 FROM assignment WHERE id = $1) n WHERE a.id = $1 AND n.since > 0`,
      [id],
    );
  }

  async saveDraft(tx: Tx, id: string, draft: unknown): Promise<void> {
    const values = [id, JSON.stringify(draft)];
    await tx.query(`UPDATE assignment SET draft = $2, draft_at = muster_now() WHERE id = $1`, values);
  }

  /** @param offer where the seat goes; null: nowhere */
  async close(
    tx: Tx,
    id: string,
    state: AssignmentState,
    { reason, isBarred, offer, forMemberId }: Closing,
  ): Promise<void> {
    await tx.query(`SELECT close_assignment(a, $2, $3, $4, $5, $6, $7) FROM assignment a WHERE a.id = $1`, [
      id,
      state,
      reason,
      isBarred,
      offer !== null,
      offer ?? 'RETURNED',
      forMemberId ?? null,
    ]);
  }

  /** A skip that counts as the person's answer. */
  async submitSkip(tx: Tx, memberId: string, id: string, token: string, newId: string, reason: string) {
    await tx.query(`SELECT submit_assignment($1, $2, $3, $4, '[]', $5, $6)`, [
      tx.organizationId,
      memberId,
      id,
      token,
      newId,
      reason,
    ]);
  }

  /** People who said so since the task was opened or re-opened. */
  async skippersOf(tx: Tx, taskId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(DISTINCT a.member_id)::int AS count FROM assignment a JOIN task t ON t.id = a.task_id
        WHERE a.task_id = $1 AND a.state = 'SKIPPED' AND NOT a.is_gold AND a.closed_at > coalesce(t.reopened_at, '-infinity')`,
      [taskId],
    );
    return row?.count ?? 0;
  }

  /** Whether anybody in the project's teams may still be handed this stage of the task. */
  async isAnybodyLeft(tx: Tx, taskId: string, stage: Stage, slotId: string | null, role: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM explain_people($1, $2, $3, $4, NULL, NULL, 10000) e WHERE $5 = ANY (e.roles) AND e.is_fit AND e.skilled AND e.qualified LIMIT 1`,
      [tx.organizationId, taskId, stage, slotId, role],
    );
    return rows.length > 0;
  }

  /** After a skip that comes back to the same person: everything else of the lane first. */
  async putBehind(tx: Tx, memberId: string, taskId: string): Promise<void> {
    await tx.query(
      `SELECT move_hand(q.organization_id, $1, q.lane_id, q.seq) FROM queue_item q JOIN lane l ON l.id = q.lane_id
        WHERE q.task_id = $2 AND l.kind = 'FRESH'`,
      [memberId, taskId],
    );
  }

  /** The subject of a judging seat. */
  async subjectOf(tx: Tx, slotId: string): Promise<JudgedSubject> {
    const [row] = await tx.query<JudgedSubject>(
      `SELECT id AS "slotId", subject_submission_id AS "submissionId", subject_verdict_id AS "verdictId" FROM slot WHERE id = $1`,
      [slotId],
    );
    return row!;
  }
}

export interface JudgedSubject {
  slotId: string;
  /** null: labels that are no single answer's */
  submissionId: string | null;
  /** the verdict that is judged again */
  verdictId: string | null;
}

export interface Closing {
  reason: string | null;
  /** the person is not offered the task again */
  isBarred: boolean;
  offer: 'RETURNED' | 'FRESH' | null;
  /** the free seat, with the draft, for this person only */
  forMemberId?: string;
}
