import { AssignmentsService, TaskReadingService } from '../../tasks/index.js';
import { BatchesService } from '../../batches/index.js';
import { randomOf, type Random } from '../../consensus/index.js';
import { type Finish, ForecastService, type WhatIf } from '../../metrics/index.js';
import { VerdictsService } from '../../quality/index.js';
import type { Judged } from '../forecast/forecast-figures.js';
import { day, startsAt } from '../forecast/fortnight-people.js';
import { lateOpensAtOf } from '../forecast/fortnight-truths.js';
import { ForecastColleague, type ForecastWorkplace } from './forecast-colleague.js';
import { prepareForecastStage, type ForecastStage } from './forecast-stage.js';
import { hourDifferencesOf } from './hours.js';
import { type SimulatedMuster, startSimulatedMuster } from './simulated-muster.js';

const mostDays = 40;
const quarter = 0.25;
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

/** Nothing of what is seen here is due more often; a server would look at it every few seconds. */
const leastPace = 1200;

export interface FortnightOptions {
  seed: number;
  /** of a batch at most: everything, but for a quick look */
  mostTasks: number;
  tell: (line: string) => void;
}

/** One forecast through the services, and what became of it, in days from the forecast. */
export interface ServiceForecast extends Judged {
  /** the day of the fortnight on which it was made */
  madeAt: number;
  sentence: string | null;
}

export interface FortnightFigures {
  seed: number;
  people: number;
  tasks: number;
  /** pieces of work that people did */
  done: number;
  forecasts: ServiceForecast[];
  /** days of people on which the hours that Muster tells are not those of their assignments */
  hourDifferences: number;
  /** notices that the owner had */
  notices: Record<string, number>;
}

/** A fortnight through the real services in a time that only it moves: rosters in the database, people who fall ill, a batch that comes late. */
export async function simulateFortnight(options: FortnightOptions): Promise<FortnightFigures> {
  const muster = await startSimulatedMuster(new Date(startsAt));
  try {
    muster.jobs.paces = paces;
    muster.jobs.leastPace = leastPace;
    const random = randomOf(options.seed * 7919 + 13);
    const stage = await prepareForecastStage(muster, options.mostTasks, random);
    const { forecasts, done } = await run(muster, stage, random, options);
    await muster.jobs.runSchedules('ALL');
    await muster.settle(1);
    return {
      seed: options.seed,
      people: stage.people.length,
      tasks: stage.first.tasks + stage.late.tasks,
      done,
      forecasts,
      hourDifferences: await hourDifferencesOf(muster, stage, new Date(startsAt)),
      notices: await noticesOf(muster, stage),
    };
  } finally {
    await muster.stop();
  }
}

type Waiting = Omit<ServiceForecast, 'truth' | 'isMissed'>;

async function run(muster: SimulatedMuster, stage: ForecastStage, random: Random, { tell }: FortnightOptions) {
  const service = <Service>(type: new (...parts: never[]) => Service) => muster.services.get(type, { strict: false });
  const workplace: ForecastWorkplace = {
    assignments: service(AssignmentsService),
    verdicts: service(VerdictsService),
    random,
    truths: stage.truths,
  };
  const lateOpensAt = lateOpensAtOf(random);
  const workers = stage.people.map((cast) => new ForecastColleague(cast, workplace));
  const waiting: Waiting[] = [];
  const ended = new Map<string, number>();
  const openNow = [stage.first];
  let done = 0;
  while (ended.size < 2) {
    const worker = workers.reduce((next, one) => (one.nextAt < next.nextAt ? one : next));
    if (worker.nextAt > startsAt + mostDays * day) throw new Error(`not every task is settled after ${mostDays} days`);
    await muster.clock.moveTo(new Date(worker.nextAt));
    await muster.jobs.runSchedules(muster.clock.now());
    const didAnswer = await worker.act();
    await muster.settle(1);
    if (!didAnswer) continue;
    done += 1;
    for (const batch of openNow) {
      if (ended.has(batch.name)) continue;
      const settled = await settledOf(service(TaskReadingService), stage, batch.id);
      if (batch === stage.first && openNow.length === 1 && settled >= lateOpensAt * batch.tasks) {
        await service(BatchesService).open(stage.owner, stage.late.id);
        await muster.settle(1);
        openNow.push(stage.late);
        tell(`day ${dayOf(muster).toFixed(1)}: the late batch is open`);
      }
      if (settled >= quarter * batch.tasks && !waiting.some((one) => one.batch === batch.name)) {
        waiting.push(await forecastNow(muster, stage, batch, batch === stage.first && openNow.length === 2 && !ended.has('late'))); // prettier-ignore
        tell(`day ${dayOf(muster).toFixed(1)}: the ${batch.name} batch is forecast`);
      }
      if (settled === batch.tasks) ended.set(batch.name, dayOf(muster));
    }
  }
  const forecasts = waiting.map((one) => {
    const endedAt = ended.get(one.batch)!;
    const isMissed = endedAt * day + startsAt > stage[one.batch].deadlineAt;
    return { ...one, truth: endedAt - one.madeAt, isMissed };
  });
  return { forecasts, done };
}

async function forecastNow(
  muster: SimulatedMuster,
  { owner, late }: ForecastStage,
  { id, name }: ForecastStage['first'],
  isLateThere: boolean,
): Promise<Waiting> {
  const service = muster.services.get(ForecastService, { strict: false });
  const madeAt = dayOf(muster);
  const ask = async (whatIf: WhatIf | null) =>
    (await service.forecast(owner, { batchId: id, projectId: null, whatIf }, new AbortController().signal)).batches[0]!;
  const moved = async (whatIf: WhatIf) => {
    const { forecast, otherwise } = await ask(whatIf);
    return ((otherwise!.finish.p50 ?? Infinity) - (forecast.finish.p50 ?? Infinity)) / day;
  };
  const { finish, missRisk, reasons } = (await ask(null)).forecast;
  const days = (of: keyof Finish) => ((finish[of] ?? Infinity) - startsAt) / day - madeAt;
  return {
    batch: name,
    madeAt,
    p10: days('p10'),
    p50: days('p50'),
    p90: days('p90'),
    missRisk: missRisk!,
    reason: reasons[0]?.cause ?? null,
    sentence: reasons[0]?.sentence ?? null,
    whatIf: {
      morePeople: await moved({ addPeople: 3 }),
      overlapOne: await moved({ overlap: 1 }),
      longerShifts: await moved({ longerShifts: 1 }),
      lateBatchPaused: isLateThere ? await moved({ pauseBatches: [late.id] }) : null,
    },
  };
}

const dayOf = ({ clock }: SimulatedMuster): number => (clock.now().getTime() - startsAt) / day;

async function settledOf(tasks: TaskReadingService, { owner }: ForecastStage, batchId: string): Promise<number> {
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
