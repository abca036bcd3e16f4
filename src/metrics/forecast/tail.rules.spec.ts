import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hour } from './floor.rules.js';
import { type Shares, Tail } from './tail.rules.js';

const never: Shares = { asked: [], judged: [], back: 0 };
const day = 24 * hour;
/** Minutes for what they do, not hours. */
const quick = 60;

/** People who are there from an hour to an hour of each day, and may answer, judge or both. */
type Crew = { from: number; to: number; may: 'ANSWER' | 'JUDGE' | 'BOTH'; speed?: number; on?: number[] }[];

function played(crew: Crew, shares: Shares, fill: (tail: Tail) => void, { seed = 1, overlap = 4 } = {}) {
  const people = {
    mayAnswer: crew.map(({ may }) => may !== 'JUDGE'),
    mayJudge: crew.map(({ may }) => may !== 'ANSWER'),
    author: () => 0,
  };
  const tail = new Tail(people, shares, overlap, seed);
  fill(tail);
  const step = hour / 4;
  for (let at = 0; at < 30 * day && !tail.isDone; at += step) {
    const [on, time] = [Math.floor(at / day), (at % day) / hour];
    for (const [who, { from, to, speed = quick, on: days }] of crew.entries())
      if (time >= from && time < to && (!days || days.includes(on))) tail.comes(who, at, at + step, speed, speed, time + 0.25 >= to); // prettier-ignore
    tail.work();
  }
  return tail;
}

const early = { from: 8, to: 16, may: 'ANSWER' } as const;
const oneTask = (wanted: number) => (tail: Tail) => tail.addOpen([{ wanted, have: 0, tasks: 1 }], 0);

describe('the last tasks of a batch', () => {
  it('end on the first morning, when people are there and nothing follows', () => {
    const { endedAt, isDone } = played([early, early], never, oneTask(2));
    expect(isDone).toBe(true);
    expect(endedAt).toBeGreaterThan(8 * hour);
    expect(endedAt).toBeLessThan(9 * hour);
  });

  it('wait for a judge who comes the next morning', () => {
    const judge = { from: 6, to: 8, may: 'JUDGE' } as const;
    const { endedAt } = played([early, early, judge], { ...never, judged: [1] }, oneTask(2));
    expect(endedAt).toBeGreaterThan(day + 6 * hour);
    expect(endedAt).toBeLessThan(day + 8 * hour);
  });

  it('go back to whoever gave the answer, and to nobody else, however long they are away', () => {
    const crew: Crew = [{ ...early, on: [0, 4] }, early, early, { from: 8, to: 16, may: 'JUDGE' }];
    const tail = played(crew, never, (one) => one.addRework(0, 1, 9 * hour));
    expect(tail.endedAt).toBeLessThan(day);
    const later = played(crew, never, (one) => one.addRework(0, 1, day));
    expect(later.endedAt).toBeGreaterThan(4 * day + 8 * hour);
    // Nobody's: whoever comes first.
    expect(played(crew, never, (one) => one.addRework(-1, 1, day)).endedAt).toBeLessThan(2 * day);
  });

  it('are answered by somebody else each time: the third answer waits for a third person', () => {
    const asked: Shares = { ...never, asked: [0, 0, 1, 0] };
    const evening = { from: 20, to: 22, may: 'ANSWER' } as const;
    expect(played([early, early, evening], asked, oneTask(2)).endedAt).toBeGreaterThan(20 * hour);
    expect(played([early, early, early], asked, oneTask(2)).endedAt).toBeLessThan(10 * hour);
    // Where nobody else is left it is as if they could: it is not known how that ends, but not never.
    expect(played([early, early], asked, oneTask(2)).isDone).toBe(true);
  });

  it('come back an hour after somebody went home with one', () => {
    const slow = { from: 8, to: 9, may: 'ANSWER', speed: 0.1 } as const;
    const late = { from: 8.5, to: 16, may: 'ANSWER' } as const;
    const { endedAt } = played([slow, late], never, (tail) => {
      tail.addOpen([{ wanted: 1, have: 0, tasks: 1 }], 0);
    });
    expect(endedAt).toBeGreaterThan(10 * hour);
    expect(endedAt).toBeLessThan(11 * hour);
  });

  it('all end, with as much work as was in them, whatever becomes of them', () => {
    const shares = fc.record({
      asked: fc.array(fc.double({ min: 0, max: 0.9, noNaN: true }), { minLength: 4, maxLength: 4 }),
      judged: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
      back: fc.double({ min: 0, max: 0.8, noNaN: true }),
    });
    fc.assert(
      fc.property(
        shares,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (of, tasks, seed) => {
          const crew: Crew = [early, early, { ...early, from: 12, to: 20 }, { from: 8, to: 16, may: 'BOTH' }];
          const tail = played(crew, of, (one) => one.addOpen([{ wanted: 2, have: 0, tasks }], 0), { seed });
          expect(tail.isDone).toBe(true);
          expect(tail.share).toBe(1);
          if (tasks > 20) expect(tail.hours).toBeGreaterThan((tasks * 2 * 0.5) / quick);
        },
      ),
      { numRuns: 60 },
    );
  });
});
