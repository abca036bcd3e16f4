import { expect } from '@jest/globals';
import type { ToolApi } from '../../src/connectors/connector.types.js';
import { labelStudioConnector as connector } from '../../src/connectors/label-studio/label-studio.connector.js';
import { type Caller, startApp } from '../factories/app.js';
import { handOff, ledger, localTools } from '../factories/front-end.js';
import { person, team } from '../factories/people.js';
import { ask, batch, importItems, open, project, tasksOf, until } from '../factories/work.js';
import { httpApi } from '../conformance/fakes/http-api.js';
import { apiToken, type LabelStudioServer } from './label-studio-server.js';
import type { XRay } from './x-rays.js';

const labelConfig = `<View>
  <Image name="image" value="$image"/>
  <PolygonLabels name="lungs" toName="image"><Label value="Lung"/></PolygonLabels>
  <Choices name="view" toName="image" required="true"><Choice value="PA"/><Choice value="AP"/></Choices>
</View>`;
const labelSchema = {
  classes: [{ name: 'Lung', kind: 'POLYGON' }],
  fields: [{ name: 'view', kind: 'CHOICE', options: ['PA', 'AP'] }],
};
const slow = 120_000;

/**
 * Three people label eight X-rays in Label Studio. Its messages come to Muster, which settles what they agree on; then ten answers
 * are made of which no message comes, and a reconcile brings Muster to the same state.
 */
