/*
 * Does a claim cost more with more tasks, with a long history, or while another session holds a snapshot? What is
 * timed is the call of claim_tasks; between claims each person submits what they hold.
 *
 *   --tasks N      tasks of the large side (10,000,000)
 *   --history N    own answers of the people with a history (100,000)
 *   --claims N     timed claims a window (20,000)
 *   --rounds N     windows a side (5)
 *   --only PARTS   of history, tasks, explain, snapshot, paced
 *   --rate N       claims a second of the paced part (1000), over --paced N seconds (25)
 */
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { openClaimers } from './claimers.mjs';
import { openDatabaseServer } from './database.mjs';
import { measureExplanations } from './explained.mjs';
import { openAsOwner } from './fixtures/owner.mjs';
import * as make from './fixtures/queue.mjs';
import { alternate, cpuMeter, median, round, summaryOf } from './measure.mjs';
import { measurePaced } from './paced.mjs';

export const about =
  'claims with 10 k and 10 M tasks, with and without a history, under a held snapshot, and paced; explanations';

const clients = 8;
const peopleAWindow = 64;
const peopleWithHistory = 16;
const warmUp = 1000;
const controlTasks = 300_000;

export async function run({ say, options }) {
  const number = (name, otherwise) => Number(options[name] ?? otherwise);
  const size = { tasks: number('tasks', 10_000_000), history: number('history', 100_000) };
  const plan = { claims: number('claims', 20_000), rounds: number('rounds', 5) };
  const wants = (part) => !options.only || String(options.only).split(',').includes(part);
  const server = await openDatabaseServer({ say });
  const result = { settings: server.settings, size, plan: { ...plan, clients, warmUp } };
  try {
    const context = { server, say, size, plan };
    if (wants('history')) result.history = await compareHistories(context);
    if (['tasks', 'explain', 'snapshot', 'paced'].some(wants)) {
      const large = await makeLarge(context);
      if (wants('tasks')) result.tasks = await compareSizes(context, large);
      if (wants('snapshot')) result.snapshot = await holdSnapshot(context, large);
      if (wants('explain')) result.explain = await measureExplanations({ say, ...large });
      if (wants('paced'))
        result.paced = await measurePaced({
          server,
          say,
          ...large,
          rate: number('rate', 1000),
          seconds: number('paced', 25),
        });
    }
  } finally {
    await server.stop();
  }
  const ratios = {
    tasksRatio: result.tasks?.ratio,
    historyRatio: result.history?.ratio,
    snapshotRatio: result.snapshot?.ratio,
  };
  return { ...result, ...ratios, ratio: ratios };
}

async function makeWork(owner, { tasks, overlap, say }) {
  const organizationId = await make.createOrganization(owner);
  const teamId = await make.createTeam(owner, { organizationId });
  const projectId = await make.createProject(owner, { organizationId, teamIds: [teamId], policy: { overlap } });
  const batchId = await make.createBatch(owner, { organizationId, projectId });
  const laneId = await make.createTasks(owner, { organizationId, projectId, batchId, count: tasks, overlap, say });
  return { organizationId, teamId, projectId, batchId, laneId };
}

/** One window: new connections, the first claims untimed, then as many as planned. */
async function windowOf(context, url, organizationId, people) {
  const claimers = await openClaimers(url, { organizationId, people, clients });
  try {
    await claimers.run(warmUp);
    const cpu = cpuMeter({ postgres: context.server.pid, client: process.pid });
    await cpu.start();
    const { took, perSecond } = await claimers.run(context.plan.claims);
    return { ...summaryOf(took), perSecond: Math.round(perSecond), cpu: await cpu.stop() };
  } finally {
    await claimers.close();
  }
}

/** Both sides' windows, the median of their p99, and the ratio. */
function compared(figures, above, below) {
  const p99 = Object.fromEntries(Object.entries(figures).map(([name, list]) => [name, median(list.map((w) => w.p99))]));
  const perSecond = Object.fromEntries(
    Object.entries(figures).map(([name, list]) => [name, median(list.map((w) => w.perSecond))]),
  );
  return { ratio: round(p99[above] / p99[below], 3), p99, perSecond, windows: figures };
}
const teller =
  (say) =>
  (name, turn, { p50, p99, perSecond }) =>
    say(`${turn + 1}. ${name}: p50 ${p50} ms, p99 ${p99} ms, ${perSecond} claims/s`);

