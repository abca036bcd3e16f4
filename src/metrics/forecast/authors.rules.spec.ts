import { describe, expect, it } from '@jest/globals';
import { Authors } from './authors.rules.js';
import { type Floor, pools, poolsOfBatch } from './floor.rules.js';
import type { PersonFacts } from './forecast.types.js';

/** Four people in one batch, of whom the last has no windows, and the third may not answer. */
const speeds = [10, 10, 0, 10];
function authors(seed = 1): Authors {
  const people = speeds.map((_, place) => ({ id: `person ${place}` }) as PersonFacts);
  const made = new Authors(people, { firstWindow: Int32Array.of(0, 2, 4, 6, 6) } as Floor, 1);
  const rate = new Float64Array(speeds.length * poolsOfBatch);
  for (const [person, speed] of speeds.entries()) rate[person * poolsOfBatch + pools.ANSWER] = speed;
  made.begin(seed, rate);
  return made;
}

describe('who has to mend what is sent back', () => {
  it('is somebody who answers, and who will be there again', () => {
    const all = authors();
    all.assign(0, 200, 0);
    const waiting = new Map(all.waiting(0));
    expect([...waiting.keys()].sort()).toEqual([0, 1]);
    // Equally quick: 200 of 1:1 lie within four standard deviations.
    expect(Math.abs(waiting.get(0)! - 100)).toBeLessThan(4 * Math.sqrt(50));
  });

  it('is somebody who was there lately, where anybody was', () => {
    const all = authors();
    all.sees(1, 40);
    all.assign(0, 20, 41);
    expect(all.waiting(0)).toEqual([[1, 20]]);
    expect(all.waits(0, 0)).toBe(0);
    all.mends(1, 0, 19.5);
    expect(all.waits(1, 0)).toBeCloseTo(0.5);
  });

  it('is counted once, however often it is asked, and the same with the same seed', () => {
    const [one, same] = [authors(7), authors(7)];
    for (const released of [1, 1, 2, 5]) one.assign(0, released, 0);
    same.assign(0, 5, 0);
    expect(one.waiting(0)).toEqual(same.waiting(0));
    expect(one.waiting(0).reduce((sum, [, count]) => sum + count, 0)).toBe(5);
  });

  it('is whoever comes first when nobody who answers will ever be there', () => {
    const people = [{ id: 'gone' } as PersonFacts];
    const all = new Authors(people, { firstWindow: Int32Array.of(0, 0) } as Floor, 1);
    all.begin(1, new Float64Array(poolsOfBatch).fill(10));
    all.assign(0, 3, 0);
    expect(all.waiting(0)).toEqual([[-1, 3]]);
    expect(all.waits(0, 0)).toBe(3);
    all.mends(0, 0, 3);
    expect(all.waiting(0)).toEqual([]);
  });

  it('among many is anybody who was there lately, by their speed, too', () => {
    const count = 300;
    const isHere = (person: number) => person % 3 !== 0;
    const people = Array.from({ length: count }, (_, place) => ({ id: `person ${place}` }) as PersonFacts);
    const all = new Authors(people, { firstWindow: Int32Array.from({ length: count + 1 }, (_, at) => at) } as Floor, 1);
    const rate = new Float64Array(count * poolsOfBatch);
    for (let person = 0; person < count; person += 1)
      rate[person * poolsOfBatch + pools.ANSWER] = person < 150 ? 10 : 30;
    all.begin(5, rate);
    for (let person = 0; person < count; person += 1) if (isHere(person)) all.sees(person, 40);
    all.assign(0, 4000, 41);
    const waiting = all.waiting(0);
    expect(waiting.every(([person]) => isHere(person))).toBe(true);
    // One of four by those who are a third as quick.
    const slow = waiting.filter(([person]) => person < 150).reduce((sum, [, mine]) => sum + mine, 0);
    expect(Math.abs(slow - 1000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25 * 0.75));
  });
});
