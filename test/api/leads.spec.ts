import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, ask, claim, openBatchOf, submit, tasksOf } from '../factories/work.js';
import { letLeasesEnd } from '../factories/time.js';

const moved = '... on Task { state } ... on Problem { code message }';
const held = (one: { id: string; token: string }) => ({ assignmentId: one.id, token: one.token });

describe('a lead moves people’s work around', () => {
  let app: TestApp;
  let [lead, ann, ben, cem]: Caller[] = [];
  let teamId: string;
  let batchId: string;
  let projectId: string;

  beforeAll(async () => {
    app = await startApp({ LEASE_SWEEP_SECONDS: '3600' });
    teamId = await team(app);
    lead = await person(app, ['TEAM_LEAD'], teamId);
    [ann, ben, cem] = [
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
    ];
    ({ batchId, projectId } = await openBatchOf(app, teamId, 5, { project: { policy: { overlap: 2 } } }));
  });
  afterAll(() => app.stop());

  const assign = (taskId: string, memberId: string | null) =>
    ask(lead!, 'assignTask', 'AssignTaskInput', { taskId, memberId, reason: 'She knows this patient.' }, moved);
  const taskOf = async (key: string) => (await tasksOf(app.owner, batchId)).find((task) => task.externalKey === key);

  it('pushes a task to a person: it comes before everything else of theirs, and nobody else gets that seat', async () => {
    const last = await taskOf('item-5');
    expect(await assign(last.id, ann!.id)).toMatchObject({ __typename: 'Task' });
    const got = await claim(ann!);
    expect(got.item.data.fileName).toBe('5.png');
    expect(await submit(ann!, got, animal('cat'))).toMatchObject({ __typename: 'SubmissionCounted' });
    expect(await assign(last.id, ann!.id)).toMatchObject({ code: 'NOT_ELIGIBLE' });
    expect(await assign(last.id, lead!.id)).toMatchObject({
      code: 'NOT_ELIGIBLE',
      message: expect.stringContaining('ANNOTATOR'),
    });
  });

  it('takes a push back: the seat is everybody’s again', async () => {
    const last = await taskOf('item-5');
    await assign(last.id, ben!.id);
    expect(await assign(last.id, null)).toMatchObject({ __typename: 'Task' });
    expect(await assign(last.id, null)).toMatchObject({ code: 'NO_FREE_SEAT' });
    expect((await claim(cem!)).item.data.fileName).toBe('5.png'); // what came back goes first
  });

  it('hands a started task over with its draft, and the first person cannot write any more', async () => {
    const started = await claim(ben!);
    await ask(ben!, 'saveDraft', 'SaveDraftInput', { ...held(started), draft: { half: 'done' } }, '');
    const input = { assignmentId: started.id, toMemberId: ann!.id, reason: 'Shift ends.' };
    expect(await ask(lead!, 'handOver', 'HandOverInput', input, moved)).toMatchObject({ __typename: 'Task' });
    expect(await submit(ben!, started, animal('dog'))).toMatchObject({ code: 'LEASE_LOST' });
    const { claimTask } = await ann!.run(
      `mutation { claimTask { ... on Assignment { id token draft item { data } } } }`,
    );
    expect(claimTask).toMatchObject({ draft: { half: 'done' }, item: started.item && { data: started.item.data } });
    expect((await claim(ben!)).item.data).not.toEqual(started.item.data);
    expect(await ask(lead!, 'handOver', 'HandOverInput', input, moved)).toMatchObject({ code: 'NOT_HELD' });
  });

  it('takes a hand-over back while nobody has come for it: the first person finds their own draft', async () => {
    const dan = await person(app, ['ANNOTATOR'], teamId);
    const started = await claim(dan);
    await ask(dan, 'saveDraft', 'SaveDraftInput', { ...held(started), draft: { mine: 1 } }, '');
    const { id: taskId } = await taskOf(`item-${parseInt(started.item.data.fileName)}`);
    const back = { taskId, memberId: dan.id, fromMemberId: cem!.id, reason: 'A mistake.' };
    const takeBack = () => ask(lead!, 'assignTask', 'AssignTaskInput', back, moved);
    const input = { assignmentId: started.id, toMemberId: cem!.id, reason: 'Shift ends.' };
    expect(await takeBack()).toMatchObject({ code: 'NO_FREE_SEAT' }); // another seat is free, but none of Cem's
    expect(await ask(lead!, 'handOver', 'HandOverInput', input, moved)).toMatchObject({ __typename: 'Task' });
    expect(await takeBack()).toMatchObject({ __typename: 'Task' });
    const { claimTask } = await dan.run(`mutation { claimTask { ... on Assignment { id draft item { data } } } }`);
    expect(claimTask).toMatchObject({ draft: { mine: 1 }, item: { data: started.item.data } });
    expect(await takeBack()).toMatchObject({ code: 'NO_FREE_SEAT' });
  });

  it('revokes a hold: the seat goes to others first, never back to who held it', async () => {
    const one = await claim(cem!);
    const input = { assignmentId: one.id, reason: 'Went home.' };
    expect(await ask(lead!, 'revokeAssignment', 'RevokeAssignmentInput', input, moved)).toMatchObject({
      state: 'OPEN',
    });
    expect((await claim(cem!)).item.data).not.toEqual(one.item.data);
    expect(await submit(cem!, one, animal('cat'))).toMatchObject({ code: 'LEASE_LOST' });
  });

  it('counts a late answer that was kept aside, once a seat is free for it', async () => {
    const dan = await person(app, ['ANNOTATOR'], teamId);
    const eve = await person(app, ['ANNOTATOR'], teamId);
    const { batchId: own } = await openBatchOf(app, teamId, 1, { project: { name: 'Late', policy: { overlap: 1 } } });
    const late = await claim(dan, { batchId: own });
    await letLeasesEnd(app);
    await claim(eve, { batchId: own });
    expect(await submit(dan, late, animal('cat'))).toMatchObject({ __typename: 'SubmissionQuarantined' });
    const { quarantine } = await lead!.run(
      `query ($batchId: ID!) { quarantine(batchId: $batchId) { totalCount nodes { id memberName labels isLate } } }`,
      { batchId: own },
    );
    expect(quarantine).toMatchObject({ totalCount: 1, nodes: [{ isLate: true, labels: animal('cat') }] });
    const input = { submissionId: quarantine.nodes[0].id, reason: 'It is good.' };
    const count = () => ask(lead!, 'countAnswer', 'CountAnswerInput', input, moved);
    expect(await count()).toMatchObject({ code: 'NO_FREE_SEAT' });
    await letLeasesEnd(app);
    expect(await count()).toMatchObject({ __typename: 'Task', state: 'ANSWERED' });
    expect((await claim(eve, { batchId: own })).__typename).toBe('QueueEmpty');
  });

  it('is nobody’s business outside the team', async () => {
    const stranger = await person(app, ['TEAM_LEAD'], await team(app, 'Others'));
    const task = await taskOf('item-1');
    const answer = await stranger.send(
      `mutation ($input: AssignTaskInput!) { assignTask(input: $input) { __typename } }`,
      { input: { taskId: task.id, memberId: ann!.id, reason: 'Mine.' } },
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(projectId).toBeDefined();
  });
});
