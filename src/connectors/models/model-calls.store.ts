import { Injectable } from '@nestjs/common';
import type { LabelFault } from '../../labels/index.js';
import { newId, type Tx } from '../../platform/index.js';
import type { ModelAnswer } from './answer.rules.js';

export const modelCallStates = ['PENDING', 'SENDING', 'AWAITING', 'ANSWERED', 'FAILED', 'LATE'] as const;
export type ModelCallState = (typeof modelCallStates)[number];

export interface ModelCallRow {
  id: string;
  service_id: string;
  project_id: string;
  task_id: string;
  state: ModelCallState;
  attempts: number;
  due_at: Date;
  error: string | null;
  faults: LabelFault[] | null;
  model: string | null;
  model_version: string | null;
  scores: number[] | null;
  sent_at: Date | null;
  ended_at: Date | null;
  created_at: Date;
}

const columns = `id, service_id, project_id, task_id, state, attempts, due_at, error, faults, model, model_version, scores, sent_at, ended_at,
  created_at`;
const longestError = 1000;
/** Words of a model, as far as PostgreSQL can keep them. */
const kept = (text: string): string => text.slice(0, longestError).replace(/[\0\p{Surrogate}]/gu, '\uFFFD');

/** The questions to models. */
@Injectable()
export class ModelCallsStore {
  /** Questions about held tasks that were not asked yet, the longest waiting first; those that are open already count among `most`. */
  async make(tx: Tx, serviceId: string, most: number): Promise<void> {
    const [open] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM model_call WHERE service_id = $1 AND ended_at IS NULL`,
      [serviceId],
    );
    if (open!.count >= most) return;
    const tasks = await tx.query<{ id: string; project_id: string }>(
      `SELECT t.id, t.project_id FROM model_service_project p JOIN task t ON t.project_id = p.project_id AND t.prelabel_wait_until IS NOT NULL
        WHERE p.service_id = $1 AND NOT EXISTS (SELECT FROM model_call c WHERE c.task_id = t.id) ORDER BY t.id LIMIT $2`,
      [serviceId, most - open!.count],
    );
    await tx.query(
      `INSERT INTO model_call (id, organization_id, service_id, project_id, task_id)
       SELECT n.id, $1, $2, n.project_id, n.task_id FROM unnest($3::uuid[], $4::uuid[], $5::uuid[]) n (id, project_id, task_id)
       ON CONFLICT (task_id) DO NOTHING`,
      [
        tx.organizationId,
        serviceId,
        tasks.map(() => newId()),
        tasks.map((task) => task.project_id),
        tasks.map((task) => task.id),
      ],
    );
  }

  /** Sent or promised, and not answered in time: locked. */
  lockLost(tx: Tx, serviceId: string): Promise<ModelCallRow[]> {
    return tx.query<ModelCallRow>(
      `SELECT ${columns} FROM model_call WHERE service_id = $1 AND ended_at IS NULL AND state <> 'PENDING' AND due_at <= muster_now()
        ORDER BY due_at, id LIMIT 100 FOR UPDATE SKIP LOCKED`,
      [serviceId],
    );
  }

  async inFlight(tx: Tx, serviceId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM model_call WHERE service_id = $1 AND ended_at IS NULL AND state <> 'PENDING'`,
      [serviceId],
    );
    return row!.count;
  }

  async lockNext(tx: Tx, serviceId: string): Promise<ModelCallRow | undefined> {
    const [row] = await tx.query<ModelCallRow>(
      `SELECT ${columns} FROM model_call WHERE service_id = $1 AND ended_at IS NULL AND state = 'PENDING' AND due_at <= muster_now()
        ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [serviceId],
    );
    return row;
  }

  async lock(tx: Tx, id: string): Promise<ModelCallRow | undefined> {
    return (await tx.query<ModelCallRow>(`SELECT ${columns} FROM model_call WHERE id = $1 FOR UPDATE`, [id]))[0];
  }

  async sending(tx: Tx, id: string, secondsToLose: number): Promise<void> {
    await tx.query(
      `UPDATE model_call SET state = 'SENDING', attempts = attempts + 1, sent_at = muster_now(), due_at = muster_now() + $2 * interval '1 second' WHERE id = $1`,
      [id, secondsToLose],
    );
  }

  async awaiting(tx: Tx, id: string, minutesToLose: number): Promise<void> {
    await tx.query(
      `UPDATE model_call SET state = 'AWAITING', due_at = muster_now() + $2 * interval '1 minute' WHERE id = $1`,
      [id, minutesToLose],
    );
  }

  async again(tx: Tx, id: string, error: string, faults: readonly LabelFault[], seconds: number): Promise<void> {
    await tx.query(
      `UPDATE model_call SET state = 'PENDING', error = $2, faults = $3, due_at = muster_now() + $4 * interval '1 second' WHERE id = $1`,
      [id, kept(error), faultsJson(faults), seconds],
    );
  }

  async failed(tx: Tx, id: string, error: string, faults: readonly LabelFault[]): Promise<void> {
    await tx.query(
      `UPDATE model_call SET state = 'FAILED', error = $2, faults = $3, ended_at = muster_now() WHERE id = $1`,
      [id, kept(error), faultsJson(faults)],
    );
  }

  /** @param answer null: it was not asked any more */
  async late(tx: Tx, id: string, error: string, answer: ModelAnswer | null): Promise<void> {
    await tx.query(
      `UPDATE model_call SET state = 'LATE', error = $2, faults = NULL, model = $3, model_version = $4, ended_at = muster_now() WHERE id = $1`,
      [id, kept(error), answer?.model ?? null, answer?.modelVersion ?? null],
    );
  }

  async answered(tx: Tx, id: string, { model, modelVersion, scores }: ModelAnswer): Promise<void> {
    await tx.query(
      `UPDATE model_call SET state = 'ANSWERED', error = NULL, faults = NULL, model = $2, model_version = $3, scores = $4, ended_at = muster_now() WHERE id = $1`,
      [id, model, modelVersion, scores && JSON.stringify(scores)],
    );
  }

  /** The project asks another model from now on: what is open is asked there. */
  async moveTo(tx: Tx, projectId: string, serviceId: string): Promise<void> {
    await tx.query(
      `UPDATE model_call SET service_id = $2, state = 'PENDING', attempts = 0, due_at = muster_now() WHERE project_id = $1 AND ended_at IS NULL AND service_id <> $2`,
      [projectId, serviceId],
    );
  }

  async failOfProject(tx: Tx, projectId: string, error: string): Promise<void> {
    await tx.query(
      `UPDATE model_call SET state = 'FAILED', error = $2, ended_at = muster_now() WHERE project_id = $1 AND ended_at IS NULL`,
      [projectId, error],
    );
  }

  /** They are asked about anew. */
  async forget(tx: Tx, taskIds: readonly string[]): Promise<void> {
    await tx.query(`DELETE FROM model_call WHERE task_id = ANY ($1)`, [taskIds]);
  }

  async page(tx: Tx, serviceId: string, states: readonly string[] | null, first: number, after: string | null) {
    const from = `FROM model_call WHERE service_id = $1 AND ($2::text[] IS NULL OR state = ANY ($2))`;
    const rows = await tx.query<ModelCallRow>(
      `SELECT ${columns} ${from} AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
      [serviceId, states, after, first + 1],
    );
    const [counted] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count ${from}`, [serviceId, states]);
    return { rows, total: counted!.count };
  }
}

const faultsJson = (faults: readonly LabelFault[]): string | null =>
  faults.length > 0 ? JSON.stringify(faults) : null;
