import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { defaultSecrets } from '../../src/platform/config.js';
import { type Caller, signIn } from '../factories/app.js';
import { modelCalls, modelService, useModel } from '../factories/models.js';
import { type OwnPostgres, ownPostgres } from '../factories/own-postgres.js';
import { batch, importItems, items, project, rowId } from '../factories/work.js';
import { MusterProcess } from './muster-process.js';

const wantedKills = Number(process.env.MODEL_KILLS ?? 4);
const tasks = Number(process.env.MODEL_TASKS ?? 60);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const labelSchema = { classes: [{ name: 'Lung', kind: 'BOX' }], fields: [] };

describe(`a worker is killed ${wantedKills} times while a model is asked about ${tasks} tasks`, () => {
  let postgres: OwnPostgres;
  let api: MusterProcess;
  let worker: MusterProcess;
  let owner: Caller;
  let model: Server;
  const asked = new Map<string, number>();
  let [open, mostOpen] = [0, 0];

  beforeAll(async () => {
    postgres = await ownPostgres();
    const env = { DATABASE_URL: postgres.url, MUSTER_HOME: postgres.home, OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' };
    api = new MusterProcess({ ...env, ROLE: 'api' });
    worker = new MusterProcess({ ...env, ROLE: 'worker' });
    await Promise.all([api.start(), worker.start()]);
    owner = await signIn(api.url, 'owner@muster.example', defaultSecrets.OWNER_PASSWORD);
    model = createServer((request, response) => {
      mostOpen = Math.max(mostOpen, (open += 1));
      response.on('close', () => (open -= 1));
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { requestId, item } = JSON.parse(Buffer.concat(parts).toString()).data;
        asked.set(requestId, (asked.get(requestId) ?? 0) + 1);
        const x = Number.parseInt(item.data.fileName, 10);
        const labels = [{ kind: 'BOX', class: 'Lung', x, y: 0, width: 10, height: 10 }];
        setTimeout(() => response.end(JSON.stringify({ model: { name: 'm', version: '1' }, labels })), 200);
      });
    });
    await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
  }, 60_000);
  afterAll(async () => {
    await worker.kill();
    await api.kill();
    model.close();
    model.closeAllConnections();
    await postgres.stop();
  });

  it('every task gets its own labels once, none is lost, and the model is never asked more at once than it may be', async () => {
    const { createTeam } = await owner.run(`mutation { createTeam(name: "Team") { ... on Team { id } } }`);
    const projectId = await project(owner, createTeam.id, { labelSchema });
    const url = `http://127.0.0.1:${(model.address() as AddressInfo).port}/`;
    const service = await modelService(owner, url, { timeoutSeconds: 1, mostInFlight: 3 });
    await useModel(owner, projectId, service.id);
    const batchId = await batch(owner, projectId);
    expect(await importItems(owner, batchId, items(tasks))).toMatchObject({ created: tasks });
    for (let kills = 0; kills < wantedKills; kills += 1) {
      await pause(300 + Math.random() * 900);
      await worker.kill();
      await worker.start();
    }
    const isOut = async () =>
      (await owner.run(`query ($id: ID!) { batch(id: $id) { progress { tasksHeld } } }`, { id: batchId })).batch
        .progress.tasksHeld === 0;
    for (let waited = 0; !(await isOut()) && waited < 120_000; waited += 200) await pause(200);

    const calls = await modelCalls(owner, service.id);
    expect(calls.map(({ state }) => state)).toEqual(Array.from({ length: tasks }, () => 'ANSWERED'));
    expect(asked.size).toBe(tasks);
    expect(mostOpen).toBeLessThanOrEqual(3);
    const database = new pg.Client({ connectionString: postgres.url, options: '-c role=muster_app' });
    await database.connect();
    const { organization } = await owner.run('query { organization { id } }');
    await database.query(`SELECT set_config('app.organization_id', $1, false)`, [rowId(organization.id)]);
    const { rows: wrong } = await database.query(
      `SELECT id FROM task WHERE prelabel -> 0 ->> 'x' IS DISTINCT FROM split_part(data ->> 'fileName', '.', 1)`,
    );
    const { rows: differences } = await database.query(`SELECT * FROM queue_discrepancies($1)`, [
      rowId(organization.id),
    ]);
    await database.end();
    expect([wrong, differences]).toEqual([[], []]);
    const again = [...asked.values()].reduce((sum, count) => sum + count, 0) - tasks;
    process.stdout.write(`${JSON.stringify({ kills: wantedKills, tasks, askedAgain: again })}\n`);
  }, 300_000);
});
