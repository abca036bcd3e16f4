/*
 * How much of what the database can do reaches the people? 64 simulated people answer and claim the next task in one
 * call, overlap 3: over HTTP and GraphQL through one, two and three API processes, and through node-postgres with as
 * many connections in all, calling the same SQL function. Sides take turns; the ratio is that of the best number of
 * processes. Afterwards one API process is profiled, and what the database holds is checked.
 *
 * Through node-postgres it is measured with the hours of work and the progress of batches counted, as always, without the progress,
 * and without both: what counting costs.
 *
 *   --seconds N     of each window (8)
 *   --rounds N      windows a side (5)
 *   --processes L   numbers of API processes to try (1,2,3); 0: only SQL, with and without counting
 *   --tasks N       tasks in the queue at the start (400,000)
 */
import { checkQueue } from '../dist/src/tasks/check-queue.js';
import { openApiProcesses } from './api-processes.mjs';
import { keepFolding } from './claimers.mjs';
import { openDatabaseServer } from './database.mjs';
import { openAsOwner } from './fixtures/owner.mjs';
import * as make from './fixtures/queue.mjs';
import { alternate, cpuMeter, median, round, summaryOf } from './measure.mjs';
import { peopleInSql, peopleOverHttp, workFor } from './people.mjs';
import { summaryOfProfile } from './profile.mjs';
import { mendRollups, switchRollups } from './rollups.mjs';

export const about = 'submit + next claim over GraphQL and HTTP, against the same SQL functions through node-postgres';

const peopleCount = 64;
const overlap = 3;
/** In all: 18, 2 × 9 or 3 × 6. */
const connections = 18;
const warmUpSeconds = 2;
/** Code that has run often is compiled: what is measured is a process that has been up for a while. */
const warmUpCycles = 4000;
const warmUpPatienceSeconds = 45;

export async function run({ say, options }) {
  const seconds = Number(options.seconds ?? 8);
  const rounds = Number(options.rounds ?? 5);
  const processes = String(options.processes ?? '1,2,3')
    .split(',')
    .map(Number)
    .filter((count) => count > 0);
  const tasks = Number(options.tasks ?? 400_000);
  const server = await openDatabaseServer({ say });
  const running = [];
  try {
    const url = await server.createDatabase('claim');
    const owner = await openAsOwner(url);
    const work = await makeWork(owner, tasks, say);
    const stopFolding = await keepFolding(url);
    const context = { server, owner, url, seconds, ...work };
    const sides = {
      sql: () => windowInSql(context),
      sqlWithoutProgress: () => uncounted(context, ['progress']),
      sqlUncounted: () => uncounted(context),
    };
    for (const count of processes) {
      const api = await openApiProcesses(url, { count, poolSize: Math.ceil(connections / count) });
      running.push(api);
      sides[`graphql${count}`] = () => windowOverHttp(context, api);
      await warm(context, api);
      say(`${count} API process(es) warm`);
    }
    const windows = await alternate(sides, rounds, (name, turn, { perSecond, p50, p99 }) =>
      say(`${turn + 1}. ${name}: ${perSecond} cycles/s, p50 ${p50} ms, p99 ${p99} ms`),
    );
    const perSecond = Object.fromEntries(
      Object.entries(windows).map(([name, list]) => [name, median(list.map((one) => one.perSecond))]),
    );
    const ratios = Object.fromEntries(
      processes.map((count) => [count, round(perSecond[`graphql${count}`] / perSecond.sql, 3)]),
    );
    const best = processes.reduce((a, b) => (ratios[b] > ratios[a] ? b : a), processes[0]);
    const spent = Object.fromEntries(Object.entries(windows).map(([name, list]) => [name, cpuPerCycle(list)]));
    say(`CPU milliseconds a cycle: ${JSON.stringify(spent)}`);
    const profile = best === undefined ? undefined : await profiled(context);
    if (profile) say(`where one API process spends its time: ${JSON.stringify(profile.shares, null, 1)}`);
    await stopFolding();
    const faults = await faultsOf(owner, url, work.organizationId);
    await owner.close();
    return {
      settings: server.settings,
      plan: { peopleCount, overlap, tasks, connections, seconds, rounds },
      ratio: best === undefined ? round(perSecond.sql / perSecond.sqlUncounted, 3) : ratios[best],
      /** with the progress of batches counted to without: answers and claims a second, and what PostgreSQL spends on one */
      progress: {
        ratio: round(perSecond.sql / perSecond.sqlWithoutProgress, 3),
        cpuRatio: round(spent.sqlWithoutProgress.postgres / spent.sql.postgres, 3),
      },
      /** the same with that and the hours of work to without both */
      rollups: {
        ratio: round(perSecond.sql / perSecond.sqlUncounted, 3),
        cpuRatio: round(spent.sqlUncounted.postgres / spent.sql.postgres, 3),
      },
      apiProcesses: best,
      ratios,
      perSecond,
      cpuPerCycle: spent,
      /** what the ratio were if CPU alone decided: milliseconds of all in SQL to milliseconds of all over GraphQL */
      cpuRatio: best === undefined ? undefined : round(allOf(spent.sql) / allOf(spent[`graphql${best}`]), 3),
      profile,
      faults,
      windows,
    };
  } finally {
    await Promise.all(running.map((api) => api.stop()));
    await server.stop();
  }
}

