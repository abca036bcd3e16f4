import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { batch, claim, importItems, items, open, project, submit, until } from '../factories/work.js';

const labelSchema = {
  classes: [
    { name: 'Lung', kind: 'BOX' },
    { name: 'Heart', kind: 'BOX' },
  ],
  fields: [{ name: 'view', kind: 'CHOICE', options: ['PA', 'AP'] }],
};
const box = (name: string, x: number, width = 10) => ({ kind: 'BOX', class: name, x, y: 0, width, height: 10 });
const view = (option: string) => ({ kind: 'CHOICE', field: 'view', option });

let app: TestApp;
let teamId: string;
let ann: Caller;
let ben: Caller;
let rita: Caller;
let lead: Caller;

beforeAll(async () => {
  app = await startApp();
  teamId = await team(app);
  [ann, ben] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
  rita = await person(app, ['REVIEWER'], teamId);
  lead = await person(app, ['TEAM_LEAD']);
  await app.owner.run(
    `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
    { teamId, memberId: lead.id },
  );
});
afterAll(() => app.stop());

const share = '{ count n share interval }';
const fields = `key label tasks predictions unchanged ${share} corrected ${share} removed ${share} added ${share} renamed smallNote
  iou { n tasks mean interval median p10 }`;
const corrections = async (by: Caller, projectId: string, grouping = 'NONE', filter?: object) =>
  (
    await by.run(
      `query ($projectId: ID!, $by: CorrectionGrouping!, $filter: ModelCorrectionsFilterInput) {
         modelCorrections(projectId: $projectId, by: $by, filter: $filter) { rows { ${fields} } csv definition } }`,
      { projectId, by: grouping, filter },
    )
  ).modelCorrections;
const settled = (batchId: string, count: number) =>
  until(async () => {
    const { tasks } = await app.owner.run(`query ($id: ID!) { tasks(batchId: $id, state: SETTLED) { totalCount } }`, { id: batchId }); // prettier-ignore
    return tasks.totalCount === count;
  });
const counted = (projectId: string, tasks: number) =>
  until(async () => (await corrections(app.owner, projectId)).rows[0]?.tasks === tasks);

describe('what people change of what a model predicts', () => {
  it('comes to the same figures as by hand', async () => {
    const policy = { overlap: 2, maximumOverlap: 2 };
    const projectId = await project(app.owner, teamId, { name: 'Measured', labelSchema, policy });
    const batchId = await batch(app.owner, projectId);
    const predicted = [
      [box('Lung', 0), box('Lung', 40), view('PA')],
      [box('Lung', 0), box('Heart', 20)],
      [box('Lung', 0)],
    ];
    const answers = [
      // the first is kept, the second is moved by one of ten (IoU 9/11), the view is corrected
      [box('Lung', 0), box('Lung', 41), view('AP')],
      // a lung that is a heart (IoU 1), a heart that is none, a heart that was missed
      [box('Heart', 0), box('Heart', 60)],
      // moved by five of ten (IoU 5/15)
      [box('Lung', 5)],
    ];
    const named = [{ model: 'lungs', modelVersion: '2' }, { model: 'lungs', modelVersion: '3' }, {}];
    const imported = items(3).map((item, at) => ({ ...item, labels: predicted[at], ...named[at] }));
    expect(await importItems(app.owner, batchId, imported, 'PRELABEL')).toMatchObject({ created: 3 });
    await open(app.owner, batchId);
    for (const by of [ann, ben])
      for (let task = 0; task < 3; task += 1) {
        const held = await claim(by, { batchId });
        const at = imported.findIndex(({ data }) => data.fileName === held.item.data.fileName);
        expect(held.item.prelabels).toEqual(predicted[at]);
        await submit(by, held, answers[at]);
      }
    await settled(batchId, 3);
    await counted(projectId, 3);

    const { rows, csv } = await corrections(app.owner, projectId);
    expect(rows).toEqual([
      {
        key: 'ALL',
        label: 'All',
        tasks: 3,
        predictions: 6,
        unchanged: { count: 1, n: 6, share: expect.closeTo(1 / 6, 9), interval: [expect.closeTo(0.0301, 3), expect.closeTo(0.5635, 3)] }, // prettier-ignore
        corrected: { count: 4, n: 6, share: expect.closeTo(4 / 6, 9), interval: expect.any(Array) },
        removed: { count: 1, n: 6, share: expect.closeTo(1 / 6, 9), interval: expect.any(Array) },
        // of the six that settled
        added: { count: 1, n: 6, share: expect.closeTo(1 / 6, 9), interval: expect.any(Array) },
        renamed: 1,
        smallNote: 'Only 3 tasks: the figures may be far from what holds in the long run.',
        iou: {
          n: 4,
          tasks: 3,
          // 1, 9/11, 1, 5/15
          mean: expect.closeTo((1 + 9 / 11 + 1 + 5 / 15) / 4, 9),
          interval: [expect.any(Number), 1],
          median: expect.closeTo((9 / 11 + 1) / 2, 9),
          p10: expect.closeTo(5 / 15 + 0.3 * (9 / 11 - 5 / 15), 9),
        },
      },
    ]);
    const byClass = (await corrections(app.owner, projectId, 'CLASS')).rows;
    expect(byClass.map((row: any) => [row.key, row.predictions, row.unchanged.count, row.corrected.count, row.removed.count, row.added.count, row.renamed, row.iou?.n ?? null])).toEqual([
      ['Heart', 1, 0, 0, 1, 1, 0, null],
      ['Lung', 4, 1, 3, 0, 0, 1, 4],
      ['view', 1, 0, 1, 0, 0, 0, null],
    ]); // prettier-ignore
    const lungs = (await corrections(app.owner, projectId, 'NONE', { classes: ['Lung'] })).rows[0];
    expect(lungs).toMatchObject({ predictions: 4, iou: { median: expect.closeTo((9 / 11 + 1) / 2, 9) } });
    const byModel = (await corrections(app.owner, projectId, 'MODEL')).rows;
    expect(byModel.map((row: any) => [row.label, row.tasks, row.predictions])).toEqual([
      ['Not named', 1, 1],
      ['lungs 2', 1, 3],
      ['lungs 3', 1, 2],
    ]);
    const version = { models: ['lungs'], modelVersions: ['3'] };
    expect((await corrections(app.owner, projectId, 'NONE', version)).rows).toMatchObject([{ tasks: 1, renamed: 1 }]);
    expect((await corrections(app.owner, projectId, 'BATCH')).rows).toMatchObject([{ key: batchId, label: 'Batch 1', tasks: 3 }]); // prettier-ignore
    expect((await corrections(app.owner, projectId, 'NONE', { from: '2035-01-01T00:00:00Z' })).rows).toEqual([]);
    expect(csv.split('\r\n')[0]).toMatch(/^key,label,tasks,predictions,unchanged,unchanged share/);
    expect(csv.split('\r\n')[1]).toMatch(/^ALL,All,3,6,1,0\.1667,/);

    // Leads read it where they lead; who works does not, and neither does a lead of another team.
    expect((await corrections(lead, projectId)).rows).toMatchObject([{ tasks: 3 }]);
    const stranger = await person(app, ['TEAM_LEAD'], await team(app, 'Others'));
    const asked = `query ($id: ID!) { modelCorrections(projectId: $id) { rows { key } } }`;
    expect((await stranger.send(asked, { id: projectId })).errors![0]!.extensions.code).toBe('NOT_FOUND');
    for (const by of [ann, rita]) expect((await by.send(asked, { id: projectId })).errors![0]!.extensions.code).toBe('FORBIDDEN'); // prettier-ignore

    // An answer that does not hold any more takes its task out, and the next one brings it back.
    await app.owner.run(`mutation ($input: RequeueTasksInput!) { requeueTasks(input: $input) { id } }`, {
      input: { batchId, externalKeys: ['item-3'], reason: 'The wrong picture.' },
    });
    expect((await corrections(app.owner, projectId)).rows).toMatchObject([{ tasks: 2, predictions: 5 }]);
    for (const by of [ann, ben]) await submit(by, await claim(by, { batchId }), predicted[2]);
    await counted(projectId, 3);
    expect((await corrections(app.owner, projectId)).rows).toMatchObject([{ predictions: 6, unchanged: { count: 2 } }]);
  });
});
