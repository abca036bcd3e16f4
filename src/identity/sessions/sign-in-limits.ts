import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { CONFIG, type Config, Database, networkOf } from '../../platform/index.js';

const windowSeconds = 15 * 60;
const attempts = { email: 10, network: 100 };

/** Guessing stops here, in every process at once: the counters are rows. Their keys are hashed, so no address is kept. */
@Injectable()
export class SignInLimits {
  private readonly byEmail: RateLimiterPostgres;
  private readonly byNetwork: RateLimiterPostgres;

  constructor(
    database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    const limiter = (keyPrefix: string, points: number) =>
      new RateLimiterPostgres({
        storeClient: database.system,
        storeType: 'pool',
        tableName: 'sign_in_attempt',
        tableCreated: true,
        keyPrefix,
        points,
        duration: windowSeconds,
      });
    this.byEmail = limiter('email', attempts.email);
    this.byNetwork = limiter('network', attempts.network);
  }

  /** Counts an attempt. @returns seconds to wait, or null when it may be made */
  async secondsToWait(email: string, address: string): Promise<number | null> {
    const results = await Promise.allSettled([
      this.byEmail.consume(this.hidden(email)),
      this.byNetwork.consume(this.hidden(networkOf(address))),
    ]);
    let wait: number | null = null;
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      if (!(result.reason instanceof RateLimiterRes)) throw result.reason; // the database, not the limit
      wait = Math.max(wait ?? 1, Math.ceil(result.reason.msBeforeNext / 1000));
    }
    return wait;
  }

  async reset(email: string): Promise<void> {
    await this.byEmail.delete(this.hidden(email));
  }

  private hidden(text: string): string {
    return createHmac('sha256', this.config.SECRET_KEY).update(text).digest('base64url');
  }
}