async function makeWork(owner, tasks, say) {
  const organizationId = await make.createOrganization(owner);
  const teamId = await make.createTeam(owner, { organizationId });
  const projectId = await make.createProject(owner, { organizationId, teamIds: [teamId], policy: { overlap } });
  const batchId = await make.createBatch(owner, { organizationId, projectId });
  await make.createTasks(owner, { organizationId, projectId, batchId, count: tasks, overlap, say });
  await make.settle(owner);
  return { organizationId, teamId };
}

/** New people each time, who begin at the front of what is left of the queue. */
const newPeople = ({ owner, organizationId, teamId }) =>
  make.createPeople(owner, { organizationId, teamId, count: peopleCount });

async function windowInSql(context) {
  const { url, organizationId } = context;
  const members = await newPeople(context);
  const people = await peopleInSql(url, { organizationId, members, poolSize: connections });
  try {
    return await measured(context, people, {});
  } finally {
    await people.close();
  }
}

async function uncounted(context, which) {
  await switchRollups(context.owner, false, which);
  try {
    return await windowInSql(context);
  } finally {
    await switchRollups(context.owner, true, which);
  }
}

async function warm(context, { origins }) {
  for (const origin of origins) {
    const memberIds = await newPeople(context);
    const tokens = await make.createSessions(context.owner, { organizationId: context.organizationId, memberIds });
    const people = await peopleOverHttp([origin], tokens);
    await people.begin();
    const until = performance.now() + warmUpPatienceSeconds * 1000;
    for (let done = 0; done < warmUpCycles && performance.now() < until;)
      done += (await workFor(people, 1)).took.length;
    await people.close();
  }
}

async function windowOverHttp(context, api) {
  const memberIds = await newPeople(context);
  const tokens = await make.createSessions(context.owner, { organizationId: context.organizationId, memberIds });
  const people = await peopleOverHttp(api.origins, tokens);
  try {
    return await measured(context, people, { server: api.pids });
  } finally {
    await people.close();
  }
}

async function measured({ server, seconds }, people, pids) {
  await people.begin();
  await workFor(people, warmUpSeconds);
  const cpu = cpuMeter({ postgres: server.pid, client: process.pid, ...pids });
  await cpu.start();
  const { took, perSecond } = await workFor(people, seconds);
  const spent = await cpu.stop();
  // API processes and an embedded PostgreSQL are children of this one.
  const children = (spent.server ?? 0) + (process.env.DATABASE_URL ? 0 : spent.postgres || 0);
  return {
    ...summaryOf(took),
    perSecond: Math.round(perSecond),
    cpu: { ...spent, client: round(spent.client - children) },
  };
}

/** Milliseconds of CPU that one cycle costs each of those that take part. */
function cpuPerCycle(list) {
  const names = Object.keys(list[0].cpu);
  return Object.fromEntries(
    names.map((name) => [name, round(median(list.map((one) => (one.cpu[name] / one.count) * 1000)), 3)]),
  );
}

const allOf = (figures) => Object.values(figures).reduce((sum, one) => sum + one, 0);

/** One more process for this, since a profile makes it slower. */
async function profiled(context) {
  const api = await openApiProcesses(context.url, { count: 1, poolSize: connections, isProfiled: true });
  await warm(context, api);
  const { perSecond } = await windowOverHttp(context, api);
  const [profile] = await api.stop();
  return { perSecond, ...summaryOfProfile(profile, context.seconds) };
}

/** No task over its overlap, nobody twice on one, and each seat of the queue as the law has it. */
async function faultsOf(owner, url, organizationId) {
  const { differences } = await checkQueue(url, false);
  const work = await mendRollups(owner, organizationId);
  const faults = { queue: differences, work, ...(await make.faultsOf(owner, organizationId)) };
  const found = Object.entries(faults).filter(([, list]) => list.length > 0);
  if (found.length > 0) throw new Error(`the queue is not as the law has it: ${JSON.stringify(found).slice(0, 2000)}`);
  return faults;
}
