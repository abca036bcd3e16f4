import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, spend } from '../factories/time.js';
import { animal, batch, catOrDog, claim, importItems, items, judge, open, openBatchOf, project, rowId, submit, tasksOf, until } from '../factories/work.js'; // prettier-ignore

const rate = '{ perHour n hours interval }';
const row = `key label from counts { claimed started submitted counted voided objects accepted rejected firstReviewed firstAccepted reworked } hours { active idle away tool toolAnswers } answersPerHour ${rate} normalisedPerHour ${rate} pace`;
const throughputQuery = `query ($filter: WorkFilterInput, $by: ThroughputGrouping, $bucket: TimeBucket, $timeZone: String, $classMix: Boolean) {
  throughput(filter: $filter, by: $by, bucket: $bucket, timeZone: $timeZone, classMix: $classMix) { rows { ${row} classMix { hardness n classes { name labels secondsEach } } } definition csv } }`;
const funnelQuery = `query ($filter: WorkFilterInput) { funnel(filter: $filter) { rows { memberId name assigned started submitted accepted rejected reworked firstPass { right n interval shown } reworkHours reworkAnswers } csv } }`;
const healthQuery = `query ($projectId: ID) { queueHealth(projectId: $projectId) { projects { projectId name
  stages { stage waiting paused held expiring oldestSeconds usualSeconds longSeconds } states { state count } flow { hour arrivals completions }
  working { memberId name assignmentId stage taskId batchName heldSeconds leaseSeconds } stuck { memberId name heldSeconds longSeconds } idle { memberId name idleSeconds } onBreak { memberId since until } minutesUntilDry } csv } }`;
const cat = { kind: 'CHOICE', field: 'animal', option: 'cat' };
const boxes = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ kind: 'BOX', class: 'Cat', x: at, y: 0, width: 5, height: 5 }));

