import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { setShifts } from '../factories/shifts.js';
import { animal, batch, claim, importItems, items, open, openBatchOf, project, submit } from '../factories/work.js';

const fields = `madeAt missing assumptions basis { units people days absenceRate } batches { batchId name tasks settled deadlineAt missRisk
  finish { p10 p50 p80 p90 p95 } reasons { cause sentence riskWithout } band { at p10 p50 p90 } expected { answers judgements answersPerTask hours }
  otherwise { missRisk movedHours finish { p50 } } }`;

/** Sixty tasks with two answers each, of which two people have given the first; nobody has shifts at first. */
/** Two answers that differ are adjudicated in the end, and nobody here may do that. */
const nobodyJudges =
  /^About \d+ pieces? of work will have to be judged, and nobody may judge: (they are|it is) not counted\.$/;

describe('a manager asks when a batch ends', () => {
  let app: TestApp;
  let teamId: string;
  let people: Caller[] = [];
  let [lead, client, annotator]: Caller[] = [];
  let projectId: string;
  let batchId: string;

  const ask = (by: Caller, variables: object) =>
    by.send(`query ($batchId: ID, $projectId: ID, $whatIf: WhatIfInput) { forecast(batchId: $batchId, projectId: $projectId, whatIf: $whatIf) { ${fields} } }`, variables as Record<string, unknown>); // prettier-ignore
  const forecast = async (variables: object, by = app.owner) => {
    const answer = await ask(by, variables);
    expect(answer.errors).toBeUndefined();
    return answer.data.forecast;
  };
  const due = (deadlineAt: string) =>
    app.owner.run(
      `mutation ($id: ID!, $deadlineAt: DateTime) { prioritizeBatch(batchId: $id, priority: 0, deadlineAt: $deadlineAt) { __typename } }`,
      { id: batchId, deadlineAt },
    );

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    people = await Promise.all([1, 2].map(() => person(app, ['ANNOTATOR'], teamId)));
    annotator = people[0];
    lead = await person(app, ['TEAM_LEAD'], teamId);
    client = await person(app, ['CLIENT'], teamId);
    const policy = { overlap: 2, maximumOverlap: 3 };
    ({ projectId, batchId } = await openBatchOf(app, teamId, 60, { project: { policy } }));
  });
  afterAll(() => app.stop());

  it('is told that it is a guess, and on what it rests, before anybody has worked', async () => {
    const { missing, assumptions, basis, batches } = await forecast({ batchId });
    expect(basis).toMatchObject({ units: 0, people: 0 });
    expect(missing).toEqual([
      expect.stringContaining('Nobody has worked here yet: 5 answers are needed.'),
      expect.stringMatching(nobodyJudges),
    ]);
    expect(assumptions.join(' ')).toContain('2 people are expected from Monday to Friday from 9 to 17 UTC');
    expect(batches[0].finish.p10).not.toBeNull();
    expect(batches[0].expected.answers).toBeGreaterThan(120);
  });

  it('gets a range, from what was seen, once people have worked', async () => {
    for (const who of people)
      for (let done = 0; done < 12; done += 1) await submit(who, await claim(who), animal('cat'));
    const { missing, basis, batches } = await forecast({ batchId });
    expect(missing).toEqual([expect.stringMatching(nobodyJudges)]);
    expect(basis).toMatchObject({ units: 24, people: 2, days: 1 });
    const [one] = batches;
    const { p10, p50, p80, p90, p95 } = one.finish;
    const order = [p10, p50, p80, p90, p95].map((at) => new Date(at).getTime());
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(Date.now() - 60_000);
    expect(one).toMatchObject({ batchId, tasks: 60, missRisk: null, reasons: [], otherwise: null });
    expect(one.band.length).toBeGreaterThan(0);
    expect(one.expected.answersPerTask).toBeGreaterThan(2);
    expect(one.expected.answersPerTask).toBeLessThan(3);
  });

  it('sees what would be with more people or fewer answers, by the same random numbers', async () => {
    const same = (await forecast({ batchId, whatIf: { deadlineAt: '2020-01-01T00:00:00Z' } })).batches[0];
    expect(same.otherwise).toMatchObject({ movedHours: 0, missRisk: 1 });
    for (const whatIf of [{ addPeople: 6, overlap: 1 }]) {
      const [one] = (await forecast({ batchId, whatIf })).batches;
      expect(one.otherwise.movedHours).toBeLessThanOrEqual(0);
    }
  });

  it('is told why a deadline will be missed', async () => {
    await due('2020-01-01T00:00:00Z');
    const [one] = (await forecast({ projectId })).batches;
    expect(one).toMatchObject({ batchId, missRisk: 1 });
    expect(one.reasons).toEqual([
      { cause: 'HOURS', sentence: expect.stringMatching(/^The deadline is over, and \d+ answers/), riskWithout: 1 },
    ]);
  });

  it('counts people with shifts by their shifts', async () => {
    const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
    await setShifts(app.owner, annotator!.id, weekdays.map((weekday) => ({ weekday, start: '09:00', end: '17:00' }))); // prettier-ignore
    const { assumptions } = await forecast({ batchId });
    expect(assumptions.join(' ')).toContain('1 person is expected by their shifts. 1 person is expected in the hours');
  });

  it('may be a lead; a client sees dates and no persons; who works sees nothing of it', async () => {
    expect((await forecast({ batchId }, lead)).batches).toHaveLength(1);
    const seen = await forecast({ batchId }, client);
    expect(seen).toMatchObject({ basis: null, assumptions: [], missing: [] });
    expect(seen.batches[0]).toMatchObject({ batchId, reasons: [], expected: null, missRisk: 1 });
    expect(seen.batches[0].finish.p50).not.toBeNull();
    const planned = await ask(client!, { batchId, whatIf: { addPeople: 3 } });
    expect(planned.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ask(annotator!, { batchId })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const stranger = await person(app, ['TEAM_LEAD'], await team(app, 'Others'));
    expect((await ask(stranger, { batchId })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('asks of one thing, and of something that would be otherwise', async () => {
    const faultOf = async (variables: object) => (await ask(app.owner, variables)).errors?.[0]?.extensions;
    expect(await faultOf({})).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'batchId' }] });
    expect(await faultOf({ batchId, projectId })).toMatchObject({ fields: [{ path: 'projectId' }] });
    expect(await faultOf({ batchId, whatIf: {} })).toMatchObject({ fields: [{ path: 'whatIf' }] });
    expect(await faultOf({ batchId, whatIf: { addPeople: 0 } })).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await faultOf({ batchId, whatIf: { theirSpeed: 5 } })).toMatchObject({ fields: [{ path: 'whatIf.theirSpeed' }] }); // prettier-ignore
    expect(await faultOf({ batchId, whatIf: { pauseBatches: ['x'] } })).toMatchObject({ fields: [{ path: 'whatIf.pauseBatches[0]' }] }); // prettier-ignore
  });

  it('has no dates where nothing is left to be done, and those of what goes first where people are shared', async () => {
    const otherProject = await project(app.owner, teamId, { name: 'Other' });
    const empty = await batch(app.owner, otherProject, 'Nothing yet');
    expect(await forecast({ batchId: empty })).toMatchObject({ batches: [], missing: ['Nothing is left to forecast: no batch is ready, open or paused.'] }); // prettier-ignore
    const urgent = await batch(app.owner, otherProject, 'Urgent');
    await importItems(app.owner, urgent, items(40));
    await open(app.owner, urgent);
    await app.owner.run(`mutation ($id: ID!) { prioritizeBatch(batchId: $id, priority: 50) { __typename } }`, { id: urgent }); // prettier-ignore
    const [one] = (await forecast({ batchId, whatIf: { pauseBatches: [urgent] } })).batches;
    expect(one.otherwise.movedHours).toBeLessThanOrEqual(0);
  });
});
