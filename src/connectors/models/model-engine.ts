import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { LOG, type Log } from '../../platform/index.js';
import { AskingService } from './asking.service.js';
import { ModelSender } from './model-sender.js';

/** Questions that one process sends at once. How many of them go to one model is counted in the tables. */
const mostPlaces = 256;
const pollMilliseconds = 500;
/** A place goes on so long; then another model may have it. */
const sliceMilliseconds = 10_000;
const graceMilliseconds = 5000;

/**
 * Asks what is due, wherever jobs run. The truth is in the tables: what is asked is marked before it is sent, with the time at
 * which it is lost, so a process that dies loses nothing, and several keep to a model's limits together.
 */
@Injectable()
export class ModelEngine implements BeforeApplicationShutdown {
  private readonly places = new Set<Promise<void>>();
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
    await Promise.race([Promise.all(this.places), patience]);
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

  /** Whatever is in flight to a model, it is looked whether there is room for more. */
  private async look(): Promise<void> {
    try {
      for (const { organization_id, id } of await this.asking.due(mostPlaces)) this.open(organization_id, id);
    } catch (error) {
      this.log.warn({ error: String(error) }, 'models: will look again');
    }
  }

  private open(organizationId: string, serviceId: string): void {
    if (this.isStopping || this.places.size >= mostPlaces) return;
    const place = this.ask(organizationId, serviceId)
      .catch((error: unknown) => this.log.warn({ error: String(error), modelService: serviceId }, 'models: broke off'))
      .finally(() => this.places.delete(place));
    this.places.add(place);
  }

  /** One question after the other. Each opens another place, which ends at once when there is nothing to ask or no room at the model. */
  private async ask(organizationId: string, serviceId: string): Promise<void> {
    const ends = performance.now() + sliceMilliseconds;
    while (!this.isStopping && performance.now() < ends) {
      const question = await this.asking.next(organizationId, serviceId);
      if (!question) return;
      this.open(organizationId, serviceId);
      await this.asking.record(organizationId, question, await this.sender.send(organizationId, question));
    }
  }
}
