/*
 * One forecast of a project with --tasks open tasks and --people people, by --draws courses; then with its reasons, and with what would
 * be otherwise. --batches says how many such batches, of a project each, want the same people; of many the server plays fewer courses. In this process, as a worker thread reckons it: what the database and the thread itself take is not in it.
 */
import { asIf, drawsFor, forecastOf } from '../dist/src/metrics/index.js';
import { median, round } from './measure.mjs';

export const about = 'a forecast of 10,000 open tasks and 40 people by 1,000 courses, in milliseconds of a core';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 0, 5, 8);

export async function run({ say, options }) {
  const [tasks, people, batches] = [
    Number(options.tasks ?? 10_000),
    Number(options.people ?? 40),
    Number(options.batches ?? 1),
  ];
  const draws = Number(options.draws ?? drawsFor(1, people, batches));
  const rounds = Number(options.rounds ?? 5);
  const input = inputOf(tasks, people, draws, batches);
  const [plain] = forecastOf(input).batches;
  const atRisk = {
    ...input,
    explains: true,
    batches: input.batches.map((one) => ({ ...one, deadlineAt: plain.finish.p50 ?? now + 120 * day })),
  };
  const measured = (work) => {
    const spent = Array.from({ length: rounds }, () => {
      const began = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000;
    });
    return round(median(spent));
  };
  const milliseconds = {
    forecast: measured(() => forecastOf(input)),
    withReasons: measured(() => forecastOf(atRisk)),
    withWhatIf: measured(() => [forecastOf(input), forecastOf(asIf(input, { addPeople: 3 }))]),
  };
  say(JSON.stringify(milliseconds));
  const days = (at) => at && round((at - now) / day);
  return {
    tasks,
    people,
    batches,
    draws,
    milliseconds,
    days: { p10: days(plain.finish.p10), p50: days(plain.finish.p50), p90: days(plain.finish.p90) },
  };
}

/** Ten answers an hour, two to four a task, a tenth is judged; everybody has a week of history. */
function inputOf(tasks, count, draws, many) {
  const ids = Array.from({ length: many }, (_, place) => `batch ${place}`);
  const projectOf = (place) => `project ${place % many}`;
  const mayDo = Object.fromEntries(ids.map((id) => [id, ['ANSWER', 'JUDGE']]));
  const weekdays = Array.from({ length: 120 }, (_, on) => on).filter((on) => on % 7 < 5);
  const windows = weekdays.map((on) => ({
    from: now + on * day + hour,
    to: now + on * day + 9 * hour,
    chance: 1,
    weight: 1,
  }));
  const people = Array.from({ length: count }, (_, place) => ({
    id: `person ${place}`,
    windows,
    leave: [],
    isRostered: true,
    isAway: false,
    mayDo,
  }));
  const worked = people.flatMap((one, place) =>
    [3, 4, 5, 6, 7].map((daysAgo) => ({
      memberId: one.id,
      projectId: projectOf(place),
      kind: 'ANSWER',
      daysAgo,
      units: 50 + ((place * 7) % 60),
      hours: 8,
    })),
  );
  const share = (part) => ({ count: part * 2000, of: 2000 });
  const batches = ids.map((id, place) => ({
    ...{
      id,
      name: id,
      projectId: projectOf(place),
      priority: 0,
      share: 1,
      deadlineAt: null,
      createdAt: now - 10 * day,
    },
    ...{
      tasks: tasks + 2000,
      settled: 2000,
      triaged: 0,
      undecided: [{ wanted: 2, have: 0, tasks }],
      judging: 10,
      reworking: 3,
      arriving: 0,
    },
    ...{
      overlap: 2,
      maximumOverlap: 4,
      askedAgain: [0, 0, 0.2, 0.1].map(share),
      judged: [0.1, 0.1, 0.1, 0.1, 0.4].map(share),
      sentBack: { count: 20, of: 180 },
    },
  }));
  return {
    now,
    asked: ids.slice(0, 1),
    batches,
    people,
    worked,
    absences: { count: 5, of: 200 },
    draws,
    seed: 1,
    explains: false,
  };
}
