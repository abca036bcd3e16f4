import { Jobs, type JobData } from '../../platform/index.js';
import { severalAtOnce } from './several-at-once.js';

interface WaitingJob {
  name: string;
  data: JobData;
}

/**
 * The jobs of all features, run when the simulation says so. What fails is not tried again: here it is a defect.
 *
 * @param paces seconds between two runs of a schedule, where the server's own pace would cost more than it shows
 */
export class SimulatedJobs extends Jobs {
  private waiting: WaitingJob[] = [];
  private readonly ranAt = new Map<string, number>();
  /** Milliseconds of real time by job: what a long run spends its time on. */
  readonly spent = new Map<string, number>();
  paces: Readonly<Record<string, number>> = {};
  /** Seconds that lie between two runs of any schedule at least. */
  leastPace = 0;

  override start(): Promise<void> {
    return Promise.resolve();
  }

  override add(jobs: WaitingJob[]): Promise<void> {
    this.waiting.push(...jobs);
    return Promise.resolve();
  }

  /** Everything that waits, in its order; those of one subject always one after the other. */
  async runWaiting(atOnce: number): Promise<void> {
    const bySubject = new Map<string, WaitingJob[]>();
    for (const job of this.waiting) {
      const key = job.data.subjectId ?? '';
      const jobs = bySubject.get(key);
      if (jobs) jobs.push(job);
      else bySubject.set(key, [job]);
    }
    this.waiting = [];
    await severalAtOnce([...bySubject.values()], atOnce, async (jobs) => {
      for (const job of jobs) await this.runOne(job);
    });
  }

  /** What is due, or all; each once, however long it has been due. */
  async runSchedules(now: Date | 'ALL'): Promise<void> {
    for (const { name, seconds } of this.schedules) {
      if (now !== 'ALL') {
        const dueAt =
          (this.ranAt.get(name) ?? -Infinity) + Math.max(this.leastPace, this.paces[name] ?? seconds) * 1000;
        if (now.getTime() < dueAt) continue;
        this.ranAt.set(name, now.getTime());
      }
      await this.runOne({ name, data: {} });
    }
  }

  private async runOne({ name, data }: WaitingJob): Promise<void> {
    const began = performance.now();
    await this.handlers.get(name)!.handler(data);
    this.spent.set(name, (this.spent.get(name) ?? 0) + performance.now() - began);
  }
}