describe('how much is done, and how fast', () => {
  let app: TestApp;
  let manager: Caller;
  let lead: Caller;
  let client: Caller;
  let ann: Caller;
  let ben: Caller;
  let cara: Caller;
  let rita: Caller;
  let projectId: string;
  let batchId: string;
  let teamA: string;

  /** An answer that takes so many active seconds. */
  const answer = async (by: Caller, seconds: number, objects: number) => {
    const held = await claim(by);
    await spend(app, held.id, seconds);
    await submit(by, held, [cat, ...boxes(objects)]);
  };
  const throughput = async (by: Caller, variables: object = {}) =>
    (await by.run(throughputQuery, { ...variables })).throughput;
  const refused = async (by: Caller, variables: object) => {
    const { errors } = await by.send(throughputQuery, { ...variables });
    return errors?.[0]?.extensions.code;
  };

  beforeAll(async () => {
    app = await startApp();
    teamA = await team(app, 'A');
    const teamB = await team(app, 'B');
    manager = await person(app, ['PROJECT_MANAGER']);
    client = await person(app, ['CLIENT'], teamA);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId: teamA, memberId: lead.id }); // prettier-ignore
    ann = await person(app, ['ANNOTATOR'], teamA);
    ben = await person(app, ['ANNOTATOR'], teamA);
    cara = await person(app, ['ANNOTATOR'], teamB);
    rita = await person(app, ['REVIEWER'], teamB);
    const policy = { overlap: 1, review: [{ rate: 1, seed: 'all' }], reworkRounds: 1 };
    projectId = await project(manager, teamA, { teamIds: [teamA, teamB], policy });
    batchId = await batch(manager, projectId);
    await importItems(manager, batchId, items(30));
    await open(manager, batchId);
    // 20 seconds an answer and 10 a box: Ben has the difficult ones.
    for (let at = 0; at < 6; at += 1) await answer(ann, 30, 1);
    for (let at = 0; at < 4; at += 1) await answer(ben, 120, 10);
    for (let at = 0; at < 2; at += 1) await answer(cara, 40, 2);
    await until(
      async () => (await tasksOf(manager, batchId)).filter(({ state }) => state === 'REVIEWING').length === 12,
    );
    for (const decision of ['ACCEPT', 'ACCEPT', 'REJECT']) await judge(rita, await claim(rita), decision);
    await until(async () => (await throughput(manager)).rows[0].counts.reworked === 1);
  }, 60_000);
  afterAll(() => app.stop());

  it('tells the manager of everybody, as it came and as if all had been of one difficulty', async () => {
    const { rows, csv, definition } = await throughput(manager, { by: 'PERSON', filter: { stages: ['ANNOTATE'] } });
    const of = (who: Caller) => rows.find(({ key }: any) => key === who.id);
    expect(rows).toHaveLength(3);
    expect(of(ann).counts).toMatchObject({ claimed: 6, started: 6, submitted: 6, counted: 6, objects: 6 });
    expect(of(ann).hours.active * 3600).toBeCloseTo(180, 3);
    expect(of(ann).answersPerHour).toMatchObject({ n: 6, perHour: expect.closeTo(120, 3) });
    expect(of(ben).answersPerHour.perHour).toBeCloseTo(30, 3);
    const [low, high] = of(ben).answersPerHour.interval;
    expect(low < 30 && 30 < high).toBe(true);
    for (const who of [ann, ben, cara]) {
      expect(of(who).pace).toBeCloseTo(1, 6);
      expect(of(who).normalisedPerHour.perHour).toBeCloseTo(of(ann).normalisedPerHour.perHour, 6);
    }
    expect(definition).toContain('objects');
    expect(csv.split('\r\n')[0]).toContain('key,label,from,claimed,started,submitted');
    expect(csv.split('\r\n')).toHaveLength(5);
  });

  it('and by the classes in them, with what each is known to take', async () => {
    const { rows, csv, definition } = await throughput(manager, { by: 'PERSON', filter: { stages: ['ANNOTATE'] }, classMix: true }); // prettier-ignore
    const of = (who: Caller) => rows.find(({ key }: any) => key === who.id);
    // Of twelve answers no class is told from another: objects say it all.
    expect(of(ann).classMix).toEqual({ hardness: 1, n: 6, classes: [{ name: 'BOX Cat', labels: 6, secondsEach: null }, { name: 'CHOICE animal=cat', labels: 6, secondsEach: null }] }); // prettier-ignore
    expect(of(ben).classMix.classes[0]).toMatchObject({ name: 'BOX Cat', labels: 40 });
    expect(definition).toContain('hardness');
    expect(csv.split('\r\n')[0]).toMatch(/pace,hardness,hardness_n$/);
    expect((await throughput(client, { by: 'PROJECT', classMix: true })).rows[0].classMix).toBeNull();
    expect((await throughput(ann, { by: 'PERSON', classMix: true })).rows[0].classMix.n).toBe(6);
    expect((await throughput(lead, { by: 'TEAM', classMix: true })).rows[0].classMix.n).toBe(10);
    expect((await throughput(manager)).rows[0].classMix).toBeNull();
  });

  it('takes it apart by project, batch, stage, team and time in a zone', async () => {
    const counts = async (variables: object) =>
      (await throughput(manager, variables)).rows.map(({ label, counts }: any) => [label, counts.submitted]);
    expect(await counts({ by: 'BATCH' })).toEqual([['Batch 1', 15]]);
    expect(await counts({ by: 'PROJECT' })).toEqual([['Animals', 15]]);
    expect(await counts({ by: 'STAGE', filter: { projectIds: [projectId] } })).toEqual([['ANNOTATE', 12], ['REVIEW', 3]]); // prettier-ignore
    expect((await counts({ by: 'TEAM' })).sort()).toEqual([
      ['A', 10],
      ['B', 5],
    ]);
    const days = (await throughput(manager, { bucket: 'DAY', timeZone: 'Asia/Kolkata' })).rows;
    for (const { from } of days) expect(from).toMatch(/T18:30:00.000Z$/);
    expect(days.reduce((sum: number, { counts }: any) => sum + counts.submitted, 0)).toBe(15);
    const hour = (await throughput(manager, { bucket: 'HOUR' })).rows[0].from;
    expect(await counts({ filter: { from: '2020-01-01T00:00:00Z', to: hour } })).toEqual([['All', 0]]);
    const long = await manager.send(throughputQuery, { bucket: 'HOUR', filter: { from: '2020-01-01T00:00:00Z' } });
    expect(long.errors![0]!.extensions.fields).toMatchObject([{ path: 'filter.from' }]);
  });

  it('tells people of themselves, leads of their teams, and clients of the work alone', async () => {
    const { rows } = await throughput(ann, { by: 'PERSON' });
    expect(rows.map(({ key }: any) => key)).toEqual([ann.id]);
    expect(rows[0].counts.voided).toBeNull();
    expect((await throughput(ann)).rows[0].counts.submitted).toBe(6);
    expect(await refused(ann, { filter: { memberIds: [ben.id] } })).toBe('FORBIDDEN');
    expect(await refused(ann, { by: 'TEAM' })).toBe('FORBIDDEN');
    const led = (await throughput(lead, { by: 'PERSON' })).rows.map(({ key }: any) => key);
    expect(led.sort()).toEqual([ann.id, ben.id].sort());
    expect((await throughput(lead, { by: 'TEAM' })).rows.map(({ label }: any) => label)).toEqual(['A']);
    expect(await refused(client, { by: 'PERSON' })).toBe('FORBIDDEN');
    expect(await refused(client, { filter: { teamIds: [teamA] } })).toBe('FORBIDDEN');
    const [seen] = (await throughput(client, { by: 'PROJECT' })).rows;
    expect(seen).toMatchObject({ counts: { submitted: 15 }, hours: null, answersPerHour: null, pace: null });
  });

  it('follows each person from assigned to accepted', async () => {
    const { rows, csv } = (await lead.run(funnelQuery)).funnel;
    const sum = (of: (row: any) => number) => rows.reduce((all: number, one: any) => all + of(one), 0);
    expect(rows.map(({ memberId }: any) => memberId).sort()).toEqual([ann.id, ben.id].sort());
    expect(sum(({ assigned }) => assigned)).toBe(10);
    const all = (await manager.run(funnelQuery)).funnel.rows;
    const of = (name: string) => all.reduce((count: number, one: any) => count + one[name], 0);
    expect([of('accepted'), of('rejected'), of('reworked')]).toEqual([2, 1, 1]);
    expect(all.reduce((n: number, one: any) => n + one.firstPass.n, 0)).toBe(3);
    expect(csv).toContain('first_pass');
    expect((await ann.run(funnelQuery)).funnel.rows.map(({ memberId }: any) => memberId)).toEqual([ann.id]);
    expect((await client.send(funnelQuery)).errors![0]!.extensions.code).toBe('FORBIDDEN');
  });

  it('says how the queue stands: what waits, who is stuck, and when it runs dry', async () => {
    for (let at = 0; at < 12; at += 1) await answer(cara, 20, 0);
    const held = await claim(ben);
    await asApplication(app, (db) =>
      db.query(
        `UPDATE assignment SET claimed_at = muster_now() - interval '50 minutes', heartbeat_at = muster_now() - interval '40 minutes',
           lease_expires_at = muster_now() + interval '5 minutes' WHERE id = $1`,
        [rowId(held.id)],
      ),
    );
    const { projects, csv } = (await lead.run(healthQuery, { projectId })).queueHealth;
    expect(projects).toHaveLength(1);
    const [{ stages, flow, working, stuck, idle, minutesUntilDry }] = projects;
    const annotate = stages.find(({ stage }: any) => stage === 'ANNOTATE');
    expect(annotate).toMatchObject({ held: 1, expiring: 1, paused: 0 });
    // 30 items, 24 answered, one held: the mending of one is Ann's or Ben's or Cara's.
    expect(annotate.waiting + stages.filter(({ stage }: any) => stage === 'REWORK').reduce((n: number, one: any) => n + one.waiting + one.held, 0)).toBeGreaterThanOrEqual(5); // prettier-ignore
    expect(annotate.usualSeconds).toBeGreaterThanOrEqual(20);
    expect(stuck).toMatchObject([{ memberId: ben.id }]);
    expect(working).toMatchObject([{ memberId: ben.id, assignmentId: held.id, stage: 'ANNOTATE', taskId: expect.stringMatching(/^tsk_/) }]); // prettier-ignore
    expect(working[0].heldSeconds).toBeGreaterThan(2900);
    expect(working[0].leaseSeconds).toBeLessThan(301);
    expect(idle.map(({ memberId }: any) => memberId)).not.toContain(cara.id);
    expect(flow.reduce((sum: number, { arrivals }: any) => sum + arrivals, 0)).toBeGreaterThanOrEqual(30);
    expect(minutesUntilDry).toBeGreaterThan(0);
    expect(csv).toContain('ANNOTATE');
    // Cara is in another team: who is idle or stuck there is not this lead's to see.
    expect((await ann.send(healthQuery, { projectId })).errors![0]!.extensions.code).toBe('FORBIDDEN');
    expect((await client.send(healthQuery)).errors![0]!.extensions.code).toBe('FORBIDDEN');
    // Ben takes a break with the task in his hands, and Ann was not heard of for an hour: one is at rest, the other idle.
    await asApplication(app, (db) =>
      db.query(`UPDATE assignment SET claimed_at = claimed_at - interval '1 hour', heartbeat_at = heartbeat_at - interval '1 hour', closed_at = closed_at - interval '1 hour'
                 WHERE member_id = ANY ($1)`, [[rowId(ann.id), rowId(ben.id)]]),
    ); // prettier-ignore
    await ben.run(`mutation { startTime(input: { code: BREAK }) { __typename } }`);
    const [resting] = (await lead.run(healthQuery, { projectId })).queueHealth.projects;
    expect(resting.onBreak).toEqual([{ memberId: ben.id, since: expect.any(String), until: null }]);
    expect([resting.stuck, resting.working.map(({ memberId }: any) => memberId)]).toEqual([[], [ben.id]]);
    expect(resting.idle.map(({ memberId }: any) => memberId)).toEqual([ann.id]);
    const finished = await openBatchOf(app, teamA, 1, { project: { name: 'Finished' } });
    await submit(ann, await claim(ann, { projectId: finished.projectId }), animal('cat'));
    await until(async () => (await tasksOf(manager, finished.batchId))[0].state === 'SETTLED');
    const over = (await manager.run(healthQuery, { projectId: finished.projectId })).queueHealth.projects[0];
    expect(over.flow.at(-1)).toMatchObject({ completions: 1 });
    expect(over.minutesUntilDry).toBeNull();
    await manager.run(`mutation ($id: ID!) { pauseBatch(batchId: $id) { __typename } }`, { id: batchId });
    const paused = (await manager.run(healthQuery)).queueHealth.projects[0].stages;
    expect(paused.find(({ stage }: any) => stage === 'ANNOTATE')).toMatchObject({
      waiting: 0,
      paused: annotate.waiting,
    });
  });

  it('knows the hard class from the easy one, and calls nobody slow who had it', async () => {
    const zoo = await project(manager, teamA, { name: 'Zoo', labelSchema: { ...catOrDog, classes: [{ name: 'Cat', kind: 'BOX' }, { name: 'Lynx', kind: 'BOX' }] } }); // prettier-ignore
    const cats = await batch(manager, zoo, 'Cats');
    await importItems(manager, cats, [...items(40, { source: 'street' }), ...items(72).slice(40)]);
    await open(manager, cats);
    const [dora, emil, fay] = [await person(app, ['ANNOTATOR'], teamA), await person(app, ['ANNOTATOR'], teamA), await person(app, ['ANNOTATOR'], teamA)]; // prettier-ignore
    const give = async (by: Caller, count: number, name: string) => {
      for (let at = 0; at < count; at += 1)
        await submit(by, await claim(by, { projectId: zoo }), [cat, { kind: 'BOX', class: name, x: at, y: 0, width: 5, height: 5 }]); // prettier-ignore
    };
    await give(dora, 24, 'Lynx');
    await give(emil, 24, 'Cat');
    await give(fay, 12, 'Lynx');
    await give(fay, 12, 'Cat');
    await asApplication(app, (db) =>
      db.query(
        `UPDATE assignment a SET active_seconds = CASE WHEN s.labels @> '[{"class": "Lynx"}]' THEN 60 ELSE 20 END
           FROM submission s WHERE s.assignment_id = a.id AND a.project_id = $1`,
        [rowId(zoo)],
      ),
    );
    const filter = { projectIds: [zoo] };
    const by = async (classMix: boolean) => {
      const { rows } = await throughput(manager, { by: 'PERSON', filter, classMix });
      return (who: Caller) => rows.find(({ key }: any) => key === who.id);
    };
    const [plain, mixed] = [await by(false), await by(true)];
    expect(plain(dora).pace).toBeLessThan(0.7);
    for (const who of [dora, emil, fay]) {
      expect(mixed(who).pace).toBeGreaterThan(0.8);
      expect(mixed(who).pace).toBeLessThan(1.3);
      expect(mixed(who).counts.submitted).toBe(24);
    }
    const { classMix } = mixed(dora);
    expect([classMix.hardness > 1.2, classMix.n]).toEqual([true, 24]);
    const [lynx, choice] = classMix.classes;
    expect([lynx.name, lynx.labels, choice.name]).toEqual(['BOX Lynx', 24, 'CHOICE animal=cat']);
    const easy = mixed(emil).classMix.classes[0];
    expect(lynx.secondsEach - easy.secondsEach).toBeGreaterThan(20);

    const bySource = await throughput(manager, { by: 'SOURCE', filter });
    const whole = (await throughput(manager, { filter })).rows[0];
    expect(bySource.rows.map(({ key, label, counts }: any) => [key, label, counts.submitted])).toEqual([['', 'No source', 32], ['street', 'street', 40]]); // prettier-ignore
    for (const name of ['claimed', 'started', 'submitted', 'counted', 'objects'])
      expect(bySource.rows.reduce((all: number, { counts }: any) => all + counts[name], 0)).toBe(whole.counts[name]);
    expect(bySource.rows.reduce((all: number, { hours }: any) => all + hours.active, 0)).toBeCloseTo(whole.hours.active, 9); // prettier-ignore
    expect(bySource.csv.split('\r\n')[1]).toMatch(/^,No source,/);
    expect(await refused(manager, { by: 'SOURCE' })).toBe('VALIDATION_FAILED');
    expect(await refused(ann, { by: 'SOURCE', filter })).toBe('FORBIDDEN');
  });

  it('refuses a funnel of more people than it can show, as throughput does, and cuts none off', async () => {
    const { organization } = await app.owner.run('{ organization { id } }');
    await app.sql(`ALTER TABLE folded_work NO FORCE ROW LEVEL SECURITY`);
    await app.sql(
      `INSERT INTO folded_work (organization_id, hour, member_id, project_id, batch_id, stage, claimed)
       SELECT $1, date_bin('1 hour', now(), '2000-01-01Z'), gen_random_uuid(), $2, $3, 'ANNOTATE', 1 FROM generate_series(1, 20001)`,
      [organization.id, projectId, batchId].map(rowId),
    );
    const answers = [await manager.send(funnelQuery), await manager.send(throughputQuery, { by: 'PERSON' })];
    await app.sql(`DELETE FROM folded_work WHERE claimed = 1 AND submitted = 0`);
    for (const { errors } of answers) expect(errors?.[0]?.extensions.fields).toMatchObject([{ path: 'filter' }]);
  });
});
