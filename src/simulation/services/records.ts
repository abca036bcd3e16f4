import type { Tx } from '../../platform/index.js';
import type { SimulatedMuster } from './simulated-muster.js';
import { field, type Stage } from './stage.js';

export interface PersonRecord {
  /** When each answer was given, oldest first. */
  answers: Date[];
  goldAnswers: number;
  /** Gold answered until they were paused; all when they never were. */
  goldBeforePause: number;
  pausedAt: Date | null;
  /** Of whole answers, oldest first. */
  evidence: { isRight: boolean; weight: number; at: Date }[];
  /** The mean of the posterior; of somebody unknown that of the prior. */
  trust: number;
}

export interface Records {
  /** option: of the current result */
  tasks: { key: string; option: string | null; method: string | null; confidence: number | null }[];
  submissions: { stage: string; state: string; count: number }[];
  verdicts: number;
  people: Map<string, PersonRecord>;
}

/** What a simulation left in the tables. */
export function readRecords({ database }: SimulatedMuster, stage: Stage): Promise<Records> {
  const { organizationId, batchId, projectId } = stage;
  return database.transact({ organizationId }, async (tx) => ({
    tasks: await tx.query<Records['tasks'][number]>(
      `SELECT t.external_key AS key, r.method, r.confidence,
              (SELECT l ->> 'option' FROM jsonb_array_elements(r.labels) l WHERE l ->> 'field' = $2) AS option
         FROM task t LEFT JOIN result r ON r.task_id = t.id AND r.is_current WHERE t.batch_id = $1`,
      [batchId, field],
    ),
    submissions: await tx.query<Records['submissions'][number]>(
      `SELECT stage, state, count(*)::int AS count FROM submission WHERE project_id = $1 GROUP BY stage, state`,
      [projectId],
    ),
    verdicts: await countOf(tx, `SELECT count(*)::int AS count FROM verdict WHERE project_id = $1`, projectId),
    people: await peopleOf(tx, stage),
  }));
}

const countOf = async (tx: Tx, sql: string, projectId: string): Promise<number> =>
  (await tx.query<{ count: number }>(sql, [projectId]))[0]!.count;

async function peopleOf(tx: Tx, { projectId, cast }: Stage): Promise<Map<string, PersonRecord>> {
  const people = new Map<string, PersonRecord>();
  for (const { actor } of cast)
    people.set(actor.memberId, {
      answers: [],
      goldAnswers: 0,
      goldBeforePause: 0,
      pausedAt: null,
      evidence: [],
      trust: 0.5,
    });
  for (const { member_id, at } of await tx.query<{ member_id: string; at: Date }>(
    `SELECT member_id, at FROM trust_action WHERE project_id = $1 AND action = 'PAUSE' ORDER BY at DESC`,
    [projectId],
  ))
    people.get(member_id)!.pausedAt = at;
  for (const { member_id, at, state } of await tx.query<{ member_id: string; at: Date; state: string }>(
    `SELECT member_id, created_at AS at, state FROM submission WHERE project_id = $1 ORDER BY created_at, id`,
    [projectId],
  )) {
    const person = people.get(member_id)!;
    person.answers.push(at);
    if (state !== 'GOLD') continue;
    person.goldAnswers += 1;
    if (!person.pausedAt || at <= person.pausedAt) person.goldBeforePause += 1;
  }
  for (const { member_id, is_right: isRight, weight, at } of await tx.query<{
    member_id: string;
    is_right: boolean;
    weight: number;
    at: Date;
  }>(
    `SELECT member_id, is_right, weight, at FROM evidence
      WHERE project_id = $1 AND part = 'AUTHOR' AND class = '' AND forgiven_at IS NULL ORDER BY at, subject_id, source`,
    [projectId],
  ))
    people.get(member_id)!.evidence.push({ isRight, weight, at });
  for (const { member_id, mean } of await tx.query<{ member_id: string; mean: number }>(
    `SELECT member_id, alpha / (alpha + beta) AS mean FROM trust WHERE project_id = $1 AND part = 'AUTHOR' AND class = ''`,
    [projectId],
  ))
    people.get(member_id)!.trust = mean;
  return people;
}
