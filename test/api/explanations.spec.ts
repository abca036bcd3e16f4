import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, ask, claim, openBatchOf, project, skip, submit, tasksOf } from '../factories/work.js';

const nextFields = `memberName summary stages isSearchUnfinished
  held { task { externalKey projectName } stage isOver }
  candidates { place task { id externalKey batchName } stage because message }
  projects { projectId projectName tasks seats bindingFilter reason message filters { filter tasks seats isMore message } }`;
const taskFields = `summary waitsFor state task { externalKey projectName } taken { stage seat state memberName leaseExpiresAt submittedAt }
  free { stage seats keptForMemberName people mayTake filters { filter people } standings { memberId memberName filter message } }`;

describe('a lead asks why', () => {
  let app: TestApp;
  let [lead, ann, ben, rita, stranger]: Caller[] = [];
  let teamId: string;
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    app = await startApp({ LEASE_SWEEP_SECONDS: '3600' });
    teamId = await team(app);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId, memberId: lead.id }); // prettier-ignore
    [ann, ben, rita] = [
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['REVIEWER'], teamId),
    ];
    stranger = await person(app, ['ANNOTATOR'], await team(app, 'Elsewhere'));
    ({ batchId, projectId } = await openBatchOf(app, teamId, 5, { project: { policy: { overlap: 2 } } }));
  });
  afterAll(() => app.stop());

  const explainNext = async (memberId: string, by = lead!, more = {}) =>
    (
      await by.run(
        `query ($memberId: ID!, $projectId: ID, $stage: Stage) { explainNextTask(memberId: $memberId, projectId: $projectId, stage: $stage) { ${nextFields} } }`,
        { memberId, ...more },
      )
    ).explainNextTask;
  const explainTask = async (key: string, by = lead!) => {
    const { id } = (await tasksOf(app.owner, batchId)).find((task) => task.externalKey === key);
    return (await by.run(`query ($id: ID!) { explainTask(taskId: $id) { ${taskFields} } }`, { id })).explainTask;
  };
  const standingOf = (explained: any, who: Caller) =>
    explained.free[0].standings.find((one: any) => one.memberId === who.id);

  it('hears which task somebody would get, in which order, and it is the one that they get', async () => {
    const explained = await explainNext(ann!.id);
    expect(explained).toMatchObject({ stages: ['ANNOTATE', 'REWORK'], held: [], isSearchUnfinished: false });
    expect(explained.candidates.map((one: any) => [one.place, one.task.externalKey])).toEqual(
      [1, 2, 3, 4, 5].map((place) => [place, `item-${place}`]),
    );
    expect(explained.candidates[0]).toMatchObject({ because: 'NEXT_IN_LINE', stage: 'ANNOTATE' });
    expect(explained.projects).toMatchObject([{ tasks: 5, seats: 10, bindingFilter: null, reason: null }]);
    expect(explained.projects[0].filters.map((step: any) => [step.filter, step.tasks, step.seats])).toEqual(
      ['STAGE', 'TEAM', 'BATCH_OPEN', 'NOT_PAUSED', 'NOT_ON_BREAK', 'IN_SHIFT', 'GUIDELINES_READ', 'SKILLED', 'QUALIFIED', 'UNDER_CAP', 'FITTING'].map((filter) => [filter, 5, 10]), // prettier-ignore
    );
    expect(explained.summary).toContain('would get item-1 (annotation)');
    const got = await claim(ann!);
    expect(got.item.data.fileName).toBe('1.png');
    const after = await explainNext(ann!.id);
    expect(after.held).toMatchObject([{ task: { externalKey: 'item-1' }, stage: 'ANNOTATE', isOver: false }]);
    expect(after.summary).toContain('holds a task');
    await submit(ann!, got, animal('cat'));
  });

  it('hears who has a task, who may have it, and who may not and why', async () => {
    const explained = await explainTask('item-1');
    expect(explained).toMatchObject({ state: 'OPEN', waitsFor: 'NEXT_CLAIM' });
    expect(explained.taken).toMatchObject([{ stage: 'ANNOTATE', seat: 1, state: 'SUBMITTED', leaseExpiresAt: null }]);
    expect(explained.free).toMatchObject([{ stage: 'ANNOTATE', seats: 1, people: 4, mayTake: 1 }]);
    expect(standingOf(explained, ben!)).toMatchObject({ filter: null, message: null });
    expect(standingOf(explained, ann!)).toMatchObject({ filter: 'FITTING', message: 'They answered it (annotation).' });
    expect(standingOf(explained, rita!)).toMatchObject({ filter: 'STAGE', message: 'Annotation is for annotators.' });
    expect(standingOf(explained, stranger!)).toBeUndefined();
    expect(explained.free[0].filters.at(-1)).toEqual({ filter: 'FITTING', people: 1 });
    expect(explained.summary).toBe('A seat of annotation is free: 1 person may take it.');
  });

  it('reads the reason of a pause, a skip and a push in both explanations', async () => {
    await ask(
      app.owner,
      'pauseMember',
      'PauseMemberInput',
      { memberId: ben!.id, projectId, reason: 'Rest.' },
      'reason',
    );
    const paused = await explainNext(ben!.id);
    expect(paused.projects).toMatchObject([{ bindingFilter: 'NOT_PAUSED', reason: 'PAUSED' }]);
    expect(paused.projects[0].message).toContain('“Rest.”');
    expect(paused.summary).toContain('“Rest.”');
    const refused = await claim(ben!);
    expect(refused.reasons).toMatchObject([{ reason: 'PAUSED' }]);
    const waiting = await explainTask('item-1');
    expect(waiting.waitsFor).toBe('ELIGIBLE_PEOPLE');
    expect(waiting.summary).toContain('paused: 1');
    expect(standingOf(waiting, ben!)).toMatchObject({ filter: 'NOT_PAUSED', message: expect.stringContaining('“Rest.”') }); // prettier-ignore
    await app.owner.run(`mutation ($memberId: ID!, $projectId: ID!) { resumeMember(memberId: $memberId, projectId: $projectId) { __typename } }`, { memberId: ben!.id, projectId }); // prettier-ignore

    const second = await claim(ann!);
    await skip(ann!, second, 'All black.');
    expect(standingOf(await explainTask('item-2'), ann!)).toMatchObject({ message: 'They skipped it: “All black.”.' });

    const { id } = (await tasksOf(app.owner, batchId)).find((task) => task.externalKey === 'item-5');
    await ask(lead!, 'assignTask', 'AssignTaskInput', { taskId: id, memberId: ben!.id, reason: 'Hers.' }, '__typename');
    expect((await explainNext(ben!.id)).candidates[0]).toMatchObject({ task: { id }, because: 'PUSHED' });
    const pushed = await explainTask('item-5');
    expect(pushed.free.map((one: any) => one.keptForMemberName).filter(Boolean)).toHaveLength(1);
    expect((await claim(ben!)).item.data.fileName).toBe('5.png');
  });

  it('hears when nothing fits, per filter, and of a batch that is paused', async () => {
    expect((await explainNext(rita!.id)).projects).toMatchObject([{ bindingFilter: 'STAGE', reason: 'NO_OPEN_SLOT' }]);
    await app.owner.run(`mutation ($id: ID!) { pauseBatch(batchId: $id) { __typename } }`, { id: batchId });
    expect((await explainNext(ann!.id)).projects).toMatchObject([{ bindingFilter: 'BATCH_OPEN', reason: 'NO_OPEN_BATCH' }]); // prettier-ignore
    expect(await explainTask('item-3')).toMatchObject({ waitsFor: 'BATCH', summary: '“Batch 1” is paused: nothing of it is handed out.' }); // prettier-ignore
    await app.owner.run(`mutation ($id: ID!) { openBatch(batchId: $id) { __typename } }`, { id: batchId });
    await app.owner.run(`mutation ($input: NamedTasksInput!) { cancelTasks(input: $input) { id } }`, { input: { batchId, externalKeys: ['item-4'], reason: 'Twice.' } }); // prettier-ignore
    expect(await explainTask('item-4')).toMatchObject({ waitsFor: 'NOTHING', state: 'CANCELLED', free: [] });
  });

  it('is told of their own people and projects only', async () => {
    const codeOf = async (by: Caller, query: string, variables: Record<string, unknown>) =>
      (await by.send(query, variables)).errors?.[0]?.extensions.code;
    const ofMember = `query ($id: ID!) { explainNextTask(memberId: $id) { summary } }`;
    const ofTask = `query ($id: ID!) { explainTask(taskId: $id) { summary } }`;
    expect(await codeOf(lead!, ofMember, { id: stranger!.id })).toBe('NOT_FOUND');
    expect(await codeOf(ann!, ofMember, { id: ann!.id })).toBe('FORBIDDEN');
    const elsewhere = await team(app, 'A third');
    const other = await openBatchOf(app, elsewhere, 1, { project: { name: 'Foreign' } });
    const [foreign] = await tasksOf(app.owner, other.batchId);
    expect(await codeOf(lead!, ofTask, { id: foreign.id })).toBe('NOT_FOUND');
    expect((await explainNext(stranger!.id, app.owner)).summary).toMatch(/^Nothing for /);
    // A person of two teams gets work that this lead may not see: its place is told, not its name.
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId) { id } }`, { teamId: elsewhere, memberId: rita!.id }); // prettier-ignore
    const secret = await project(app.owner, elsewhere, { name: 'Secret' });
    expect(JSON.stringify(await explainNext(rita!.id))).not.toContain(secret);
  });
});
