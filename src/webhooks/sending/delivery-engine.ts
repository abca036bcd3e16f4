import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, LOG, type Log, News } from '../../platform/index.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { Lane, type Stopping } from './lane.js';
import { dueTopic, type HeldEndpoint, SendingStore } from './sending.store.js';

/** Endpoints that one process sends to at once; those that failed last have half of the places at most. */
const lanes = 64;
const failingLanes = lanes / 2;
/** Time may have made something due, or what another process called out was lost. */
const pollMilliseconds = 1000;
/** The relay makes deliveries in batches, one soon after the other: they cost one look. */
const wakeMilliseconds = 5;
/** What is in flight when the process stops has so long to end. */
const graceMilliseconds = 5000;

/**
 * Sends what is due. The truth is in the tables: a delivery is due at its time, an endpoint is held by one process under a
 * lease that ends when the process dies, and what was not recorded is sent again. So everything arrives at least once.
 */
@Injectable()
export class DeliveryEngine implements BeforeApplicationShutdown {
  private readonly id = randomUUID();
  private readonly held = new Map<string, { isFailing: boolean; ended: Promise<void> }>();
  private readonly stopping: Stopping = { isStopping: true, isCutOff: false };
  private readonly leaseSeconds: number;
  private timer: NodeJS.Timeout | undefined;
  private renewal: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private stopListening: (() => void) | undefined;
  private isWanted = false;
  /** New deliveries are no reason to look at those who fail; time is, and that one of them was sent to. */
  private failingAt = 0;

  constructor(
    private readonly store: SendingStore,
    private readonly lane: Lane,
    private readonly endpoints: EndpointsService,
    private readonly news: News,
    @Inject(CONFIG) config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.leaseSeconds = config.WEBHOOK_LEASE_SECONDS;
  }

  /** Only where jobs run. */
  start(): void {
    this.stopping.isStopping = false;
    this.renewal = setInterval(() => void this.renew(), (this.leaseSeconds * 1000) / 3);
    this.stopListening = this.news.listen([dueTopic], () => this.wake());
    this.schedule(0);
  }

  /** Something may be due now. Many calls in a row cost one look. */
  wake(): void {
    if (this.stopping.isStopping || this.isWanted) return;
    this.isWanted = true;
    if (!this.looking) this.schedule(wakeMilliseconds);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.isStopping = true;
    this.stopListening?.();
    clearTimeout(this.timer);
    await this.looking;
    const all = Promise.all([...this.held.values()].map(({ ended }) => ended));
    let grace: NodeJS.Timeout | undefined;
    await Promise.race([
      all,
      new Promise<void>((resolve) => {
        grace = setTimeout(resolve, graceMilliseconds);
      }),
    ]);
    clearTimeout(grace);
    clearInterval(this.renewal);
    this.stopping.isCutOff = true;
  }

  private schedule(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => {
        this.looking = undefined;
        if (this.stopping.isStopping) return;
        this.schedule(this.isWanted ? wakeMilliseconds : pollMilliseconds);
      });
    }, milliseconds);
  }

  private async look(): Promise<void> {
    this.isWanted = false;
    try {
      await this.take(false, lanes - this.held.size);
      if (performance.now() < this.failingAt) return;
      this.failingAt = performance.now() + pollMilliseconds;
      const failing = [...this.held.values()].filter(({ isFailing }) => isFailing).length;
      await this.take(true, Math.min(lanes - this.held.size, failingLanes - failing));
    } catch (error) {
      this.log.warn({ error: String(error) }, 'webhooks: will look again');
    }
  }

  private async take(isFailing: boolean, most: number): Promise<void> {
    if (most <= 0 || this.stopping.isStopping) return;
    for (const endpoint of await this.store.hold(this.id, this.leaseSeconds, isFailing, most)) {
      this.held.set(endpoint.id, { isFailing, ended: this.run(endpoint) });
    }
  }

  private async run(endpoint: HeldEndpoint): Promise<void> {
    let hasSent = false;
    try {
      const { sent, why } = await this.lane.send(endpoint, this.id, this.stopping);
      hasSent = sent > 0;
      await this.store.release(this.id, endpoint.id);
      if (why) await this.endpoints.disableBecause(endpoint.organizationId, endpoint.id, why);
    } catch (error) {
      // The lease ends by itself, and what was not recorded is sent again.
      this.log.warn({ error: String(error), endpoint: endpoint.id }, 'webhooks: a lane broke off');
    } finally {
      this.held.delete(endpoint.id);
      // What is due and cannot go (in the ordered mode) waits for the next look: it would be looked at without end.
      if (hasSent) {
        this.failingAt = 0;
        this.wake();
      }
    }
  }

  private async renew(): Promise<void> {
    if (this.held.size === 0) return;
    await this.store
      .renew(this.id, this.leaseSeconds, [...this.held.keys()])
      .catch((error: unknown) => this.log.warn({ error: String(error) }, 'webhooks: a lease was not renewed'));
  }
}
