import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import {
  animal,
  ask,
  batch,
  claim,
  importItems,
  items,
  open,
  openBatchOf,
  project,
  submit,
  until,
} from '../factories/work.js';

const trustOf = async (by: Caller, projectId: string) =>
  (
    await by.run(`query ($projectId: ID!) { trust(projectId: $projectId) { memberId part class n mean low high } }`, {
      projectId,
    })
  ).trust as any[];

describe('trust: what is known of how right people are', () => {
  let app: TestApp;
  let teamId: string;
  let [ann, ben, cid, rita]: Caller[] = [];

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    for (const name of ['ann', 'ben', 'cid'] as const) {
      const one = await person(app, ['ANNOTATOR'], teamId);
      if (name === 'ann') ann = one;
      else if (name === 'ben') ben = one;
      else cid = one;
    }
    rita = await person(app, ['ANNOTATOR', 'REVIEWER'], teamId);
  });
  afterAll(() => app.stop());

  /** Answers everything there is. */
  const work = async (by: Caller, option: (fileName: string) => string, batchId?: string): Promise<void> => {
    for (;;) {
      const held = await claim(by, { stage: 'ANNOTATE', ...(batchId && { batchId }) });
      if (held.__typename !== 'Assignment') return;
      await submit(by, held, animal(option(held.item.data.fileName)));
    }
  };

  it('comes from what others answered as well, and counts less than gold', async () => {
    const { projectId } = await openBatchOf(app, teamId, 12, {
      project: {
        name: 'Together',
        policy: { overlap: 3, maximumOverlap: 3, agreement: { threshold: 0.3 }, trust: {} },
      },
    });
    await work(ann!, () => 'cat');
    await work(ben!, () => 'cat');
    await work(cid!, () => 'dog');
    const people = await until(async () => {
      const rows = (await trustOf(app.owner, projectId)).filter((one) => one.class === null);
      return rows.length === 3 && rows.every(({ n }) => n === 12) ? rows : undefined;
    });
    const of = (by: Caller) => people.find(({ memberId }) => memberId === by.id);
    expect(of(ann!).low).toBeGreaterThan(of(cid!).high);
    // Twelve of twelve, but each counts 0.3 of an answer: little is known, and nobody is perfect.
    expect(of(ann!).high).toBeLessThan(1);
    expect(of(ann!).high - of(ann!).low).toBeGreaterThan(0.3);
    expect((await ann!.send(`query ($projectId: ID!) { trust(projectId: $projectId) { n } }`, { projectId })).errors?.[0]?.extensions.code).toBe('FORBIDDEN'); // prettier-ignore
  });

  it('admits whoever has shown it to a stage, and a project may ask for that', async () => {
    const policy = {
      review: [{ rate: 1, seed: 'all' }],
      qualifiedStages: ['REVIEW'],
      trust: { qualifies: [{ stage: 'REVIEW', minimum: 8, above: 0.7, certainty: 0.9, days: 90 }] },
    };
    const projectId = await project(app.owner, teamId, { name: 'Trusted', policy });
    const [plain, known] = [await batch(app.owner, projectId, 'Plain'), await batch(app.owner, projectId, 'Known')];
    await importItems(app.owner, plain, items(1));
    await importItems(app.owner, known, items(10).map((item) => ({ ...item, externalKey: `known-${item.externalKey}`, labels: animal('dog') })), 'GOLD'); // prettier-ignore
    await open(app.owner, plain);
    await work(ann!, () => 'cat', plain);
    const review = { stage: 'REVIEW', projectId };
    await until(async () => ((await claim(rita!, review)).reasons?.[0]?.reason === 'NOT_QUALIFIED' ? true : undefined));
    await open(app.owner, known);
    await work(rita!, () => 'dog', known);
    // Her answers to gold wait for a review themselves: nothing is settled, and nothing known, before somebody judged them.
    await ask(app.owner, 'grantQualification', 'GrantQualificationInput', { memberId: (await judgeOf()).id, projectId, stage: 'REVIEW' }, 'stage'); // prettier-ignore
    const judge = await judgeOf();
    await until(async () => {
      const held = await claim(judge, review);
      if (held.__typename === 'Assignment') await ask(judge, 'submitVerdict', 'SubmitVerdictInput', { assignmentId: held.id, token: held.token, decision: 'ACCEPT' }, '... on Verdict { id }'); // prettier-ignore
      const rows = await trustOf(app.owner, projectId);
      return rows.some(({ memberId, n }) => memberId === rita!.id && n >= 10) ? true : undefined;
    });
    const { members } = await app.owner.run(`query { members(first: 100) { nodes { id qualifications { projectId stage expiresAt } } } }`); // prettier-ignore
    const { qualifications } = members.nodes.find(({ id }: any) => id === rita!.id);
    expect(qualifications).toEqual([{ projectId, stage: 'REVIEW', expiresAt: expect.any(String) }]);
  });

  let judge: Caller | undefined;
  const judgeOf = async (): Promise<Caller> => (judge ??= await person(app, ['REVIEWER'], teamId));
});
