import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkWorkHours } from '../../src/metrics/index.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { connect, handOff, message, post, signed } from '../factories/front-end.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import { animal, claim, judge, openBatchOf, rowId, skip, submit, until } from '../factories/work.js';

const entry =
  '__typename ... on TimeEntry { id kind: code startedAt endedAt until isEntered correctionId projectId } ... on Problem { code message }';
const correction =
  'id memberId memberName decidedByName projectName noted { code endedAt } state timeEntryId isRemoval startedAt endedAt seconds reason decidedById decisionReason undoneById undoReason';
const decided = `__typename ... on TimeCorrection { ${correction} } ... on Problem { problem: code message }`;
const hoursQuery = `query ($filter: HoursFilterInput!) { hours(filter: $filter) { rows { memberId name timeZone day projectId workedSeconds activeSeconds
  correctedSeconds trainingSeconds meetingSeconds toolOutageSeconds otherSeconds breakSeconds idleSeconds awaySeconds toolSeconds } csv } }`;

describe('the time of people', () => {
  let app: TestApp;
  let manager: Caller;
  let lead: Caller;
  let otherLead: Caller;
  let ann: Caller;
  let ben: Caller;
  let projectId: string;

  const start = async (by: Caller, code: string, more = {}) => (await by.run(`mutation ($input: StartTimeInput!) { startTime(input: $input) { ${entry} } }`, { input: { code, ...more } })).startTime; // prettier-ignore
  const enter = async (by: Caller, input: object) => (await by.run(`mutation ($input: EnterTimeInput!) { enterTime(input: $input) { ${entry} } }`, { input })).enterTime; // prettier-ignore
  const stop = async (by: Caller) => (await by.run(`mutation { stopTime { ${entry} } }`)).stopTime; // prettier-ignore
  const propose = async (by: Caller, input: object) => (await by.run(`mutation ($input: ProposeTimeCorrectionInput!) { proposeTimeCorrection(input: $input) { ${correction} } }`, { input })).proposeTimeCorrection; // prettier-ignore
  const decideDocument = `mutation ($input: DecideTimeCorrectionInput!) { decideTimeCorrection(input: $input) { ${decided} } }`;
  const decide = async (by: Caller, timeCorrectionId: string, approves: boolean, reason?: string) =>
    (await by.run(decideDocument, { input: { timeCorrectionId, approves, reason } })).decideTimeCorrection;
  const undo = async (by: Caller, timeCorrectionId: string, reason: string) =>
    (await by.run(`mutation ($id: ID!, $reason: String!) { undoTimeCorrection(timeCorrectionId: $id, reason: $reason) { ${decided} } }`, { id: timeCorrectionId, reason })).undoTimeCorrection; // prettier-ignore
  const hours = async (by: Caller, filter: object) => (await by.run(hoursQuery, { filter })).hours;
  const sum = (rows: any[], name: string) => rows.reduce((all, row) => all + row[name], 0);

  beforeAll(async () => {
    app = await startApp();
    const teamA = await team(app, 'A');
    const teamB = await team(app, 'B');
    manager = await person(app, ['PROJECT_MANAGER']);
    lead = await person(app, ['TEAM_LEAD', 'ANNOTATOR']);
    otherLead = await person(app, ['TEAM_LEAD']);
    for (const [teamId, memberId] of [[teamA, lead.id], [teamB, otherLead.id]]) // prettier-ignore
      await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId, memberId }); // prettier-ignore
    ann = await person(app, ['ANNOTATOR'], teamA);
    ben = await person(app, ['ANNOTATOR'], teamA);
    await ann.run(`mutation { setTimeZone(timeZone: "Asia/Kathmandu") { id } }`);
    ({ projectId } = await openBatchOf(app, teamA, 10));
  }, 60_000);
  afterAll(() => app.stop());

  it('beside the tasks runs by the clock, one thing at a time, or is written down afterwards', async () => {
    expect(await start(ann, 'MEETING')).toMatchObject({ kind: 'MEETING', endedAt: null, isEntered: false });
    expect(await start(ann, 'TRAINING')).toMatchObject({ code: 'TIME_RUNS' });
    expect((await stop(ann)).endedAt).not.toBeNull();
    expect(await stop(ann)).toMatchObject({ code: 'NO_TIME_RUNS' });
    // What was stopped at once is a second; the next begins after it, and nothing is counted twice.
    const hasty = await person(app, ['ANNOTATOR']);
    await start(hasty, 'MEETING');
    const { endedAt: end } = await stop(hasty);
    expect((await start(hasty, 'TRAINING')).startedAt >= end).toBe(true);
    const times = { startedAt: '2026-03-02T10:00:00Z', endedAt: '2026-03-02T11:30:00Z' };
    expect(await enter(ann, { code: 'TRAINING', projectId, ...times })).toMatchObject({ isEntered: true });
    const across = { startedAt: '2026-03-02T11:00:00Z', endedAt: '2026-03-02T12:00:00Z' };
    expect(await enter(ann, { code: 'OTHER', ...across })).toMatchObject({ code: 'TIME_OVERLAPS' });
    const refused = await ann.send(`mutation ($input: EnterTimeInput!) { enterTime(input: $input) { __typename } }`, { input: { code: 'OTHER', startedAt: '2026-03-02T11:00:00Z', endedAt: '2126-03-02T11:30:00Z' } }); // prettier-ignore
    expect(refused.errors![0]!.extensions.fields).toMatchObject([{ path: 'input.endedAt' }]);
    const { timeEntries } = await lead.run(`query ($id: ID!) { timeEntries(memberId: $id) { totalCount nodes { code } } }`, { id: ann.id }); // prettier-ignore
    expect(timeEntries.totalCount).toBe(2);
    const hidden = await ben.send(`query ($id: ID!) { timeEntries(memberId: $id) { totalCount } }`, { id: ann.id });
    expect(hidden.errors![0]!.extensions.code).toBe('NOT_FOUND');
  });

  it('is a break, too, which ends by itself or when they are back, and is not worked', async () => {
    const until = new Date(Date.now() + 900_000).toISOString();
    const refusal = async (input: object) =>
      (await ben.send(`mutation ($input: StartTimeInput!) { startTime(input: $input) { __typename } }`, { input })).errors?.[0]?.message; // prettier-ignore
    expect(await refusal({ code: 'MEETING', until })).toBe('input.until: goes with BREAK only');
    expect(await refusal({ code: 'BREAK', until: '2026-03-02T10:00:00Z' })).toBe('input.until: must be in the future');
    const taken = await start(ben, 'BREAK', { until });
    expect(taken).toMatchObject({ kind: 'BREAK', until, endedAt: null });
    const lasts = Math.round((Date.parse(until) - Date.parse(taken.startedAt)) / 1000);
    expect(await start(ben, 'MEETING')).toMatchObject({ code: 'TIME_RUNS', message: 'Your time for a break runs already: stop it first.' }); // prettier-ignore
    // Twenty minutes later.
    await app.sql(`ALTER TABLE time_entry NO FORCE ROW LEVEL SECURITY; UPDATE time_entry SET started_at = started_at - interval '20 minutes', until_at = until_at - interval '20 minutes' WHERE ended_at IS NULL; ALTER TABLE time_entry FORCE ROW LEVEL SECURITY`); // prettier-ignore
    await asApplication(app, (db) => db.query(`UPDATE member_break SET until = until - interval '20 minutes'`));
    expect(await stop(ben)).toMatchObject({ code: 'NO_TIME_RUNS' });
    const today = new Date().toISOString().slice(0, 10);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const { rows, csv } = await hours(ben, { firstDay: yesterday, lastDay: today });
    expect([sum(rows, 'breakSeconds'), sum(rows, 'workedSeconds')]).toEqual([lasts, 0]);
    expect(csv.split('\r\n')[0]).toContain(',other_seconds,break_seconds,');
    expect(await start(ben, 'MEETING')).toMatchObject({ kind: 'MEETING', endedAt: null });
    await stop(ben);
    const { timeEntries } = await ben.run(`query { timeEntries { nodes { code until endedAt } } }`);
    expect(timeEntries.nodes[1].endedAt).toBe(timeEntries.nodes[1].until);
  });

  it('is cut at the midnights of the person’s zone', async () => {
    // 23:45 to 00:45 in Kathmandu, which is 5:45 ahead.
    await enter(ann, { code: 'TOOL_OUTAGE', startedAt: '2026-03-04T18:00:00Z', endedAt: '2026-03-04T19:00:00Z' });
    const { rows, csv } = await hours(ann, { firstDay: '2026-03-04', lastDay: '2026-03-05' });
    expect(rows.map(({ day, toolOutageSeconds, timeZone }: any) => [day, toolOutageSeconds, timeZone])).toEqual([
      ['2026-03-04', 900, 'Asia/Kathmandu'],
      ['2026-03-05', 2700, 'Asia/Kathmandu'],
    ]);
    expect(csv).toContain('2026-03-05,,,0.7500');
    expect((await hours(ann, { firstDay: '2026-03-05', lastDay: '2026-03-05' })).rows).toHaveLength(1);
    // On 25 October it is midnight twice in the Azores: at 00:00 and at 01:00 UTC. The day of 25 hours begins with the first.
    const gil = await person(app, ['ANNOTATOR']);
    await gil.run(`mutation { setTimeZone(timeZone: "Atlantic/Azores") { id } }`);
    await enter(gil, { code: 'MEETING', startedAt: '2026-10-24T23:30:00Z', endedAt: '2026-10-25T00:30:00Z' });
    await enter(gil, { code: 'OTHER', startedAt: '2026-10-25T00:30:00Z', endedAt: '2026-10-25T01:30:00Z' });
    const perDay = async (day: string) => (await hours(gil, { firstDay: day, lastDay: day })).rows.map((row: any) => [row.day, row.meetingSeconds, row.otherSeconds]); // prettier-ignore
    expect(await perDay('2026-10-24')).toEqual([['2026-10-24', 1800, 0]]);
    expect(await perDay('2026-10-25')).toEqual([['2026-10-25', 1800, 3600]]);
    const wrong = await ann.send(hoursQuery, { filter: { firstDay: '2026-02-30', lastDay: '2026-03-05' } });
    expect(wrong.errors![0]!.extensions.fields).toMatchObject([{ path: 'filter.firstDay' }]);
  });

  it('at the tasks is that of the reports, to the second', async () => {
    const reports = [
      [ann, '2026-05-03T18:10:00Z', 100, 20, 0],
      [ann, '2026-05-03T18:20:00Z', 30, 0, 7], // the next day in Kathmandu
      [ann, '2026-05-04T09:00:00Z', 55, 0, 0],
      [ben, '2026-05-04T09:00:00Z', 11, 1, 2],
    ] as const;
    for (const [who, at, active, idle, away] of reports) {
      const held = await claim(who);
      await submit(who, held, animal('cat'));
      await asApplication(app, async (db, organizationId) => {
        await db.query(
          `INSERT INTO work_time (organization_id, assignment_id, member_id, at, active_seconds, idle_seconds, away_seconds) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [organizationId, rowId(held.id), rowId(who.id), at, active, idle, away],
        );
      });
    }
    const { rows } = await hours(lead, { firstDay: '2026-05-03', lastDay: '2026-05-04' });
    // Counted again, apart: the day is found by the formatter of JavaScript.
    const days = new Map<string, [number, number, number]>();
    for (const [who, at, ...seconds] of reports) {
      const timeZone = who === ann ? 'Asia/Kathmandu' : 'UTC';
      const key = `${who.id} ${new Intl.DateTimeFormat('sv', { timeZone }).format(new Date(at))}`;
      const before = days.get(key) ?? [0, 0, 0];
      days.set(key, [before[0] + seconds[0], before[1] + seconds[1], before[2] + seconds[2]]);
    }
    const found = rows.map((row: any) => [`${row.memberId} ${row.day}`, [row.activeSeconds, row.idleSeconds, row.awaySeconds]]); // prettier-ignore
    expect(found.sort()).toEqual([...days].sort());
    expect(rows.every((row: any) => row.projectId === projectId)).toBe(true);
    expect((await hours(ben, { firstDay: '2026-05-03', lastDay: '2026-05-04' })).rows).toHaveLength(1);
    const others = await ben.send(hoursQuery, {
      filter: { firstDay: '2026-05-03', lastDay: '2026-05-04', memberIds: [ann.id] },
    });
    expect(others.errors![0]!.extensions.code).toBe('FORBIDDEN');
    expect((await hours(otherLead, { firstDay: '2026-05-03', lastDay: '2026-05-04' })).rows).toEqual([]);
    expect(sum((await hours(manager, { firstDay: '2026-05-03', lastDay: '2026-05-04' })).rows, 'activeSeconds')).toBe(
      196,
    );
  });

  it('at the tasks is counted once, whatever they hold and however often they report it, and a verdict brings its own', async () => {
    const teamD = await team(app, 'D');
    const dan = await person(app, ['ANNOTATOR'], teamD);
    const fay = await person(app, ['ANNOTATOR'], teamD);
    const eve = await person(app, ['REVIEWER'], teamD);
    const { projectId: reviewed } = await openBatchOf(app, teamD, 8, { project: { name: 'Reviewed' } });
    await app.owner.run(`mutation ($p: ID!, $policy: JSON!) { updateProjectPolicy(projectId: $p, policy: $policy) { id } }`, { p: reviewed, policy: { review: [{ rate: 1, seed: 'all' }] } }); // prettier-ignore
    const pass = (seconds: number) => asApplication(app, (db) => db.query(`UPDATE assignment SET heartbeat_at = heartbeat_at - make_interval(secs => $1) WHERE state = 'ACTIVE'`, [seconds])); // prettier-ignore
    const [today, yesterday] = [0, 1].map((days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)); // prettier-ignore
    const active = async (by: Caller) => sum((await hours(by, { firstDay: yesterday, lastDay: today })).rows, 'activeSeconds'); // prettier-ignore

    const { claimTasks } = await dan.run(`mutation { claimTasks(count: 3) { ... on AssignmentList { assignments { id token } } } }`); // prettier-ignore
    const [one, two, three] = claimTasks.assignments;
    await pass(60);
    // Two at once, and then the third. Slow machines add seconds of their own; counted twice it would be twice as much.
    const expectBetween = (value: number, least: number, below: number) => expect(value >= least && value < below ? 'so' : value).toBe('so'); // prettier-ignore
    await Promise.all([one, two].map((held) => submit(dan, held, animal('cat'))));
    await submit(dan, three, animal('cat'));
    expectBetween(await active(dan), 60, 120);

    // Ten beats, each after half a second, are five seconds, and what the beats themselves take.
    const began = Date.now();
    const last = await claim(fay);
    const beat = () => fay.run(`mutation ($input: HeldAssignmentInput!) { renewAssignment(input: $input) { ... on Assignment { id } } }`, { input: { assignmentId: last.id, token: last.token } }); // prettier-ignore
    for (let beats = 0; beats < 10; beats++) {
      await pass(0.5);
      await beat();
    }
    expectBetween(await active(fay), 5, 6 + (Date.now() - began) / 1000);

    const seat = await until(async () => {
      const claimed = await claim(eve);
      return claimed.__typename === 'Assignment' && claimed;
    });
    await pass(45);
    expect(await judge(eve, seat, 'ACCEPT')).toMatchObject({ decision: 'ACCEPT' });
    expectBetween(await active(eve), 45, 90);
    const before = await active(fay);
    await asApplication(app, (db) => db.query(`UPDATE assignment SET heartbeat_at = now() - interval '30 seconds' WHERE state = 'ACTIVE'`)); // prettier-ignore
    expect(await skip(fay, last)).toMatchObject({ state: 'SKIPPED' });
    expectBetween((await active(fay)) - before, 30, 60);
    const hal = await person(app, ['ANNOTATOR'], teamD);
    const returned = await claim(hal);
    await pass(20);
    await hal.run(`mutation ($input: HeldAssignmentInput!) { returnAssignment(input: $input) { ... on Assignment { state } } }`, { input: { assignmentId: returned.id, token: returned.token } }); // prettier-ignore
    expectBetween(await active(hal), 20, 50);
    expect((await checkWorkHours(app.databaseUrl, false)).differences.filter(({ memberId }) => [dan.id, eve.id, fay.id, hal.id].includes(memberId))).toEqual([]); // prettier-ignore
  });

  it('is what the tool says, too, where it says so: beside the rest', async () => {
    const teamC = await team(app, 'C');
    const cara = await person(app, ['ANNOTATOR'], teamC);
    const { projectId: tooled } = await openBatchOf(app, teamC, 2, { project: { name: 'In a tool' } });
    const tool = await connect(app.owner, [tooled]);
    const held = await claim(cara);
    await handOff(cara, held.id);
    const say = (seconds: number, option: string, at: string) =>
      post(
        app,
        tool.hookPath,
        signed(tool.secret, message('task.submitted', held.id, { labels: animal(option), seconds }, at)),
      );
    const today = async () => {
      const day = new Date().toISOString().slice(0, 10);
      const [row] = (await hours(cara, { firstDay: day, lastDay: day })).rows;
      return row?.toolSeconds;
    };
    const now = Date.now();
    await say(41.6, 'cat', new Date(now - 2000).toISOString());
    await until(async () => (await today()) === 42);
    await say(70, 'dog', new Date(now - 1000).toISOString());
    await until(async () => (await today()) === 70);
    const { rows } = (await cara.run(`query { throughput { rows { counts { submitted counted } hours { tool toolAnswers } } } }`)).throughput; // prettier-ignore
    expect(rows).toMatchObject([{ counts: { submitted: 1, counted: 1 }, hours: { toolAnswers: 1 } }]);
    expect(rows[0].hours.tool * 3600).toBeCloseTo(70, 6);
    expect((await checkWorkHours(app.databaseUrl, false)).differences.filter(({ missing }) => 'tool_seconds' in missing || 'submitted' in missing)).toEqual([]); // prettier-ignore
  });

  it('is put right by a correction that somebody else approves; what was noted stays, and so does the trail', async () => {
    const day = { firstDay: '2026-06-01', lastDay: '2026-06-01' };
    const times = { startedAt: '2026-06-01T08:00:00Z', endedAt: '2026-06-01T09:00:00Z' };
    const { id } = await enter(ben, { code: 'MEETING', ...times });
    const longer = await propose(ben, { timeEntryId: id, code: 'TRAINING', startedAt: times.startedAt, endedAt: '2026-06-01T10:00:00Z', reason: 'It took longer.' }); // prettier-ignore
    const work = await propose(ben, { projectId, at: '2026-06-01T12:00:00Z', seconds: 600, reason: 'The tool hung.' });
    expect([longer.state, work.state]).toEqual(['PROPOSED', 'PROPOSED']);
    expect(longer).toMatchObject({
      memberName: (await ben.run('{ me { name } }')).me.name,
      projectName: null,
      decidedByName: null,
    });
    expect(work).toMatchObject({ noted: null, projectName: expect.any(String) });
    expect((await hours(ben, day)).rows).toMatchObject([{ meetingSeconds: 3600, trainingSeconds: 0, correctedSeconds: 0 }]); // prettier-ignore

    const own = await propose(lead, { projectId, at: '2026-06-01T12:00:00Z', seconds: 600, reason: 'Mine.' });
    expect((await lead.send(decideDocument, { input: { timeCorrectionId: own.id, approves: true } })).errors![0]!.extensions.code).toBe('FORBIDDEN'); // prettier-ignore
    expect((await otherLead.send(decideDocument, { input: { timeCorrectionId: work.id, approves: true } })).errors![0]!.extensions.code).toBe('NOT_FOUND'); // prettier-ignore
    expect((await ben.send(decideDocument, { input: { timeCorrectionId: work.id, approves: true } })).errors![0]!.extensions.code).toBe('FORBIDDEN'); // prettier-ignore
    expect((await lead.send(decideDocument, { input: { timeCorrectionId: work.id, approves: false } })).errors![0]!.extensions.fields).toMatchObject([{ path: 'input.reason' }]); // prettier-ignore

    expect(await decide(lead, longer.id, true)).toMatchObject({ state: 'APPROVED', decidedById: lead.id, noted: { code: 'MEETING', endedAt: '2026-06-01T09:00:00.000Z' } }); // prettier-ignore
    expect(await decide(lead, longer.id, true)).toMatchObject({ problem: 'CORRECTION_DECIDED' });
    expect(await decide(lead, work.id, true)).toMatchObject({ state: 'APPROVED' });
    const rows = (await hours(ben, day)).rows;
    expect([sum(rows, 'meetingSeconds'), sum(rows, 'trainingSeconds'), sum(rows, 'correctedSeconds')]).toEqual([0, 7200, 600]); // prettier-ignore
    expect(sum(rows, 'workedSeconds')).toBe(7800);

    const { node } = await ben.run(`query ($id: ID!) { node(id: $id) { ... on TimeEntry { code startedAt endedAt correctionId } } }`, { id }); // prettier-ignore
    expect(node).toMatchObject({ code: 'MEETING', endedAt: '2026-06-01T09:00:00.000Z', correctionId: longer.id });

    expect(await undo(lead, longer.id, 'It was an hour after all.')).toMatchObject({ state: 'UNDONE', undoneById: lead.id }); // prettier-ignore
    expect(await undo(lead, longer.id, 'Again.')).toMatchObject({ problem: 'CORRECTION_NOT_APPROVED', message: 'The correction is undone: there is nothing to undo.' }); // prettier-ignore
    const removal = await propose(ben, { timeEntryId: id, isRemoval: true, reason: 'It was on another day.' });
    expect(await decide(lead, removal.id, false, 'I was there.')).toMatchObject({ state: 'REFUSED', decisionReason: 'I was there.' }); // prettier-ignore
    expect(sum((await hours(ben, day)).rows, 'meetingSeconds')).toBe(3600);

    // What nobody has decided yet, its author takes back; and nobody else.
    const hasty = await propose(ben, { projectId, at: '2026-06-01T13:00:00Z', seconds: 60, reason: 'Sixty seconds.' });
    const withdraw = `mutation ($id: ID!) { withdrawTimeCorrection(timeCorrectionId: $id) { ${decided} } }`;
    for (const by of [ann, lead]) expect((await by.send(withdraw, { id: hasty.id })).errors![0]!.extensions.code).toBe('NOT_FOUND'); // prettier-ignore
    expect((await ben.run(withdraw, { id: hasty.id })).withdrawTimeCorrection).toMatchObject({ state: 'WITHDRAWN', decidedById: ben.id }); // prettier-ignore
    expect((await ben.run(withdraw, { id: hasty.id })).withdrawTimeCorrection).toMatchObject({ problem: 'CORRECTION_DECIDED' }); // prettier-ignore
    expect(await decide(lead, hasty.id, true)).toMatchObject({ problem: 'CORRECTION_DECIDED' });

    const { timeCorrections } = await ben.run(`query { timeCorrections { totalCount nodes { id state reason } } }`);
    expect(timeCorrections.nodes.map(({ state }: any) => state)).toEqual([
      'WITHDRAWN',
      'REFUSED',
      'APPROVED',
      'UNDONE',
    ]);
    const waiting = await lead.run(`query ($id: ID!) { timeCorrections(memberId: $id, state: PROPOSED) { totalCount } }`, { id: ben.id }); // prettier-ignore
    expect(waiting.timeCorrections.totalCount).toBe(0);
    const { changeLog } = await manager.run(`query { changeLog(first: 10) { nodes { action reason } } }`);
    const actions = changeLog.nodes.map(({ action }: any) => action);
    for (const action of ['timeCorrection:approve', 'timeCorrection:refuse', 'timeCorrection:undo', 'timeCorrection:withdraw']) expect(actions).toContain(action); // prettier-ignore
    // Not even the database lets what was noted be changed.
    await expect(asApplication(app, (db) => db.query(`UPDATE time_entry SET started_at = now() WHERE id = $1`, [rowId(id)]))).rejects.toThrow(/permission denied/); // prettier-ignore
  });

  it('is never less than nothing: a correction takes off what is there', async () => {
    const at = '2026-06-02T20:00:00Z'; // the third in Kathmandu
    const off = (seconds: number) => ({ projectId, at, seconds, reason: 'I was not there.' });
    const tooMuch = await ann.send(`mutation ($input: ProposeTimeCorrectionInput!) { proposeTimeCorrection(input: $input) { id } }`, { input: off(-1) }); // prettier-ignore
    expect(tooMuch.errors![0]!.extensions.fields).toMatchObject([{ path: 'input.seconds', message: 'takes off more than the 0 s of work that are counted on 2026-06-03' }]); // prettier-ignore
    const more = await propose(ann, { ...off(600), reason: 'The tool hung.' });
    expect(await decide(lead, more.id, true)).toMatchObject({ state: 'APPROVED' });
    // Each could be taken off, and both together not.
    const [one, other] = [await propose(ann, off(-400)), await propose(ann, off(-300))];
    expect(await decide(lead, one.id, true)).toMatchObject({ state: 'APPROVED' });
    expect(await decide(lead, other.id, true)).toMatchObject({ problem: 'TIME_BELOW_ZERO', message: 'Of 2026-06-03 200 s of work on this project are counted: 300 s cannot be taken off.' }); // prettier-ignore
    expect(await undo(lead, more.id, 'It did not hang.')).toMatchObject({ problem: 'TIME_BELOW_ZERO' });
    expect((await hours(ann, { firstDay: '2026-06-03', lastDay: '2026-06-03' })).rows).toMatchObject([{ correctedSeconds: 200 }]); // prettier-ignore
    expect(await undo(lead, one.id, 'You were there.')).toMatchObject({ state: 'UNDONE' });
    expect(await decide(lead, other.id, true)).toMatchObject({ state: 'APPROVED' });
    const rest = await propose(ann, off(-300));
    expect(await decide(lead, rest.id, true)).toMatchObject({ state: 'APPROVED' });
  });
});
