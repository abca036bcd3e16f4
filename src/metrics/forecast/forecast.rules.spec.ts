import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coursesOf } from './draws.rules.js';
import { floorOf, hour } from './floor.rules.js';
import { drawsFor, forecastOf, narrowed, shareAfter } from './forecast.rules.js';
import type { BatchFacts, ForecastInput, PersonFacts, WorkedDay } from './forecast.types.js';
import { asIf, type WhatIf } from './what-if.rules.js';

const day = 24 * hour;
/** A Monday, 8 o'clock. */
const now = Date.UTC(2026, 0, 5, 8);

const person = (place: number, more: Partial<PersonFacts> = {}): PersonFacts => ({
  id: `person ${place}`,
  windows: Array.from({ length: 60 }, (_, on) => on)
    .filter((on) => on % 7 < 5)
    .map((on) => ({ from: now + on * day + hour, to: now + on * day + 9 * hour, chance: 1, weight: 1 })),
  leave: [],
  isRostered: true,
  isAway: false,
  mayDo: { batch: ['ANSWER', 'JUDGE'], other: ['ANSWER'] },
  ...more,
});

const batch = (tasks: number, more: Partial<BatchFacts> = {}): BatchFacts => ({
  id: 'batch',
  name: 'Batch',
  projectId: 'project',
  priority: 0,
  share: 1,
  deadlineAt: null,
  createdAt: now - day,
  tasks: tasks + 100,
  settled: 100,
  triaged: 0,
  undecided: [{ wanted: 2, have: 0, tasks }],
  judging: 0,
  reworking: 0,
  arriving: 0,
  overlap: 2,
  maximumOverlap: 2,
  askedAgain: [],
  judged: [],
  sentBack: { count: 0, of: 0 },
  ...more,
});

const worked = (place: number, units = 80): WorkedDay[] =>
  [3, 4, 5].map((daysAgo) => ({
    memberId: `person ${place}`,
    projectId: 'project',
    kind: 'ANSWER' as const,
    daysAgo,
    units,
    hours: 8,
  }));

const work = (batches: BatchFacts[], people = 6, more: Partial<ForecastInput> = {}): ForecastInput => ({
  now,
  asked: ['batch'],
  batches,
  people: Array.from({ length: people }, (_, place) => person(place)),
  worked: Array.from({ length: people }, (_, place) => worked(place)).flat(),
  absences: { count: 2, of: 90 },
  draws: 120,
  seed: 5,
  explains: false,
  ...more,
});

const finishOf = (input: ForecastInput) => forecastOf(input).batches[0]!.finish;
/** The end by days of eight hours, six people, ten an hour: what anybody would reckon. */
const reckoned = (answers: number) => answers / (6 * 8 * 10);

describe('when a batch ends', () => {
  it('is what one would reckon by hand, in the middle', () => {
    // 1,920 answers are four days; the fourth ends Thursday at 17.
    const { p10, p50, p95 } = finishOf(work([batch(960)]));
    expect(reckoned(1920)).toBe(4);
    expect((p50! - now) / day).toBeGreaterThan(3);
    expect((p50! - now) / day).toBeLessThan(4.5);
    expect(p10!).toBeLessThan(p50!);
    expect(p50!).toBeLessThan(p95!);
  });

  it('says the same for the same seed, and rests on what it says', () => {
    const input = work([batch(300)]);
    expect(forecastOf(input)).toEqual(forecastOf(input));
    expect(forecastOf(input).basis).toMatchObject({ units: 6 * 240, people: 6, days: 3 });
  });

  it('is less certain the less was seen', () => {
    const width = (input: ForecastInput) => finishOf(input).p90! - finishOf(input).p10!;
    const few = work([batch(600)], 6, { worked: worked(0, 4).slice(0, 1) });
    expect(width(few)).toBeGreaterThan(3 * width(work([batch(600)])));
  });

  it('is nowhere when nobody is there, and at once when nothing is left', () => {
    expect(finishOf(work([batch(10)], 0)).p10).toBeNull();
    const done = batch(0, { undecided: [], tasks: 100 });
    expect(finishOf(work([done])).p95).toBe(now + hour - ((now + hour) % (15 * 60_000)));
  });

  it('is later with answers that are asked on top, with judging, and with what comes first', () => {
    const plain = finishOf(work([batch(960)])).p50!;
    const asked = batch(960, { maximumOverlap: 4, askedAgain: [0, 0, 40, 10].map((count) => ({ count, of: 80 })) });
    expect(finishOf(work([asked])).p50!).toBeGreaterThan(plain + day / 4);
    const judged = batch(960, { judged: Array(3).fill({ count: 60, of: 100 }), sentBack: { count: 10, of: 60 } });
    expect(finishOf(work([judged])).p50!).toBeGreaterThan(plain + day / 4);
    const first = batch(480, { id: 'other', priority: 1 });
    expect(finishOf(work([batch(960), first])).p50!).toBeGreaterThan(plain + day);
    expect(finishOf(work([batch(960), { ...first, priority: -1 }])).p50!).toBe(plain);
  });

  it('counts an import that still runs', () => {
    const { p50 } = finishOf(work([batch(960)]));
    expect(finishOf(work([batch(960, { arriving: 480 })])).p50!).toBeGreaterThan(p50! + day);
  });

  it('has a band that rises to all tasks', () => {
    const { band } = forecastOf(work([batch(960)])).batches[0]!;
    expect(band.length).toBeGreaterThan(20);
    for (const [place, point] of band.entries()) {
      expect(point.p10).toBeLessThanOrEqual(point.p50);
      expect(point.p50).toBeLessThanOrEqual(point.p90);
      if (place > 0) expect(point.p50).toBeGreaterThanOrEqual(band[place - 1]!.p50);
    }
    expect(band.at(-1)!.p90).toBe(1060);
  });
});

