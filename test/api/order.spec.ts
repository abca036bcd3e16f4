import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, discrepancies } from '../factories/time.js';
import {
  animal,
  batch,
  claim,
  giveBack,
  importItems,
  items,
  open,
  openBatchOf,
  project,
  rowId,
  submit,
} from '../factories/work.js';

describe('what comes next for a person', () => {
  let app: TestApp;
  let ann: Caller;
  let teamId: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    expect(await discrepancies(app)).toEqual([]);
    await app.stop();
  });
  /** Each story has people and projects of its own. */
  const newTeam = async (name: string) => {
    teamId = await team(app, name);
    ann = await person(app, ['ANNOTATOR'], teamId);
  };
  const openProject = async (name: string, count: number, policy: object, item: object = {}) => {
    const projectId = await project(app.owner, teamId, { name, policy });
    const batchId = await batch(app.owner, projectId);
    await importItems(app.owner, batchId, items(count, item));
    await open(app.owner, batchId);
    return { projectId, batchId };
  };
  const answerNext = async (input: object = {}) => {
    const one = await claim(ann, input);
    expect(one.__typename).toBe('Assignment');
    await submit(ann, one, animal('cat'));
    return one;
  };
  const prioritize = (batchId: string, priority: number, deadlineAt: string | null = null) =>
    app.owner.run(
      `mutation ($id: ID!, $priority: Int!, $deadlineAt: DateTime) { prioritizeBatch(batchId: $id, priority: $priority, deadlineAt: $deadlineAt) { __typename } }`,
      { id: batchId, priority, deadlineAt },
    );

  it('with several projects open: each gets its share of the turns, and none waits longer than the bound', async () => {
    await newTeam('Shares');
    const shares: Record<string, number> = { 'Share one': 1, 'Share two': 2, 'Share five': 5 };
    for (const [name, share] of Object.entries(shares)) await openProject(name, 60, { share });
    const served: string[] = [];
    for (let turn = 0; turn < 80; turn += 1) served.push((await answerNext()).projectName);
    const total = 8;
    for (const [name, share] of Object.entries(shares)) {
      const turns = served.flatMap((one, index) => (one === name ? [index] : []));
      // The share over the last 64 turns is exact to one turn; the first turns make up for the empty beginning.
      const last = turns.filter((turn) => turn >= 16).length;
      expect(Math.abs(last - (64 * share) / total)).toBeLessThanOrEqual(1);
      // docs/claim.md: at most total/share turns (rounded up) and one for each other project lie between two of one.
      const gaps = turns.slice(1).map((turn, index) => turn - turns[index]!);
      expect(Math.max(turns[0]! + 1, ...gaps)).toBeLessThanOrEqual(Math.ceil(total / share) + 2);
    }
  });

  it('a project that opens late is served within the next turns, however long the others have run', async () => {
    await newTeam('Late');
    await openProject('Early', 60, { share: 50 });
    for (let turn = 0; turn < 20; turn += 1) await answerNext();
    await openProject('Newcomer', 5, { share: 1 });
    expect((await answerNext()).projectName).toBe('Newcomer');
  });

  it('priority first, then the earliest deadline, then the oldest; changes count at the next claim', async () => {
    await newTeam('Order');
    const { projectId, batchId: first } = await openProject('Ordered', 3, {});
    const others: string[] = [];
    for (const name of ['Second', 'Third']) {
      const id = await batch(app.owner, projectId, name);
      await importItems(
        app.owner,
        id,
        items(3).map((item) => ({
          ...item,
          externalKey: `${name}-${item.externalKey}`,
          data: { fileName: name, width: 100, height: 100 },
        })),
      );
      await open(app.owner, id);
      others.push(id);
    }
    expect((await answerNext()).item.data.fileName).toBe('1.png');
    await prioritize(others[1]!, 0, '2031-01-01T00:00:00Z');
    expect((await answerNext()).item.data.fileName).toBe('Third');
    await prioritize(others[0]!, 0, '2030-06-01T00:00:00Z');
    expect((await answerNext()).item.data.fileName).toBe('Second');
    await prioritize(first, 5);
    expect((await answerNext()).item.data.fileName).toBe('2.png');
    await app.owner.run(`mutation ($id: ID!) { pauseBatch(batchId: $id) { __typename } }`, { id: first });
    expect((await answerNext()).item.data.fileName).toBe('Second');
  });

  it('what came back goes first', async () => {
    await newTeam('Returned');
    await openProject('Returned', 5, {});
    await answerNext();
    const one = await claim(ann);
    await giveBack(ann, one);
    const ben = await person(app, ['ANNOTATOR'], teamId);
    expect((await claim(ben)).item.data).toEqual(one.item.data);
  });

  it('items of the same group come together, unless the policy says otherwise', async () => {
    await newTeam('Groups');
    const groups = (name: string, isSticky: boolean) => async () => {
      const projectId = await project(app.owner, teamId, { name, policy: { isSticky } });
      const batchId = await batch(app.owner, projectId);
      const rows = items(6).map((item, index) => ({
        ...item,
        groupKey: `patient-${index % 3}`,
        data: { fileName: `patient-${index % 3}`, width: 100, height: 100 },
      }));
      await importItems(app.owner, batchId, rows);
      await open(app.owner, batchId);
      const order: string[] = [];
      for (let index = 0; index < 6; index += 1) order.push((await answerNext({ projectId })).item.data.fileName);
      return order.map((patient) => patient.at(-1)).join('');
    };
    expect(await groups('Sticky', true)()).toBe('001122');
    expect(await groups('Loose', false)()).toBe('012012');
  });

  it('several at once for tools that load ahead; the same key gives the same ones again', async () => {
    await newTeam('Ahead');
    const { batchId } = await openBatchOf(app, teamId, 4, { project: { name: 'Ahead' } });
    const many = async (count: number, key?: string) =>
      await ann.send(
        `mutation ($count: Int!, $input: ClaimTaskInput) { claimTasks(count: $count, input: $input) { __typename ... on AssignmentList { assignments { id token } } ... on Problem { code } } }`,
        { count, input: { batchId } },
        key ? { 'idempotency-key': key } : undefined,
      );
    const ids = (answer: any) => answer.data.claimTasks.assignments.map((one: { id: string }) => one.id);
    const first = ids(await many(2, 'load-1'));
    expect(new Set(first).size).toBe(2);
    expect(ids(await many(2, 'load-1'))).toEqual(first);
    const more = ids(await many(3));
    expect(more.slice(0, 2)).toEqual(first);
    expect(new Set(more).size).toBe(3);
    expect(ids(await many(20))).toHaveLength(4);
    expect((await many(21)).errors?.[0]?.extensions.fields).toEqual([
      { path: 'count', message: 'must be from 1 to 20' },
    ]);
  });

  it('heartbeats tell active, idle and away time', async () => {
    await newTeam('Time');
    await openProject('Timed', 1, {});
    const one = await claim(ann);
    const beat = async (seconds: number, activity: string) => {
      await asApplication(app, (client) =>
        client.query(`UPDATE assignment SET heartbeat_at = muster_now() - $2 * interval '1 second' WHERE id = $1`, [
          rowId(one.id),
          seconds,
        ]),
      );
      const { renewAssignment } = await ann.run(
        `mutation ($input: HeldAssignmentInput!, $activity: Activity) { renewAssignment(input: $input, activity: $activity) { ... on Assignment { activeSeconds idleSeconds awaySeconds } } }`,
        { input: { assignmentId: one.id, token: one.token }, activity },
      );
      return renewAssignment;
    };
    expect(await beat(60, 'ACTIVE')).toEqual({ activeSeconds: 60, idleSeconds: 0, awaySeconds: 0 });
    expect(await beat(400, 'ACTIVE')).toEqual({ activeSeconds: 360, idleSeconds: 100, awaySeconds: 0 });
    expect(await beat(30, 'IDLE')).toEqual({ activeSeconds: 360, idleSeconds: 130, awaySeconds: 0 });
    expect(await beat(900, 'AWAY')).toEqual({ activeSeconds: 360, idleSeconds: 130, awaySeconds: 900 });
  });
});
