import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkResults } from '../../src/workflow/check-results.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { claim, openBatchOf, submit, until } from '../factories/work.js';

const labelSchema = { classes: [{ name: 'Cell', kind: 'BOX' }], fields: [] };
const policy = {
  overlap: 2,
  maximumOverlap: 4,
  consensus: { confidence: 0.89, parts: { Cell: { method: 'fused', agreement: 0.7 } } },
};
const cell = (x: number, y = 0) => ({ kind: 'BOX', class: 'Cell', x, y, width: 10, height: 10 });

/** Four people draw cells; one sees a cell that nobody else sees, and one draws a little beside. */
describe('boxes of several people become one result', () => {
  let app: TestApp;
  let people: Caller[] = [];
  let batchId: string;

  beforeAll(async () => {
    app = await startApp();
    const teamId = await team(app);
    people = await Promise.all([1, 2, 3, 4].map(() => person(app, ['ANNOTATOR'], teamId)));
    ({ batchId } = await openBatchOf(app, teamId, 1, { project: { policy, labelSchema } }));
  });
  afterAll(() => app.stop());

  const task = async (): Promise<any> => {
    const { tasks } = await app.owner.run(
      `query ($batchId: ID!) { tasks(batchId: $batchId, first: 1) { nodes { state overlap result { labels confidence submissionIds
         parts { part kind method confidence agreement isSure objects { votes existence meanIou isKept } } } } } }`,
      { batchId },
    );
    return tasks.nodes[0];
  };
  const draw = async (who: Caller, labels: object[]) => {
    const held = await until(async () => {
      const next = await claim(who);
      return next.__typename === 'Assignment' && next;
    });
    await submit(who, held, labels);
    return until(async () => {
      const found = await task();
      return found.state !== 'ANSWERED' && found;
    });
  };

  it('where one person sees a cell that the next does not, more are asked, though all agree about the others', async () => {
    expect(await draw(people[0]!, [cell(0), cell(50), cell(80)])).toMatchObject({ state: 'OPEN', overlap: 2 });
    expect(await draw(people[1]!, [cell(1), cell(50)])).toMatchObject({ state: 'OPEN', overlap: 3 });
    expect(await draw(people[2]!, [cell(0), cell(50)])).toMatchObject({ state: 'OPEN', overlap: 4 });
  });

  it('four settle it: the shared cells fused, the one that a single person saw left out, each with how sure it is', async () => {
    const { state, result } = await draw(people[3]!, [cell(0), cell(50)]);
    expect(state).toBe('SETTLED');
    expect(result.submissionIds).toHaveLength(4);
    const xs = result.labels.map((label: { x: number }) => label.x);
    expect(xs).toEqual([expect.closeTo(0.25, 9), expect.closeTo(50, 9)]);
    const [part] = result.parts;
    expect(part).toMatchObject({ part: 'Cell', kind: 'SHAPE', method: 'fused', isSure: true });
    expect(part.objects.map(({ votes, isKept }: any) => [votes, isKept])).toEqual([
      [4, true],
      [4, true],
      [1, false],
    ]);
    expect(part.objects[2].existence).toBeCloseTo(0.1, 9);
    expect(result.confidence).toBe(part.confidence);
  });

  it('and it comes out again', async () => {
    expect(await checkResults(app.databaseUrl)).toEqual({ results: 1, differences: [] });
  });
});
