import { Injectable } from '@nestjs/common';
import { migrations } from '../../../migrations/index.js';
import { Database } from '../database.js';
import { Jobs } from '../queue.js';

const patienceMilliseconds = 2000;

@Injectable()
export class Readiness {
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** From now on not ready, so that a load balancer looks elsewhere while requests in flight end. */
  stop(): void {
    this.isStopping = true;
  }

  async check(): Promise<Record<string, string>> {
    if (this.isStopping) return { process: 'stopping' };
    const [database, applied, queue] = await Promise.all([
      attempt(() => this.database.asSystem('SELECT 1')),
      attempt(() => this.database.asSystem<{ count: number }>('SELECT count(*)::int AS count FROM migration')),
      attempt(() => this.jobs.isReady()),
    ]);
    return {
      database: database ? 'ok' : 'not reachable',
      migrations: applied?.[0]?.count === migrations.length ? 'ok' : 'not at this version',
      queue: queue ? 'ok' : 'not reachable',
    };
  }
}

async function attempt<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), patienceMilliseconds).unref();
  });
  return Promise.race([work().catch(() => undefined), late]);
}
