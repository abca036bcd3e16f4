import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InjectionService } from '../../src/quality/gold/injection.service.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, discrepancies, letLeasesEnd } from '../factories/time.js';
import { animal, batchState, claim, giveBack, importItems, openBatchOf, skip, submit } from '../factories/work.js';

/** Some of the gold lies in the open batch itself, so that one task is work to one person and gold to another. */
describe('a dozen people work while gold is slipped in from all sides', () => {
  let app: TestApp;
  let people: Caller[];
  let batchId: string;

  beforeAll(async () => {
    app = await startApp();
    const teamId = await team(app);
    people = [];
    for (let index = 0; index < 12; index += 1) people.push(await person(app, ['ANNOTATOR'], teamId));
    const policy = { overlap: 3, gold: { start: 0.5, floor: 0.5 }, skip: 'TO_OTHERS' };
    ({ batchId } = await openBatchOf(app, teamId, 40, { project: { policy } }));
    const known = Array.from({ length: 20 }, (_, place) => {
      return {
        externalKey: `known-${place}`,
        data: { fileName: `${place}.png` },
        labels: animal(place % 2 ? 'dog' : 'cat'),
      };
    });
    await importItems(app.owner, batchId, known, 'GOLD');
  }, 120_000);
  afterAll(() => app.stop());

  const look = <Row = any>(text: string): Promise<Row[]> =>
    asApplication(app, async (client) => (await client.query(text)).rows as Row[]);

  it('every task gets the answers that it wants, nobody sees a task twice, and the queue is what the law says', async () => {
    let isOver = false;
    const injection = app.server.app.get(InjectionService, { strict: false });
    const offering = Promise.all([0, 1].map(async () => { while (!isOver) await injection.offerDue(); })); // prettier-ignore
    const work = async (by: Caller, at: number): Promise<void> => {
      for (let round = at; ; round += 1) {
        const held = await claim(by);
        if (held.__typename !== 'Assignment') return;
        if (round % 11 === 3) await giveBack(by, held);
        else if (round % 17 === 5) await skip(by, held);
        else if (round % 13 === 7) await letLeasesEnd(app).then(() => submit(by, held, animal('cat')));
        else await submit(by, held, animal('cat'));
      }
    };
    await Promise.all(people.map(work));
    await Promise.all(people.map(work));
    isOver = true;
    await offering;

    const [{ exposures }] = await look(`SELECT count(*)::int AS exposures FROM submission WHERE state = 'GOLD'`);
    console.log(`${exposures} answers to gold that was slipped in`);
    expect(exposures).toBeGreaterThan(10);
    expect((await batchState(app.owner, batchId)).progress.overCollected).toBe(0);
    expect(await look(`SELECT task_id, member_id FROM assignment WHERE state IN ('ACTIVE', 'SUBMITTED') GROUP BY 1, 2 HAVING count(*) > 1`)).toEqual([]); // prettier-ignore
    expect(await look(`SELECT t.external_key FROM task t WHERE t.state <> 'TRIAGED' AND t.overlap <> (
      SELECT count(*) FROM submission s WHERE s.task_id = t.id AND s.state = 'COUNTED' AND s.stage = 'ANNOTATE')`)).toEqual([]); // prettier-ignore
    expect(await discrepancies(app)).toEqual([]);
    // What was offered and not shown counts as no exposure, once it is withdrawn.
    const [{ wrong }] = await look(`SELECT count(*)::int AS wrong FROM gold g WHERE g.exposures <> (
      SELECT count(*) FROM gold_exposure e WHERE e.gold_id = g.id AND e.offered_at IS NOT NULL)`); // prettier-ignore
    expect(wrong).toBe(0);
  }, 120_000);
});
