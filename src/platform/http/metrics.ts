import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database.js';
import { Jobs } from '../queue.js';

/** What Prometheus scrapes: the process, the pools, the queues and the outbox. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  readonly operations = new Histogram({
    name: 'muster_graphql_seconds',
    help: 'Time of a top-level GraphQL field',
    labelNames: ['field', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor(database: Database, jobs: Jobs) {
    collectDefaultMetrics({ register: this.registry, prefix: 'muster_' });
    const { registry } = this;
    new Gauge({
      name: 'muster_jobs',
      help: 'Jobs by queue and state',
      labelNames: ['queue', 'state'],
      registers: [registry],
      collect: async function () {
        for (const [queue, states] of Object.entries(await jobs.counts().catch(() => ({})))) {
          for (const [state, count] of Object.entries(states as Record<string, number>))
            this.set({ queue, state }, count);
        }
      },
    });
    new Gauge({
      name: 'muster_outbox_unrelayed',
      help: 'Events that the relay has not handed on',
      registers: [registry],
      collect: async function () {
        const rows = await database
          .asSystem<{ count: number }>('SELECT count(*)::int AS count FROM event WHERE relayed_at IS NULL')
          .catch(() => []);
        if (rows[0]) this.set(rows[0].count);
      },
    });
  }

  render(): Promise<string> {
    return this.registry.metrics();
  }
}
