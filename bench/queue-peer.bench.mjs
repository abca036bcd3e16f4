/*
 * Muster's claim and submit against Label Studio's next task and annotation: both over HTTP on this machine, each on a
 * database of its own in one PostgreSQL, their windows taking turns. docs/queue-peer.md describes both set-ups.
 *
 *   --tasks A,B        sizes (1000,100000)
 *   --people N         who work without a pause (16)
 *   --rounds N         windows a side (3)
 *   --seconds N        of a window (20)
 *   --api N            processes of Muster that answer requests (1); one more works off the jobs
 *   --processes N      processes of Label Studio (two a core, as its container has)
 *   --persistent       Label Studio keeps its database connections (not its default)
 */
import os from 'node:os';
import { workFor } from './crew.mjs';
import { openDatabaseServer } from './database.mjs';
import { alternate, cpuMeter, median, round } from './measure.mjs';
import { startMuster } from './muster-processes.mjs';
import { openMuster } from './peers/muster.mjs';
import * as labelStudio from './peers/label-studio.mjs';

export const about = "claim and submit against Label Studio's next task and annotation, over HTTP";

const overlap = 3;
const quietSeconds = 120;
/** A small project would run empty under the faster side: its window ends when so much of the work is done. */
const shareOfWork = 0.8;
/** … and in any case after so many cycles: more would not change the figure. */
const enough = 5000;
/** From here on the tasks outlast all windows together, and one project serves them all. */
const many = 50_000;

export async function run({ say, options }) {
  const number = (name, otherwise) => Number(options[name] ?? otherwise);
  const sizes = String(options.tasks ?? '1000,100000').split(',').map(Number); // prettier-ignore
  const plan = {
    people: number('people', 16),
    rounds: number('rounds', 3),
    seconds: number('seconds', 20),
    overlap,
    api: number('api', 1),
    processes: number('processes', os.cpus().length * 2),
    persistent: Boolean(options.persistent),
  };
  const wrong = [...sizes, plan.people, plan.rounds, plan.seconds, plan.api, plan.processes].find((one) => !(one >= 1));
  if (wrong !== undefined)
    throw new Error('--tasks, --people, --rounds, --seconds, --api and --processes are numbers from 1');
  let installed;
  try {
    installed = await labelStudio.install(say);
  } catch (error) {
    if (!(error instanceof labelStudio.Unavailable)) throw error;
    say(`skipped: ${error.message}`);
    return { skipped: error.message };
  }
  const began = performance.now();
  const server = await openDatabaseServer({ say });
  const running = [];
  try {
    const context = await openBoth({ server, installed, plan, say, running });
    const bySize = {};
    for (const tasks of sizes) bySize[tasks] = await compareAt(tasks, context);
    return {
      settings: server.settings,
      plan,
      labelStudio: context.peer.describe(),
      sizes: bySize,
      ratio: Object.fromEntries(Object.entries(bySize).map(([tasks, { ratio }]) => [tasks, ratio])),
      secondsWithoutInstallation: Math.round((performance.now() - began) / 1000),
    };
  } finally {
    for (const one of running.reverse()) await one.stop().catch((error) => say(String(error)));
    await server.stop();
  }
}

async function openBoth({ server, installed, plan, say, running }) {
  const url = await server.createDatabase('muster');
  const processes = await startMuster(url, { api: plan.api });
  running.push(processes);
  const muster = await openMuster({ url, processes, people: plan.people, overlap });
  running.push(muster);
  say(`Muster listens with ${plan.api} API process(es) and a worker`);
  const databaseUrl = await server.createEmptyDatabase('label_studio');
  const peer = await labelStudio.open({ installed, databaseUrl, ...plan, say });
  running.push(peer);
  const { pids } = processes;
  const meter = () =>
    cpuMeter({ postgres: server.pid, labelStudio: peer.pid, api: pids.api, worker: pids.worker, client: process.pid });
  return { muster, peer, processes, plan, say, meter };
}

