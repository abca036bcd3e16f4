import { Injectable } from '@nestjs/common';
import { Database, newId, type Tx } from '../../platform/index.js';
import type { RefusedAnswer } from '../connector.types.js';

export interface ItemRow {
  id: string;
  connection_id: string;
  project_id: string;
  task_id: string;
  assignment_id: string;
  member_id: string;
  external_id: string | null;
  place_attempts: number;
  place_error: string | null;
}

export interface DueItem {
  organization_id: string;
  id: string;
}

const columns = `i.id, i.connection_id, i.project_id, i.task_id, i.assignment_id, i.member_id, i.external_id, i.place_attempts, i.place_error`;

/** Seats whose answer is a set of labels: what a tool is for. */
const placeable = `('ANNOTATE', 'REWORK', 'ADJUDICATE')`;

/** Work that lies in a tool, or is on its way there. */
@Injectable()
export class ItemsStore {
  constructor(private readonly database: Database) {}

  /** One an assignment. Nothing where its project has no tool, or it is not for one. */
  async ensure(tx: Tx, assignmentId: string): Promise<ItemRow | undefined> {
    await tx.query(
      `INSERT INTO tool_item (id, organization_id, connection_id, project_id, task_id, assignment_id, member_id)
       SELECT $2, a.organization_id, p.connection_id, a.project_id, a.task_id, a.id, a.member_id
         FROM assignment a JOIN connection_project p ON p.project_id = a.project_id JOIN connection c ON c.id = p.connection_id
        WHERE a.id = $1 AND a.state = 'ACTIVE' AND a.stage IN ${placeable} AND c.is_enabled
       ON CONFLICT (assignment_id) DO NOTHING`,
      [assignmentId, newId()],
    );
    return this.ofAssignment(tx, assignmentId);
  }

  async ofAssignment(tx: Tx, assignmentId: string): Promise<ItemRow | undefined> {
    const [row] = await tx.query<ItemRow>(`SELECT ${columns} FROM tool_item i WHERE i.assignment_id = $1`, [
      assignmentId,
    ]);
    return row;
  }

  ofAssignments(tx: Tx, assignmentIds: readonly string[]): Promise<ItemRow[]> {
    return tx.query<ItemRow>(`SELECT ${columns} FROM tool_item i WHERE i.assignment_id = ANY ($1)`, [assignmentIds]);
  }

  async find(tx: Tx, id: string): Promise<ItemRow | undefined> {
    const [row] = await tx.query<ItemRow>(`SELECT ${columns} FROM tool_item i WHERE i.id = $1`, [id]);
    return row;
  }

