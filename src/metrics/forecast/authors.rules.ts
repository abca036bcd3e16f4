import { type Floor, pools, poolsOfBatch } from './floor.rules.js';
import type { PersonFacts } from './forecast.types.js';
import { nameOf, seedOf } from './seeds.rules.js';

/*
 * What was sent back waits for whoever gave the answer, who may be off until tomorrow or on leave until Monday. Who that is nobody knows
 * beforehand: somebody who has answered lately, quick ones more often.
 */

/** Whoever was there within so many steps may be the author of what is sent back now. */
const recently = 32;
const nobody = -1;

export class Authors {
  private readonly seeds: number[];
  private readonly isEverThere: boolean[];
  private readonly seenAt: Int32Array;
  private readonly owed: Float64Array;
  /** what has no author who will ever be there, by batch */
  private readonly anybody: Float64Array;
  private readonly assigned: Float64Array;
  /** by person, of this draw */
  private readonly luck: Int32Array;
  private rate: Float64Array = new Float64Array(0);

  constructor(
    people: readonly PersonFacts[],
    { firstWindow }: Floor,
    private readonly batches: number,
  ) {
    this.seeds = people.map(({ id }) => nameOf(id));
    this.isEverThere = people.map((_, place) => firstWindow[place + 1]! > firstWindow[place]!);
    this.seenAt = new Int32Array(people.length);
    this.luck = new Int32Array(people.length);
    this.owed = new Float64Array(people.length * batches);
    this.anybody = new Float64Array(batches);
    this.assigned = new Float64Array(batches);
  }

  /** @param rate by person and pool: pieces in an hour, 0 for who may not */
  begin(seed: number, rate: Float64Array): void {
    for (const [person, own] of this.seeds.entries()) this.luck[person] = seedOf(seed, own);
    this.rate = rate;
    this.seenAt.fill(-recently - 1);
    this.owed.fill(0);
    this.anybody.fill(0);
    this.assigned.fill(0);
  }

  sees(person: number, step: number): void {
    this.seenAt[person] = step;
  }

  /** So many were sent back by now: the new ones find their authors. */
  assign(batch: number, released: number, step: number): void {
    while (this.assigned[batch]! < released) {
      this.assigned[batch] = this.assigned[batch]! + 1;
      const author = this.authorOf(batch, step, seedOf(batch, this.assigned[batch]!));
      if (author === nobody) this.anybody[batch] = this.anybody[batch]! + 1;
      else this.owed[author * this.batches + batch] = this.owed[author * this.batches + batch]! + 1;
    }
  }

  /** Somebody by their speed, the same one whoever else is there, unless that one is quicker than luck (a race of exponentials). */
  authorOf(batch: number, step: number, number: number): number {
    let [author, first] = [nobody, Infinity];
    for (const isRecent of [true, false]) {
      for (let person = 0; person < this.seeds.length; person += 1) {
        const rate = this.rate[(person * this.batches + batch) * poolsOfBatch + pools.ANSWER]!;
        if (rate === 0 || !this.isEverThere[person] || (isRecent && this.seenAt[person]! < step - recently)) continue;
        const arrival = -Math.log(1 - seedOf(this.luck[person]!, number) / 2 ** 32) / rate;
        if (arrival < first) [author, first] = [person, arrival];
      }
      if (author !== nobody) break;
    }
    return author;
  }

  /** What waits for this person. */
  waits(person: number, batch: number): number {
    return this.owed[person * this.batches + batch]! + this.anybody[batch]!;
  }

  mends(person: number, batch: number, amount: number): void {
    const at = person * this.batches + batch;
    const own = Math.min(this.owed[at]!, amount);
    this.owed[at] = this.owed[at]! - own;
    this.anybody[batch] = Math.max(0, this.anybody[batch]! - (amount - own));
  }

  /** All that waits, person by person; what waits for nobody in particular with −1. */
  waiting(batch: number): [number, number][] {
    const own = this.seeds.map((_, person): [number, number] => [
      person,
      Math.round(this.owed[person * this.batches + batch]!),
    ]);
    return [...own, [nobody, Math.round(this.anybody[batch]!)] as [number, number]].filter(([, count]) => count > 0);
  }
}