async function compareAt(tasks, { muster, peer, processes, plan, say, meter }) {
  const isLarge = tasks >= many;
  const most = Math.min(enough, Math.floor(tasks * overlap * shareOfWork));
  const used = { muster: [], peer: [] };
  const acknowledged = { muster: 0, peer: 0 };
  const made = {};
  const madeIn = {};
  /** One project for all windows, or one for each. */
  const workOf = async (side, make) => {
    if (isLarge && made[side]) return made[side];
    const began = performance.now();
    made[side] = await make();
    madeIn[side] ??= round((performance.now() - began) / 1000);
    used[side].push(made[side]);
    return made[side];
  };
  if (isLarge) {
    await workOf('muster', () => muster.createWork(tasks));
    await workOf('peer', () => peer.createProject(tasks, overlap));
    say(`${tasks} tasks: made in ${madeIn.muster} s, in Label Studio through its API in ${madeIn.peer} s`);
  }
  /** `afterwards` is what the side still has to do for the answers of the window; its CPU counts too. */
  const windowOf = async (side, { people, cycle, afterwards = () => 0 }) => {
    const whole = meter();
    await whole.start();
    const answer = await workFor({ people, cycle, seconds: plan.seconds, most, meter: meter() });
    answer.jobsAfterwards = await afterwards();
    answer.perSecondWithJobs = round(answer.cycles / (answer.seconds + answer.jobsAfterwards));
    // The client is the parent of all the others, and its figure has theirs in it.
    const { client, ...others } = answer.cpu;
    answer.cpu.client = round(Object.values(others).reduce((rest, seconds) => rest - seconds, client));
    const { postgres, labelStudio: peerServer, api, worker } = await whole.stop();
    const spent = postgres + (side === 'peer' ? peerServer : api + worker);
    answer.serverMillisecondsACycle = round((spent / answer.answered) * 1000);
    acknowledged[side] += answer.answered;
    return answer;
  };
  const ofMuster = (way) => async () => {
    const { people } = await workOf('muster', () => muster.createWork(tasks));
    // What Muster does in the background must not fall into the other side's window; its time is told.
    return windowOf('muster', { people, cycle: muster[way], afterwards: () => processes.untilQuiet(quietSeconds) });
  };
  const windows = await alternate(
    {
      labelStudio: async () => {
        const projectId = await workOf('peer', () => peer.createProject(tasks, overlap));
        return windowOf('peer', { people: peer.people, cycle: (person) => peer.cycle(person, projectId) });
      },
      musterTwoRequests: ofMuster('twoRequests'),
      musterOneRequest: ofMuster('oneRequest'),
    },
    plan.rounds,
    (name, turn, { perSecond, cycles, seconds, latency }) =>
      say(
        `${tasks}: ${turn + 1}. ${name}: ${perSecond} cycles/s (${cycles} in ${seconds} s), p95 ${latency.cycle?.p95} ms`,
      ),
  );
  const correct = {
    labelStudio: { acknowledged: acknowledged.peer, ...(await peer.faultsOf(used.peer)) },
    muster: { acknowledged: acknowledged.muster, ...(await muster.faultsOf(used.muster)) },
  };
  say(`${tasks}: ${JSON.stringify(correct)}`);
  return { ...compared(windows), fixtureSeconds: madeIn, correct, windows };
}

function compared(windows) {
  const names = Object.keys(windows);
  const medians = (pick) => Object.fromEntries(names.map((name) => [name, round(median(windows[name].map(pick)))]));
  const perSecond = medians((one) => one.perSecond);
  const withJobs = medians((one) => one.perSecondWithJobs);
  const serverMilliseconds = medians((one) => one.serverMillisecondsACycle);
  const latency = Object.fromEntries(
    names.map((name) => {
      const measured = windows[name].filter((one) => one.cycles > 0);
      const of = (part, share) => round(median(measured.map((one) => one.latency[part][share])));
      const parts = Object.keys(measured[0]?.latency ?? {});
      return [name, Object.fromEntries(parts.map((part) => [part, { p50: of(part, 'p50'), p95: of(part, 'p95') }]))];
    }),
  );
  const over = (values, name) => round(values[name] / values.labelStudio, 1);
  return {
    ratio: {
      twoRequests: over(perSecond, 'musterTwoRequests'),
      oneRequest: over(perSecond, 'musterOneRequest'),
      twoRequestsWithJobs: over(withJobs, 'musterTwoRequests'),
      oneRequestWithJobs: over(withJobs, 'musterOneRequest'),
      processorTimeTwoRequests: round(serverMilliseconds.labelStudio / serverMilliseconds.musterTwoRequests, 1),
      processorTimeOneRequest: round(serverMilliseconds.labelStudio / serverMilliseconds.musterOneRequest, 1),
    },
    cyclesPerSecond: perSecond,
    cyclesPerSecondWithJobs: withJobs,
    serverMillisecondsACycle: serverMilliseconds,
    latency,
  };
}
