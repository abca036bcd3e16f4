import { Injectable } from '@nestjs/common';
import {
  Clock,
  OutboundFailed,
  OutboundHttp,
  OutboundRefused,
  Seal,
  SealBroken,
  toGlobalId,
} from '../../platform/index.js';
import { afterAttempt, type Breaker, disabledWhy, roomOf } from './breaker.rules.js';
import { attemptOf, mostOfAnswer, outcomeOf, type Reply } from './outcome.rules.js';
import { headersOf, type Signer, signerOf } from './signature.rules.js';
import { type Attempt, type DueDelivery, type HeldEndpoint, SendingStore } from './sending.store.js';

/** In flight to one receiver at once. */
const cap = 4;
/** So many are read at once, … */
const sliceSize = 1000;
/** … and what so many came to is recorded together, while the next are sent. */
const recordSize = 200;
/** Nothing new is begun after this: another endpoint may wait for the place, and what is not recorded is sent again after a crash. */
const sliceMilliseconds = 2000;
export const timeoutMilliseconds = 15_000;

/** Whether the process is stopping: then nothing new is begun, and what is cut off is not held against the receiver. */
export interface Stopping {
  isStopping: boolean;
  isCutOff: boolean;
}

/** Sends what is due to one endpoint, as long as it is held: several at once, one when it failed last, none once it is open. */
@Injectable()
export class Lane {
  constructor(
    private readonly store: SendingStore,
    private readonly http: OutboundHttp,
    private readonly seal: Seal,
    private readonly clock: Clock,
  ) {}

  /** @returns how much was tried, and why the endpoint is to be disabled, if it is */
  async send(endpoint: HeldEndpoint, by: string, stopping: Stopping): Promise<{ sent: number; why: DisabledBecause }> {
    const ends = performance.now() + sliceMilliseconds;
    const signers = this.signersOf(endpoint.secrets);
    const record = new Recording((attempts, breaker) => this.store.record(by, endpoint.id, attempts, breaker));
    let [sent, why]: [number, DisabledBecause] = [0, null];
    let readAhead: Promise<DueDelivery[]> | null = null;
    while (why === null && !stopping.isStopping && performance.now() < ends) {
      const room = roomOf(endpoint.breaker, this.clock.now(), cap);
      if (room === 0) break;
      if (!readAhead) await record.settled;
      const due: DueDelivery[] = await (readAhead ?? this.store.due(endpoint, room === cap ? sliceSize : 1));
      if (due.length === 0) break;
      readAhead = this.readAfter(endpoint, due);
      const slice = await this.slice({ endpoint, signers, due, room, ends, stopping, record });
      // After a failure one goes alone, or none: the rest is looked at anew.
      if (slice.hasFailed) readAhead = null;
      why = slice.why;
      sent += due.length;
    }
    await record.settled;
    return { sent, why };
  }

  /** The next ones, while these are sent; in the ordered mode they depend on what comes of these. */
  private readAfter(endpoint: HeldEndpoint, due: readonly DueDelivery[]): Promise<DueDelivery[]> | null {
    if (endpoint.isOrdered || due.length < sliceSize) return null;
    const ahead = this.store.due(endpoint, sliceSize, due.at(-1));
    // Perhaps nobody will wait for it, and its failure would end the process.
    ahead.catch(() => undefined);
    return ahead;
  }

  private async slice(work: Slice): Promise<{ why: DisabledBecause; hasFailed: boolean }> {
    const { endpoint, signers, due, room, ends, stopping, record } = work;
    const waiting = due.values();
    let why: DisabledBecause = null;
    let hasFailed = false;
    const sender = async () => {
      for (const delivery of waiting) {
        const reply = await this.attempt(endpoint, signers, delivery);
        if (stopping.isCutOff) return;
        const now = this.clock.now();
        const outcome = outcomeOf(reply, now);
        endpoint.breaker = afterAttempt(endpoint.breaker, outcome, now);
        record.add(attemptOf(delivery, reply, outcome, now, Math.random()), endpoint.breaker);
        why ??= disabledWhy(endpoint.breaker, outcome, now);
        hasFailed ||= !outcome.isDelivered;
        if (hasFailed || stopping.isStopping || performance.now() > ends) return;
      }
    };
    await Promise.all(Array.from({ length: Math.min(room, due.length) }, sender));
    record.write(endpoint.breaker);
    return { why, hasFailed };
  }

  private async attempt(endpoint: HeldEndpoint, signers: Signer[] | null, delivery: DueDelivery): Promise<Reply> {
    if (!signers) return { error: 'The secret cannot be opened any more: rotate it.', milliseconds: 0 };
    const seconds = Math.floor(this.clock.now().getTime() / 1000);
    try {
      const answer = await this.http.send({
        url: endpoint.url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Muster-Webhooks/1.0',
          ...headersOf(toGlobalId('event', delivery.eventId), seconds, delivery.body, signers),
        },
        body: delivery.body,
        timeoutMilliseconds,
        mostBytes: mostOfAnswer,
      });
      return { answer };
    } catch (error) {
      if (error instanceof OutboundFailed) return { error: error.message, milliseconds: error.milliseconds };
      if (error instanceof OutboundRefused) return { error: error.message, milliseconds: 0 };
      throw error;
    }
  }

  private signersOf(secrets: readonly string[]): Signer[] | null {
    try {
      return secrets.map((sealed) => signerOf(this.seal.open(sealed)));
    } catch (error) {
      if (error instanceof SealBroken) return null;
      throw error;
    }
  }
}

type DisabledBecause = 'GONE' | 'FAILING' | null;

interface Slice {
  endpoint: HeldEndpoint;
  signers: Signer[] | null;
  due: DueDelivery[];
  room: number;
  ends: number;
  stopping: Stopping;
  record: Recording;
}

/** What came of the attempts, written some at a time and in order, while others are sent. */
class Recording {
  /** when everything so far is written; throws when it could not be */
  settled: Promise<void> = Promise.resolve();
  private attempts: Attempt[] = [];

  constructor(private readonly save: (attempts: Attempt[], breaker: Breaker) => Promise<void>) {}

  add(attempt: Attempt, breaker: Breaker): void {
    this.attempts.push(attempt);
    if (this.attempts.length >= recordSize) this.write(breaker);
  }

  write(breaker: Breaker): void {
    const done = this.attempts;
    this.attempts = [];
    this.settled = this.settled.then(() => this.save(done, breaker));
    // Waited for at the end; until then nobody listens, and a failure would end the process.
    this.settled.catch(() => undefined);
  }
}
