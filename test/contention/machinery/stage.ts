import pg from 'pg';
import { copyOfTemplate } from '../../factories/database.js';
import type { Script } from './command.js';
import { addPausePoints, addPauses, edit, type PlantedBug } from './planted-bugs.js';
import { ServiceProcess, Services } from './services.js';
import { trial, type Trial } from './trial.js';
import { openToOwner } from './world.js';

/** Two processes of the program over a throwaway database, perhaps with pauses and with a bug. */
export class Stage {
  private constructor(
    private readonly pool: pg.Pool,
    private readonly processes: ServiceProcess[],
    private readonly stopsAtFirst: boolean,
  ) {}

  static async start(): Promise<Stage> {
    const { url, pool } = await newDatabase();
    return new Stage(pool, await startTwo(url), false);
  }

  /** Everybody pauses now and then, at the places where a bug would show. */
  static async startWithPauses(bug?: PlantedBug): Promise<Stage> {
    const { url, pool } = await newDatabase();
    await addPausePoints(pool);
    for (const sql of bug?.sql ?? []) await pool.query(sql);
    await edit(pool, bug?.edits ?? []);
    const processes = await startTwo(url);
    for (const one of processes) {
      bug?.patch?.(one);
      addPauses(one);
    }
    return new Stage(pool, processes, true);
  }

  trial(script: Script): Promise<Trial> {
    const { pool, processes, stopsAtFirst } = this;
    return trial(script, { pool, musterOf: (world) => new Services(processes, world, pool), stopsAtFirst });
  }

  async stop(): Promise<void> {
    for (const one of this.processes) await one.stop();
    await this.pool.end();
  }
}

async function newDatabase(): Promise<{ url: string; pool: pg.Pool }> {
  const url = await copyOfTemplate('model');
  const pool = new pg.Pool({ connectionString: url, max: 6 });
  await openToOwner(pool);
  return { url, pool };
}

const startTwo = (url: string): Promise<ServiceProcess[]> =>
  Promise.all(['first', 'second'].map((name) => ServiceProcess.start(url, name)));
