import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { batch, catOrDog, claim, importItems, open, project, tasksOf } from '../factories/work.js';

describe('what the pages of managers and administrators rest on', () => {
  let app: TestApp;
  let [manager, lead, ann]: Caller[] = [];
  let teamId: string;
  let taskId: string;
  let projectId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER']);
    lead = await person(app, ['TEAM_LEAD'], teamId);
    ann = await person(app, ['ANNOTATOR'], teamId);
    const labelSchema = { ...catOrDog, classes: [{ name: 'Cat', kind: 'BOX', colour: '#ff8800' }] };
    projectId = await project(app.owner, teamId, { labelSchema });
    const body = await sharp({ create: { width: 4, height: 3, channels: 3, background: 'grey' } })
      .png()
      .toBuffer();
    await fetch(`${app.url}/media?projectId=${projectId}&name=a.png`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.owner.token}`, 'content-type': 'image/png' },
      body: new Uint8Array(body),
    });
    const batchId = await batch(app.owner, projectId);
    await importItems(app.owner, batchId, [{ externalKey: 'a', data: { fileName: 'a.png' } }, { externalKey: 'b', data: { text: 'no picture' } }]); // prettier-ignore
    await open(app.owner, batchId);
    taskId = (await tasksOf(app.owner, batchId)).find(({ externalKey }) => externalKey === 'a').id;
  });
  afterAll(() => app.stop());

  const pictureFor = async (by: Caller): Promise<string | null> =>
    (await by.run(`query ($id: ID!) { task(id: $id) { mediaUrl } }`, { id: taskId })).task.mediaUrl;

  it('a task shows its picture to whoever may read tasks, by a link that is theirs and ends', async () => {
    const url = (await pictureFor(manager!))!;
    const picture = await fetch(app.url + url);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    const { searchParams } = new URL(url, app.url);
    expect(searchParams.get('scope')).not.toBe(new URL((await pictureFor(lead!))!, app.url).searchParams.get('scope'));
    const seconds = Number(searchParams.get('expires')) - Date.now() / 1000;
    expect(seconds).toBeGreaterThan(14 * 60);
    expect(seconds).toBeLessThan(31 * 60);
    const longer = url.replace(/expires=\d+/, `expires=${Number(searchParams.get('expires')) + 1}`);
    expect((await fetch(app.url + longer)).status).toBe(403);
  });

  it('never to somebody who works: theirs comes with the assignment', async () => {
    const { errors } = await ann!.send(`query ($id: ID!) { task(id: $id) { mediaUrl } }`, { id: taskId });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await claim(ann!)).__typename).toBe('Assignment');
  });

  it('when somebody was last seen is told to administrators and managers, and to themselves', async () => {
    const seen = async (by: Caller) =>
      new Map(
        (await by.run(`{ teams { nodes { members { member { id lastSeenAt } } } } }`)).teams.nodes
          .flatMap((one: any) => one.members)
          .map(({ member }: any) => [member.id, member.lastSeenAt]),
      );
    const byOwner = await seen(app.owner);
    expect(Date.now() - new Date(byOwner.get(ann!.id) as string).getTime()).toBeLessThan(10 * 60_000);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: lead!.id },
    );
    const byLead = await seen(lead!);
    expect(byLead.has(ann!.id)).toBe(true);
    expect(byLead.get(ann!.id)).toBeNull();
    expect(byLead.get(lead!.id)).not.toBeNull();
    expect((await ann!.run(`{ me { lastSeenAt } }`)).me.lastSeenAt).not.toBeNull();
  });

  it('the teams of a person are told to whoever sees them: to leads only their own', async () => {
    await app.owner.run(`mutation ($id: ID!, $of: ID!) { addTeamMember(teamId: $id, memberId: $of) { id } }`, {
      id: await team(app, 'Another'),
      of: ann!.id,
    });
    const teamsOf = async (by: Caller, memberId: string) => {
      const { teams } = await by.run(`query ($of: ID!) { teams(memberId: $of, first: 1) { totalCount nodes { id } } }`, { of: memberId }); // prettier-ignore
      return [teams.totalCount, teams.nodes.map(({ id }: { id: string }) => id)];
    };
    expect(await teamsOf(app.owner, ann!.id)).toEqual([2, [teamId]]);
    expect(await teamsOf(lead!, ann!.id)).toEqual([1, [teamId]]);
    expect(await teamsOf(lead!, manager!.id)).toEqual([0, []]);
  });

  it('roles change with a reason that the log keeps', async () => {
    await app.owner.run(
      `mutation ($id: ID!) { setRoles(memberId: $id, roles: [ANNOTATOR, REVIEWER], reason: "She reviews since May.") { __typename } }`,
      { id: ann!.id },
    );
    const { changeLog } = await app.owner.run(
      `query ($id: ID!) { changeLog(subjectId: $id, first: 1) { nodes { action reason detail } } }`,
      { id: ann!.id },
    );
    expect(changeLog.nodes[0]).toMatchObject({ action: 'member:roles', reason: 'She reviews since May.' });
    const { errors } = await app.owner.send(
      `mutation ($id: ID!) { setRoles(memberId: $id, roles: [ANNOTATOR], reason: "") { __typename } }`,
      { id: ann!.id },
    );
    expect(errors?.[0]?.extensions.fields).toMatchObject([{ path: 'reason' }]);
  });

  it('a policy changes with what it was and is, field by field', async () => {
    const { project: made } = await app.owner.run(`query ($id: ID!) { project(id: $id) { policy } }`, {
      id: projectId,
    });
    await app.owner.run(
      `mutation ($id: ID!, $policy: JSON!) { updateProjectPolicy(projectId: $id, policy: $policy, reason: "Two see more.") { __typename } }`,
      { id: projectId, policy: { ...made.policy, overlap: 2, maximumOverlap: 2, qualifiedStages: ['REVIEW'] } },
    );
    const { changeLog } = await app.owner.run(
      `query ($id: ID!) { changeLog(subjectId: $id, first: 1) { nodes { action reason policyVersion detail } } }`,
      { id: projectId },
    );
    const changes = {
      overlap: { from: 1, to: 2 },
      maximumOverlap: { from: 1, to: 2 },
      qualifiedStages: { from: [], to: ['REVIEW'] },
    };
    expect(changeLog.nodes).toEqual([
      { action: 'project:policy', reason: 'Two see more.', policyVersion: 2, detail: { changes } },
    ]);
  });

  it('the log names everything by the ids that the API takes', async () => {
    const closing = `mutation ($projectId: ID!, $teamId: ID!) { removeTeamFromProject(projectId: $projectId, teamId: $teamId) { id } }`;
    await app.owner.run(closing, { projectId, teamId });
    const { changeLog } = await app.owner.run(`{ changeLog(first: 100) { nodes { action subjectId detail } } }`);
    const told = changeLog.nodes.map((node: object) => JSON.stringify(node));
    expect(told.filter((one: string) => one.includes('task:import'))).toHaveLength(1);
    expect(told.filter((one: string) => one.includes(teamId) && one.includes('project:removeTeam'))).toHaveLength(1);
    expect(told.filter((one: string) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(one))).toEqual([]);
  });

  it('a connection without secrets may say so: null is nothing', async () => {
    const { createConnection } = await app.owner.run(
      `mutation ($input: CreateConnectionInput!) { createConnection(input: $input) { ... on CreatedConnection { signingSecret connection { hasApiSecret } } } }`,
      { input: { kind: 'GENERIC', name: 'Tool', settings: { workUrl: 'https://label.example/#{token}' }, apiSecret: null, signingSecret: null } }, // prettier-ignore
    );
    expect(createConnection).toEqual({
      signingSecret: expect.stringMatching(/^whsec_/),
      connection: { hasApiSecret: false },
    });
  });

  it('a class keeps its colour', async () => {
    const { projects } = await manager!.run(`{ projects { nodes { labelSchema } } }`);
    expect(projects.nodes[0].labelSchema.classes).toEqual([{ name: 'Cat', kind: 'BOX', colour: '#ff8800' }]);
  });
});
