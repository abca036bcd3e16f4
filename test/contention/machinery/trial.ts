import type pg from 'pg';
import { asPolicy } from '../../../src/projects/index.js';
import type { Script } from './command.js';
import { Crew } from './crew.js';
import { readFacts } from './facts.js';
import { law, type Operation, type Violation } from './history.js';
import { brokenLaws, stuckWork } from './laws.js';
import type { Muster } from './muster.js';
import { brokenPromises } from './promises.js';
import { wrongResults } from './results.js';
import { nonlinear } from './task-histories.js';
import { World } from './world.js';

export interface Trial {
  violations: Violation[];
  history: Operation[];
  /** commands that found something to act on */
  sent: number;
  /** how often the laws were looked at while the crew was at work */
  looks: number;
}

export interface Setting {
  pool: pg.Pool;
  musterOf(world: World): Muster;
  /** looks at the laws meanwhile, this often */
  watchMilliseconds?: number;
  /** looks no further once something is broken */
  stopsAtFirst?: boolean;
}

const people = 10;
const tasks = 14;
const overlaps = [1, 2, 3, 2];

/** A script in an organization of its own, and whatever it broke. */
export async function trial({ rules, commands }: Script, setting: Setting): Promise<Trial> {
  const { pool } = setting;
  const policy = asPolicy({
    overlap: 2,
    maximumOverlap: rules.maximumOverlap,
    agreement: { threshold: 1 },
    review: rules.review > 0 ? [{ rate: rules.review, seed: 'review' }] : [],
    reworkRounds: 1,
    skip: rules.skip,
    skipsToTriage: rules.skipsToTriage,
    leaseMinutes: { ANNOTATE: 60 },
  });
  const world = await World.build(pool, { people, tasks, overlaps, policy: { ...policy } });
  const crew = new Crew(setting.musterOf(world), world, rules);
  const violations: Violation[] = [];
  const watch = watching(pool, world.organizationId, setting.watchMilliseconds ?? 100);
  try {
    await crew.run(commands);
    violations.push(...(await brokenLaws(pool, world.organizationId)));
    if (!setting.stopsAtFirst || violations.length === 0) await crew.finish();
  } finally {
    violations.push(...(await watch.end()));
  }
  const { history } = crew;
  const isEnough = () => setting.stopsAtFirst && violations.length > 0;
  const facts = await readFacts(pool, world.organizationId);
  violations.push(...brokenPromises(history, facts), ...(await brokenLaws(pool, world.organizationId)));
  if (!isEnough()) violations.push(...(await stuckWork(pool, world.organizationId)));
  if (!isEnough()) violations.push(...(await wrongResults(pool, world.organizationId, policy)));
  const numbers = new Map(world.tasks.map(({ id, key }) => [id, Number(key.slice('task-'.length))]));
  const overlapOf = (id: string) => overlaps[numbers.get(id)! % overlaps.length]!;
  if (!isEnough()) violations.push(...nonlinear(history, facts, rules, overlapOf));
  return { violations: distinct(violations), history, sent: crew.sent, looks: watch.looks() };
}

/** Looks at the laws again and again, each time in one snapshot, until the end. */
function watching(pool: pg.Pool, organizationId: string, milliseconds: number) {
  const found: Violation[] = [];
  let isOver = false;
  let looks = 0;
  const run = (async () => {
    while (!isOver && found.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      if (isOver) break;
      looks += 1;
      found.push(...(await brokenLaws(pool, organizationId)));
    }
  })();
  return {
    looks: () => looks,
    end: async () => {
      isOver = true;
      await run;
      return found;
    },
  };
}

function distinct(violations: Violation[]): Violation[] {
  return [...new Map(violations.map((one) => [`${one.law} ${one.what}`, one])).values()];
}

/** For the message of a failed test: what broke, most telling first. */
export function told(violations: Violation[]): string {
  const order = Object.values(law) as string[];
  const sorted = [...violations].sort((a, b) => order.indexOf(a.law) - order.indexOf(b.law));
  return sorted.slice(0, 8).map((one) => `[${one.law}] ${one.what}`).join('\n'); // prettier-ignore
}
