import { BatchesService } from '../../batches/index.js';
import { AssignmentsService, TaskReadingService, TasksService } from '../../tasks/index.js';
import { VerdictsService } from '../../quality/index.js';
import { figuresOf, type SimulationFigures } from './figures.js';
import { planOf, type SimulationOptions } from './plan.js';
import { severalAtOnce } from './several-at-once.js';
import { type SimulatedMuster, startSimulatedMuster } from './simulated-muster.js';
import { prepareStage, type Stage } from './stage.js';
import { Worker, type Workplace } from './worker.js';

const startsAt = new Date('2026-01-05T00:00:00Z');
const day = 86_400_000;
/** What people do within it happens at its beginning. Nobody answers twice in so short a time. */
const roundMilliseconds = 120_000;
/** A campaign that takes longer does not end. */
const mostDays = 400;
const toldEverySeconds = 10;

export interface RunOptions extends SimulationOptions {
  /**
   * People in flight at the same moment. With one the same seed gives the same run; with several only what each would say is the
   * same, and who comes first is left to the database.
   */
  atOnce: number;
  tell: (line: string) => void;
  /** ends it early; nothing is left behind */
  signal?: AbortSignal;
}

/** A whole campaign of virtual people through the services of Muster, on a database of its own. */
export async function simulate(options: RunOptions): Promise<SimulationFigures> {
  const began = performance.now();
  const muster = await startSimulatedMuster(startsAt);
  try {
    const plan = planOf(options);
    muster.jobs.paces = pacesFor(options.tasks);
    const stage = await prepareStage(muster, plan);
    options.tell(`${plan.annotators.length} annotators, ${plan.reviewers.length} reviewers, ${options.tasks} tasks`);
    const workplace: Workplace = {
      plan,
      startsAt,
      assignments: muster.services.get(AssignmentsService, { strict: false }),
      verdicts: muster.services.get(VerdictsService, { strict: false }),
    };
    const workers = stage.cast.map((cast, place) => new Worker(String(place), cast, workplace));
    await work(muster, stage, workers, options);
    const seconds = () => (performance.now() - began) / 1000;
    return await figuresOf({ muster, stage, plan, workers, startsAt, seconds });
  } finally {
    await muster.stop();
  }
}

/** Round after round, until every task is settled. */
async function work(muster: SimulatedMuster, stage: Stage, workers: Worker[], { atOnce, tell, signal }: RunOptions) {
  let toldAt = performance.now();
  do {
    signal?.throwIfAborted();
    const now = Math.min(...workers.map(({ nextAt }) => nextAt));
    const days = Math.ceil((now - startsAt.getTime()) / day);
    if (days > mostDays) throw new Error(`not every task is settled after ${mostDays} days`);
    await muster.clock.moveTo(new Date(now));
    await muster.jobs.runSchedules(muster.clock.now());
    await muster.settle(atOnce);
    const acting = workers.filter(({ nextAt }) => nextAt < now + roundMilliseconds).sort((a, b) => a.nextAt - b.nextAt);
    await severalAtOnce(acting, atOnce, (worker) => worker.act());
    await muster.settle(atOnce);
    if (performance.now() - toldAt < toldEverySeconds * 1000) continue;
    toldAt = performance.now();
    tell(`day ${days}: ${await settledIn(muster, stage)} settled`);
  } while (await hasUnsettled(muster, stage));
  await completeBatch(muster, stage);
  await muster.jobs.runSchedules('ALL');
  await muster.settle(1);
}

const settledIn = async ({ services }: SimulatedMuster, { owner, batchId }: Stage): Promise<number> => {
  const { states } = await services.get(TaskReadingService, { strict: false }).progressOf(owner, batchId);
  return states.find(({ state }) => state === 'SETTLED')?.count ?? 0;
};

const hasUnsettled = ({ services, database }: SimulatedMuster, { owner, batchId }: Stage): Promise<boolean> =>
  database.transact(owner, (tx) => services.get(TasksService, { strict: false }).hasUnsettled(tx, batchId));

/** Closed only now: every task that settles in a closed batch looks whether it is the last, one after the other. */
async function completeBatch({ services, settle }: SimulatedMuster, { owner, batchId }: Stage): Promise<void> {
  const batches = services.get(BatchesService, { strict: false });
  await batches.close(owner, batchId);
  await settle(1);
  const batch = await batches.find(owner, batchId);
  if (batch?.state !== 'COMPLETED') throw new Error(`all tasks are settled, and the batch is ${batch?.state}`);
}

/**
 * What is looked at for everybody, and not only for what is new, costs here what it costs a server, in a day that is over in a
 * minute: in long runs it comes less often, in seconds of simulated time.
 */
function pacesFor(tasks: number): Record<string, number> {
  // Nobody reads the notices of a simulation.
  const always = { 'look-for-alarms': 86_400 };
  if (tasks > 20_000) return { ...always, 'judge-people': 7200, 'estimate-people': 43_200 };
  return tasks > 1000 ? { ...always, 'judge-people': 1800 } : always;
}
