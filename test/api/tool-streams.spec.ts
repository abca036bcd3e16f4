import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboundRequest } from '../../src/connectors/connector.types.js';
import { genericConnector } from '../../src/connectors/generic/generic.connector.js';
import type { Act } from '../conformance/connectors.suite.js';
import { randomOf } from '../conformance/connectors.suite.js';
import { genericTool, genericUnderTest } from '../conformance/generic.tool.js';
import { MusterInMemory } from '../conformance/muster-in-memory.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { askableTool, type AskableTool, connect, type Connected, handOff, inbox, ledger, localTools, message, post, signed } from '../factories/front-end.js'; // prettier-ignore
import { person, team } from '../factories/people.js';
import { asApplication, discrepancies } from '../factories/time.js';
import { animal, ask, batch, claim, importItems, open, openBatchOf, rowId, tasksOf, until } from '../factories/work.js';

const perPerson = 18;

describe('streams of messages through HTTP and the database', () => {
  let app: TestApp;
  let people: Caller[];
  let tool: Connected;
  let askable: AskableTool;
  let front: ReturnType<typeof genericTool>;
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    app = await startApp({ LEASE_SWEEP_SECONDS: '3600', ...localTools });
    const teamId = await team(app);
    people = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
    ({ projectId, batchId } = await openBatchOf(app, teamId, 2 * perPerson, { project: { policy: { gold: {}, trust: {} } } })); // prettier-ignore
    // Not slipped in by itself: the story does it.
    await asApplication(app, (client) => client.query(`UPDATE queue_policy SET is_gold_injected = false`));
  });
  afterAll(async () => {
    await app.stop();
    await askable.stop();
  });

  it('shuffled, repeated and half lost, they end as the clean stream does, once a reconcile has run', async () => {
    const secret = 'whsec_' + Buffer.alloc(32, 5).toString('base64');
    front = genericTool({ signing: [secret] });
    askable = await askableTool(front.api);
    tool = await connect(app.owner, [projectId], { pullUrl: askable.url }, { signingSecret: secret });
    const random = randomOf(11);
    const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
    const wanted = new Map<string, { state: string; labels: unknown }>();
    const sent: { request: InboundRequest; at: number }[] = [];
    const began = Date.now();
    for (const by of people) {
      const { claimTasks } = await by.run(`mutation { claimTasks(count: ${perPerson}) { ... on AssignmentList { assignments { id } } } }`); // prettier-ignore
      for (const { id } of claimTasks.assignments as { id: string }[]) {
        expect(await handOff(by, id)).toMatchObject({ state: 'PLACED' });
        const clean = new MusterInMemory(() => genericConnector.fetchAnnotations(front.api, genericUnderTest.settings as never, id, genericUnderTest.context)); // prettier-ignore
        const length = 1 + Math.floor(random() * 5);
        for (let step = 0; step < length; step += 1) {
          const act = pick(genericUnderTest.acts);
          const done = { act, labels: pick(genericUnderTest.answers), reason: 'It is black.' } as Act;
          for (const request of front.act(id, done, new Date(began + step))) {
            const body: unknown = JSON.parse(request.body.toString());
            await clean.told(genericConnector.parse(body, genericUnderTest.settings as never, genericUnderTest.context).reports); // prettier-ignore
            for (let copies = Math.floor(random() * 4); copies > 0; copies -= 1) sent.push({ request, at: random() });
          }
        }
        wanted.set(id, clean.end());
      }
    }
    sent.sort((a, b) => a.at - b.at);
    for (const { request } of sent) expect((await post(app, tool.hookPath, request as never)).status).toBe(202);
    await until(async () => (await inbox(app.owner, tool.id, ['RECEIVED'])).length === 0);
    const { reconcileConnection } = await app.owner.run(
      `mutation ($id: ID!) { reconcileConnection(connectionId: $id) { ... on Reconciliation { read failed error } } }`,
      { id: tool.id },
    );
    expect(reconcileConnection).toMatchObject({ failed: 0, error: null });
    const now = await asApplication(
      app,
      async (client) =>
        (
          await client.query(
            `SELECT i.external_id AS id, a.state, s.labels, s.state AS answer FROM tool_item i JOIN assignment a ON a.id = i.assignment_id
               LEFT JOIN submission s ON s.assignment_id = a.id AND s.state <> 'VOID'`,
          )
        ).rows,
    );
    const got = new Map(now.map((row) => [row.id, { state: row.state, labels: row.labels }]));
    expect(got).toEqual(wanted);
    expect(now.every(({ answer }) => answer === null || answer === 'COUNTED')).toBe(true);
    expect(await ledger(app.owner, tool.id, true)).toEqual([]);
    expect(await discrepancies(app)).toEqual([]);
    console.log({ streams: wanted.size, sent: sent.length, kept: (await inbox(app.owner, tool.id)).length, ...countOf([...wanted.values()]) }); // prettier-ignore
    // Everything at rest: what is settled has the labels of the tool.
    const tasks = await until(async () => {
      const all = await tasksOf(app.owner, batchId);
      return all.every(({ state, submissions }) => state === 'SETTLED' || !submissions.some((one: any) => one.state === 'COUNTED')) && all; // prettier-ignore
    });
    for (const task of tasks.filter(({ state }) => state === 'SETTLED'))
      expect(task.result.labels).toEqual(task.submissions.find((one: any) => one.state === 'COUNTED').labels);
  }, 60_000);

  it('gold goes the way of any work: what the tool is told and what comes of it say nothing of it', async () => {
    const ann = await person(app, ['ANNOTATOR'], (await app.owner.run(`{ teams { nodes { id } } }`)).teams.nodes[0].id);
    const goldBatch = await batch(app.owner, projectId, 'Known');
    await importItems(app.owner, goldBatch, [{ externalKey: 'known', data: { fileName: 'k.png', width: 100, height: 100 } }]); // prettier-ignore
    await ask(app.owner, 'addGold', 'AddGoldInput', { batchId: goldBatch, items: [{ externalKey: 'known', labels: animal('cat') }], reason: 'sure' }, 'id'); // prettier-ignore
    const workBatch = await batch(app.owner, projectId, 'Work');
    await importItems(app.owner, workBatch, [{ externalKey: 'work', data: { fileName: 'w.png', width: 100, height: 100 } }]); // prettier-ignore
    await open(app.owner, workBatch);
    await asApplication(
      app,
      (client, organizationId) =>
      client.query(`SELECT offer_gold($1, $2, $3, (SELECT id FROM task WHERE external_key = 'known'), $4, 1)`, [organizationId, rowId(projectId), rowId(workBatch), rowId(ann.id)]), // prettier-ignore
    );
    const told: Record<string, string[]> = {};
    const rows: Record<string, unknown> = {};
    for (const [name, option, other] of [
      ['gold', 'dog', 'cat'],
      ['work', 'cat', 'dog'],
    ] as const) {
      const before = askable.asked.length;
      const held = await claim(ann, { batchId: workBatch });
      const { url } = await handOff(ann, held.id);
      const work = await fetch(`${app.url}/hand-off`, { headers: { authorization: `Bearer ${new URL(url).hash.slice(7).split('&')[0]}` } }); // prettier-ignore
      told[name] = Object.keys((await work.json()) as object);
      const send = (type: string, version: number, labels?: unknown) =>
        post(app, tool.hookPath, signed(tool.secret, message(type, held.id, { version, labels })));
      const entry = (labels: unknown) =>
        until(async () => {
          const found = (await ledger(app.owner, tool.id)).find((one) => one.assignmentId === held.id);
          return (
            found?.musterSays === 'SUBMITTED' && JSON.stringify(found.toolLabels) === JSON.stringify(labels) && found
          );
        });
      await send('task.submitted', 1, animal(option));
      await entry(animal(option));
      await send('annotation.revised', 2, animal(other));
      const { assignmentId: _id, item: _item, toolLabels: _labels, ...rest } = await entry(animal(other));
      rows[name] = rest;
      told[`asked for ${name}`] = askable.asked.slice(before).map((path) => path.replace(held.id, 'ITEM'));
      const [kept] = await asApplication(app, async (client) =>
        (await client.query(`SELECT array_agg(s.state ORDER BY s.id) AS states FROM submission s WHERE s.assignment_id = $1`, [rowId(held.id)])).rows); // prettier-ignore
      expect(kept.states).toEqual(['VOID', name === 'gold' ? 'GOLD' : 'COUNTED']);
    }
    expect(told['gold']).toEqual(told['work']);
    expect(told['asked for gold']).toEqual(told['asked for work']);
    expect(rows['gold']).toEqual(rows['work']);
    // The answer that holds is the one that was compared.
    const exposure = await until(async () => {
      const [row] = await asApplication(app, async (client) =>
        (await client.query(`SELECT e.is_right FROM gold_exposure e JOIN submission s ON s.id = e.submission_id WHERE e.member_id = $1 AND s.state = 'GOLD'`, [rowId(ann.id)])).rows); // prettier-ignore
      return row;
    });
    expect(exposure.is_right).toBe(true);
    expect(await discrepancies(app)).toEqual([]);
  }, 60_000);
});

function countOf(ends: { state: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of ends) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
