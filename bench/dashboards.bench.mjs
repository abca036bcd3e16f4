/*
 * What a dashboard asks (answers and active hours of each person, over all the time and over the last day) of the hours of work,
 * and of the rows themselves: the same figures, compared row by row. Besides the whole of what `throughput` reads, with its 22
 * figures, through Muster's own store. Sides take turns; all of it lies in memory or is read from disk for both alike.
 *
 *   --rows N       answers (10,000,000)
 *   --people N     who gave them (500)
 *   --per-hour N   by each person (200)
 *   --rounds N     (5)
 */
import { ThroughputStore } from '../dist/src/metrics/throughput/throughput.store.js';
import { openDatabaseServer } from './database.mjs';
import { openAsOwner } from './fixtures/owner.mjs';
import { createPastWork } from './fixtures/past-work.mjs';
import * as make from './fixtures/queue.mjs';
import { alternate, median, round } from './measure.mjs';

export const about = 'answers and hours of people, from the hours of work and from the rows themselves';

const projectCount = 10;
const day = 86_400_000;

const fromRows = `SELECT member_id, count(*)::float8 AS submitted, sum(active_seconds)::float8 AS active FROM assignment
  WHERE organization_id = $1 AND state = 'SUBMITTED' AND closed_at >= $2 GROUP BY member_id ORDER BY member_id`;
const fromHours = `SELECT member_id, sum(submitted)::float8 AS submitted, sum(active_seconds)::float8 AS active FROM work_hour
  WHERE organization_id = $1 AND hour >= $2 GROUP BY member_id ORDER BY member_id`;

export async function run({ say, options }) {
  const rows = Number(options.rows ?? 10_000_000);
  const people = Number(options.people ?? 500);
  const perHour = Number(options['per-hour'] ?? 200);
  const rounds = Number(options.rounds ?? 5);
  const server = await openDatabaseServer({ say });
  try {
    const url = await server.createDatabase('dashboards');
    const owner = await openAsOwner(url);
    const organizationId = await make.createOrganization(owner);
    const teamId = await make.createTeam(owner, { organizationId });
    const memberIds = await make.createPeople(owner, { organizationId, teamId, count: people });
    const projects = [];
    for (let at = 0; at < projectCount; at += 1) {
      const projectId = await make.createProject(owner, { organizationId, teamIds: [teamId] });
      const batchId = await make.createBatch(owner, { organizationId, projectId });
      projects.push({ projectId, batchId, laneId: await make.createTasks(owner, { organizationId, projectId, batchId, count: 1 }) }); // prettier-ignore
    }
    const from = await createPastWork(owner, { organizationId, projects, memberIds, answers: rows, perHour, say });
    const [{ hours }] = await owner.rows('SELECT count(*)::int AS hours FROM folded_work');
    const [{ last }] = await owner.rows(`SELECT date_trunc('hour', max(hour)) AS last FROM folded_work`);
    say(`${rows} answers are ${hours} rows of hours`);

    const questions = { whole: from, lastDay: new Date(last.getTime() - day + 3_600_000) };
    const answers = {};
    const timed = async (name, work) => {
      const began = performance.now();
      const found = await work();
      answers[name] = JSON.stringify(found);
      return { milliseconds: performance.now() - began };
    };
    const sides = {};
    for (const [name, since] of Object.entries(questions)) {
      sides[`${name}Rows`] = () => timed(`${name}Rows`, () => owner.rows(fromRows, [organizationId, since]));
      sides[`${name}Hours`] = () => timed(`${name}Hours`, () => owner.rows(fromHours, [organizationId, since]));
    }
    const tx = { query: (sql, parameters) => owner.rows(sql, parameters) };
    const filter = { from, to: new Date(Date.now() + day) };
    const scope = { ledBy: null, openTo: null };
    sides.throughput = () =>
      timed('throughput', () => new ThroughputStore().worked(tx, filter, 'PERSON', 'NONE', 'UTC', scope, 20_000));
    await alternate(sides, 1); // cold caches are nobody's fault
    const windows = await alternate(sides, rounds, (name, turn, { milliseconds }) =>
      say(`${turn + 1}. ${name}: ${round(milliseconds, 1)} ms`),
    );
    for (const name of Object.keys(questions))
      if (answers[`${name}Rows`] !== answers[`${name}Hours`])
        throw new Error(`${name}: the hours of work say otherwise than the rows`);
    const milliseconds = Object.fromEntries(
      Object.entries(windows).map(([name, list]) => [name, round(median(list.map((one) => one.milliseconds)), 2)]),
    );
    await owner.close();
    return {
      settings: server.settings,
      plan: { rows, people, perHour, projects: projectCount, rounds },
      hours,
      milliseconds,
      /** how many times faster, over all the time */
      ratio: round(milliseconds.wholeRows / milliseconds.wholeHours, 1),
      lastDayRatio: round(milliseconds.lastDayRows / milliseconds.lastDayHours, 1),
      throughputRatio: round(milliseconds.wholeRows / milliseconds.throughput, 1),
    };
  } finally {
    await server.stop();
  }
}
