import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config } from '../config.js';
import { roleOptions, type Tx } from '../database.js';
import { LOG, type Log } from '../log.js';
import { type About, noticesOf, topicsOf } from './news.rules.js';

const channel = 'muster_news';
const retryMilliseconds = 1000;

/**
 * Heard in every process that listens for the topic, once `tx` is committed, and never when it is not. For what people ask for now and
 * then: commits that tell something take turns, so no claim and no answer does.
 */
export async function callOut(tx: Tx, topic: string): Promise<void> {
  await tx.query(`SELECT pg_notify($1, $2)`, [channel, topic]);
}

interface Listener {
  topics: ReadonlySet<string>;
  wake: () => void;
}

/**
 * Tells every process what relayed news was about, by PostgreSQL's notices: sent by the relay, a few for two hundred pieces of news,
 * so that no claim and no answer pays for it. A notice may be lost while a connection is; whoever listens is woken after that, too,
 * and reads the tables in any case.
 */
@Injectable()
export class News implements OnModuleDestroy {
  private readonly listeners = new Set<Listener>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** In the transaction in which the relay marks these. */
  async tell(client: pg.PoolClient, events: readonly About[]): Promise<void> {
    const notices = noticesOf(topicsOf(events));
    await client.query(`SELECT pg_notify($1, notice) FROM unnest($2::text[]) notice`, [channel, notices]);
  }

  /** `wake` is called whenever there may be news of one of the topics. @returns how to stop */
  listen(topics: Iterable<string>, wake: () => void): () => void {
    const listener = { topics: new Set(topics), wake };
    this.listeners.add(listener);
    if (!this.client && !this.timer) this.connect();
    return () => void this.listeners.delete(listener);
  }

  async onModuleDestroy(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  /** A connection of its own, kept from the first listener on. */
  private connect(): void {
    const client = new pg.Client({
      connectionString: this.config.DATABASE_URL,
      application_name: 'muster news',
      options: roleOptions('muster_system', 0),
      keepAlive: true,
    });
    this.client = client;
    const again = () => {
      if (this.client !== client) return;
      this.client = undefined;
      client.end().catch(() => undefined);
      this.timer = setTimeout(() => {
        this.timer = undefined;
        if (!this.isOver && this.listeners.size > 0) this.connect();
      }, retryMilliseconds);
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload }) => this.hear((payload ?? '').split(' ')));
    client
      .connect()
      .then(() => client.query(`LISTEN ${channel}`))
      .then(() => this.hear(null))
      .catch((error: unknown) => {
        this.log.debug({ error: String(error) }, 'news: will connect again');
        again();
      });
  }

  /** @param topics null: any may have been missed */
  private hear(topics: string[] | null): void {
    for (const listener of this.listeners)
      if (topics === null || topics.some((one) => listener.topics.has(one))) listener.wake();
  }
}
