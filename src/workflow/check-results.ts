import pg from 'pg';
import { counted } from '../platform/counted.rules.js';
import { toGlobalId } from '../platform/index.js';
import { asPolicy, type Policy } from '../projects/index.js';
import { differencesOf, type KeptResult } from './recompute.rules.js';

export interface ResultsCheck {
  results: number;
  differences: { taskId: string; what: string[] }[];
}

interface Row extends Omit<KeptResult, 'policy' | 'answers'> {
  task_id: string;
  project_id: string;
  policy_version: number;
  answers: KeptResult['answers'] | null;
}

const pageSize = 200;

const page = `
  SELECT r.task_id, r.project_id, r.policy_version, r.method, r.labels, r.agreement, r.confidence, r.parts, r.evidence, p.label_schema AS schema,
         (SELECT json_agg(json_build_object('id', s.id, 'stage', s.stage, 'ordinal', s.ordinal, 'memberId', s.member_id,
                                          'isSkip', s.skip_reason IS NOT NULL, 'labels', s.labels))
            FROM submission s WHERE s.id = ANY (r.submission_ids)) AS answers,
         (SELECT json_build_object('submissionId', v.submission_id, 'decision', v.decision, 'labels', v.labels)
            FROM verdict v WHERE v.id = ANY (r.verdict_ids) ORDER BY array_position(r.verdict_ids, v.id) DESC LIMIT 1) AS verdict
    FROM result r JOIN project p ON p.id = r.project_id
   WHERE r.is_current AND r.task_id > $1 ORDER BY r.task_id LIMIT ${pageSize}`;

/**
 * Makes every current result again from the submissions, the verdicts, the policy version and the evidence that it names,
 * and says where something else comes out. Safe beside a running server.
 */
export async function checkResults(databaseUrl: string): Promise<ResultsCheck> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`SET ROLE muster_system`);
    const { rows: organizations } = await client.query<{ id: string }>(`SELECT id FROM organization ORDER BY id`);
    await client.query(`SET ROLE muster_app`);
    const check: ResultsCheck = { results: 0, differences: [] };
    for (const { id } of organizations) {
      await client.query(`SELECT set_config('app.organization_id', $1, false)`, [id]);
      await checkOrganization(client, check);
    }
    return check;
  } finally {
    await client.end();
  }
}

async function checkOrganization(client: pg.Client, check: ResultsCheck): Promise<void> {
  const policies = new Map<string, Policy>();
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await client.query<Row>(page, [after]);
    for (const row of rows) {
      const policy = await policyOf(client, policies, row);
      const what = differencesOf({ ...row, policy, answers: row.answers ?? [] });
      if (what.length > 0) check.differences.push({ taskId: toGlobalId('task', row.task_id), what });
    }
    check.results += rows.length;
    if (rows.length < pageSize) return;
    after = rows.at(-1)!.task_id;
  }
}

async function policyOf(client: pg.Client, known: Map<string, Policy>, row: Row): Promise<Policy> {
  const key = `${row.project_id} ${row.policy_version}`;
  const before = known.get(key);
  if (before) return before;
  const { rows } = await client.query(`SELECT policy FROM project_policy WHERE project_id = $1 AND version = $2`, [
    row.project_id,
    row.policy_version,
  ]);
  const policy = asPolicy(rows[0].policy);
  known.set(key, policy);
  return policy;
}

/** The check as a person reads it. */
export function linesOfResults({ results, differences }: ResultsCheck): string[] {
  const shown = differences.slice(0, 50).map(({ taskId, what }) => `${taskId}: ${what.join(', ')}`);
  const more = differences.length > shown.length ? [`… and ${differences.length - shown.length} more`] : [];
  if (differences.length === 0) return [`${counted(results, 'result')}, each made again to the same value.`];
  return [
    `${differences.length} of ${counted(results, 'result')} ${differences.length === 1 ? 'does' : 'do'} not come out again:`,
    ...shown,
    ...more,
  ];
}
