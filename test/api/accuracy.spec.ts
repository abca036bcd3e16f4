import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/index.js';
import { type NewEvidence, TrustService } from '../../src/quality/index.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import { animal, batch, claim, importItems, items, judge, open, openBatchOf, project, rowId, submit, tasksOf, until } from '../factories/work.js'; // prettier-ignore

const figures = 'right n accuracy interval shown';
const rowFields = `key label ${figures} smallNote bySource { source ${figures} } window { from to } definition`;
const accuracyQuery = `query ($filter: AccuracyFilterInput!, $by: AccuracyGrouping) { accuracy(filter: $filter, by: $by) { rows { ${rowFields} } definition csv } }`;
const yieldQuery = `query ($filter: FirstPassFilterInput!, $by: FirstPassGrouping) { firstPassYield(filter: $filter, by: $by) { rows { ${rowFields} } csv } }`;

interface Answered {
  taskId: string;
  subjectId: string;
  memberId: string;
}

describe('how right people are', () => {
  let app: TestApp;
  let [manager, lead, client, ann, ben, cara, rita]: Caller[] = [];
  let [projectId, batchId, teamA, teamB]: string[] = [];
  let answers: Answered[];

  beforeAll(async () => {
    app = await startApp();
    teamA = await team(app, 'A');
    teamB = await team(app, 'B');
    manager = await person(app, ['PROJECT_MANAGER']);
    client = await person(app, ['CLIENT'], teamA);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId: teamA, memberId: lead.id }); // prettier-ignore
    ann = await person(app, ['ANNOTATOR'], teamA);
    ben = await person(app, ['ANNOTATOR'], teamA);
    cara = await person(app, ['ANNOTATOR'], teamB);
    rita = await person(app, ['REVIEWER'], teamB);
    projectId = await project(manager, teamA, { teamIds: [teamA, teamB] });
    batchId = await batch(manager, projectId);
    const all = items(60).map((item, at) => ({ ...item, source: at < 4 ? 'street' : 'zoo' }));
    await importItems(manager, batchId, all);
    await open(manager, batchId);
    for (const [by, count] of [
      [ann, 40],
      [ben, 12],
      [cara, 8],
    ] as const) {
      for (let at = 0; at < count; at += 1) await submit(by, await claim(by), animal('cat'));
    }
    answers = (await tasksOf(manager, batchId)).map(({ id, submissions }) => ({
      taskId: rowId(id),
      subjectId: '',
      memberId: rowId(submissions[0].memberId),
    }));
    // Ids of answers are no field of the API.
    const rows = await asApplication(app, async (db) => (await db.query(`SELECT id, task_id FROM submission`)).rows);
    for (const answer of answers) answer.subjectId = rows.find(({ task_id }) => task_id === answer.taskId).id;
  }, 60_000);
  afterAll(() => app.stop());

  const of = (by: Caller) => answers.filter(({ memberId }) => memberId === rowId(by.id));
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const note = async (
    evidence: (Pick<NewEvidence, 'source' | 'isRight'> & { of: Answered } & Partial<NewEvidence>)[],
  ) => {
    const { organizationId } = await asApplication(app, async (_, id) => ({ organizationId: id }));
    await app.server.app.get(Database).transact({ organizationId }, (tx) =>
      app.server.app.get(TrustService).note(
        tx,
        rowId(projectId!),
        evidence.map(({ of: { taskId, subjectId, memberId }, ...more }) => ({ part: 'AUTHOR', taskId, subjectId, memberId, at: daysAgo(1), ...more })),
      ),
    ); // prettier-ignore
  };
  const read = async (by: Caller, filter: object = {}, grouping?: string) =>
    (await by.run(accuracyQuery, { filter: { projectId, ...filter }, ...(grouping && { by: grouping }) })).accuracy;
  const codeOf = async (by: Caller, filter: object, grouping?: string) =>
    (await by.send(accuracyQuery, { filter: { projectId, ...filter }, by: grouping })).errors?.[0]?.extensions.code;

  it('is a figure without a number before anything is judged', async () => {
    const { rows } = await read(manager!);
    expect(rows).toMatchObject([{ key: 'ALL', n: 0, accuracy: null, interval: [0, 1], shown: 'nothing judged yet', window: { from: null, to: null } }]); // prettier-ignore
  });

  it('counts an answer once, by the strongest who judged it, and each source by itself', async () => {
    const [first, second, third, ...rest] = of(ann!);
    await note([
      // The crowd and a reviewer said right, the audit said wrong: wrong.
      { of: first!, source: 'CONSENSUS', isRight: true, weight: 0.1 },
      { of: first!, source: 'REVIEW', isRight: true },
      { of: first!, source: 'AUDIT', isRight: false },
      // A known answer says right, whatever the review says; a dispute is the last word.
      { of: second!, source: 'GOLD', isRight: true },
      { of: second!, source: 'REVIEW', isRight: false },
      { of: third!, source: 'AUDIT', isRight: false },
      { of: third!, source: 'DISPUTE', isRight: true },
      ...rest.slice(0, 5).map((one) => ({ of: one, source: 'GOLD' as const, isRight: true, weight: 0.2 })),
    ]);
    const { rows, definition } = await read(manager!);
    const [row] = rows;
    expect(row).toMatchObject({ right: 7, n: 8, accuracy: 7 / 8, shown: '7 of 8 right (53 to 98 %)' });
    expect(row.smallNote).toMatch(/^Only 8 judged/);
    expect(row.interval[0]).toBeCloseTo(0.5291, 4);
    expect(row.bySource.map(({ source, right, n }: any) => `${source} ${right}/${n}`)).toEqual([
      'AUDIT 0/2', 'CONSENSUS 1/1', 'DISPUTE 1/1', 'GOLD 6/6', 'REVIEW 1/2',
    ]); // prettier-ignore
    expect(row.bySource[3].shown).toBe('6 of 6 right (at least 61 %)');
    expect(row.window).toEqual({ from: expect.any(String), to: expect.any(String) });
    expect(definition).toContain('strongest');
    // Of the asked sources the strongest.
    expect((await read(manager!, { sources: ['CONSENSUS', 'REVIEW'] })).rows[0]).toMatchObject({ right: 1, n: 2 });
  });

  it('leaves out what is forgiven', async () => {
    const { organizationId } = await asApplication(app, async (_, id) => ({ organizationId: id }));
    const [first] = of(ann!);
    await app.server.app.get(Database).transact({ organizationId }, (tx) => app.server.app.get(TrustService).forgive(tx, [first!.subjectId], ['AUDIT'])); // prettier-ignore
    expect((await read(manager!)).rows[0]).toMatchObject({ right: 8, n: 8, shown: '8 of 8 right (at least 68 %)' });
    await note([{ of: first!, source: 'AUDIT', isRight: false }]);
  });

  it('is taken apart by person, team, class, source, batch and time, and the parts are of the whole', async () => {
    await note([
      ...of(ben!).slice(0, 6).map((one, at) => ({ of: one, source: 'REVIEW' as const, isRight: at > 1, at: daysAgo(9) })),
      ...of(cara!).slice(0, 3).map((one) => ({ of: one, source: 'REVIEW' as const, isRight: false })),
      ...of(cara!).slice(0, 2).map((one) => ({ of: one, source: 'REVIEW' as const, isRight: true, class: 'Cat' })),
    ]); // prettier-ignore
    const said = async (grouping: string, filter: object = {}) =>
      (await read(manager!, filter, grouping)).rows.map(({ label, right, n }: any) => `${label}: ${right}/${n}`).sort();
    const day = (days: number) => daysAgo(days).toISOString().slice(0, 10);
    expect(await said('TEAM')).toEqual(['A: 11/14', 'B: 0/3']);
    expect((await said('PERSON')).map((line: string) => line.split(': ')[1])).toEqual(['7/8', '4/6', '0/3']);
    expect(await said('DAY')).toEqual([`${day(9)}: 4/6`, `${day(1)}: 7/11`]);
    expect(await said('CLASS')).toEqual(['Cat: 2/2', 'The whole answer: 11/17']);
    expect(await said('BATCH')).toEqual(['Batch 1: 11/17']);
    expect(await said('NONE', { classes: ['Cat'] })).toEqual(['All: 2/2']);
    expect(await said('EVIDENCE')).toEqual(['AUDIT: 0/2', 'CONSENSUS: 1/1', 'DISPUTE: 1/1', 'GOLD: 6/6', 'REVIEW: 5/11']); // prettier-ignore
    const apart = (await read(manager!, {}, 'SOURCE')).rows;
    expect(apart.reduce((sum: number, { n }: { n: number }) => sum + n, 0)).toBe(17);
    expect((await read(manager!, {}, 'WEEK')).rows.reduce((sum: number, { n }: { n: number }) => sum + n, 0)).toBe(17);
    expect(await said('NONE', { to: daysAgo(5) })).toEqual(['All: 4/6']);
    expect(await said('NONE', { from: daysAgo(5), memberIds: [ann!.id] })).toEqual(['All: 7/8']);
    expect(await said('NONE', { teamIds: [teamA] })).toEqual(['All: 11/14']);
    expect(await said('NONE', { part: 'JUDGE' })).toEqual(['All: 0/0']);
    const { csv } = await read(manager!, {}, 'TEAM');
    expect(csv.split('\r\n')[1]).toMatch(new RegExp(`^${teamA},A,11,14,,0\\.5\\d+,0\\.9\\d+,`));
  });

  it('shows a lead their people, and a client the work without persons', async () => {
    const names = async (by: Caller, grouping: string) =>
      (await read(by, {}, grouping)).rows.map(({ key }: any) => key);
    expect((await names(lead!, 'PERSON')).sort()).toEqual([ann!.id, ben!.id].sort());
    expect(await names(lead!, 'TEAM')).toEqual([teamA]);
    expect((await read(lead!)).rows[0]).toMatchObject({ right: 11, n: 14 });
    expect((await read(lead!, { memberIds: [cara!.id] })).rows[0]).toMatchObject({ n: 0 });
    expect((await read(client!)).rows[0]).toMatchObject({ right: 11, n: 17 });
    expect(await codeOf(client!, {}, 'PERSON')).toBe('FORBIDDEN');
    expect(await codeOf(client!, {}, 'TEAM')).toBe('FORBIDDEN');
    expect(await codeOf(client!, { memberIds: [ann!.id] })).toBe('FORBIDDEN');
  });

  it('tells people one figure about themselves, by whole days and never by fewer than five answers', async () => {
    const own = async (by: Caller) => (await read(by)).rows;
    expect(await own(ann!)).toMatchObject([{ key: ann!.id, right: 7, n: 8, bySource: [] }]);
    expect(await own(cara!)).toMatchObject([{ n: 0, accuracy: null }]);
    // A known answer, just answered: nothing moves, today or tomorrow.
    const known = of(ann!)[20]!;
    await note([{ of: known, source: 'GOLD', isRight: false, at: new Date() }]);
    const before = await own(ann!);
    expect(before).toMatchObject([{ right: 7, n: 8 }]);
    await note([{ of: of(ben!)[10]!, source: 'GOLD', isRight: false, at: daysAgo(1) }]);
    expect(await own(ben!)).toMatchObject([{ right: 4, n: 6 }]);
    expect(await codeOf(ann!, {}, 'EVIDENCE')).toBe('FORBIDDEN');
    expect(await codeOf(ann!, {}, 'DAY')).toBe('FORBIDDEN');
    expect(await codeOf(ann!, { sources: ['GOLD'] })).toBe('FORBIDDEN');
    expect(await codeOf(ann!, { batchIds: [batchId] })).toBe('FORBIDDEN');
    expect(await codeOf(ann!, { memberIds: [ben!.id] })).toBe('FORBIDDEN');
  });

  it('hides from a manager who labels, too, what would tell their own known answers from work', async () => {
    const both = await person(app, ['PROJECT_MANAGER', 'ANNOTATOR'], teamA);
    await note([{ of: { ...of(ann!)[21]!, memberId: rowId(both.id) }, source: 'GOLD', isRight: true }]);
    const rows = (await read(both, {}, 'PERSON')).rows.map(({ key }: any) => key);
    expect(rows).not.toContain(both.id);
    expect(rows).toContain(ann!.id);
    expect(await codeOf(both, { memberIds: [both.id] }, 'EVIDENCE')).toBe('FORBIDDEN');
    expect((await read(both, { memberIds: [both.id] })).rows).toMatchObject([{ n: 0 }]);
    expect((await read(manager!, { memberIds: [both.id] }, 'EVIDENCE')).rows).toMatchObject([{ key: 'GOLD', n: 1 }]);
  });

  it('counts how much passes its first review as it is: a fix and a rejection do not', async () => {
    const reviewed = await openBatchOf(app, teamA!, 4, {
      project: { name: 'Reviewed', teamIds: [teamA, teamB], policy: { review: [{ rate: 1, seed: 'all' }] } },
    });
    const inProject = { projectId: reviewed.projectId };
    for (const by of [ann!, ann!, ann!, ben!]) await submit(by, await claim(by, inProject), animal('cat'));
    const next = () =>
      until(async () => {
        const held = await claim(rita!, { ...inProject, stage: 'REVIEW' });
        return held.__typename === 'Assignment' && held;
      });
    for (const [decision, more] of [
      ['ACCEPT', {}],
      ['FIX', { labels: animal('dog') }],
      ['REJECT', { comment: 'Look again.' }],
    ] as const)
      await judge(rita!, await next(), decision, more);
    const rework = await until(async () => {
      for (const by of [ann!, ben!]) {
        const held = await claim(by, { ...inProject, stage: 'REWORK' });
        if (held.__typename === 'Assignment') return { by, held };
      }
      return undefined;
    });
    await submit(rework.by, rework.held, animal('dog'));
    // Two seats wait now, the fourth task's first review and the second of the rejected one: both are accepted.
    await judge(rita!, await next(), 'ACCEPT');
    await judge(rita!, await next(), 'ACCEPT');
    const passed = async (by: Caller, filter: object = {}, grouping?: string) => {
      const asked = { filter: { ...inProject, ...filter }, ...(grouping && { by: grouping }) };
      return (await by.run(yieldQuery, asked)).firstPassYield.rows;
    };
    expect(await passed(manager!)).toMatchObject([{ right: 2, n: 4, shown: '2 of 4 right (15 to 85 %)' }]);
    expect(await passed(manager!, {}, 'SOURCE')).toMatchObject([{ key: '', label: 'No source', right: 2, n: 4 }]);
    expect(await passed(manager!, { to: daysAgo(1) })).toMatchObject([{ n: 0 }]);
    expect(await passed(ann!)).toMatchObject([{ n: 3 }]);
    expect(await passed(ben!, {}, 'PERSON')).toMatchObject([{ key: ben!.id, n: 1 }]);
    expect(await passed(ben!, { memberIds: [ann!.id] }, 'PERSON')).toMatchObject([{ key: ben!.id, n: 1 }]);
  });

  describe('the answers behind the figure', () => {
    const query = `query ($projectId: ID!, $memberId: ID!, $isRight: Boolean, $sources: [EvidenceSource!], $first: Int, $after: String) {
      judgedWork(projectId: $projectId, memberId: $memberId, isRight: $isRight, sources: $sources, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        nodes { taskId isRight source labels rightLabels verdict { purpose decision errors comment reviewerName } } } }`;
    const judged = async (by: Caller, variables: object) => (await by.run(query, { projectId, ...variables })).judgedWork; // prettier-ignore
    const refusal = async (by: Caller, memberId: string) =>
      (await by.send(query, { projectId, memberId })).errors?.[0]?.extensions.code;

    it('are told with what was said and what is right', async () => {
      const own = await openBatchOf(app, teamA!, 2, {
        project: { name: 'Coached', policy: { review: [{ rate: 1, seed: 'all' }] } },
      });
      for (let at = 0; at < 2; at += 1) await submit(ann!, await claim(ann!, own), animal('cat'));
      const rita2 = await person(app, ['REVIEWER'], teamA);
      const errors = [{ code: 'wrong animal', severity: 'MAJOR', class: 'animal' }];
      for (const more of [{ labels: animal('dog'), errors, comment: 'Look at the ears.' }, {}]) {
        const seat = await until(async () => {
          const held = await claim(rita2, { ...own, stage: 'REVIEW' });
          return held.__typename === 'Assignment' && held;
        });
        await judge(rita2, seat, 'labels' in more ? 'FIX' : 'ACCEPT', more);
      }
      const wrong = await until(async () => {
        const page = await judged(lead!, { ...own, memberId: ann!.id, isRight: false });
        return page.totalCount === 1 && page;
      });
      const { name } = (await rita2.run(`{ me { name } }`)).me;
      expect(wrong.nodes).toMatchObject([
        { isRight: false, source: 'REVIEW', labels: animal('cat'), rightLabels: animal('dog'), verdict: { purpose: 'REVIEW', decision: 'FIX', errors, comment: 'Look at the ears.', reviewerName: name } },
      ]); // prettier-ignore
      await until(async () => (await judged(lead!, { ...own, memberId: ann!.id })).totalCount === 2);
    });

    it('are as many as the figure counts, a page at a time', async () => {
      const { n, right } = (await read(manager!, { memberIds: [ann!.id] })).rows[0];
      const all = await judged(manager!, { memberId: ann!.id });
      expect(all.totalCount).toBe(n);
      expect(all.nodes.filter(({ isRight }: any) => isRight)).toHaveLength(right);
      const page = await judged(manager!, { memberId: ann!.id, first: 3 });
      const next = await judged(manager!, { memberId: ann!.id, first: 100, after: page.pageInfo.endCursor });
      expect([...page.nodes, ...next.nodes]).toEqual(all.nodes);
      // What settled by itself and was found wrong is not told as what is right.
      const wrong = all.nodes.find(({ isRight, source }: any) => !isRight && source === 'AUDIT');
      expect(wrong.rightLabels).toBeNull();
    });

    it('tell a lead, who must not know them, nothing of known answers; and nobody of other people', async () => {
      const sources = async (by: Caller, variables: object = {}) =>
        new Set((await judged(by, { memberId: ann!.id, ...variables })).nodes.map(({ source }: any) => source));
      expect(await sources(manager!)).toContain('GOLD');
      expect(await sources(lead!)).not.toContain('GOLD');
      expect(await sources(lead!, { sources: ['GOLD'] })).toEqual(new Set());
      const managing = await person(app, ['PROJECT_MANAGER', 'ANNOTATOR'], teamA);
      expect(await sources(managing)).not.toContain('GOLD');
      expect(await refusal(managing, managing.id)).toBe('FORBIDDEN');
      expect(await refusal(lead!, cara!.id)).toBe('NOT_FOUND');
      expect(await refusal(ann!, ann!.id)).toBe('FORBIDDEN');
      expect(await refusal(client!, ann!.id)).toBe('FORBIDDEN');
    });
  });
});
