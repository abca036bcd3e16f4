import { describe, expect, it } from '@jest/globals';
import { SharedForecasts } from './shared-forecasts.js';

describe('a forecast that several ask for', () => {
  const nobodyLeaves = () => new AbortController().signal;
  /** What is asked, in the order in which it is made; `end` ends the oldest that is still made. */
  const house = (isLong: boolean) => {
    const forecasts = new SharedForecasts<number>();
    const open: (() => void)[] = [];
    const clock = { now: 0 };
    const seen = { made: 0, stopped: 0 };
    const ask = (key = 'batch', gone = nobodyLeaves()) =>
      forecasts.get(
        key,
        () => clock.now,
        gone,
        (signal) =>
          new Promise((resolve, reject) => {
            const report = (seen.made += 1);
            open.push(() => resolve({ report, isLong }));
            signal.addEventListener('abort', () => {
              seen.stopped += 1;
              reject(signal.reason);
            });
          }),
      );
    return { ask, seen, clock, end: () => open.shift()!() };
  };

  it('is made once for those who ask while it is made, and anew for whoever asks later', async () => {
    const { ask, seen, end } = house(false);
    const both = Promise.all([ask(), ask()]);
    end();
    expect(await both).toEqual([1, 1]);
    const later = ask();
    end();
    expect(await later).toBe(2);
    expect(seen.made).toBe(2);
  });

  it('is another one for every other question', async () => {
    const { ask, end } = house(true);
    const both = Promise.all([ask('one'), ask('other')]);
    end();
    end();
    expect(await both).toEqual([1, 2]);
  });

  it('is shown for a minute when it takes long', async () => {
    const { ask, clock, end } = house(true);
    const first = ask();
    end();
    await first;
    clock.now = 59_999;
    expect(await ask()).toBe(1);
    clock.now = 60_000;
    const later = ask();
    end();
    expect(await later).toBe(2);
  });

  it('is given up when the last one has left, and no sooner', async () => {
    const { ask, seen } = house(true);
    const [one, other] = [new AbortController(), new AbortController()];
    const both = Promise.allSettled([ask('batch', one.signal), ask('batch', other.signal)]);
    one.abort(new Error('left'));
    expect(seen.stopped).toBe(0);
    other.abort(new Error('left, too'));
    expect(seen.stopped).toBe(1);
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void ask().catch(() => {});
    expect(seen.made).toBe(2);
  });
});
