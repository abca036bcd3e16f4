const minute = 60_000;

interface Shared<Report> {
  made: Promise<{ report: Report; isLong: boolean }>;
  /** ends the work: nobody waits for it any more */
  stop: AbortController;
  waiting: number;
  /** null: still being made */
  keptUntil: number | null;
}

/** What several ask for at once is made once; what takes long is shown for a minute, and given up when nobody waits for it any more. */
export class SharedForecasts<Report> {
  private readonly all = new Map<string, Shared<Report>>();

  /** @param key the whole question, with whose it is; what the asker may see of the answer is not in it */
  async get(
    key: string,
    now: () => number,
    gone: AbortSignal,
    make: (signal: AbortSignal) => Promise<{ report: Report; isLong: boolean }>,
  ): Promise<Report> {
    gone.throwIfAborted();
    for (const [other, { keptUntil }] of this.all) if (keptUntil !== null && keptUntil <= now()) this.all.delete(other);
    const one = this.all.get(key) ?? this.begin(key, now, make);
    const leave = (): void => {
      one.waiting -= 1;
      if (one.waiting > 0) return;
      this.forget(key, one);
      one.stop.abort(gone.reason);
    };
    one.waiting += 1;
    gone.addEventListener('abort', leave, { once: true });
    try {
      return (await one.made).report;
    } finally {
      gone.removeEventListener('abort', leave);
    }
  }

  private begin(key: string, now: () => number, make: (signal: AbortSignal) => Shared<Report>['made']): Shared<Report> {
    const stop = new AbortController();
    const one: Shared<Report> = { made: make(stop.signal), stop, waiting: 0, keptUntil: null };
    this.all.set(key, one);
    one.made.then(
      ({ isLong }) => {
        if (isLong) one.keptUntil = now() + minute;
        else this.forget(key, one);
      },
      () => this.forget(key, one),
    );
    return one;
  }

  private forget(key: string, one: Shared<Report>): void {
    if (this.all.get(key) === one) this.all.delete(key);
  }
}
