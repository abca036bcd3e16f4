import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { AlarmWatch } from '../../src/metrics/alarms/alarm-watch.service.js';
import { verifyDraw } from '../../src/quality/index.js';
import { checkQueue } from '../../src/tasks/check-queue.js';
import { checkResults } from '../../src/workflow/check-results.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import {
  animal,
  batch,
  batchState,
  claim,
  close,
  importItems,
  judge,
  open,
  project,
  rowId,
  submit,
  tasksOf,
  until,
} from '../factories/work.js';

const lotFields = `__typename ... on AuditLot { id teamId teamName round state isResubmitted isCommittedBefore commitment seed keysDigest lotSize sampleSize inspection
  isSequential waitingFor { for items sentence } estimate { method rate low high n } verdict reasons decidedBy decisionReason remedy mendedAt voidReason proof
  severities { severity aql inspection inspectionReason sampleSize acceptance rejection acceptedAtAql defects isAccepted inspected lines { goodPercent ltpd alpha beta counts } wilson { low high } clopperPearson { low high } next nextReason curve { share accepted outgoing } }
  strata { stratum items judged defective rate } items { externalKey stratum place worst } riskFirst { externalKey confidence agreement } }
  ... on Problem { code message }`;

const audit = { level: 'II', aql: { MAJOR: 2.5 } };

