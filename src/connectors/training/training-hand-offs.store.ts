import { Injectable } from '@nestjs/common';
import { newId, parseGlobalId, type Tx } from '../../platform/index.js';
import type { ToolReport } from '../connector.types.js';

export interface TrainingHandOffRow {
  id: string;
  connectionId: string;
  memberId: string;
  courseId: string;
  itemId: string;
  /** null: practice */
  attemptId: string | null;
  labels: unknown;
  answeredAt: Date | null;
}

export type NewTrainingHandOff = Omit<TrainingHandOffRow, 'id' | 'labels' | 'answeredAt'>;

const columns = `id, connection_id AS "connectionId", member_id AS "memberId", course_id AS "courseId", item_id AS "itemId",
  attempt_id AS "attemptId", labels, answered_at AS "answeredAt"`;

/** Tasks of courses that are, or were, in a tool. */
@Injectable()
export class TrainingHandOffsStore {
  /**
   * The one that is open, or a new one. One statement that changes nothing of the open one and yet locks it: an answer that
   * arrives meanwhile comes before it, and then a new one is made, or after it.
   */
  async ensure(tx: Tx, one: NewTrainingHandOff): Promise<TrainingHandOffRow> {
    const [row] = await tx.query<TrainingHandOffRow>(
      `INSERT INTO training_hand_off AS open (id, organization_id, connection_id, member_id, item_id, attempt_id, course_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (member_id, item_id, connection_id, attempt_id) WHERE answered_at IS NULL DO UPDATE SET labels = open.labels
       RETURNING ${columns}`,
      [newId(), tx.organizationId, one.connectionId, one.memberId, one.itemId, one.attemptId, one.courseId],
    );
    return row!;
  }

  async find(tx: Tx, id: string): Promise<TrainingHandOffRow | undefined> {
    return (await tx.query<TrainingHandOffRow>(`SELECT ${columns} FROM training_hand_off WHERE id = $1`, [id]))[0];
  }

  /**
   * What the tool says of tasks of courses: the first answer is kept, and a task that cannot be done is open no more.
   * @returns the items that are tasks of courses, as the tool calls them
   */
  async keepAnswers(tx: Tx, connectionId: string, reports: readonly ToolReport[]): Promise<string[]> {
    const known: string[] = [];
    for (const { item, state } of reports) {
      const named = parseGlobalId(item);
      const row = named?.kind === 'assignment' && (await this.find(tx, named.id));
      if (!row || row.connectionId !== connectionId) continue;
      known.push(item);
      if (state.state === 'SUBMITTED' && state.labels) await this.answer(tx, row.id, state.labels);
      if (state.state === 'SKIPPED') await this.answer(tx, row.id, null);
    }
    return known;
  }

  private async answer(tx: Tx, id: string, labels: unknown): Promise<void> {
    await tx.query(
      `UPDATE training_hand_off SET labels = $2, answered_at = muster_now() WHERE id = $1 AND answered_at IS NULL`,
      [id, labels === null ? null : JSON.stringify(labels)],
    );
  }
}
