import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database, type Tx } from './database.js';
import { News } from './live/news.js';
import { LOG, type Log } from './log.js';
import { Jobs } from './queue.js';

export interface OutboxEvent {
  /** noun.pastTense, for example `batch.opened` */
  type: string;
  subjectId: string;
  data?: Record<string, unknown>;
}

export interface EventRow {
  id: string;
  organization_id: string;
  type: string;
  subject_id: string;
  data: Record<string, unknown>;
  at: Date;
}

/**
 * What else becomes of relayed news, in the commit that marks it: neither can be without the other, and no job is needed.
 * It runs as the system role and answers what to do after the commit. What it throws stops the relay of everything, so it
 * throws only when the database does.
 */
export type RelaySink = (client: PoolClient, events: readonly EventRow[]) => Promise<() => void>;

const batchSize = 200;
const pollMilliseconds = 1000;
/** Older news than this, seen from the last relayed, is looked for only now and then. */
const lateMilliseconds = 10_000;

/**
 * News for other features: a row in the same commit as the change. The relay turns rows into jobs and marks them; a
 * crash between the two repeats the job, never loses it. Rows are found by their mark, never by a cursor: sequences
 * and clocks commit out of order.
 */
@Injectable()
export class Outbox {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopped = true;
  private isWanted = false;
  /**
   * Where a quick look begins. Only a hint, and forgotten every ten seconds: commits are out of order. It keeps the
   * relay from walking all the marked rows that a vacuum may not take away while another session holds a snapshot.
   */
  private hint = new Date(0);
  private wholeLookAt = 0;
  private sink: RelaySink | undefined;

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly news: News,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async publish(tx: Tx, ...events: OutboxEvent[]): Promise<void> {
    for (const event of events) {
      await tx.query(`INSERT INTO event (organization_id, type, subject_id, data) VALUES ($1, $2, $3, $4)`, [
        tx.organizationId,
        event.type,
        event.subjectId,
        event.data ?? {},
      ]);
    }
  }

  /** News of which there is so much that it is written only where `type` is wanted (the table `wanted_news`). */
  async want(tx: Tx, types: readonly string[]): Promise<void> {
    await tx.query(`DELETE FROM wanted_news WHERE type <> ALL ($1)`, [types]);
    await tx.query(
      `INSERT INTO wanted_news (organization_id, type) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
      [tx.organizationId, types],
    );
  }

  /** One feature may take news as it is relayed. */
  relayTo(sink: RelaySink): void {
    if (this.sink) throw new Error('relayed news is taken already');
    this.sink = sink;
  }

  /** Relays from now on: soon after `wake()`, and once a second in case another process published. */
  startRelay(): void {
    this.isStopped = false;
    this.schedule(0);
  }

  /** Called after a commit; many calls in a row cost one relay. */
  wake(): void {
    if (this.isStopped) return;
    this.isWanted = true;
    if (!this.running) this.schedule(5);
  }

  async close(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.running = this.drain().finally(() => {
        this.running = undefined;
        if (!this.isStopped) this.schedule(this.isWanted ? 5 : pollMilliseconds);
      });
    }, milliseconds);
  }

  private async drain(): Promise<void> {
    this.isWanted = false;
    try {
      while (!this.isStopped && (await this.relayBatch()) === batchSize);
    } catch (error) {
      this.log.warn({ error: String(error) }, 'relay: will try again');
    }
  }

  private async relayBatch(): Promise<number> {
    const client = await this.database.system.connect();
    let isBroken = true;
    // Out of the pool nobody listens: a server that dies between two statements would end the process.
    const ignore = () => undefined;
    client.on('error', ignore);
    try {
      await client.query('BEGIN');
      if (performance.now() > this.wholeLookAt) {
        this.hint = new Date(0);
        this.wholeLookAt = performance.now() + lateMilliseconds;
      }
      const { rows } = await client.query<EventRow>(
        `SELECT id, organization_id, type, subject_id, data, at FROM event WHERE relayed_at IS NULL AND at >= $1 ORDER BY at LIMIT ${batchSize} FOR UPDATE SKIP LOCKED`,
        [this.hint],
      );
      const last = rows.at(-1)?.at.getTime() ?? 0;
      if (last - lateMilliseconds > this.hint.getTime()) this.hint = new Date(last - lateMilliseconds);
      await this.jobs.add(
        rows.flatMap((row) =>
          this.jobs.subscribers(row.type).map((name) => ({
            name,
            id: row.id,
            data: { organizationId: row.organization_id, subjectId: row.subject_id },
          })),
        ),
      );
      let afterCommit: (() => void) | undefined;
      if (rows.length > 0) {
        afterCommit = await this.sink?.(client, rows);
        await this.news.tell(client, rows);
        await client.query(`UPDATE event SET relayed_at = muster_now() WHERE id = ANY ($1)`, [
          rows.map((row) => row.id),
        ]);
      }
      await client.query('COMMIT');
      isBroken = false;
      afterCommit?.();
      return rows.length;
    } finally {
      // A connection whose transaction did not end goes out of the pool.
      client.off('error', ignore);
      client.release(isBroken);
    }
  }
}
