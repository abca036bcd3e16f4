import { buildConnector, Pool } from 'undici';
import type { Target } from './target.rules.js';

const mostPools = 256;
const idleMilliseconds = 10_000;

/**
 * Connections that are kept for the next request, one pool for each host, port and **checked address**: the name is
 * never looked up here, so there is no moment in which it could change what it means.
 */
export class Connections {
  private readonly pools = new Map<string, Pool>();

  pool(target: Target, address: string): Pool {
    const key = `${target.isTls ? 'https' : 'http'} ${target.host} ${target.port} ${address}`;
    const kept = this.pools.get(key);
    this.pools.delete(key);
    const pool = kept ?? this.open(target, address);
    // The latest goes to the end, so the first is what was not used for the longest time.
    this.pools.set(key, pool);
    if (this.pools.size > mostPools) this.letGo();
    return pool;
  }

  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private letGo(): void {
    const [key, pool] = this.pools.entries().next().value!;
    this.pools.delete(key);
    // Ends when what is under way has ended, and every request has a deadline.
    void pool.close().catch(() => undefined);
  }

  private open(target: Target, address: string): Pool {
    const host = target.host.includes(':') ? `[${target.host}]` : target.host;
    // The deadline is over the whole request and kept elsewhere; undici's own timers are per part and can be dripped past.
    const connect = buildConnector({ timeout: 0, maxCachedSessions: 0 });
    return new Pool(`${target.isTls ? 'https' : 'http'}://${host}:${target.port}`, {
      connect: (options, callback) =>
        connect(
          {
            ...options,
            hostname: address,
            host: address,
            // The certificate is checked against the name of the URL; an address has no server name.
            servername: target.isTls && !target.isAddress ? target.host : undefined,
          },
          callback,
        ),
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: idleMilliseconds,
    });
  }
}
