import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InjectionService } from '../../src/quality/gold/injection.service.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, discrepancies } from '../factories/time.js';
import {
  animal,
  ask,
  batch,
  claim,
  importItems,
  items,
  open,
  project,
  rowId,
  submit,
  until,
} from '../factories/work.js';

const goldItems = 16;
const policy = {
  overlap: 1,
  gold: { start: 0.5, floor: 0.1 },
  trust: {
    bar: 0.8,
    actions: [
      { source: 'GOLD', minimum: 3, below: 0.8, certainty: 0.9, action: 'WARN' },
      { source: 'GOLD', minimum: 6, below: 0.8, certainty: 0.99, action: 'PAUSE' },
    ],
  },
};

interface Work {
  held: any;
  claimedIn: number;
  submittedIn: number;
}

describe('gold that is slipped into work', () => {
  let app: TestApp;
  let [manager, lead, ann, careless]: Caller[] = [];
  let teamId: string;
  let projectId: string;
  let batchId: string;
  let goldBatchId: string;
  const done: Work[] = [];

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId, memberId: lead.id }); // prettier-ignore
    ann = await person(app, ['ANNOTATOR'], teamId);
    careless = await person(app, ['ANNOTATOR'], teamId);
    projectId = await project(manager, teamId, { policy });
    goldBatchId = await batch(manager, projectId, 'Batch 0');
    batchId = await batch(manager, projectId, 'Batch 1');
    // The same names in the same places as the work: half of them cats.
    const known = items(goldItems).map((item, place) => {
      return { ...item, externalKey: `known-${place}`, labels: animal(place % 2 ? 'dog' : 'cat') };
    });
    await importItems(manager, goldBatchId, known, 'GOLD');
    await importItems(manager, batchId, items(400));
    await open(manager, batchId);
  });
  afterAll(() => app.stop());

  const look = <Row = any>(text: string, values: unknown[] = []): Promise<Row[]> =>
    asApplication(app, async (client) => (await client.query(text, values)).rows as Row[]);
  const goldAmong = async (assignmentIds: string[]): Promise<Set<string>> => {
    const rows = await look(`SELECT id FROM assignment WHERE id = ANY ($1) AND is_gold`, [assignmentIds.map(rowId)]);
    return new Set(rows.map(({ id }) => id));
  };
  const exposures = async (by: Caller) =>
    look(`SELECT * FROM gold_exposure WHERE member_id = $1 AND answered_at IS NOT NULL`, [rowId(by.id)]);
  /** Ann looks; the careless one says “cat” to everything. The picture's number says which it is, for those who look. */
  const answer = async (by: Caller) => {
    const began = performance.now();
    const held = await claim(by);
    if (held.__typename !== 'Assignment') return held;
    const claimed = performance.now();
    const isDog = Number.parseInt(held.item.data.fileName, 10) % 2 === 0;
    await submit(by, held, animal(by === ann && isDog ? 'dog' : 'cat'));
    const submitted = performance.now();
    // As the schedule does once a second; a story that waited for it would depend on how fast the machine is.
    await app.server.app.get(InjectionService, { strict: false }).offerDue();
    done.push({ held, claimedIn: claimed - began, submittedIn: submitted - claimed });
    return held;
  };

  it('comes by the claim, a class after the other, each to a person once, and fills no seat of its task', async () => {
    while ((await exposures(ann!)).length < 9) await answer(ann!);
    const seen = await exposures(ann!);
    expect(new Set(seen.map(({ task_id }) => task_id)).size).toBe(seen.length);
    expect(seen.every(({ is_right }) => is_right)).toBe(true);
    // Balanced: of the first eight, four of each class.
    const [{ cats }] = await look(
      `SELECT count(*) FILTER (WHERE g.labels -> 0 ->> 'option' = 'cat')::int AS cats FROM (
         SELECT * FROM gold_exposure WHERE member_id = $1 ORDER BY offered_at LIMIT 8) e JOIN gold g ON g.id = e.gold_id`,
      [rowId(ann!.id)],
    );
    expect(cats).toBe(4);
    expect(await look(`SELECT FROM submission s JOIN gold g ON g.task_id = s.task_id WHERE s.state = 'COUNTED'`)).toEqual([]); // prettier-ignore
    expect(await look(`SELECT FROM task t JOIN gold g ON g.task_id = t.id WHERE t.state <> 'OPEN'`)).toEqual([]);
    expect(await discrepancies(app)).toEqual([]);
  });

  it('cannot be told from work: not by what is shown, nor by ids, seats, events, or how long it takes', async () => {
    const ofGoldTasks = await goldAmong(done.map(({ held }) => held.id));
    const isGold = ({ held }: Work) => ofGoldTasks.has(rowId(held.id));
    const [gold, work] = [done.filter(isGold), done.filter((one) => !isGold(one))];
    expect(gold.length).toBeGreaterThan(5);
    // The same fields with the same kinds of value; what is constant in work is the same constant in gold.
    const paths = (value: unknown, at = ''): [string, unknown][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, one]) => paths(one, `${at}.${key}`))
        : [[at, value]];
    const valuesAt = (some: Work[]) => {
      const byPath = new Map<string, Set<unknown>>();
      for (const [path, value] of some.flatMap(({ held }) => paths(held))) byPath.set(path, (byPath.get(path) ?? new Set()).add(value)); // prettier-ignore
      return byPath;
    };
    const [ofGold, ofWork] = [valuesAt(gold), valuesAt(work)];
    expect([...ofGold.keys()].sort()).toEqual([...ofWork.keys()].sort());
    for (const [path, values] of ofWork) if (values.size === 1) expect([path, [...ofGold.get(path)!]]).toEqual([path, [...values]]); // prettier-ignore
    // Ids in the order of time and tokens in one sequence: sorted together they are the order of the claims.
    const ids = done.map(({ held }) => held.id);
    expect([...ids].sort()).toEqual(ids);
    const tokens = done.map(({ held }) => Number(held.token));
    expect([...tokens].sort((a, b) => a - b)).toEqual(tokens);
    // What webhooks would tell.
    const told = await look(
      `SELECT a.is_gold, e.type, e.data FROM event e JOIN assignment a ON a.id = e.subject_id WHERE e.type LIKE 'assignment.%'`,
    );
    const kinds = (some: any[]) => [...new Set(some.map(({ type, data }) => JSON.stringify([type, data])))].sort();
    expect(kinds(told.filter(({ is_gold }) => is_gold))).toEqual(kinds(told.filter(({ is_gold }) => !is_gold)));
    for (const time of ['claimedIn', 'submittedIn'] as const) {
      const p = rankTest(gold.map((one) => one[time]), work.map((one) => one[time])); // prettier-ignore
      console.log(
        `${time}: ${gold.length} gold and ${work.length} others differ with p = ${p.toFixed(3)}, medians ${median(gold.map((one) => one[time])).toFixed(2)} and ${median(work.map((one) => one[time])).toFixed(2)} ms`,
      );
      expect(p).toBeGreaterThan(0.0005);
    }
    // Leads who look at the queue, or at somebody's next task, see none of it either.
    const { explainNextTask } = await lead!.run(
      `query ($memberId: ID!) { explainNextTask(memberId: $memberId) { summary candidates { task { externalKey } } } }`,
      { memberId: ann!.id },
    );
    expect(JSON.stringify(explainNextTask)).not.toContain('known-');
  });

  it('warns, then pauses who fails it, and says why; a lead lets them work again with a clean slate', async () => {
    // By then every second known answer was failed; the look at people comes once a second.
    while ((await exposures(careless!)).length < goldItems && (await answer(careless!)).__typename === 'Assignment');
    const trustActions = await until(async () => {
      const told = await lead!.run(
        `query ($projectId: ID!) { trustActions(projectId: $projectId) { id memberName action sentence liftedAt } }`,
        { projectId },
      );
      return told.trustActions.some(({ action }: any) => action === 'PAUSE') ? told.trustActions : undefined;
    });
    expect(await claim(careless!)).toMatchObject({ __typename: 'QueueEmpty', reasons: [{ reason: 'PAUSED' }] });
    // A warning is taken back by a lucky answer and given again: how many there are depends on when the look at people came.
    expect(trustActions.map(({ action }: any) => action)).toContain('WARN');
    const pause = trustActions.find(({ action }: any) => action === 'PAUSE');
    expect(pause.sentence).toMatch(/^Of your last \d+ answers with a known result \d+ (was|were) right \(95 % interval \d+ % to \d+ %\); the project asks for 80 %\./); // prettier-ignore
    const { trust } = await lead!.run(
      `query ($projectId: ID!) { trust(projectId: $projectId) { memberId part class n mean low high } }`,
      { projectId },
    );
    const whole = (by: Caller) => trust.find((one: any) => one.memberId === by.id && one.class === null);
    // How often each was asked, and so how wide the intervals are, is a matter of chance.
    expect(whole(ann!).low).toBeGreaterThan(whole(careless!).mean);
    expect(whole(ann!).high).toBeLessThan(1);
    const lifted = await ask(lead!, 'liftTrustAction', 'LiftTrustActionInput', { trustActionId: pause.id, reason: 'We talked.' }, 'liftedAt'); // prettier-ignore
    expect(lifted.liftedAt).not.toBeNull();
    expect((await claim(careless!)).__typename).toBe('Assignment');
  });

  it('is contested without telling what was gold, and forgiven: what was held against people goes', async () => {
    const wrong = (await exposures(careless!)).find(({ is_right }) => !is_right);
    const contest = async (assignmentId: string) =>
      careless!.run(`mutation ($input: ContestAnswerInput!) { contestAnswer(input: $input) }`, {
        input: { assignmentId, reason: 'This is a lynx.' },
      });
    const own = done.filter(({ held }) => held.claimedBy !== ann).map(({ held }) => held.id);
    const [{ id: goldAnswer }] = await look(`SELECT assignment_id AS id FROM submission WHERE id = $1`, [
      wrong.submission_id,
    ]);
    const ofGold = own.find((id) => rowId(id) === goldAnswer)!;
    expect(await contest(ofGold)).toEqual({ contestAnswer: true });
    const [{ id: plain }] = await look(`SELECT id FROM assignment WHERE member_id = $1 AND state = 'SUBMITTED' AND NOT is_gold LIMIT 1`, [rowId(careless!.id)]); // prettier-ignore
    expect(await contest(own.find((id) => rowId(id) === plain)!)).toEqual({ contestAnswer: true });
    const contests = `query ($projectId: ID!) { goldContests(projectId: $projectId) { externalKey memberName reason score } }`;
    const { goldContests } = await manager!.run(contests, { projectId });
    expect(goldContests).toMatchObject([{ reason: 'This is a lynx.', score: 0 }]);
    expect((await ann!.send(contests, { projectId })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');

    const before = await look(`SELECT FROM evidence WHERE member_id = $1 AND source = 'GOLD' AND class = '' AND forgiven_at IS NULL`, [rowId(careless!.id)]); // prettier-ignore
    const forgiven = await ask(manager!, 'forgiveGold', 'ForgiveGoldInput', { batchId: goldBatchId, externalKeys: [goldContests[0].externalKey], reason: 'It is a lynx.', retires: true }, 'retiredReason'); // prettier-ignore
    expect(forgiven).toMatchObject([{ retiredReason: 'It is a lynx.' }]);
    await until(async () => {
      const now = await look(`SELECT FROM evidence WHERE member_id = $1 AND source = 'GOLD' AND class = '' AND forgiven_at IS NULL`, [rowId(careless!.id)]); // prettier-ignore
      return now.length === before.length - 1 ? true : undefined;
    });
    expect((await manager!.run(contests, { projectId })).goldContests).toEqual([]);
  });
});

const median = (some: number[]): number => [...some].sort((a, b) => a - b)[Math.floor(some.length / 2)]!;

/** Mann & Whitney 1947, two-sided, normal approximation: how often two such samples differ as much by chance. */
function rankTest(left: number[], right: number[]): number {
  const u = left.reduce(
    (sum, a) => sum + right.filter((b) => b < a).length + right.filter((b) => b === a).length / 2,
    0,
  );
  const mean = (left.length * right.length) / 2;
  const deviation = Math.sqrt((left.length * right.length * (left.length + right.length + 1)) / 12);
  const z = Math.abs(u - mean) / deviation;
  // Abramowitz & Stegun 26.2.17, error under 7.5e-8.
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (2 * tail * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
