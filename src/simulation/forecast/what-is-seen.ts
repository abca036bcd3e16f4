import { absencesFrom, type BatchFacts, type ForecastInput, type Handled, horizonDays, isAwayNow, type PersonFacts, type Presence, rosteredWindows, workedFrom, type WorkKind } from '../../metrics/index.js'; // prettier-ignore
import {
  maximumOverlap,
  overlap,
  type Fortnight,
  type Stage,
  type VirtualBatch,
  type VirtualTask,
} from './fortnight.js';
import { day, hour, type VirtualColleague } from './fortnight-people.js';

/*
 * What a database would show of a fortnight at this moment, and no more: answers with their times, states of tasks, rosters. Who is ill,
 * how quick people truly are and how hard the rest will be is not in it.
 */

const projectId = 'project';
const leaseSeconds = 3600;
const kindOf = (stage: Stage): WorkKind => (stage === 'REVIEW' || stage === 'ADJUDICATE' ? 'JUDGE' : 'ANSWER');

export function seenOf(fortnight: Fortnight, asked: VirtualBatch, draws: number, seed: number): ForecastInput {
  const { now, batches, people } = fortnight;
  const presences = people.map((person, place) => presenceOf(fortnight, person, place));
  return {
    now,
    asked: [asked.name],
    batches: batches.filter(({ finishedAt }) => finishedAt === null).map(factsOf),
    people: people.map((person, place) => personOf(person, presences[place]!, batches, now)),
    worked: workedFrom(handledOf(fortnight), presences, now),
    absences: absencesFrom(presences, now),
    draws,
    seed,
    explains: false,
  };
}

function presenceOf({ done, now }: Fortnight, { id, shifts }: VirtualColleague, place: number): Presence {
  const hours = done.filter(({ by }) => by === place).map(({ at }) => Math.floor(at / hour) * hour);
  return { memberId: id, shifts: shifts.filter(({ from }) => from < now + 28 * day), hours: [...new Set(hours)] };
}

function personOf(person: VirtualColleague, presence: Presence, batches: VirtualBatch[], now: number): PersonFacts {
  const kinds: WorkKind[] = person.isReviewer ? ['JUDGE'] : ['ANSWER'];
  const mine = batches.filter(({ name }) => name === 'first' || person.isOnLate);
  return {
    id: person.id,
    windows: rosteredWindows(presence, now, now + horizonDays * day),
    leave: person.leave.filter(({ to }) => to > now).map((span) => ({ ...span, chance: 1, weight: 1 })),
    isRostered: true,
    isAway: isAwayNow(presence, now),
    mayDo: Object.fromEntries(mine.map(({ name }) => [name, kinds])),
  };
}

function handledOf({ done, people }: Fortnight): Handled[] {
  const rows = new Map<string, Handled>();
  for (const { by, stage, from, at } of done) {
    const [kind, on] = [kindOf(stage), Math.floor(at / day) * day];
    const key = `${by} ${kind} ${on}`;
    const row = rows.get(key) ?? { memberId: people[by]!.id, projectId, kind, day: on, units: 0, seconds: 0 };
    row.units += 1;
    row.seconds += Math.min(leaseSeconds, (at - from) / 1000);
    rows.set(key, row);
  }
  return [...rows.values()];
}

function factsOf(batch: VirtualBatch): BatchFacts {
  const { tasks } = batch;
  const undecided = new Map<string, BatchFacts['undecided'][number]>();
  const askedAgain = Array.from({ length: maximumOverlap }, () => ({ count: 0, of: 0 }));
  for (const task of tasks) {
    const have = answersOf(task);
    for (let level = overlap; level < maximumOverlap && level <= have; level += 1) {
      askedAgain[level]!.of += 1;
      askedAgain[level]!.count += Number(task.wanted > level);
    }
    if (task.state !== 'OPEN') continue;
    const cell = undecided.get(`${task.wanted} ${have}`) ?? { wanted: task.wanted, have, tasks: 0 };
    undecided.set(`${task.wanted} ${have}`, { ...cell, tasks: cell.tasks + 1 });
  }
  const count = (isMeant: (task: VirtualTask) => boolean) => tasks.filter(isMeant).length;
  return {
    id: batch.name,
    name: batch.name,
    projectId,
    priority: batch.priority,
    share: 1,
    deadlineAt: batch.deadlineAt,
    createdAt: batch.opensAt!,
    tasks: tasks.length,
    settled: batch.settled,
    triaged: 0,
    undecided: [...undecided.values()],
    judging: count(({ state }) => state === 'REVIEWING' || state === 'ADJUDICATING'),
    reworking: count(({ state }) => state === 'REWORKING'),
    arriving: 0,
    overlap,
    maximumOverlap,
    askedAgain,
    judged: Array.from({ length: maximumOverlap + 1 }, (_, level) => {
      const isSuch = (task: VirtualTask) => task.state !== 'OPEN' && answersOf(task) === Math.max(overlap, level);
      return { count: count((task) => isSuch(task) && task.isJudged), of: count(isSuch) };
    }),
    sentBack: batch.verdicts,
  };
}

/** Answers of the independent seats: a rework is none of them. */
const answersOf = ({ answers, rounds, state }: VirtualTask): number => answers.length - (state === 'REWORKING' ? rounds - 1 : rounds); // prettier-ignore
