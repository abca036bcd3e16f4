/*
 * Explanations at full size: explainNextTask and explainTask through the API where it has them, and the SQL functions
 * that they stand on. Asked for people without and with work behind them, and for tasks across the queue.
 */
import { toGlobalId } from '../dist/src/platform/ids.js';
import { openApiProcesses } from './api-processes.mjs';
import { appPool } from './database.mjs';
import * as make from './fixtures/queue.mjs';
import { openConnection } from './http.mjs';
import { summaryOf } from './measure.mjs';

const times = 60;
const warmUp = 10;
const stages = ['ANNOTATE'];
const targetMilliseconds = 50;

export async function measureExplanations({ say, url, owner, organizationId, teamId, projectId, laneId }) {
  const fresh = await make.createPeople(owner, { organizationId, teamId, count: 20 });
  const subjects = {
    members: [
      ...fresh.map((id) => ({ id })),
      ...(await owner.rows(`SELECT DISTINCT member_id AS id FROM hand WHERE organization_id = $1 LIMIT 20`, [
        organizationId,
      ])),
    ],
    tasks: await owner.rows(
      `SELECT q.task_id AS id FROM generate_series(0, 39) n CROSS JOIN LATERAL (SELECT task_id FROM queue_item
        WHERE lane_id = $1 AND seq > (SELECT min(seq) + (max(seq) - min(seq)) * n / 40 FROM queue_item WHERE lane_id = $1) ORDER BY seq LIMIT 1) q`,
      [laneId],
    ),
  };
  const member = (at) => subjects.members[at % subjects.members.length].id;
  const task = (at) => subjects.tasks[at % subjects.tasks.length].id;
  const pool = appPool(url, 1);
  const ask = (text, values) => pool.query({ name: /explain_\w+/.exec(text)[0], text, values });
  const inSql = {
    explain_lanes: (at) =>
      ask('SELECT * FROM explain_lanes($1, $2, $3, $4, NULL)', [organizationId, member(at), stages, [projectId]]),
    explain_rows: (at) => ask('SELECT * FROM explain_rows($1, $2, $3, 1000)', [organizationId, member(at), [laneId]]),
    explain_order: (at) =>
      ask('SELECT * FROM explain_order($1, $2, $3, NULL, NULL, 10, 24)', [organizationId, member(at), stages]),
    explain_people: (at) =>
      ask(`SELECT * FROM explain_people($1, $2, 'ANNOTATE', NULL, NULL, NULL, 1000)`, [organizationId, task(at)]),
  };
  const figures = { targetMilliseconds, sql: {}, graphql: {} };
  for (const [name, once] of Object.entries(inSql)) figures.sql[name] = await timed(say, name, once);
  await pool.end();
  figures.graphql = await overHttp({ say, url, owner, organizationId, teamId, member, task });
  return figures;
}

/** Through the API, as an owner. Which argument the operation takes is read from the schema. */
async function overHttp({ say, url, owner, organizationId, teamId, member, task }) {
  const [id] = await make.createPeople(owner, { organizationId, teamId, count: 1, roles: ['OWNER', 'TEAM_LEAD'] });
  const [token] = await make.createSessions(owner, { organizationId, memberIds: [id] });
  const api = await openApiProcesses(url, { count: 1, poolSize: 4 });
  const connection = await openConnection(api.origins[0]);
  const send = async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const answer = JSON.parse((await connection.post('/graphql', `authorization: Bearer ${token}\r\n`, body)).body);
    if (answer.errors) throw new Error(`${query}: ${JSON.stringify(answer.errors)}`);
    return answer.data;
  };
  try {
    const { __schema } = await send('{ __schema { queryType { fields { name args { name } } } } }');
    const figures = {};
    for (const [name, kind, subject] of [
      ['explainNextTask', 'member', member],
      ['explainTask', 'task', task],
    ]) {
      const field = __schema.queryType.fields.find((one) => one.name === name);
      if (!field) {
        figures[name] = { skipped: 'the API has no such operation' };
        continue;
      }
      const argument = field.args.find((one) => one.name === 'id' || one.name === `${kind}Id`).name;
      const query = `query ($id: ID!) { ${name}(${argument}: $id) { __typename } }`;
      figures[name] = await timed(say, name, (at) => send(query, { id: toGlobalId(kind, subject(at)) }));
    }
    return figures;
  } finally {
    connection.close();
    await api.stop();
  }
}

async function timed(say, name, once) {
  const took = [];
  for (let at = 0; at < times + warmUp; at++) {
    const began = performance.now();
    await once(at);
    if (at >= warmUp) took.push(performance.now() - began);
  }
  const figures = summaryOf(took);
  say(`${name}: p50 ${figures.p50} ms, p99 ${figures.p99} ms (target ${targetMilliseconds} ms)`);
  return figures;
}