export async function story(server: LabelStudioServer, rays: readonly XRay[], pictures: string): Promise<void> {
  const app = await startApp({ LEASE_SWEEP_SECONDS: '3600', ...localTools });
  try {
    const api = httpApi(connector.addressOf({ url: server.url, project: 1 }, apiToken)!);
    const { id: labelStudioProject } = (await api.call('POST', '/api/projects/', { title: 'Story', label_config: labelConfig })) as { id: number }; // prettier-ignore
    const teamId = await team(app);
    const people = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)]; // prettier-ignore
    const projectId = await project(app.owner, teamId, { name: 'X-rays', labelSchema });
    const batchId = await batch(app.owner, projectId);
    const items = rays.map(({ name, size, lungs }) => ({ externalKey: name, data: { fileName: name, url: `${pictures}/${name}`, ...size }, labels: lungs, overlap: 3 })); // prettier-ignore
    expect(await importItems(app.owner, batchId, items, 'PRELABEL')).toMatchObject({
      created: rays.length,
      refused: 0,
    });
    await open(app.owner, batchId);

    // As docs/label-studio.md says: a connection, and the webhook that it names.
    const made = await ask(
      app.owner,
      'createConnection',
      'CreateConnectionInput',
      { kind: 'LABEL_STUDIO', name: 'Label Studio', projectIds: [projectId], settings: { url: server.url, project: labelStudioProject }, apiSecret: apiToken }, // prettier-ignore
      '... on CreatedConnection { connection { id hookPath } signingSecret } ... on Problem { code message }',
    );
    expect(made).toMatchObject({ __typename: 'CreatedConnection' });
    const connection: string = made.connection.id;
    const hook = (await api.call('POST', '/api/webhooks/', {
      project: labelStudioProject,
      url: app.url + made.connection.hookPath,
      send_payload: true,
      send_for_all_actions: true,
      headers: { Authorization: `Bearer ${made.signingSecret}` },
    })) as { id: number };

    // Everybody claims every picture, and is led into the tool.
    const held: { by: Caller; assignment: string; task: string }[] = [];
    for (const by of people) {
      const { claimTasks } = await by.run(`mutation { claimTasks(count: ${rays.length}) { ... on AssignmentList { assignments { id } } ... on Problem { code message } } }`); // prettier-ignore
      for (const { id } of claimTasks.assignments as { id: string }[]) {
        // On a busy machine Label Studio may take longer than Muster waits: then the person asks again.
        const led = await until(async () => {
          const answered = await handOff(by, id);
          return answered.state === 'PLACED' && answered;
        }, slow);
        expect(led.url).toContain(`/projects/${labelStudioProject}/data?task=`);
        held.push({ by, assignment: id, task: new URL(led.url).searchParams.get('task')! });
      }
    }
    expect([held.length, new Set(held.map(({ task }) => task)).size]).toEqual([3 * rays.length, 3 * rays.length]);

    const entry = async (assignment: string) => (await ledger(app.owner, connection)).find((one) => one.assignmentId === assignment); // prettier-ignore
    const says = (assignment: string, muster: string) =>
      until(async () => {
        const found = await entry(assignment);
        return found?.musterSays === muster && found;
      }, slow);
    const viewOf = (toolLabels: { field?: string; option?: string }[]) => toolLabels.find(({ field }) => field === 'view')?.option; // prettier-ignore
    const [heard, unheard] = [held.slice(0, -10), held.slice(-10)];

    // Fourteen answers are heard. One is changed, one is deleted and made again, one is skipped and then done.
    const parts = new Map<string, string>();
    for (const { task } of heard) parts.set(task, await annotate(api, task, 'PA'));
    for (const { assignment } of heard) await says(assignment, 'SUBMITTED');
    const [changed, deleted, skipped] = heard as [(typeof held)[0], (typeof held)[0], (typeof held)[0]];
    await api.call('PATCH', `/api/annotations/${parts.get(changed.task)}/`, {
      result: await resultOf(api, changed.task, 'AP'),
    });
    await api.call('DELETE', `/api/annotations/${parts.get(deleted.task)}/`);
    await api.call('PATCH', `/api/annotations/${parts.get(skipped.task)}/`, { was_cancelled: true });
    await until(async () => viewOf((await entry(changed.assignment)).toolLabels) === 'AP', slow);
    await says(deleted.assignment, 'ACTIVE');
    await says(skipped.assignment, 'SKIPPED');
    // Back again, so that all agree in the end.
    await api.call('PATCH', `/api/annotations/${parts.get(changed.task)}/`, {
      result: await resultOf(api, changed.task, 'PA'),
    });
    await annotate(api, deleted.task, 'PA');
    await api.call('PATCH', `/api/annotations/${parts.get(skipped.task)}/`, { was_cancelled: false });
    await until(async () => viewOf((await entry(changed.assignment)).toolLabels) === 'PA', slow);
    await says(deleted.assignment, 'SUBMITTED');
    await says(skipped.assignment, 'SUBMITTED');

    // Ten are made while no message comes.
    await api.call('PATCH', `/api/webhooks/${hook.id}/`, { is_active: false });
    for (const { task } of unheard) await annotate(api, task, 'PA');
    const before = (await ledger(app.owner, connection)).filter(({ musterSays }) => musterSays === 'ACTIVE');
    expect(before.map(({ assignmentId }) => assignmentId).sort()).toEqual(
      unheard.map(({ assignment }) => assignment).sort(),
    );
    const { reconcileConnection } = await app.owner.run(`mutation ($id: ID!) { reconcileConnection(connectionId: $id) { __typename ... on Reconciliation { read failed error } ... on Problem { code message } } }`, { id: connection }); // prettier-ignore
    expect(reconcileConnection).toMatchObject({ failed: 0, error: null });
    for (const { assignment } of unheard) await says(assignment, 'SUBMITTED');
    expect(await ledger(app.owner, connection, true)).toEqual([]);

    // Three answers to each picture, and what they agree on.
    const tasks = await until(async () => {
      const all = await tasksOf(app.owner, batchId);
      return all.every(({ state }) => state === 'SETTLED') && all;
    }, slow).catch(async () => {
      throw new Error(JSON.stringify((await tasksOf(app.owner, batchId)).map(({ state, submissions }) => [state, submissions.map((one: any) => one.state)]))); // prettier-ignore
    });
    const counted = tasks.map(({ submissions }) => submissions.filter(({ state }: { state: string }) => state === 'COUNTED').length); // prettier-ignore
    expect(counted).toEqual(rays.map(() => 3));
    for (const { externalKey, result } of tasks) {
      const ray = rays.find(({ name }) => name === externalKey)!;
      expect(result.labels).toContainEqual({ kind: 'CHOICE', field: 'view', option: 'PA' });
      expect(result.labels.filter(({ kind }: { kind: string }) => kind === 'POLYGON')).toHaveLength(ray.lungs.length);
    }
    process.stdout.write(`Label Studio: ${held.length} answers in Muster, ${reconcileConnection.read} items read by the reconcile, ${tasks.length} tasks settled\n`); // prettier-ignore
  } finally {
    await app.stop();
  }
}

const resultOf = async (api: ToolApi, task: string, view: string): Promise<object[]> => {
  const { predictions } = (await api.call('GET', `/api/tasks/${task}/`)) as { predictions: { result: object[] }[] };
  const choice = { id: 'view', from_name: 'view', to_name: 'image', type: 'choices', value: { choices: [view] } };
  return [...predictions[0]!.result, choice];
};

/** As a person who takes the lungs over and says from where the picture was taken. Answers the annotation's id. */
async function annotate(api: ToolApi, task: string, view: string): Promise<string> {
  const body = { result: await resultOf(api, task, view), lead_time: 20 };
  return String(((await api.call('POST', `/api/tasks/${task}/annotations/`, body)) as { id: number }).id);
}
