import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, Outbox } from '../../src/platform/index.js';
import { type NewEvidence, TrustService } from '../../src/quality/index.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, discrepancies } from '../factories/time.js';
import { animal, ask, batchState, claim, close, judge, openBatchOf, rowId, submit, tasksOf, until } from '../factories/work.js'; // prettier-ignore

const stretch = 'n rate interval';
const windowQuery = `query ($projectId: ID!, $memberId: ID!, $part: BlamedPart) { blameWindow(projectId: $projectId, memberId: $memberId, part: $part) {
  change { at earliest latest pValue before { ${stretch} } after { ${stretch} } } judged bar isBelowBar sentence
  risk { tasks decisive covered judged outOfReach isCapped } work { taskId externalKey batchId at standing }
  proposals { how tasks labels expectedErrors isCheapest sentence } } }`;

interface Work {
  id: string;
  task_id: string;
  member_id: string;
  created_at: Date;
}

describe('a person falls below the bar', () => {
  let app: TestApp;
  let [manager, lead, other, ann, ben, cem, rita, ron]: Caller[] = [];
  let teamId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId, memberId: lead.id }); // prettier-ignore
    other = await person(app, ['TEAM_LEAD'], teamId);
    [ann, ben, cem] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)]; // prettier-ignore
    [rita, ron] = [await person(app, ['REVIEWER'], teamId), await person(app, ['REVIEWER'], teamId)];
  }, 60_000);
  afterAll(() => app.stop());

  const organizationId = () => asApplication(app, async (_, id) => Promise.resolve(id));
  const rows = <Row>(sql: string, values: unknown[]) =>
    asApplication(app, async (db) => (await db.query(sql, values)).rows as Row[]);
  const worksOf = (by: Caller, projectId: string) =>
    rows<Work>(`SELECT * FROM submission WHERE member_id = $1 AND project_id = $2 ORDER BY created_at, id`, [rowId(by.id), rowId(projectId)]); // prettier-ignore
  const note = async (projectId: string, evidence: NewEvidence[]) => {
    const tenant = { organizationId: await organizationId() };
    const trust = app.server.app.get(TrustService);
    await app.server.app.get(Database).transact(tenant, (tx) => trust.note(tx, rowId(projectId), evidence));
  };
  const judged = ({ id, task_id, member_id, created_at }: Work, isRight: boolean, part: 'AUTHOR' | 'JUDGE' = 'AUTHOR'): NewEvidence => ({
    memberId: member_id, part, taskId: task_id, subjectId: id, source: 'AUDIT', isRight, at: created_at,
  }); // prettier-ignore
  const windowOf = async (by: Caller, projectId: string, member: Caller, part?: string) =>
    (await by.run(windowQuery, { projectId, memberId: member.id, part })).blameWindow;
  const recheck = (by: Caller, input: object) =>
    ask(by, 'recheckWork', 'RecheckWorkInput', { how: 'ASK_ONE_MORE', reason: 'Below the bar since Tuesday.', ...input }, 'tasks labels outOfReach'); // prettier-ignore
  const settled = (batchId: string, count: number) =>
    until(async () => {
      const { progress } = await batchState(app.owner, batchId);
      const found = progress.states.find(({ state }: { state: string }) => state === 'SETTLED');
      return found?.count === count;
    });
  const answerAll = async (by: Caller, projectId: string, count: number, option = 'cat') => {
    for (let at = 0; at < count; at += 1) await submit(by, await claim(by, { projectId }), animal(option));
  };

  describe('who answers alone', () => {
    let [projectId, batchId]: string[] = [];
    let works: Work[];
    let window: any;

    beforeAll(async () => {
      const policy = { trust: { bar: 0.9 } };
      ({ projectId, batchId } = await openBatchOf(app, teamId, 60, { project: { name: 'Alone', policy } }));
      await answerAll(ann!, projectId, 55);
      await answerAll(ben!, projectId, 5);
      await close(app.owner, batchId);
      await until(async () => (await batchState(app.owner, batchId!)).state === 'COMPLETED');
      works = await worksOf(ann!, projectId);
    }, 60_000);

    it('nothing is said before anything is judged, nor while right and wrong come as chance has it', async () => {
      expect(await windowOf(manager!, projectId!, ann!)).toMatchObject({ change: null, judged: 0, proposals: [], sentence: expect.stringContaining('judged yet') }); // prettier-ignore
      await note(projectId!, (await worksOf(ben!, projectId!)).map((work, at) => judged(work, at % 2 === 0))); // prettier-ignore
      expect(await windowOf(manager!, projectId!, ben!)).toMatchObject({ change: null, judged: 5, work: [], sentence: expect.stringContaining('3 of 5') }); // prettier-ignore
    });

    it('since when is found, with what rests on their work since and the cheapest way to look again', async () => {
      // Right until the 30th answer, then right every other time; each second answer is judged.
      await note(projectId!, works.flatMap((work, at) => (at % 2 ? [judged(work, at < 30 || at % 4 === 1)] : []))); // prettier-ignore
      window = await windowOf(manager!, projectId!, ann!);
      expect(window).toMatchObject({ judged: 27, bar: 0.9, isBelowBar: true });
      const at = works.findIndex(
        ({ created_at }) => created_at.toISOString() === new Date(window.change.at).toISOString(),
      );
      expect(at).toBeGreaterThanOrEqual(29);
      expect(at).toBeLessThanOrEqual(33);
      expect(Date.parse(window.change.earliest)).toBeLessThanOrEqual(Date.parse(window.change.at));
      const since = works.filter(({ created_at }) => created_at >= new Date(window.change.earliest)).length;
      expect(window.risk).toEqual({
        tasks: since,
        decisive: since,
        covered: 0,
        judged: 0,
        outOfReach: 0,
        isCapped: false,
      });
      expect(window.work).toHaveLength(since);
      const [cheapest] = window.proposals;
      expect(cheapest).toMatchObject({ how: 'ASK_ONE_MORE', tasks: since, labels: since, isCheapest: true });
      expect(cheapest.expectedErrors).toBeCloseTo(since * (1 - window.change.after.rate), 9);
      console.log(window.sentence, cheapest.sentence);
    });

    it('their lead may look, nobody else’s, and who works may not look at themselves', async () => {
      expect((await windowOf(lead!, projectId!, ann!)).risk).toEqual(window.risk);
      const code = async (by: Caller, memberId: string) =>
        (await by.send(windowQuery, { projectId, memberId })).errors?.[0]?.extensions.code;
      expect(await code(other!, ann!.id)).toBe('NOT_FOUND');
      expect(await code(ann!, ann!.id)).toBe('FORBIDDEN');
      const both = await person(app, ['PROJECT_MANAGER', 'ANNOTATOR'], teamId);
      expect(await code(both, both.id)).toBe('FORBIDDEN');
      expect(await code(both, ann!.id)).toBeUndefined();
    });

    it('one mutation puts exactly that work back: their answers void, they are not asked again, and twice is once', async () => {
      const since = window.change.earliest;
      const { tasks: expected } = window.risk;
      const all = await Promise.all([1, 2].map(() => recheck(manager!, { projectId, memberId: ann!.id, since })));
      expect(all.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(expected);
      expect(await recheck(manager!, { projectId, memberId: ann!.id, since })).toMatchObject({ tasks: 0, labels: 0 });
      const state = await batchState(app.owner, batchId!);
      expect(state.state).toBe('OPEN');
      expect(state.progress.states).toContainEqual({ state: 'OPEN', count: expected });
      expect(await discrepancies(app)).toEqual([]);
      expect(await claim(ann!, { projectId })).toMatchObject({ __typename: 'QueueEmpty' });
      await answerAll(ben!, projectId!, expected, 'dog');
      await until(async () => (await batchState(app.owner, batchId!)).state === 'COMPLETED');
      const results = await tasksOf(app.owner, batchId!);
      expect(results.filter(({ result }) => result.labels[0].option === 'dog')).toHaveLength(expected);
      const log = await rows<{ reason: string }>(`SELECT reason FROM change_log WHERE action = 'member:recheck'`, []);
      expect(log.map(({ reason }) => reason)).toEqual(Array(3).fill('Below the bar since Tuesday.'));
    });

    it('lost trust does it by itself, once', async () => {
      const tenant = { organizationId: await organizationId() };
      const before = (await worksOf(ben!, projectId!)).length;
      // Ben was never better than now: all that only he holds up goes back.
      await app.server.app.get(Database).transact(tenant, async (tx) => {
        const [action] = await tx.query<{ id: string }>(
          `INSERT INTO trust_action (organization_id, project_id, member_id, action, rule, sentence) VALUES ($1, $2, $3, 'REOPEN_WORK', '{}', 'Below 0.9.') RETURNING id`,
          [tx.organizationId, rowId(projectId!), rowId(ben!.id)],
        );
        const data = { projectId: rowId(projectId!), memberId: rowId(ben!.id) };
        for (let twice = 0; twice < 2; twice += 1)
          await app.server.app.get(Outbox).publish(tx, { type: 'trust.lost', subjectId: action!.id, data });
      });
      await until(async () => (await batchState(app.owner, batchId!)).progress.states.some(({ state, count }: any) => state === 'OPEN' && count === before)); // prettier-ignore
      const void_ = await rows<{ state: string }>(`SELECT DISTINCT state FROM submission WHERE member_id = $1 AND project_id = $2`, [rowId(ben!.id), rowId(projectId!)]); // prettier-ignore
      expect(void_).toEqual([{ state: 'VOID' }]);
      expect(await discrepancies(app)).toEqual([]);
    });
  });

  it('where one other answered, that answer stays counted, and one more is asked', async () => {
    const policy = { overlap: 2, maximumOverlap: 3 };
    const { projectId, batchId } = await openBatchOf(app, teamId, 30, { project: { name: 'Together', policy } });
    await answerAll(ann!, projectId, 30);
    await answerAll(ben!, projectId, 30);
    await settled(batchId, 30);
    const works = await worksOf(ann!, projectId);
    await note(projectId, works.map((work, at) => judged(work, at < 15))); // prettier-ignore
    const window = await windowOf(manager!, projectId, ann!);
    expect(window.change.at).toBe(works[15]!.created_at.toISOString());
    expect(window.risk.decisive).toBe(window.risk.tasks);
    const since = window.change.earliest;
    const expected = window.risk.tasks;
    expect(window.proposals).toMatchObject([
      { how: 'ASK_ONE_MORE', labels: expected },
      { how: 'REQUEUE', labels: 2 * expected },
    ]);
    expect(await recheck(manager!, { projectId, memberId: ann!.id, since })).toEqual({ __typename: 'RecheckedWork', tasks: expected, labels: expected, outOfReach: 0 }); // prettier-ignore
    const open = (await tasksOf(app.owner, batchId)).filter(({ state }) => state === 'OPEN');
    expect(open).toHaveLength(expected);
    for (const { submissions, overlap } of open) {
      expect(overlap).toBe(2);
      expect(submissions.map(({ memberId, state }: any) => [memberId, state]).sort()).toEqual([[ann!.id, 'VOID'], [ben!.id, 'COUNTED']].sort()); // prettier-ignore
    }
    // Ann is not asked again.
    expect(await claim(ann!, { projectId })).toMatchObject({ __typename: 'QueueEmpty' });
    await answerAll(cem!, projectId, expected);
    await settled(batchId, 30);
    expect(await discrepancies(app)).toEqual([]);
    // What the consensus says of her meanwhile may date the change a little earlier: since the moment named, nothing is left.
    const left = (await windowOf(manager!, projectId, ann!)).work as { at: string }[];
    expect(left.filter(({ at }) => at >= since)).toEqual([]);
  });

  it('where two others agree without them there is nothing to ask', async () => {
    const policy = { overlap: 3 };
    const { projectId, batchId } = await openBatchOf(app, teamId, 16, { project: { name: 'Covered', policy } });
    for (const by of [ann!, ben!, cem!]) await answerAll(by, projectId, 16);
    await settled(batchId, 16);
    await note(projectId, (await worksOf(ann!, projectId)).map((work, at) => judged(work, at < 8))); // prettier-ignore
    const window = await windowOf(manager!, projectId, ann!);
    expect(window.risk).toMatchObject({ decisive: 0, covered: window.risk.tasks });
    expect(window.risk.tasks).toBeGreaterThanOrEqual(8);
    expect(window.proposals).toEqual([]);
    const since = window.change.earliest;
    expect(await recheck(manager!, { projectId, memberId: ann!.id, since })).toMatchObject({ tasks: 0 });
    await settled(batchId, 16);
  });

  it('what a reviewer judged is judged again by somebody else, and the result stays meanwhile', async () => {
    const policy = { review: [{ rate: 1, seed: 'all' }] };
    const { projectId, batchId } = await openBatchOf(app, teamId, 16, { project: { name: 'Reviewed', policy } });
    await answerAll(ann!, projectId, 16);
    for (let at = 0; at < 16; at += 1) {
      const held = await until(async () => {
        const next = await claim(rita!, { projectId, stage: 'REVIEW' });
        return next.__typename === 'Assignment' && next;
      });
      await judge(rita!, held, 'ACCEPT');
    }
    await settled(batchId, 16);
    const verdicts = await rows<Work>(`SELECT * FROM verdict WHERE project_id = $1 ORDER BY created_at`, [rowId(projectId)]); // prettier-ignore
    await note(projectId, verdicts.map((verdict, at) => judged(verdict, at < 8, 'JUDGE'))); // prettier-ignore
    const window = await windowOf(manager!, projectId, rita!, 'JUDGE');
    const since = window.change.earliest;
    const expected = window.risk.tasks;
    expect(window.risk).toMatchObject({ decisive: expected });
    expect(window.proposals).toMatchObject([{ how: 'REREVIEW', tasks: expected, labels: expected }]);
    // Of the answers, all of them were reviewed.
    await note(projectId, (await worksOf(ann!, projectId)).map((work, at) => judged(work, at < 8))); // prettier-ignore
    expect((await windowOf(manager!, projectId, ann!)).risk).toMatchObject({ decisive: 0, judged: expect.any(Number) });
    expect(await recheck(manager!, { projectId, memberId: rita!.id, since, how: 'REREVIEW' })).toMatchObject({ tasks: expected }); // prettier-ignore
    expect(await recheck(manager!, { projectId, memberId: rita!.id, since, how: 'REREVIEW' })).toMatchObject({
      tasks: 0,
    });
    await settled(batchId, 16);
    expect(await claim(rita!, { projectId, stage: 'REREVIEW' })).toMatchObject({ __typename: 'QueueEmpty' });
    const again = await claim(ron!, { projectId, stage: 'REREVIEW' });
    expect(again).toMatchObject({ __typename: 'Assignment', stage: 'REREVIEW', subject: animal('cat') });
    expect(await judge(ron!, again, 'ACCEPT')).toMatchObject({ __typename: 'Verdict' });
    expect(await discrepancies(app)).toEqual([]);
  });
});
