import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { type Move, type Situation, situations } from './foresight/situation.js';
import { World } from './foresight/world.js';

/** Straight SQL, one caller at a time: what an explanation names first is what the claim takes. */
describe('without concurrent claims, the explained task is the claimed task', () => {
  const seed = Number(process.env.FORESIGHT_SEED ?? Date.now() % 2 ** 31);
  const runs = Number(process.env.FORESIGHT_RUNS ?? 300);
  let app: pg.Client;
  let system: pg.Client;
  const outcomes: Record<string, number> = {};
  const reasons: Record<string, number> = {};

  beforeAll(async () => {
    const url = await copyOfTemplate();
    app = await connectAs(url, 'muster_app');
    system = await connectAs(url, 'muster_system');
  });
  afterAll(async () => {
    await app.end();
    await system.end();
  });

  it(`in ${runs} situations (FORESIGHT_SEED=${seed})`, async () => {
    const property = async (situation: Situation) => {
      const world = await new World(app, system).build(situation);
      for (const move of situation.history) await world.make(move);
      for (const { asked, then } of situation.rounds) {
        const told = await world.compare(asked);
        outcomes[told.outcome] = (outcomes[told.outcome] ?? 0) + 1;
        if (told.because) reasons[told.because] = (reasons[told.because] ?? 0) + 1;
        for (const move of then as Move[]) await world.make(move);
      }
    };
    await fc.assert(fc.asyncProperty(situations, property), { seed, numRuns: runs, endOnFailure: !!process.env.CI });
    process.stderr.write(
      `foresight: seed ${seed}, ${JSON.stringify(outcomes)}, first because ${JSON.stringify(reasons)}\n`,
    );
    // The situations are worth something only while all of these happen.
    for (const outcome of ['CLAIMED', 'HELD', 'EMPTY', 'UNFINISHED']) expect(outcomes[outcome]).toBeGreaterThan(0);
    for (const because of ['PUSHED', 'REWORK', 'GROUP', 'RETURNED', 'FRESH'])
      expect(reasons[because]).toBeGreaterThan(0);
  }, 300_000);
});

async function copyOfTemplate(): Promise<string> {
  const url = new URL(process.env.TEST_DATABASE_URL!);
  const name = `foresight_${process.pid}_${randomUUID().slice(0, 8)}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.query(`CREATE DATABASE ${name} TEMPLATE template_muster STRATEGY FILE_COPY`);
      break;
    } catch (error) {
      // Another test file is copying the template at this moment.
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await admin.end();
  url.pathname = `/${name}`;
  return url.href;
}

async function connectAs(url: string, role: 'muster_app' | 'muster_system'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: `-c role=${role}` });
  await client.connect();
  return client;
}
