import { Inject, Injectable } from '@nestjs/common';
import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker, type Job } from 'bullmq';
import { CONFIG, type Config } from './config.js';
import { roleOptions } from './database.js';
import { LOG, type Log } from './log.js';
import { queueSchema } from './migrate.js';

/** By how long the work takes, not by feature: quick reactions, minutes of work, deliveries, and the clock. */
export const queueNames = ['fast', 'heavy', 'analyses', 'webhooks', 'schedule'] as const;
export type QueueName = (typeof queueNames)[number];
const concurrency: Record<QueueName, number> = { fast: 4, heavy: 1, analyses: 1, webhooks: 8, schedule: 2 };

/** Ids only: a job may run late, twice or after its subject changed, so it reads the truth from the tables. */
export interface JobData {
  organizationId?: string;
  subjectId?: string;
}
export type JobHandler = (data: JobData) => Promise<void>;

const jobOptions = {
  removeOnComplete: true,
  removeOnFail: { age: 7 * 24 * 3600 },
  attempts: 8,
  backoff: { type: 'exponential', delay: 500 },
};

/**
 * The job queue: BullMQ on Redis when REDIS_URL is set, on this PostgreSQL otherwise. Nobody adds a job directly in
 * answer to a request: events go through the outbox, due times are columns.
 */
@Injectable()
export class Jobs {
  protected readonly handlers = new Map<string, { queue: QueueName; handler: JobHandler }>();
  private readonly subscriptions = new Map<string, string[]>();
  protected readonly schedules: { name: string; seconds: number }[] = [];
  private readonly queues = new Map<QueueName, Queue>();
  private readonly workers: Worker[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** A job by name (imperative), on the queue that suits its length. */
  define(queue: QueueName, name: string, handler: JobHandler): void {
    if (this.handlers.has(name)) throw new Error(`the job ${name} is defined twice`);
    this.handlers.set(name, { queue, handler });
  }

  /** Runs the job `name` for every event of the type. */
  on(eventType: string, queue: QueueName, name: string, handler: JobHandler): void {
    if (!this.handlers.has(name)) this.define(queue, name, handler);
    this.subscriptions.set(eventType, [...(this.subscriptions.get(eventType) ?? []), name]);
  }

  /** Runs the job again and again, on one process at a time; it must look for due work itself. */
  every(seconds: number, name: string, handler: JobHandler): void {
    this.define('schedule', name, handler);
    this.schedules.push({ name, seconds });
  }

  subscribers(eventType: string): string[] {
    return this.subscriptions.get(eventType) ?? [];
  }

  async add(entries: { name: string; id: string; data: JobData }[]): Promise<void> {
    const byQueue = groupBy(entries, (entry) => this.handlers.get(entry.name)!.queue);
    for (const [name, group] of byQueue) {
      await this.queue(name).addBulk(
        group.map((entry) => ({
          name: entry.name,
          data: entry.data,
          opts: { ...jobOptions, jobId: `${entry.name}-${entry.id}` },
        })),
      );
    }
  }

  /** Opens the producer side; `work` also runs jobs here. */
  async start(work: boolean): Promise<void> {
    setDefaultBackendFactory(this.config.REDIS_URL ? undefined : (createPostgresBackend as never));
    for (const name of queueNames) {
      const queue = new Queue(name, { connection: this.connection(2), prefix: 'muster' });
      queue.on('error', (error) => this.log.warn({ queue: name, error: error.message }, 'queue connection'));
      this.queues.set(name, queue);
      if (!work) continue;
      const worker = new Worker(name, (job: Job) => this.run(job), {
        connection: this.connection(concurrency[name] + 1),
        prefix: 'muster',
        concurrency: concurrency[name],
        maxStalledCount: 5,
      });
      worker.on('error', (error) => this.log.warn({ queue: name, error: error.message }, 'worker connection'));
      worker.on('failed', (job, error) =>
        this.log.error(
          { queue: name, job: job?.name, id: job?.id, attempt: job?.attemptsMade, error: error.stack },
          'job failed',
        ),
      );
      this.workers.push(worker);
    }
    if (work) {
      for (const { name, seconds } of this.schedules) {
        await this.queue('schedule').upsertJobScheduler(
          name,
          { every: seconds * 1000 },
          { name, data: {}, opts: { removeOnComplete: true, removeOnFail: true } },
        );
      }
    }
  }

  async isReady(): Promise<boolean> {
    await this.queue('fast').getWaitingCount();
    return true;
  }

  async counts(): Promise<Record<string, Record<string, number>>> {
    const entries = await Promise.all(
      [...this.queues].map(async ([name, queue]) => [name, await queue.getJobCounts()] as const),
    );
    return Object.fromEntries(entries);
  }

  /** Waits for the jobs that run; the others stay in the queue. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private queue(name: QueueName): Queue {
    const queue = this.queues.get(name);
    if (!queue) throw new Error('the job queue is not started');
    return queue;
  }

  private async run(job: Job): Promise<void> {
    const entry = this.handlers.get(job.name);
    if (!entry) throw new Error(`no handler for the job ${job.name}`);
    await entry.handler(job.data as JobData);
  }

  private connection(max: number): never {
    const { REDIS_URL, DATABASE_URL } = this.config;
    if (REDIS_URL) {
      const url = new URL(REDIS_URL);
      return {
        host: url.hostname,
        port: Number(url.port || 6379),
        username: decodeURIComponent(url.username) || undefined,
        password: decodeURIComponent(url.password) || undefined,
        db: Number(url.pathname.slice(1) || 0),
        tls: url.protocol === 'rediss:' ? {} : undefined,
        maxRetriesPerRequest: null,
      } as never;
    }
    return {
      connectionString: DATABASE_URL,
      schema: queueSchema,
      max,
      options: roleOptions('muster_system', 60),
      keepAlive: true,
    } as never;
  }
}

function groupBy<Item, Key>(items: Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
