import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { LOG, type Log } from '../../platform/index.js';
import { AskingService } from './asking.service.js';
import { ModelSender } from './model-sender.js';

/** Models that one process asks at once. Each has its own places, so that a dead one takes those of nobody. */
const mostServices = 64;
const pollMilliseconds = 1000;
/** A place looks for another question so long; then another process may. */
const sliceMilliseconds = 10_000;
const graceMilliseconds = 5000;

/**
 * Asks what is due, wherever jobs run. The truth is in the tables: what is asked is marked before it is sent, with the time at
 * which it is lost, so a process that dies loses nothing, and several keep to a model's limits together.
 */
@Injectable()
export class ModelEngine implements BeforeApplicationShutdown {
  private readonly busy = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isStopping = true;

  constructor(
    private readonly asking: AskingService,
    private readonly sender: ModelSender,
    @Inject(LOG) private readonly log: Log,
  ) {}

  start(): void {
    this.isStopping = false;
    this.schedule();
  }

  /** What is in flight has some seconds to end; what does not is lost at its time, and asked again. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.looking;
    let grace: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      grace = setTimeout(resolve, graceMilliseconds);
    });
    await Promise.race([Promise.all(this.busy.values()), patience]);
    clearTimeout(grace);
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => {
        this.looking = undefined;
        if (!this.isStopping) this.schedule();
      });
    }, pollMilliseconds);
  }

  private async look(): Promise<void> {
    try {
      for (const { organization_id, id } of await this.asking.due(2 * mostServices)) {
        if (this.isStopping || this.busy.size >= mostServices) return;
        if (this.busy.has(id)) continue;
        const work = this.ask(organization_id, id)
          .catch((error: unknown) => this.log.warn({ error: String(error), modelService: id }, 'models: broke off'))
          .finally(() => this.busy.delete(id));
        this.busy.set(id, work);
      }
    } catch (error) {
      this.log.warn({ error: String(error) }, 'models: will look again');
    }
  }

  /** One place takes the first question, and opens the next place as long as there is room and something to ask. */
  private async ask(organizationId: string, serviceId: string): Promise<void> {
    const ends = performance.now() + sliceMilliseconds;
    const places: Promise<void>[] = [];
    const place = async (): Promise<void> => {
      while (!this.isStopping && performance.now() < ends) {
        const question = await this.asking.next(organizationId, serviceId);
        if (!question) return;
        if (places.length < question.service.most_in_flight) places.push(place());
        const sent = await this.sender.send(organizationId, question);
        await this.asking.record(organizationId, question, sent);
      }
    };
    places.push(place());
    for (let count = 0; count < places.length; count += 1) await places[count];
  }
}