/** People with many answers behind them, whose tasks still stand in front of the queue, and people with none. */
async function compareHistories({ server, say, size, plan }) {
  const url = await server.createDatabase('history');
  const owner = await openAsOwner(url);
  // Seats for everybody: those of the history, and new people in each window.
  const work = await makeWork(owner, { tasks: size.history + 50_000, overlap: 50 });
  const { organizationId, teamId, laneId } = work;
  const old = await make.createPeople(owner, { organizationId, teamId, count: peopleWithHistory });
  await make.createHistory(owner, { laneId, memberIds: old, count: size.history });
  const fresh = [];
  for (let turn = 0; turn < plan.rounds; turn++)
    fresh.push(await make.createPeople(owner, { organizationId, teamId, count: peopleWithHistory }));
  await make.settle(owner);
  say(`${peopleWithHistory} people with ${size.history} answers each`);
  const context = { server, plan };
  const figures = await alternate(
    {
      none: (turn) => windowOf(context, url, organizationId, fresh[turn]),
      long: () => windowOf(context, url, organizationId, old),
    },
    plan.rounds,
    teller(say),
  );
  const faults = await make.faultsOf(owner, organizationId);
  await owner.close();
  await server.dropDatabase(url);
  return { ...compared(figures, 'long', 'none'), faults };
}

async function makeLarge({ server, say, size }) {
  const url = await server.createDatabase('large');
  const owner = await openAsOwner(url);
  const work = await makeWork(owner, { tasks: size.tasks, overlap: 3, say });
  await make.settle(owner);
  say(`${size.tasks} tasks are there`);
  return { url, owner, ...work };
}

/** The small side begins each window as a copy of the same 10,000 tasks, or it would run empty. */
async function compareSizes({ server, say, plan }, large) {
  const template = await server.createDatabase('small');
  let owner = await openAsOwner(template);
  const small = await makeWork(owner, { tasks: 10_000, overlap: 3 });
  const { organizationId, teamId } = small;
  const people = await make.createPeople(owner, { organizationId, teamId, count: peopleAWindow });
  await make.settle(owner);
  await owner.close();
  const context = { server, plan };
  const figures = await alternate(
    {
      small: async (turn) => {
        const url = await server.createDatabase(`small_${turn}`, { copyOf: template });
        const answer = await windowOf(context, url, organizationId, people);
        owner = await openAsOwner(url);
        answer.faults = await make.faultsOf(owner, organizationId);
        await owner.close();
        await server.dropDatabase(url);
        return answer;
      },
      large: async () => windowOf(context, large.url, large.organizationId, await newPeople(large)),
    },
    plan.rounds,
    teller(say),
  );
  return compared(figures, 'large', 'small');
}

const newPeople = ({ owner, organizationId, teamId }) =>
  make.createPeople(owner, { organizationId, teamId, count: peopleAWindow });

/**
 * Claims a second before, and once another session has held a snapshot for a minute of claims. A second database, which
 * nobody holds a snapshot of, takes turns with it before and after: what the machine does meanwhile is in both.
 */
async function holdSnapshot({ server, say }, large) {
  const url = await server.createDatabase('control');
  const control = { url, owner: await openAsOwner(url) };
  Object.assign(control, await makeWork(control.owner, { tasks: controlTasks, overlap: 3 }));
  await make.settle(control.owner);
  const crews = {};
  for (const [name, one] of Object.entries({ held: large, control })) {
    const { url, organizationId } = one;
    crews[name] = await openClaimers(url, { organizationId, people: await newPeople(one), clients });
  }
  const sides = Object.fromEntries(Object.entries(crews).map(([name, crew]) => [name, () => crew.runFor(5)]));
  const measure = async () => {
    const windows = await alternate(sides, 3, () => undefined);
    return Object.fromEntries(
      Object.entries(windows).map(([name, list]) => [name, Math.round(median(list.map((one) => one.perSecond)))]),
    );
  };
  await sides.held();
  await sides.control();
  const before = await measure();
  const holder = new pg.Client({ connectionString: large.url });
  await holder.connect();
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await holder.query('SELECT count(*) FROM lane');
  const meanwhile = await crews.held.runFor(60);
  const after = await measure();
  await holder.query('COMMIT');
  await holder.end();
  await Promise.all(Object.values(crews).map((crew) => crew.close()));
  await control.owner.close();
  const answer = {
    before,
    meanwhile: Math.round(meanwhile.perSecond),
    after,
    plainRatio: round(after.held / before.held, 3),
    ratio: round(after.held / before.held / (after.control / before.control), 3),
  };
  say(`claims/s before ${JSON.stringify(before)}, after a minute of the snapshot ${JSON.stringify(after)}`);
  await sleep(100);
  return answer;
}
