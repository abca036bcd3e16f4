import { ClientFault } from '../../platform/index.js';

/** One subscriber hears of one thing at most once a second, however often it changes. */
const quietMilliseconds = 1000;
/** So often it is looked without news, too: whether the caller still may, and whether a notice was lost. */
const recheckMilliseconds = 15_000;

export interface Watch<Value> {
  /** how to be woken when there may be something new; answers how to stop */
  listen(wake: () => void): () => void;
  /** what is so now; undefined: nothing new; null ends it. What is the same as before is not pushed. */
  look(): Promise<Value | null | undefined>;
  /** what of it counts as a change */
  keyOf(value: Value): string;
}

/**
 * What is watched, pushed when it has changed: the first time at once. It ends when the caller may not see it any more, and only
 * waits while the database is away.
 */
export class Pushes<Value> implements AsyncIterableIterator<Value> {
  private readonly stop: () => void;
  private isDue = true;
  private isOver = false;
  private nextAt = 0;
  private recheckAt = 0;
  private last: string | undefined;
  private wakeUp: () => void = () => undefined;

  constructor(private readonly watch: Watch<Value>) {
    this.stop = watch.listen(() => {
      this.isDue = true;
      this.wakeUp();
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Value, undefined>> {
    while (!this.isOver) {
      const now = performance.now();
      const lookAt = this.isDue ? this.nextAt : this.recheckAt;
      if (now < lookAt) {
        await this.pause(lookAt - now);
        continue;
      }
      this.isDue = false;
      this.nextAt = now + quietMilliseconds;
      this.recheckAt = now + recheckMilliseconds;
      const value = await this.looked();
      if (value === null) break;
      if (value === undefined || this.isOver || this.watch.keyOf(value) === this.last) continue;
      // What happened between the first look and the first notice was not heard.
      this.isDue ||= this.last === undefined;
      this.last = this.watch.keyOf(value);
      return { done: false, value };
    }
    return this.return();
  }

  async return(): Promise<IteratorResult<Value, undefined>> {
    this.isOver = true;
    this.stop();
    this.wakeUp();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  /** undefined: not now. */
  private async looked(): Promise<Value | null | undefined> {
    try {
      return await this.watch.look();
    } catch (error) {
      if (error instanceof ClientFault && error.code !== 'UNAVAILABLE' && error.code !== 'TIMED_OUT') return null;
      this.isDue = true;
      return undefined;
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