describe('a batch as a lot', () => {
  let app: TestApp;
  let [manager, client, ann, ben, rita, otherClient]: Caller[] = [];
  let teamId: string;
  /** The tables, as the organization sees them. */
  let rows: pg.Client;

  beforeAll(async () => {
    app = await startApp();
    rows = new pg.Client({ connectionString: app.databaseUrl });
    await rows.connect();
    await rows.query('SET ROLE muster_system');
    const { rows: organizations } = await rows.query(`SELECT id FROM organization`);
    await rows.query('SET ROLE muster_app');
    await rows.query(`SELECT set_config('app.organization_id', $1, false)`, [organizations[0].id]);
    teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    client = await person(app, ['CLIENT'], teamId);
    ann = await person(app, ['ANNOTATOR', 'REVIEWER'], teamId);
    ben = await person(app, ['ANNOTATOR'], teamId);
    rita = await person(app, ['REVIEWER'], teamId);
    otherClient = await person(app, ['CLIENT'], await team(app, 'Another'));
  });
  afterAll(async () => {
    await rows.end();
    await app.stop();
  });

  const sql = async (text: string, parameters?: unknown[]): Promise<any[]> => (await rows.query(text, parameters)).rows;
  const change = async (by: Caller, name: string, declared: string, given: string, variables: object) =>
    (await by.run(`mutation (${declared}) { ${name}(${given}) { ${lotFields} } }`, variables as Record<string, unknown>))[name]; // prettier-ignore
  const openAudit = (batchId: string, more: object = {}, by = manager!) =>
    change(by, 'openAudit', '$input: OpenAuditInput!', 'input: $input', { input: { batchId, ...more } });
  const accept = (by: Caller, lotId: string, reason = 'As agreed.') =>
    change(by, 'acceptLot', '$lotId: ID!, $reason: String!', 'lotId: $lotId, reason: $reason', { lotId, reason });
  const giveBack = (by: Caller, lotId: string, how: string) =>
    change(by, 'returnLot', '$lotId: ID!, $how: LotRemedy!', 'lotId: $lotId, how: $how, reason: "Too many are wrong."', { lotId, how }); // prettier-ignore
  const lotOf = async (id: string, by = manager!) =>
    (await by.run(`query ($id: ID!) { auditLot(id: $id) { ${lotFields.replace('... on Problem { code message }', '')} } }`, { id })).auditLot; // prettier-ignore
  const lotIn = (id: string, state: string) =>
    until(async () => {
      const lot = await lotOf(id);
      return lot.state === state && lot;
    });

  /** A batch of a project of its own, open. */
  const work = async (name: string, count: number, policy: object = {}) => {
    const projectId = await project(manager!, teamId, { name, policy: { audit, ...policy } });
    return { projectId, batchId: await batchOf(projectId, 'Batch 1', count) };
  };
  const batchOf = async (projectId: string, name: string, count: number) => {
    const batchId = await batch(manager!, projectId, name);
    const list = Array.from({ length: count }, (_, at) => ({ externalKey: `${name}-${at + 1}`, data: {} }));
    await importItems(manager!, batchId, list);
    await open(manager!, batchId);
    return batchId;
  };
  const answerAll = async (by: Caller, batchId: string, count: number) => {
    for (let done = 0; done < count; done += 1)
      await submit(by, await until(async () => held(await claim(by, { batchId, stage: 'ANNOTATE' }))), animal('cat'));
  };
  const leadOf = async (ledTeam: string): Promise<Caller> => {
    const one = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId: ledTeam, memberId: one.id }); // prettier-ignore
    return one;
  };
  const held = (claimed: any) => claimed.__typename === 'Assignment' && claimed;
  const seatOf = (by: Caller, batchId: string) => until(async () => held(await claim(by, { batchId, stage: 'AUDIT' })));
  const isComplete = (batchId: string) =>
    until(async () => (await batchState(manager!, batchId)).state === 'COMPLETED');

  describe('that is good', () => {
    let projectId: string;
    let batchId: string;
    let lotId: string;

    it('is committed to before it is handed in, and nothing of the draw is known', async () => {
      ({ projectId, batchId } = await work('Good', 20));
      const lot = await openAudit(batchId);
      lotId = lot.id;
      expect(lot).toMatchObject({
        round: 1, state: 'COMMITTED', isCommittedBefore: true, seed: null, proof: null, lotSize: null, severities: [], strata: [], riskFirst: [],
      }); // prettier-ignore
      expect(lot.commitment).toMatch(/^[0-9a-f]{64}$/);
      expect(await sql(`SELECT FROM audit_item`)).toEqual([]);
      expect(await openAudit(batchId)).toMatchObject({ code: 'AUDIT_UNDER_WAY' });
      await answerAll(ann!, batchId, 10);
      await answerAll(ben!, batchId, 10);
      expect(await accept(client!, lotId)).toMatchObject({ code: 'WRONG_STATE' });
      await close(manager!, batchId);
      await isComplete(batchId);
    });

    it('is drawn once its keys stand: the seed fits the commitment and draws just these', async () => {
      const lot = await lotIn(lotId, 'OPEN');
      // Z1.4: a lot of 20 at level II is letter C; at AQL 2.5 it is 5 items and none may be wrong.
      expect(lot).toMatchObject({ lotSize: 20, sampleSize: 5, inspection: 'normal', verdict: null, items: [] });
      expect(lot.severities).toMatchObject([
        { severity: 'MAJOR', aql: 2.5, sampleSize: 5, acceptance: 0, rejection: 1, inspection: 'normal', defects: null, inspectionReason: 'Lots begin on normal inspection.' },
      ]); // prettier-ignore
      expect(createHash('sha256').update(lot.seed).digest('hex')).toBe(lot.commitment);
      expect(verifyDraw(lot.proof)).toEqual([]);
      expect(verifyDraw({ ...lot.proof, drawn: lot.proof.keys.slice(0, 5) })).not.toEqual([]);
      expect(lot.strata).toMatchObject([{ stratum: 'RANDOM', items: 5, judged: 0, defective: null }]);
    });

    it('shows auditors the labels and nothing of who made them; who made them never audits them', async () => {
      const seen: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        const seat = await seatOf(rita!, batchId);
        expect(seat).toMatchObject({ stage: 'AUDIT', subject: animal('cat'), answers: null, feedback: null });
        expect(JSON.stringify(seat)).not.toContain(ann!.id.slice(4));
        seen.push(seat.id);
        const before = held(await claim(ann!, { batchId, stage: 'AUDIT' }));
        if (before) {
          const [task] = await sql(
            `SELECT count(*)::int AS own FROM submission s JOIN assignment a ON a.task_id = s.task_id WHERE a.id = $1 AND s.member_id = $2`,
            [rowId(before.id), rowId(ann!.id)],
          );
          expect(task.own).toBe(0);
          await ann!.run(`mutation ($input: HeldAssignmentInput!) { returnAssignment(input: $input) { __typename } }`, {
            input: { assignmentId: before.id, token: before.token },
          });
        }
        await judge(rita!, seat, 'ACCEPT');
      }
      expect(new Set(seen).size).toBe(5);
    });

    it('passes, with what the verdict is worth', async () => {
      const lot = await lotIn(lotId, 'JUDGED');
      expect(lot).toMatchObject({
        verdict: 'ACCEPT',
        reasons: ['Major defects in 0 of 5 items; none is allowed at AQL 2.5 %: accepted.'],
        strata: [{ stratum: 'RANDOM', items: 5, judged: 5, defective: 0, rate: 0 }],
      });
      const [major] = lot.severities;
      expect(major).toMatchObject({ defects: 0, isAccepted: true, next: 'normal' });
      // Of 20 items 2.5 % is half an item: as often none (always accepted) as one (in the sample one time in four).
      expect(major.acceptedAtAql).toBeCloseTo(0.5 + 0.5 * 0.75, 12);
      // Clopper-Pearson of 0 in 5: 1 − 0.025^(1/5).
      expect(major.clopperPearson).toEqual({ low: 0, high: expect.closeTo(1 - 0.025 ** 0.2, 9) });
      expect(lot.riskFirst).toHaveLength(15);
      const [event] = await until(async () => {
        const found = await sql(`SELECT type FROM event WHERE subject_id = $1 AND type IN ('audit.passed', 'audit.failed')`, [rowId(lotId)]); // prettier-ignore
        return found.length > 0 && found;
      });
      expect(event.type).toBe('audit.passed');
    });

    it('counts for the people whose work was looked at', async () => {
      const evidence = await sql(
        `SELECT e.part, e.is_right, e.weight, e.source, e.member_id FROM evidence e JOIN task t ON t.id = e.task_id WHERE t.batch_id = $1`,
        [rowId(batchId)],
      );
      expect(evidence).toHaveLength(5);
      for (const one of evidence) {
        expect(one).toMatchObject({ part: 'AUTHOR', is_right: true, weight: 1, source: 'AUDIT' });
        expect([ann!, ben!].map(({ id }) => rowId(id))).toContain(one.member_id);
      }
    });

    it('may be looked at further, where the results are least sure, without a change of the verdict', async () => {
      const more = await change(manager!, 'checkRiskiest', '$lotId: ID!, $count: Int!', 'lotId: $lotId, count: $count', { lotId, count: 2 }); // prettier-ignore
      expect(more.strata[1]).toMatchObject({ stratum: 'RISK', items: 2, judged: 0 });
      await judge(rita!, await seatOf(rita!, batchId), 'REJECT', { errors: [{ code: 'wrong', severity: 'MAJOR' }] });
      const lot = await until(async () => {
        const one = await lotOf(lotId);
        return one.strata[1].judged === 1 && one;
      });
      expect(lot).toMatchObject({ verdict: 'ACCEPT', severities: [{ defects: 0 }], riskFirst: expect.any(Array) });
      expect(lot.strata).toMatchObject([{ defective: 0 }, { stratum: 'RISK', defective: 1 }]);
      // One of the list is not judged yet: until then the sample alone says what the lot has.
      expect(lot.estimate).toMatchObject({ method: 'WILSON', n: 5, rate: 0, low: 0 });
      await judge(rita!, await seatOf(rita!, batchId), 'ACCEPT');
      const { estimate } = await until(async () => {
        const one = await lotOf(lotId);
        return one.estimate.method === 'HAJEK' && one;
      });
      // Nobody is behind the list but those drawn and undrawn: the one defect stands for itself, in a lot of 20.
      expect(estimate).toMatchObject({ n: 7, rate: 0.05, low: expect.closeTo(0.05, 12) });
      const wrong = await sql(`SELECT FROM evidence e JOIN task t ON t.id = e.task_id WHERE t.batch_id = $1 AND NOT e.is_right`, [rowId(batchId)]); // prettier-ignore
      expect(wrong).toEqual([]);
    });

    it('is accepted by its client, not by another’s and not by a lead or a worker', async () => {
      const refused = async (by: Caller) =>
        (await by.send(`mutation ($id: ID!) { acceptLot(lotId: $id, reason: "x") { __typename } }`, { id: lotId }))
          .errors?.[0]?.extensions.code;
      expect(await refused(otherClient!)).toBe('NOT_FOUND');
      expect(await refused(rita!)).toBe('FORBIDDEN');
      expect((await lotOf(lotId, client!)).state).toBe('JUDGED');
      expect(await accept(client!, lotId, 'We looked at it ourselves.')).toMatchObject({
        state: 'ACCEPTED',
        decidedBy: client!.id,
        decisionReason: 'We looked at it ourselves.',
      });
      expect((await batchState(manager!, batchId)).state).toBe('ACCEPTED');
      expect(held(await claim(rita!, { batchId, stage: 'AUDIT' }))).toBe(false);
      expect(await openAudit(batchId)).toMatchObject({ code: 'WRONG_STATE' });
      expect(await accept(client!, lotId)).toMatchObject({ code: 'WRONG_STATE' });
      const { auditInspection } = await client!.run(`query ($id: ID!) { auditInspection(projectId: $id) { severity position lots } }`, { id: projectId }); // prettier-ignore
      expect(auditInspection).toEqual([{ severity: 'MAJOR', position: 'normal', lots: 1 }]);
    });
  });

  describe('that is returned', () => {
    let batchId: string;
    let lotId: string;

    it('fails with one defect too many, and is looked at whole', async () => {
      ({ batchId } = await work('Returned', 7));
      await answerAll(ben!, batchId, 7);
      await close(manager!, batchId);
      await isComplete(batchId);
      // Complete already: drawn at once, and it says that the commitment came late.
      const lot = await openAudit(batchId);
      expect(lot).toMatchObject({ state: 'OPEN', isCommittedBefore: false, sampleSize: 5, lotSize: 7 });
      lotId = lot.id;
      const decisions = ['FIX', 'REJECT', 'ACCEPT', 'ACCEPT', 'ACCEPT'];
      for (const decision of decisions)
        await judge(rita!, await seatOf(rita!, batchId), decision, decision === 'FIX' ? { labels: animal('dog') } : {});
      expect(await lotIn(lotId, 'JUDGED')).toMatchObject({ verdict: 'REJECT', severities: [{ defects: 2 }] });
      expect(await giveBack(client!, lotId, 'SCREENING')).toMatchObject({ state: 'RETURNED', remedy: 'SCREENING' });
      expect((await batchState(manager!, batchId)).state).toBe('RETURNED');
      await judge(rita!, await seatOf(rita!, batchId), 'FIX', { labels: animal('dog') });
      expect((await lotOf(lotId)).mendedAt).toBeNull();
    });

    it('comes again once it is mended: corrections are results, what was refused is done again', async () => {
      // Round two commits before the batch is handed in again, and is not drawn from a lot that is being mended.
      const second = await openAudit(batchId);
      expect(second).toMatchObject({ round: 2, state: 'COMMITTED', isResubmitted: true, isCommittedBefore: true });
      await judge(rita!, await seatOf(rita!, batchId), 'ACCEPT');
      await until(async () => (await lotOf(lotId)).mendedAt);
      const results = (await tasksOf(manager!, batchId)).map(({ state, result }) => `${state} ${result?.method} ${result?.labels[0].option}`); // prettier-ignore
      expect(results.sort()).toEqual([
        'OPEN undefined undefined',
        ...Array(2).fill('SETTLED FIXED dog'),
        ...Array(4).fill('SETTLED SINGLE cat'),
      ]);
      // One piece of news for each correction, of the task that it is about, so that what rests on results looks again.
      const replaced = await sql(
        `SELECT e.data ->> 'projectId' = r.project_id::text AS fits FROM event e JOIN result r ON r.task_id = e.subject_id AND r.is_current
          WHERE e.type = 'result.replaced' AND r.method = 'FIXED' AND (e.data ->> 'batchId')::uuid = $1`,
        [rowId(batchId)],
      );
      expect(replaced).toEqual([{ fits: true }, { fits: true }]);
      await answerAll(ben!, batchId, 1);
      await isComplete(batchId);
      const drawn = await lotIn(second.id, 'OPEN');
      expect(drawn).toMatchObject({ lotSize: 7, sampleSize: 5 });
      expect(verifyDraw(drawn.proof)).toEqual([]);
      const check = await checkResults(app.databaseUrl);
      expect(check.differences).toEqual([]);
      expect(check.results).toBeGreaterThan(20);
    });

    it('is void when its batch is opened again, and its seats are gone', async () => {
      const [second] = (await lotsOf(batchId)).filter(({ round }) => round === 2);
      const dana = await person(app, ['REVIEWER'], teamId);
      const seat = await seatOf(dana, batchId);
      const [task] = await tasksOf(manager!, batchId);
      await manager!.run(`mutation ($input: RequeueTasksInput!) { requeueTasks(input: $input) { id } }`, {
        input: { batchId, externalKeys: [task.externalKey], reason: 'Once more.' },
      });
      const lot = await lotIn(second!.id, 'VOID');
      expect(lot.voidReason).toContain('opened again');
      expect(await judge(dana, seat, 'ACCEPT')).toMatchObject({ __typename: 'LeaseLost' });
      expect(held(await claim(dana, { batchId, stage: 'AUDIT' }))).toBe(false);
      expect(await accept(client!, second!.id)).toMatchObject({ code: 'WRONG_STATE' });
    });

    it('keeps the queue as the law has it', async () => {
      expect(await checkQueue(app.databaseUrl, false)).toMatchObject({ differences: [] });
    });
  });

  const lotsOf = async (batchId: string): Promise<{ id: string; round: number }[]> =>
    (await manager!.run(`query ($id: ID!) { auditLots(batchId: $id) { id round } }`, { id: batchId })).auditLots;

  it('says of whom it speaks: the author, and the reviewer whose word it was; a minor defect speaks against nobody', async () => {
    const { batchId } = await work('Reviewed', 2, { review: [{ rate: 1, seed: 'all' }] });
    await answerAll(ben!, batchId, 2);
    for (let count = 0; count < 2; count += 1)
      await judge(rita!, await until(async () => held(await claim(rita!, { batchId, stage: 'REVIEW' }))), 'ACCEPT');
    await close(manager!, batchId);
    await isComplete(batchId);
    const { id } = await openAudit(batchId);
    const dana = await person(app, ['REVIEWER'], teamId);
    await judge(dana, await seatOf(dana, batchId), 'FIX', { labels: animal('dog'), errors: [{ code: 'x', severity: 'MINOR' }] }); // prettier-ignore
    // Who reviewed an item does not audit it.
    expect(held(await claim(rita!, { batchId, stage: 'AUDIT' }))).toBe(false);
    await judge(dana, await seatOf(dana, batchId), 'REJECT', { errors: [{ code: 'y', severity: 'CRITICAL' }] });
    const lot = await lotIn(id, 'JUDGED');
    // The rule counts majors only: a critical defect is none, and the items say what was found.
    expect(lot).toMatchObject({ verdict: 'ACCEPT', severities: [{ severity: 'MAJOR', defects: 0 }] });
    expect(lot.items.map(({ worst }: any) => worst).sort()).toEqual(['CRITICAL', 'MINOR']);
    const evidence = await sql(
      `SELECT e.part, e.is_right, e.member_id FROM evidence e JOIN task t ON t.id = e.task_id WHERE t.batch_id = $1 AND e.source = 'AUDIT' ORDER BY e.is_right, e.part`,
      [rowId(batchId)],
    );
    expect(evidence).toEqual([
      { part: 'AUTHOR', is_right: false, member_id: rowId(ben!.id) },
      { part: 'JUDGE', is_right: false, member_id: rowId(rita!.id) },
      { part: 'AUTHOR', is_right: true, member_id: rowId(ben!.id) },
      { part: 'JUDGE', is_right: true, member_id: rowId(rita!.id) },
    ]);
  });

  it('REWORK does again what has a defect at once, while the rest is looked at', async () => {
    const { batchId } = await work('Reworked', 7);
    await answerAll(ben!, batchId, 7);
    await close(manager!, batchId);
    await isComplete(batchId);
    const { id } = await openAudit(batchId);
    for (const decision of ['REJECT', 'ACCEPT', 'ACCEPT', 'ACCEPT', 'ACCEPT'])
      await judge(rita!, await seatOf(rita!, batchId), decision);
    await lotIn(id, 'JUDGED');
    await giveBack(manager!, id, 'REWORK');
    expect((await batchState(manager!, batchId)).state).toBe('OPEN');
    await answerAll(ben!, batchId, 1);
    await isComplete(batchId);
    const second = await openAudit(batchId);
    // Two are still to be looked at: nothing is drawn before.
    expect(second.state).toBe('COMMITTED');
    for (const decision of ['ACCEPT', 'ACCEPT']) await judge(rita!, await seatOf(rita!, batchId), decision);
    await lotIn(second.id, 'OPEN');
  });

  it('a client may keep the seed, and publishes the one that they committed to', async () => {
    const { batchId } = await work('Sealed', 3);
    const seed = 'a seed that only the client has seen';
    const commitment = createHash('sha256').update(seed).digest('hex');
    const { id } = await openAudit(batchId, { commitment });
    await answerAll(ben!, batchId, 3);
    await close(manager!, batchId);
    expect(await lotIn(id, 'FIXED')).toMatchObject({ lotSize: 3, sampleSize: 3, seed: null, proof: null });
    expect(await sql(`SELECT FROM audit_secret WHERE lot_id = $1`, [rowId(id)])).toEqual([]);
    const reveal = `mutation ($id: ID!, $seed: String!) { revealAuditSeed(lotId: $id, seed: $seed) { ${lotFields} } }`;
    const wrong = await client!.send(reveal, { id, seed: 'another seed that nobody committed to' });
    expect(wrong.errors?.[0]?.extensions.fields?.[0]?.path).toBe('seed');
    const { revealAuditSeed } = await client!.run(reveal, { id, seed });
    expect(revealAuditSeed).toMatchObject({ state: 'OPEN', seed });
    expect(verifyDraw(revealAuditSeed.proof)).toEqual([]);
  });

  describe('after another', () => {
    let projectId: string;
    const refuse = async (name: string) => {
      const batchId = await batchOf(projectId, name, 1);
      const { id } = await openAudit(batchId);
      await answerAll(ben!, batchId, 1);
      await close(manager!, batchId);
      await judge(rita!, await seatOf(rita!, batchId), 'REJECT');
      const lot = await until(async () => {
        const one = await lotOf(id);
        return one.verdict && one;
      });
      return { batchId, id, lot };
    };

    it('is inspected as the lots before it deserve; by the policy a refused one is returned at once', async () => {
      projectId = await project(manager!, teamId, { name: 'A line', policy: { audit: { ...audit, isAutoAccepted: true } } }); // prettier-ignore
      const first = await refuse('1');
      expect(first.lot).toMatchObject({ state: 'RETURNED', decidedBy: null, severities: [{ next: 'normal' }] });
      // The only item was refused: it is done again, and the batch comes again. That round counts nothing.
      const again = await openAudit(first.batchId);
      expect(again).toMatchObject({ isResubmitted: true });
      await answerAll(ben!, first.batchId, 1);
      const dana = await person(app, ['REVIEWER'], teamId);
      await judge(dana, await seatOf(dana, first.batchId), 'ACCEPT');
      expect(await lotIn(again.id, 'ACCEPTED')).toMatchObject({ decidedBy: null, severities: [{ next: 'normal' }] });
      const second = await refuse('2');
      expect(second.lot.severities).toMatchObject([
        { inspection: 'normal', next: 'tightened', nextReason: 'Two of the last five lots or fewer were refused.' },
      ]);
      const third = await refuse('3');
      expect(third.lot).toMatchObject({
        inspection: 'tightened',
        severities: [{ inspectionReason: 'Two of the last five lots or fewer were refused.', next: 'tightened' }],
      });
    });

    it('is not inspected at all when five were refused on tightened inspection, until the cause is mended', async () => {
      for (const name of ['4', '5', '6']) await refuse(name);
      const waiting = await batchOf(projectId, 'under way', 1);
      const { id } = await openAudit(waiting);
      const seventh = await refuse('7');
      expect(seventh.lot.severities).toMatchObject([{ next: 'discontinued' }]);
      expect(await openAudit(await batchOf(projectId, '8', 1))).toMatchObject({
        code: 'DISCONTINUED',
        message: expect.stringContaining('correctCause'),
      });
      await answerAll(ben!, waiting, 1);
      await close(manager!, waiting);
      await isComplete(waiting);
      expect((await lotOf(id)).state).toBe('COMMITTED');
      const correct = async (by: Caller) =>
        (await by.send(`mutation ($id: ID!) { correctCause(projectId: $id, reason: "New guidelines.") { __typename ... on CauseCorrected { inspections { severity position reason } } ... on Problem { code } } }`, { id: projectId })); // prettier-ignore
      expect((await correct(otherClient!)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      expect((await correct(client!)).data.correctCause.inspections).toEqual([
        { severity: 'MAJOR', position: 'tightened', reason: 'The cause was mended.' },
      ]);
      expect((await correct(client!)).data.correctCause.code).toBe('NOT_DISCONTINUED');
      expect(await lotIn(id, 'OPEN')).toMatchObject({ inspection: 'tightened' });
    });
  });

  it('of one team counts in that team’s line: who is refused alone is looked at harder alone', async () => {
    const others = await team(app, 'Others');
    const carl = await person(app, ['ANNOTATOR'], others);
    const { projectId } = await work('Two teams', 1);
    await manager!.run(`mutation ($projectId: ID!, $teamId: ID!) { addTeamToProject(projectId: $projectId, teamId: $teamId) { id } }`, { projectId, teamId: others }); // prettier-ignore
    const judged = async (name: string, authors: Caller[], decision: string) => {
      const batchId = await batchOf(projectId, name, authors.length);
      const { id } = await openAudit(batchId);
      for (const by of authors) await answerAll(by, batchId, 1);
      await close(manager!, batchId);
      for (const _ of authors) await judge(rita!, await seatOf(rita!, batchId), decision);
      return lotIn(id, 'JUDGED');
    };
    const first = await judged('ours 1', [ben!], 'REJECT');
    expect(first).toMatchObject({ teamId, severities: [{ inspection: 'normal', next: 'normal' }] });
    expect((await judged('ours 2', [ben!], 'REJECT')).severities).toMatchObject([{ next: 'tightened' }]);
    expect(await judged('theirs', [carl], 'ACCEPT')).toMatchObject({ teamName: 'Others', inspection: 'normal' });
    // Of both: the project's own line, in which nothing was refused yet.
    const mixed = await judged('both', [ben!, carl], 'REJECT');
    expect(mixed).toMatchObject({ teamId: null, inspection: 'normal', severities: [{ next: 'normal' }] });
    const { auditInspection } = await client!.run(`query ($id: ID!) { auditInspection(projectId: $id) { teamName severity position lots } }`, { id: projectId }); // prettier-ignore
    expect(auditInspection).toEqual([
      { teamName: null, severity: 'MAJOR', position: 'normal', lots: 1 },
      { teamName: 'Others', severity: 'MAJOR', position: 'normal', lots: 1 },
      { teamName: expect.any(String), severity: 'MAJOR', position: 'tightened', lots: 0 },
    ]);
    const correct = (whose: string) =>
      manager!.send(`mutation ($id: ID!, $whose: ID!) { correctCause(projectId: $id, teamId: $whose, reason: "x") { ... on Problem { code } } }`, { id: projectId, whose }); // prettier-ignore
    expect((await correct(teamId)).data.correctCause).toEqual({ code: 'NOT_DISCONTINUED' });
    const unknown = await correct(await team(app, 'Elsewhere'));
    expect(unknown.errors?.[0]?.extensions.fields?.[0]?.path).toBe('teamId');
  });

  it('looked at one by one ends as soon as it is decided, and each step of its draw can be repeated', async () => {
    const { projectId, batchId } = await work('One by one', 12, { audit: { aql: { MAJOR: 6.5 } } });
    const sequential = { ltpd: [{ severity: 'MAJOR', percent: 40 }], atOnce: 2 };
    const faults = async (more: object) =>
      (
        await manager!.send(`mutation ($input: OpenAuditInput!) { openAudit(input: $input) { __typename } }`, {
          input: { batchId, sequential: { ...sequential, ...more } },
        })
      ).errors?.[0]?.extensions.fields?.map(({ path }) => path);
    expect(await faults({ ltpd: [] })).toEqual(['input.sequential.ltpd']);
    expect(await faults({ ltpd: [{ severity: 'MAJOR', percent: 12 }] })).toEqual(['input.sequential.ltpd[0].percent']);
    const { id } = await openAudit(batchId, { sequential });
    await answerAll(ben!, batchId, 12);
    await close(manager!, batchId);
    const drawn = await lotIn(id, 'OPEN');
    expect(drawn).toMatchObject({
      isSequential: true,
      lotSize: 12,
      sampleSize: 12,
      proof: { sampleSize: 2 },
      estimate: null,
    });
    expect(drawn.severities).toMatchObject([{ lines: { goodPercent: 6.5, ltpd: 40, alpha: 0.05, beta: 0.1, counts: [] }, inspected: null }]); // prettier-ignore
    expect(verifyDraw(drawn.proof)).toEqual([]);
    // Two seats at a time, no more; the third is there once the first is judged.
    const [dana, eve] = [await person(app, ['REVIEWER'], teamId), await person(app, ['REVIEWER'], teamId)];
    const placeOf = async ({ id: assignmentId }: { id: string }) =>
      (await sql(`SELECT place FROM audit_item i JOIN assignment a ON a.slot_id = i.slot_id WHERE a.id = $1`, [rowId(assignmentId)]))[0].place; // prettier-ignore
    const seats: { by: Caller; seat: any; place: number }[] = [];
    for (const by of [rita!, dana]) {
      const seat = await seatOf(by, batchId);
      seats.push({ by, seat, place: await placeOf(seat) });
    }
    const [first, second] = seats.sort((a, b) => a.place - b.place);
    expect(held(await claim(eve, { batchId, stage: 'AUDIT' }))).toBe(false);
    await judge(first!.by, first!.seat, 'REJECT');
    const third = await seatOf(eve, batchId);
    await judge(second!.by, second!.seat, 'REJECT');
    // ln(.9/.05)/g is 1.3 defects above the middle line: two of two are enough, and the third is not wanted any more.
    const lot = await lotIn(id, 'JUDGED');
    expect(lot).toMatchObject({ verdict: 'REJECT', sampleSize: 2, estimate: null, proof: { sampleSize: 2 } });
    expect(lot.reasons).toEqual(['Major defects in 2 of 2 items, looked at one by one; 6.5 % is good and 40 % is not: refused.']); // prettier-ignore
    expect(lot.severities).toMatchObject([{ isAccepted: false, inspected: 2, defects: 2, lines: { counts: [1, 2] }, wilson: null }]); // prettier-ignore
    expect(lot.strata).toMatchObject([{ stratum: 'RANDOM', items: 2, judged: 2, defective: 2 }]);
    expect(verifyDraw(lot.proof)).toEqual([]);
    expect(await judge(eve, third, 'ACCEPT')).toMatchObject({ __typename: 'LeaseLost' });
    const { auditInspection } = await manager!.run(`query ($id: ID!) { auditInspection(projectId: $id) { lots } }`, { id: projectId }); // prettier-ignore
    expect(auditInspection).toEqual([{ lots: 1 }]);
    // Returned, all the others are looked at: also the one whose seat was taken back.
    await giveBack(manager!, id, 'SCREENING');
    expect((await lotOf(id)).strata[1]).toMatchObject({ stratum: 'SCREENING', items: 10 });
  });

  it('says when nobody may judge an item, and is judged once somebody without a part is there', async () => {
    const alone = await team(app, 'Alone');
    const author = await person(app, ['ANNOTATOR', 'REVIEWER'], alone);
    const projectId = await project(manager!, alone, { name: 'Nobody', policy: { audit } });
    const batchId = await batchOf(projectId, 'Own work', 2);
    // There before it waits: the server looks every minute by itself, and says it to who is there then.
    const [lead, quiet, elsewhere] = [await leadOf(alone), await leadOf(alone), await leadOf(teamId)];
    await quiet.run(`mutation { setNoticeChoices(choices: [{ kind: LOT_WITHOUT_JUDGE, isWanted: false }]) { kind } }`);
    const { id, waitingFor } = await openAudit(batchId);
    expect(waitingFor).toMatchObject({ for: 'BATCH' });
    await answerAll(author, batchId, 2);
    await close(manager!, batchId);
    const lot = await until(async () => {
      const one = await lotOf(id);
      return one.waitingFor?.for === 'JUDGE' && one;
    });
    expect(lot.waitingFor).toMatchObject({
      items: 2,
      sentence: expect.stringContaining('Nobody may judge 2 of the 2 items'),
    });
    const look = () => app.server.app.get(AlarmWatch, { strict: false }).look();
    const told = async (by: Caller, kind = 'LOT_WITHOUT_JUDGE'): Promise<any[]> =>
      (await by.run(`{ myNotices { kind sentence projectId subjectKind subjectId } }`)).myNotices.filter((one: any) => one.kind === kind); // prettier-ignore
    // Looked at twice it is said once: to managers and to whoever leads a team of the project, unless they want to hear nothing of it.
    await look();
    await look();
    const sentence = expect.stringMatching(
      /^The lot of “Own work” in “Nobody” waits\. Nobody may judge 2 of the 2 items/,
    );
    for (const by of [manager!, lead])
      expect(await told(by)).toEqual([{ kind: 'LOT_WITHOUT_JUDGE', sentence, projectId, subjectKind: 'auditLot', subjectId: id }]); // prettier-ignore
    for (const by of [quiet, elsewhere, author, client!]) expect(await told(by)).toEqual([]);
    const news = () =>
      sql(`SELECT data FROM event WHERE type = 'notice.lot_without_judge' AND subject_id = $1`, [rowId(id)]);
    expect(await news()).toEqual([
      { data: { projectId: rowId(projectId), auditLotId: rowId(id), sentence, items: 2 } },
    ]);
    const outside = await person(app, ['REVIEWER'], alone);
    await look();
    expect(
      await sql(`SELECT is_over FROM alarm WHERE kind = 'LOT_WITHOUT_JUDGE' AND subject_id = $1`, [rowId(id)]),
    ).toEqual([{ is_over: true }]);
    expect(await news()).toHaveLength(1);
    expect((await lotOf(id)).waitingFor).toMatchObject({ for: 'AUDITORS', items: 2 });
    for (let count = 0; count < 2; count += 1) await judge(outside, await seatOf(outside, batchId), 'ACCEPT');
    expect((await lotIn(id, 'JUDGED')).waitingFor).toMatchObject({ for: 'WORD' });
  });

  it('is refused without a rule, and says what is wrong with what is given', async () => {
    const projectId = await project(manager!, teamId, { name: 'No rule' });
    const batchId = await batchOf(projectId, 'One', 1);
    expect(await openAudit(batchId)).toMatchObject({ code: 'NO_AUDIT_RULE' });
    const faults = async (more: object) =>
      (
        await manager!.send(`mutation ($input: OpenAuditInput!) { openAudit(input: $input) { __typename } }`, {
          input: { batchId, ...more },
        })
      ).errors?.[0]?.extensions.fields?.map(({ path }) => path);
    expect(await faults({ seed: 'short' })).toEqual(['seed']);
    expect(await faults({ seed: 'x'.repeat(40), commitment: 'a'.repeat(64) })).toEqual(['input.commitment']);
  });
});
