import { type Floor, pools, poolsOfBatch } from './floor.rules.js';
import type { PersonFacts } from './forecast.types.js';
import { nameOf, seedOf } from './seeds.rules.js';

/*
 * What was sent back waits for whoever gave the answer, who may be off until tomorrow or on leave until Monday. Who that is nobody knows
 * beforehand: somebody who has answered lately, quick ones more often.
 */

/** Whoever was there within so many steps may be the author of what is sent back now. */
const recently = 32;
/** Up to so many people all race for each piece; among more it is drawn from them until one is taken, which takes the same few draws whatever their number. */
const mostRacing = 64;
const mostDrawn = 256;
const nobody = -1;

export class Authors {
  private readonly seeds: number[];
  private readonly isEverThere: boolean[];
  private readonly seenAt: Int32Array;
  private lastSeen = 0;
  private readonly owed: Float64Array;
  /** what has no author who will ever be there, by batch */
  private readonly anybody: Float64Array;
  private readonly assigned: Float64Array;
  /** by person, of this draw */
  private readonly luck: Int32Array;
  private rate: Float64Array = new Float64Array(0);
  /** by batch, of this draw: the speed of the quickest */
  private readonly quickest: Float64Array;
  private seed = 0;
  /** places to draw from, a power of two: a few people more change no draw of the others */
  private readonly places: number;

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
    this.quickest = new Float64Array(batches);
    this.places = 2 ** Math.ceil(Math.log2(Math.max(1, people.length)));
  }

  /** @param rate by person and pool: pieces in an hour, 0 for who may not */
  begin(seed: number, rate: Float64Array): void {
    for (const [person, own] of this.seeds.entries()) this.luck[person] = seedOf(seed, own);
    this.rate = rate;
    this.seed = seed;
    this.lastSeen = -Infinity;
    this.seenAt.fill(-recently - 1);
    this.owed.fill(0);
    this.anybody.fill(0);
    this.assigned.fill(0);
    this.quickest.fill(0);
    if (this.seeds.length > mostRacing)
      for (let at = 0; at < this.seeds.length * this.batches; at += 1)
        this.quickest[at % this.batches] = Math.max(this.quickest[at % this.batches]!, rate[at * poolsOfBatch + pools.ANSWER]!); // prettier-ignore
  }

  sees(person: number, step: number): void {
    this.seenAt[person] = step;
    this.lastSeen = step;
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

  /** Somebody by their speed; with the same random numbers the same one whoever else is there, as a rule. */
  authorOf(batch: number, step: number, number: number): number {
    const since = this.lastSeen < step - recently ? -Infinity : step - recently;
    const drawn = this.seeds.length > mostRacing ? this.drawnFrom(batch, number, since) : nobody;
    if (drawn !== nobody) return drawn;
    const recent = this.quickestOf(batch, number, since);
    return recent === nobody ? this.quickestOf(batch, number, -Infinity) : recent;
  }

  /** A race of exponentials: another one wins only by being quicker. @param since the step in which somebody must have been there */
  private quickestOf(batch: number, number: number, since: number): number {
    let [author, first] = [nobody, Infinity];
    for (let person = 0; person < this.seeds.length; person += 1) {
      if (!this.mayBe(person, batch) || this.seenAt[person]! < since) continue;
      const arrival = -Math.log(1 - seedOf(this.luck[person]!, number) / 2 ** 32) / this.rateOf(person, batch);
      if (arrival < first) [author, first] = [person, arrival];
    }
    return author;
  }

  /** The same law by rejection: anybody who was there lately, taken with the chance that is their speed by that of the quickest. */
  private drawnFrom(batch: number, number: number, since: number): number {
    const top = this.quickest[batch]!;
    const own = seedOf(this.seed, number);
    for (let turn = 0; turn < mostDrawn && top > 0; turn += 1) {
      const drawn = seedOf(own, turn);
      const person = drawn % this.places;
      if (person >= this.seeds.length || !this.mayBe(person, batch) || this.seenAt[person]! < since) continue;
      if ((seedOf(this.luck[person]!, drawn) / 2 ** 32) * top < this.rateOf(person, batch)) return person;
    }
    return nobody;
  }

  private rateOf(person: number, batch: number): number {
    return this.rate[(person * this.batches + batch) * poolsOfBatch + pools.ANSWER]!;
  }

  private mayBe(person: number, batch: number): boolean {
    return this.isEverThere[person]! && this.rateOf(person, batch) > 0;
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
