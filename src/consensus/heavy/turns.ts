/** So many may be at something at once; the rest wait in the order in which they came, and may leave. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Waits for a turn, and gives it back whatever comes of the work. Rejects with the signal's reason when told to leave. */
  async with<Answer>(signal: AbortSignal | undefined, work: () => Promise<Answer>): Promise<Answer> {
    await this.take(signal);
    try {
      return await work();
    } finally {
      this.give();
    }
  }

  private async take(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.running < this.most) {
      this.running += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(begin), 1);
        reject(signal!.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(begin);
    });
  }

  private give(): void {
    const next = this.waiting.shift();
    if (next)
      next(); // the turn goes over to it
    else this.running -= 1;
  }
}
