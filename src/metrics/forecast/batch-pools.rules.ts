import type { Random } from '../../consensus/index.js';
import { pools, poolsOfBatch } from './floor.rules.js';
import type { Phase, Remaining } from './remaining.rules.js';

/** Less than this of a piece of work is rounding. */
export const nothing = 1e-9;

/**
 * The work of all batches in one draw: what there is, what was taken, and what is free because that before it is done: as many steps
 * after it was taken as one piece takes.
 */
export class BatchPools {
  private readonly all: Float64Array;
  private readonly made: Float64Array;
  private readonly ready: Float64Array;
  /** by pool: something before it was done since it was looked at */
  private readonly stale: Uint8Array;
  private readonly now: Float64Array;
  private readonly phase: Float64Array;
  /** by step (going round) and pool: what was taken by its end */
  private readonly past: Float64Array;
  private readonly steps: number;
  private step = 0;
  private phases: readonly (readonly Phase[])[] = [];

  /** @param lags by pool (batch × 4 + pool): the steps that one piece takes */
  constructor(private readonly lags: readonly number[]) {
    const batches = lags.length / poolsOfBatch;
    this.steps = Math.max(...lags, 0) + 1;
    this.past = new Float64Array(this.steps * lags.length);
    this.all = new Float64Array(batches * poolsOfBatch);
    this.made = new Float64Array(batches * poolsOfBatch);
    this.ready = new Float64Array(batches * poolsOfBatch);
    this.stale = new Uint8Array(batches * poolsOfBatch);
    this.now = new Float64Array(batches * poolsOfBatch);
    this.phase = new Float64Array(batches * poolsOfBatch);
  }

  fill(remaining: readonly Remaining[], random: Random): void {
    this.made.fill(0);
    this.ready.fill(-1);
    this.past.fill(0);
    this.step = 0;
    this.phases = remaining.map(({ phases }) => phases);
    for (let pool = 0; pool < this.phase.length; pool += 1) this.phase[pool] = random.next();
    for (const [batch, { answers, judgingNow, judging, reworkNow, rework }] of remaining.entries()) {
      const at = batch * poolsOfBatch;
      this.now.set([reworkNow, 0, judgingNow, answers], at);
      this.all.set([reworkNow + rework, reworkNow + rework, judgingNow + judging, answers], at);
      for (let pool = 0; pool < poolsOfBatch; pool += 1) this.release(at + pool);
    }
  }

  free(pool: number): number {
    return this.released(pool) - this.made[pool]!;
  }

  take(pool: number, amount: number): void {
    const sum = this.made[pool]! + amount;
    this.made[pool] = this.all[pool]! - sum < nothing ? this.all[pool]! : sum;
    if (this.lags[pool] === 0) this.releaseNext(pool);
  }

  /** Whole pieces that were free so far. */
  released(pool: number): number {
    if (this.stale[pool]) this.release(pool);
    return this.ready[pool]!;
  }

  /** All that is not taken. */
  left(pool: number): number {
    return this.all[pool]! - this.made[pool]!;
  }

  leftOf(batch: number): number {
    const at = batch * poolsOfBatch;
    return this.left(at) + this.left(at + 1) + this.left(at + 2) + this.left(at + 3);
  }

  /** Judgements that follow from what is in people's hands now. */
  followsSoon(batch: number): number {
    const at = batch * poolsOfBatch;
    const unreleased = this.all[at + pools.JUDGE]! - this.released(at + pools.JUDGE);
    const follows = this.judgementsAfter(batch, this.made[at + pools.ANSWER]!) - this.judgementsAfter(batch, this.doneBy(at + pools.ANSWER)); // prettier-ignore
    return Math.min(unreleased, follows);
  }

  /** So many follow from the first so many answers: from those of the same phase evenly. */
  private judgementsAfter(batch: number, answers: number): number {
    let [follow, rest] = [0, answers];
    for (const phase of this.phases[batch]!) {
      follow += phase.judging * (phase.answers === 0 ? 1 : Math.min(1, rest / phase.answers));
      rest = Math.max(0, rest - phase.answers);
    }
    return follow;
  }

  /** What was taken some steps ago is done, and frees what follows. */
  endStep(): void {
    const count = this.lags.length;
    this.past.set(this.made, (this.step % this.steps) * count);
    this.step += 1;
    for (let pool = 0; pool < count; pool += 1) if (this.lags[pool]! > 0) this.releaseNext(pool);
  }

  private doneBy(pool: number): number {
    const lag = this.lags[pool]!;
    if (lag === 0) return this.made[pool]!;
    const step = this.step - lag;
    return step < 0 ? 0 : this.past[(step % this.steps) * this.lags.length + pool]!;
  }

  /** Reckoned when it is looked at: many take before somebody does. */
  private releaseNext(pool: number): void {
    const at = pool - (pool % poolsOfBatch);
    const which = pool % poolsOfBatch;
    if (which === pools.ANSWER) this.stale[at + pools.JUDGE] = 1;
    else if (which === pools.JUDGE) this.stale[at + pools.REWORK] = 1;
    else if (which === pools.REWORK) this.stale[at + pools.REJUDGE] = 1;
  }

  isDone(batch: number): boolean {
    const at = batch * poolsOfBatch;
    for (let pool = at; pool < at + poolsOfBatch; pool += 1) if (this.made[pool]! < this.all[pool]!) return false;
    return true;
  }

  doneShare(batch: number): number {
    let [made, all] = [0, 0];
    for (let pool = batch * poolsOfBatch; pool < (batch + 1) * poolsOfBatch; pool += 1) {
      made += this.made[pool]!;
      all += this.all[pool]!;
    }
    return all === 0 ? 1 : made / all;
  }

  /** Whole pieces only, the first of them anywhere in the first such part. */
  private release(pool: number): void {
    this.stale[pool] = 0;
    if (this.ready[pool] === this.all[pool]) return;
    const which = pool % poolsOfBatch;
    const at = pool - which;
    const source = at + (which === pools.JUDGE ? pools.ANSWER : which === pools.REWORK ? pools.JUDGE : pools.REWORK);
    const [now, all] = [this.now[pool]!, this.all[pool]!];
    if (which === pools.ANSWER || all === now) this.ready[pool] = all;
    else {
      const share = this.all[source] === 0 ? 1 : this.doneBy(source) / this.all[source]!;
      const follow = which === pools.JUDGE ? this.judgementsAfter(at / poolsOfBatch, this.doneBy(source)) : (all - now) * share; // prettier-ignore
      this.ready[pool] = share === 1 ? all : Math.min(all, now + Math.floor(follow + this.phase[pool]!));
    }
  }
}
