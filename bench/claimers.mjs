/*
 * People who claim and submit through the queue's own functions, as muster_app, one connection a client. The rest of
 * a running Muster that touches the queue, the fold of lane counters once a second, runs beside them.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { animal } from './fixtures/queue.mjs';

const labels = JSON.stringify(animal('cat'));
const stages = ['ANNOTATE'];
const windowsAClaim = 64;

const claimSql = {
  name: 'claim',
  text: 'SELECT outcome, assignment FROM claim_tasks($1, $2, $3, NULL, NULL, NULL, $4, $5)',
};
const submitSql = { name: 'submit', text: 'SELECT outcome FROM submit_assignment($1, $2, $3, $4, $5, $6, NULL)' };

/**
 * Connects `clients` clients that share the people out among them.
 * `run(count)` does that many cycles in all (submit what one holds, then claim) and answers how long each claim took;
 * `runFor(seconds)` goes on until the time is over.
 */
export async function openClaimers(url, { organizationId, people, clients = 8 }) {
  const crew = await Promise.all(
    Array.from({ length: clients }, async (_, at) => {
      const client = new pg.Client({ connectionString: url, options: '-c role=muster_app' });
      client.on('error', () => undefined);
      await client.connect();
      const own = people.filter((_one, index) => index % clients === at);
      return { client, people: own.map((id) => ({ id, held: null })), turn: 0 };
    }),
  );
  const stopFolding = await keepFolding(url);

  const cycle = async (one, took) => {
    const person = one.people[one.turn++ % one.people.length];
    if (person.held) {
      const { id, token } = person.held;
      const values = [organizationId, person.id, id, token, labels, randomUUID()];
      const { outcome } = (await one.client.query({ ...submitSql, values })).rows[0];
      if (outcome !== 'COUNTED') throw new Error(`an answer was ${outcome}`);
    }
    const values = [organizationId, person.id, stages, [randomUUID()], windowsAClaim];
    const began = performance.now();
    const { outcome, assignment } = (await one.client.query({ ...claimSql, values })).rows[0];
    took.push(performance.now() - began);
    if (outcome !== 'CLAIMED' && !(outcome === 'HELD' && !person.held)) throw new Error(`a claim was ${outcome}`);
    person.held = assignment;
  };
  const together = async (goesOn) => {
    const took = [];
    const began = performance.now();
    await Promise.all(
      crew.map(async (one) => {
        while (goesOn(took.length)) await cycle(one, took);
      }),
    );
    return { took, perSecond: took.length / ((performance.now() - began) / 1000) };
  };

  return {
    run: (count) => {
      let begun = 0;
      return together(() => begun++ < count);
    },
    runFor: (seconds) => {
      const until = performance.now() + seconds * 1000;
      return together(() => performance.now() < until);
    },
    async close() {
      await stopFolding();
      await Promise.all(crew.map(({ client }) => client.end()));
    },
  };
}

/** Seconds, as in a worker of Muster (src/tasks/tasks.jobs.ts, src/metrics/work-hours/work-hours.jobs.ts). */
const foldsWorkEvery = 5;

/** What Muster's worker does: lanes once a second, the hours of work and the progress of batches more seldom. */
export async function keepFolding(url) {
  const client = new pg.Client({ connectionString: url, options: '-c role=muster_system' });
  client.on('error', () => undefined);
  await client.connect();
  let running = Promise.resolve();
  let seconds = 0;
  const timer = setInterval(() => {
    const folds = ['fold_lane_changes()', ...((seconds += 1) % foldsWorkEvery === 0 ? ['fold_work_changes()'] : [])];
    running = client.query(`SELECT ${folds.join(', ')}`).catch(() => undefined);
  }, 1000);
  return async () => {
    clearInterval(timer);
    await running;
    await client.end();
  };
}
