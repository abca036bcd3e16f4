import { AssignmentsService, TasksService } from '../../tasks/index.js';
import { BatchesService } from '../../batches/index.js';
import { randomOf, type Random } from '../../consensus/index.js';
import type { Finish } from '../../metrics/index.js';
import { ForecastService } from '../../metrics/index.js';
import { VerdictsService } from '../../quality/index.js';
import { day, startsAt } from '../forecast/fortnight-people.js';
import { ForecastColleague, type ForecastWorkplace } from './forecast-colleague.js';
import { prepareForecastStage, type ForecastStage } from './forecast-stage.js';
import { type SimulatedMuster, startSimulatedMuster } from './simulated-muster.js';

const mostDays = 40;
const quarter = 0.25;
/** Of the first batch, when the one that goes first is opened. */
const lateOpensAt = 0.08;
/** What is looked at for everybody, in seconds of simulated time: the forecast asks for none of it. */
const paces = {
  ...Object.fromEntries(
    [
      'judge-people',
      'estimate-people',
      'offer-gold',
      'learn-from-settled-tasks',
      'place-waiting-work',
      'apply-due-messages',
      'probe-ending-leases',
      'read-from-tools',
      'reconcile-connections',
      'resume-imports',
      'resume-analyses',
      'advance-forgotten-lots',
      'decide-forgotten-tasks',
      'write-forgotten-releases',
    ].map((name) => [name, 86_400]),
  ),
  'fold-lane-changes': 3600,
  'look-for-alarms': 14_400,
};

export interface FortnightOptions {
  seed: number;
  /** tasks of the batch that is there from the first day; the one that comes late has a third of them */
  tasks: number;
  tell: (line: string) => void;
}

/** One forecast through the services, and what became of it; days from the first morning. */
export interface ServiceForecast {
  batch: string;
  madeAt: number;
  p10: number | null;
  p50: number | null;
  p90: number | null;
  truth: number;
  isWithin: boolean;
  missRisk: number | null;
  reason: string | null;
}

export interface FortnightFigures {
  seed: number;
  people: number;
  tasks: number;
  forecasts: ServiceForecast[];
  /** notices that managers and leads had */
  notices: Record<string, number>;
}

/** A fortnight through the real services in a time that only it moves: rosters in the database, people who fall ill, a batch that comes late. */
export async function simulateFortnight(options: FortnightOptions): Promise<FortnightFigures> {
  const muster = await startSimulatedMuster(new Date(startsAt));
  try {
    muster.jobs.paces = paces;
    const random = randomOf(options.seed * 7919 + 13);
    const stage = await prepareForecastStage(muster, options.tasks, random);
    const forecasts = await run(muster, stage, random, options);
    return {
      seed: options.seed,
      people: stage.people.length,
      tasks: options.tasks + stage.late.tasks,
      forecasts,
      notices: await noticesOf(muster, stage),
    };
  } finally {
    await muster.stop();
  }
}

type Waiting = Omit<ServiceForecast, 'truth' | 'isWithin'> & { batchId: string };

async function run(muster: SimulatedMuster, stage: ForecastStage, random: Random, { tell }: FortnightOptions) {
  const service = <Service>(type: new (...parts: never[]) => Service) => muster.services.get(type, { strict: false });
  const workplace: ForecastWorkplace = {
    assignments: service(AssignmentsService),
    verdicts: service(VerdictsService),
    random,
  };
  const workers = stage.people.map((cast) => new ForecastColleague(cast, workplace));
  const waiting: Waiting[] = [];
  const ended = new Map<string, number>();
  const openNow = [stage.first];
  while (ended.size < 2) {
    const worker = workers.reduce((next, one) => (one.nextAt < next.nextAt ? one : next));
    if (worker.nextAt > startsAt + mostDays * day) throw new Error(`not every task is settled after ${mostDays} days`);
    await muster.clock.moveTo(new Date(worker.nextAt));
    await muster.jobs.runSchedules(muster.clock.now());
    const didAnswer = await worker.act();
    await muster.settle(1);
    if (!didAnswer) continue;
    for (const batch of openNow) {
      if (ended.has(batch.id)) continue;
      const settled = await settledOf(service(TasksService), stage, batch.id);
      if (batch === stage.first && openNow.length === 1 && settled >= lateOpensAt * batch.tasks) {
        await service(BatchesService).open(stage.owner, stage.late.id);
        await muster.settle(1);
        openNow.push(stage.late);
        tell(`day ${dayOf(muster).toFixed(1)}: the late batch is open`);
      }
      if (settled >= quarter * batch.tasks && !waiting.some(({ batchId }) => batchId === batch.id)) {
        waiting.push(await forecastNow(muster, stage, batch));
        tell(`day ${dayOf(muster).toFixed(1)}: ${batch.name} is forecast`);
      }
      if (settled === batch.tasks) ended.set(batch.id, dayOf(muster));
    }
  }
  return waiting.map(({ batchId, ...one }) => {
    const truth = Number(ended.get(batchId)!.toFixed(3));
    return { ...one, truth, isWithin: truth >= (one.p10 ?? Infinity) - 1e-3 && truth <= (one.p90 ?? Infinity) + 1e-3 };
  });
}

async function forecastNow(
  muster: SimulatedMuster,
  { owner }: ForecastStage,
  batch: { id: string; name: string },
): Promise<Waiting> {
  // prettier-ignore
  const forecasts = muster.services.get(ForecastService, { strict: false });
  const { batches } = await forecasts.forecast(owner, { batchId: batch.id, projectId: null, whatIf: null });
  const { finish, missRisk, reasons } = batches[0]!.forecast;
  const days = (name: keyof Finish) =>
    finish[name] === null ? null : Number(((finish[name] - startsAt) / day).toFixed(3));
  return {
    batchId: batch.id,
    batch: batch.name,
    madeAt: Number(dayOf(muster).toFixed(3)),
    p10: days('p10'),
    p50: days('p50'),
    p90: days('p90'),
    missRisk,
    reason: reasons[0]?.sentence ?? null,
  };
}

const dayOf = ({ clock }: SimulatedMuster): number => (clock.now().getTime() - startsAt) / day;

async function settledOf(tasks: TasksService, { owner }: ForecastStage, batchId: string): Promise<number> {
  const { states } = await tasks.progressOf(owner, batchId);
  return states.find(({ state }) => state === 'SETTLED')?.count ?? 0;
}

async function noticesOf({ database }: SimulatedMuster, { owner }: ForecastStage): Promise<Record<string, number>> {
  const rows = await database.transact(owner, (tx) =>
    tx.query<{ kind: string; count: number }>(
      `SELECT kind, count(*)::int AS count FROM notice WHERE member_id = $1 GROUP BY kind ORDER BY kind`,
      [owner.memberId],
    ),
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}
