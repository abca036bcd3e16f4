import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/platform/config.js';
import { signIn } from '../factories/app.js';
import { freePort, RestartingServer } from './restarting-server.js';

const images = Number(process.env.KILL_IMAGES ?? 40);
const wantedKills = Number(process.env.KILLS ?? 20);
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

const defaults = readConfig({});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A small generator, so that a run can be repeated from its printed seed. */
function generator(state: number): () => number {
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe(`the campaign of ${images} images is killed at random moments (seed ${seed})`, () => {
  let server: RestartingServer;
  let home: string;
  let acknowledged: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'muster-kills-'));
    await chmod(home, 0o755);
    acknowledged = join(home, 'acknowledged.txt');
    server = new RestartingServer(join(home, 'data'), await freePort());
    server.start();
  });
  afterAll(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  const campaign = () =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const url = `http://127.0.0.1:${server.port}`;
      const options = ['--json', '--brief', '--url', url, '--limit', String(images), '--acknowledged', acknowledged];
      const child = spawn(process.execPath, ['dist/src/cli.js', 'demo', ...options], {
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [output, trouble] = ['', ''];
      child.stdout.on('data', (data) => (output += String(data)));
      child.stderr.on('data', (data) => (trouble += String(data)));
      child.once('exit', (code) =>
        code === 0 ? resolve(JSON.parse(output.trim().split('\n').at(-1)!)) : reject(new Error(trouble)),
      );
    });

  /** Every acknowledged answer is there, and there are exactly as many answers as were wanted. */
  const expectAnswers = async (wanted: number) => {
    const told = (await readFile(acknowledged, 'utf8')).trimEnd().split('\n');
    const owner = await signIn(`http://127.0.0.1:${server.port}`, defaults.OWNER_EMAIL, defaults.OWNER_PASSWORD);
    const { projects } = await owner.run('query { projects { nodes { batches { nodes { id } } } } }');
    const batchId = projects.nodes[0].batches.nodes[0].id;
    const found: string[] = [];
    for (let after: string | null = null; ;) {
      const { tasks }: any = await owner.run(
        'query ($batchId: ID!, $after: String) { tasks(batchId: $batchId, first: 50, after: $after) { nodes { submissions { id state } } pageInfo { hasNextPage endCursor } } }',
        { batchId, after },
      );
      for (const task of tasks.nodes)
        for (const one of task.submissions) if (one.state === 'COUNTED') found.push(one.id);
      if (!tasks.pageInfo.hasNextPage) break;
      after = tasks.pageInfo.endCursor;
    }
    expect(found).toHaveLength(wanted);
    expect(new Set(found).size).toBe(wanted);
    expect(told.filter((id) => !found.includes(id))).toEqual([]);
    // What was counted but not acknowledged was cut off between commit and answer, at most once a kill and person.
    expect(found.filter((id) => !told.includes(id)).length).toBeLessThanOrEqual(6 * wantedKills);
  };

  /** Counted again from the rows, the hours of work and the progress of batches are the same to the last unit. */
  const expectWorkHours = () => {
    const env = { ...process.env, MUSTER_HOME: server.home, NODE_OPTIONS: '' };
    const { stdout } = spawnSync(process.execPath, ['dist/src/cli.js', 'check-rollups', '--json'], {
      env,
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({
      organizations: 1,
      differences: [],
      repaired: 0,
      batches: { organizations: 1, differences: [], repaired: 0 },
    });
  };

  /** Told nothing of the port, the demo uses the server that has the folder. */
  const expectDemoBeside = () => {
    const env = { ...process.env, MUSTER_HOME: server.home, NODE_OPTIONS: '' };
    const options = ['--brief', '--limit', String(images)];
    const { status, stderr } = spawnSync(process.execPath, ['dist/src/cli.js', 'demo', ...options], {
      env,
      encoding: 'utf8',
    });
    expect(stderr).toContain(`using it, at http://localhost:${server.port}.`);
    expect(status).toBe(0);
  };

  it(
    'every acknowledged answer is there once, and the numbers are those of a quiet run',
    async () => {
      const random = generator(seed);
      let isDone = false;
      let kills = { node: 0, database: 0 };
      const nemesis = async () => {
        while (!isDone && kills.node + kills.database < wantedKills) {
          await pause(400 + random() * 1800);
          if (isDone) break;
          if (random() < 0.5) {
            server.killNode();
            kills = { ...kills, node: kills.node + 1 };
          } else {
            await server.killDatabase();
            kills = { ...kills, database: kills.database + 1 };
          }
        }
      };
      const [summary] = await Promise.all([campaign().finally(() => (isDone = true)), nemesis()]);
      // The campaign may end before the last kill: then the rest comes while it is asked again.
      while (kills.node + kills.database < wantedKills) {
        if (random() < 0.5) server.killNode();
        else await server.killDatabase();
        kills = { ...kills, node: kills.node + 1 };
        await pause(1500);
      }
      const again = await campaign();
      process.stdout.write(`${JSON.stringify({ seed, kills, summary })}\n`);
      const { seconds: _, ...figures } = summary;
      const { seconds: __, ...later } = again;
      expect(later).toEqual(figures);
      expect(figures).toMatchObject({ imported: images, settled: images, overCollected: 0 });
      // Of 40 images 20 were drawn twice, of all 517 it is 64: nothing was lost and nothing was asked once too often.
      const twice = Math.min(64, Math.ceil(images / 2));
      expect(Number(figures.settledByConsensus) + Number(figures.escalated)).toBe(twice);
      await expectAnswers(images + twice + Number(figures.escalated));
      expectWorkHours();
      expectDemoBeside();
    },
    30 * 60_000,
  );
});