  /**
   * One at a time puts it into the tool: whoever gets it here, until so many seconds from now. False: somebody else is at it, or it
   * is there already.
   */
  async reserve(tx: Tx, id: string, seconds: number, isForced: boolean): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE tool_item SET place_after = muster_now() + $2 * interval '1 second', place_attempts = place_attempts + 1
        WHERE id = $1 AND external_id IS NULL AND (place_after <= muster_now() OR ($3 AND place_error IS NOT NULL)) RETURNING id`,
      [id, seconds, isForced],
    );
    return rows.length > 0;
  }

  async placed(tx: Tx, id: string, externalId: string): Promise<void> {
    await tx.query(
      `UPDATE tool_item SET external_id = $2, placed_at = muster_now(), place_error = NULL WHERE id = $1 AND external_id IS NULL`,
      [id, externalId],
    );
  }

  async notPlaced(tx: Tx, id: string, error: string, seconds: number): Promise<void> {
    await tx.query(
      `UPDATE tool_item SET place_error = $2, place_after = muster_now() + $3 * interval '1 second' WHERE id = $1 AND external_id IS NULL`,
      [id, error.slice(0, 1000), seconds],
    );
  }

  /** Those whose work is still held and whose turn has come. */
  async unplaced(limit: number): Promise<DueItem[]> {
    return this.database.asSystem<DueItem>(
      `SELECT i.organization_id, i.assignment_id AS id FROM tool_item i JOIN assignment a ON a.id = i.assignment_id JOIN connection c ON c.id = i.connection_id
        WHERE i.external_id IS NULL AND i.place_after <= muster_now() AND a.state = 'ACTIVE' AND c.is_enabled ORDER BY i.place_after LIMIT $1`,
      [limit],
    );
  }

  /** Messages that came before the item was known: they are looked at again at once. */
  async wakeParked(tx: Tx, connectionId: string, externalId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE inbox SET state = 'RECEIVED', retry_at = NULL WHERE connection_id = $1 AND state = 'PARKED' AND $2 = ANY (items) RETURNING id`,
      [connectionId, externalId],
    );
    return rows.map(({ id }) => id);
  }

  async now(tx: Tx): Promise<Date> {
    return (await tx.query<{ now: Date }>(`SELECT muster_now() AS now`))[0]!.now;
  }

  /** The person's name in the tool. */
  async toolUserOf(tx: Tx, connectionId: string, memberId: string): Promise<string | null> {
    const [row] = await tx.query<{ tool_user: string }>(
      `SELECT tool_user FROM tool_user WHERE connection_id = $1 AND member_id = $2`,
      [connectionId, memberId],
    );
    return row?.tool_user ?? null;
  }

  /** The size of a picture that Muster keeps. */
  async sizeOfMedia(tx: Tx, mediaId: string): Promise<{ width: number; height: number } | null> {
    const [row] = await tx.query<{ width: number; height: number }>(`SELECT width, height FROM media WHERE id = $1`, [
      mediaId,
    ]);
    return row ?? null;
  }

  /** Placed answers to the task that its last verdict sent back, and what the reviewer said. */
  async sentBack(tx: Tx, taskId: string): Promise<SentBack | undefined> {
    const [row] = await tx.query<SentBack>(
      `SELECT i.id, i.connection_id, i.external_id, v.comment, v.errors
         FROM verdict v JOIN submission s ON s.id = v.submission_id JOIN tool_item i ON i.assignment_id = s.assignment_id
        WHERE v.task_id = $1 AND v.purpose = 'REVIEW' AND v.decision = 'REJECT' AND v.overturned_by IS NULL
          AND i.external_id IS NOT NULL AND i.told_back_at IS NULL ORDER BY v.ordinal DESC LIMIT 1`,
      [taskId],
    );
    return row;
  }

  /** What its tool has not been told yet of an answer that was not taken. */
  async refused(tx: Tx, id: string): Promise<Refused | undefined> {
    const [row] = await tx.query<Refused>(
      `SELECT id, connection_id, external_id, refusal FROM tool_item
        WHERE id = $1 AND external_id IS NOT NULL AND refusal IS NOT NULL AND told_refusal IS DISTINCT FROM refusal ->> 'id'`,
      [id],
    );
    return row;
  }

  /** Of the last day: those whose job gave up, because the tool was away for longer. */
  untold(limit: number): Promise<DueItem[]> {
    return this.database.asSystem<DueItem>(
      `SELECT organization_id, id FROM tool_item
        WHERE refusal IS NOT NULL AND told_refusal IS DISTINCT FROM refusal ->> 'id'
          AND (refusal ->> 'at')::timestamptz BETWEEN muster_now() - interval '1 day' AND muster_now() - interval '5 minutes' LIMIT $1`,
      [limit],
    );
  }

  /** @param isTaken false: the tool cannot be told, or does not want to know */
  async toldRefusal(tx: Tx, id: string, refusalId: string, isTaken: boolean): Promise<void> {
    await tx.query(
      `UPDATE tool_item SET told_refusal = $2, told_refusal_at = CASE WHEN $3 THEN muster_now() END WHERE id = $1`,
      [id, refusalId, isTaken],
    );
  }

  async toldBack(tx: Tx, id: string): Promise<void> {
    await tx.query(`UPDATE tool_item SET told_back_at = muster_now() WHERE id = $1`, [id]);
  }
}

export interface Refused {
  id: string;
  connection_id: string;
  external_id: string;
  refusal: RefusedAnswer;
}

export interface SentBack {
  id: string;
  connection_id: string;
  external_id: string;
  comment: string | null;
  errors: { code: string; class?: string; severity: string }[];
}