describe('another question about the same work', () => {
  const slack = hour / 2;
  const questions = fc.record({
    tasks: fc.integer({ min: 20, max: 600 }),
    people: fc.integer({ min: 2, max: 8 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    asked: fc.integer({ min: 0, max: 60 }),
  });
  /**
   * A single course may end a night later though more people are there: somebody else takes the last piece, and has no more time for it
   * that day (Graham 1969). That happens in one or two of forty.
   */
  const anomalies = 0.1;
  const endsOf = (input: ForecastInput) => {
    const own = narrowed(input, 'batch');
    const followed = own.batches.findIndex(({ id }) => id === 'batch');
    return coursesOf(own, floorOf(own, now + 50 * day), followed).finish;
  };
  const property = (question: WhatIf, isEarlier = true) =>
    fc.assert(
      fc.property(questions, ({ tasks, people, seed, asked }) => {
        const one = batch(tasks, { maximumOverlap: 3, askedAgain: [0, 0, asked].map((count) => ({ count, of: 80 })) });
        const before = work([one, batch(200, { id: 'other', priority: 1 })], people, { seed, draws: 40 });
        const both = [endsOf(before), endsOf(asIf(before, question))] as const;
        const [late, early] = isEarlier ? both : [both[1], both[0]];
        const excess = [...late].map((at) => shareAfter(early, at + slack) - shareAfter(late, at));
        expect(Math.max(...excess)).toBeLessThanOrEqual(anomalies);
      }),
      { numRuns: 12, examples: [[{ tasks: 20, people: 5, seed: 11, asked: 56 }]] },
    );

  it('ends no later with more people', () => property({ addPeople: 2 }));
  it('ends no later with one answer a task', () => property({ overlap: 1 }));
  it('ends no earlier with three answers a task', () => property({ overlap: 3 }, false));
  it('ends no later when the batch before it is paused', () => property({ pauseBatches: ['other'] }));
  it('ends no later with longer shifts', () => property({ longerShifts: 1 }));

  it('tells quick people from slow ones', () => {
    const input = work([batch(960)]);
    const quick = finishOf(asIf(input, { addPeople: 2, theirSpeed: 40 })).p50!;
    const slow = finishOf(asIf(input, { addPeople: 2, theirSpeed: 2 })).p50!;
    expect(quick).toBeLessThan(slow);
    expect(slow).toBeLessThanOrEqual(finishOf(input).p50! + slack);
  });
});

describe('the risk of missing the deadline', () => {
  const due = now + 3.6 * day;
  const explained = (input: ForecastInput) => forecastOf({ ...input, explains: true }).batches[0]!;

  it('is none, half or all as the deadline stands', () => {
    const risk = (deadlineAt: number) => explained(work([batch(960, { deadlineAt })])).missRisk!;
    expect(risk(now + 10 * day)).toBe(0);
    expect(risk(now + day)).toBe(1);
    expect(explained(work([batch(960)])).missRisk).toBeNull();
  });

  it('names the overlap that grows', () => {
    const growing = batch(700, { deadlineAt: due, maximumOverlap: 4, askedAgain: [0, 0, 60, 40].map((count) => ({ count, of: 80 })) }); // prettier-ignore
    const { missRisk, reasons } = explained(work([growing]));
    expect(missRisk!).toBeGreaterThan(0.5);
    expect(reasons[0]).toMatchObject({ cause: 'OVERLAP', sentence: 'Overlap grows: 3.1 answers a task instead of 2.' });
    expect(reasons[0]!.riskWithout).toBeLessThan(0.2);
  });

  it('names the day on which most are on leave', () => {
    const input = work([batch(700, { deadlineAt: due })], 6);
    const wednesday = 2;
    const people = input.people.map(
      (one, place) =>
      place < 5 ? { ...one, leave: one.windows.slice(1, 3), windows: one.windows.filter((_, on) => on !== 1 && on !== wednesday) } : one, // prettier-ignore
    );
    const [main] = explained({ ...input, people }).reasons;
    expect(main).toMatchObject({ cause: 'LEAVE', sentence: '5 of 6 people are on leave on Tuesday, 2026-01-06.' });
  });

  it('names the batch that goes first, and the hours in any case', () => {
    const other = batch(600, { id: 'other', name: 'Urgent', priority: 5 });
    const { reasons } = explained(work([batch(700, { deadlineAt: due }), other]));
    expect(reasons[0]).toMatchObject({ cause: 'OTHER_BATCHES', sentence: '“Urgent” takes the same people first.' });
    expect(reasons.at(-1)!.sentence).toMatch(/^1400 answers are left, and 6 people have \d+ hours until the deadline\.$/); // prettier-ignore
  });

  it('names judging when there are few who may', () => {
    const input = work([batch(600, { deadlineAt: due, judged: Array(3).fill({ count: 90, of: 100 }) })]);
    const people = input.people.map((one, place) => ({ ...one, mayDo: { batch: place === 0 ? (['JUDGE'] as const) : (['ANSWER'] as const) } })); // prettier-ignore
    const { reasons } = explained({ ...input, people: people as unknown as PersonFacts[] });
    expect(reasons[0]).toMatchObject({ cause: 'JUDGES' });
    expect(reasons[0]!.sentence).toMatch(/and 1 person may judge/);
  });
});

describe('a large house', () => {
  const count = 30;
  const ids = Array.from({ length: count }, (_, place) => `batch ${place}`);
  const mayDo = Object.fromEntries(ids.map((id) => [id, ['ANSWER' as const]]));
  const house = (people: number) => {
    const projects = ids.map((_, place) => `project ${String(place).padStart(2, '0')}`);
    const batches = ids.map((id, place) => batch(400, { id, projectId: projects[place]! }));
    const known = projects.flatMap((projectId) => [0, 1, 2, 3, 4, 5].flatMap((one) => worked(one).map((day) => ({ ...day, projectId })))); // prettier-ignore
    const input = work(batches, people, { asked: ids.slice(0, 1), draws: 20, worked: known });
    return { ...input, people: input.people.map((one) => ({ ...one, mayDo })) };
  };

  it('gives every project its turn, so that none is ready long before another', () => {
    const input = house(40);
    const middles = [0, 14, 29].map((place) => finishOf({ ...input, asked: [ids[place]!] }).p50! - now);
    expect(Math.max(...middles)).toBeLessThan(1.2 * Math.min(...middles));
  });

  it('has one order for all who may do the same, and goes once to each person in each step', () => {
    const input = house(200);
    const { orders, first, starts, length } = floorOf({ ...input, draws: 1000 }, now + 20 * day);
    expect(new Set(orders).size).toBe(1);
    expect(orders[0]!.length).toBe(2 * count);
    expect(length).toBeGreaterThanOrEqual(hour);
    for (let step = 0; step < starts.length; step += 1) expect(first[step + 1]! - first[step]!).toBeLessThanOrEqual(200); // prettier-ignore
  });
});

describe('how many courses are played', () => {
  it('is a thousand of a batch, shared by several, and fewer where many people and batches make each of them long', () => {
    expect(drawsFor(1, 40, 50)).toBe(1000);
    expect(drawsFor(0, 0, 0)).toBe(1000);
    expect(drawsFor(3, 40, 3)).toBe(333);
    expect(drawsFor(50, 40, 50)).toBe(200);
    expect(drawsFor(1, 100, 50)).toBe(400);
    expect(drawsFor(1, 1000, 50)).toBe(60);
  });
});
