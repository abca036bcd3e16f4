import { positionAt, type Edges } from './even-odd-edges.js';

/** Neighbours `from` up to `to` that change places, and `first` up to `stop`, which adds the neighbours that bound them. */
interface Run {
  first: number;
  from: number;
  to: number;
  stop: number;
}

/**
 * The areas within one slab of a sweep (`evenOddAreas`) where edges cross. Edges that keep their places bound trapezoids as
 * everywhere; each run of neighbours that change places is cut at its own crossings.
 */
export class SlabCrossings {
  private readonly ordered: Int32Array;
  private readonly x: Float64Array;
  private readonly target: Float64Array;

  /**
   * @param areas is added to, by what fills: 1 the first polygon, 2 the second, 3 both
   * @param workLeft positions that may yet be computed; a run that needs more is sampled in `rows` rows
   */
  constructor(
    private readonly edges: Edges,
    private readonly areas: Float64Array,
    private workLeft: number,
    private readonly rows: number,
  ) {
    this.ordered = new Int32Array(edges.count);
    this.x = new Float64Array(edges.count);
    this.target = new Float64Array(edges.count);
  }

  /** @param order the slab's edges by `enter`, their positions on its upper line; `leave` those on its lower line */
  add(order: Int32Array, enter: Float64Array, leave: Float64Array, count: number, upper: number, lower: number): void {
    const { side } = this.edges;
    const { areas, target } = this;
    // From the right: the leftmost exit from here on. An edge keeps its place when all before it leave left of that.
    for (let place = count - 1, least = Infinity; place >= 0; place -= 1) {
      least = Math.min(least, leave[place]!);
      target[place] = least;
    }
    const half = (lower - upper) / 2;
    let filling = 0;
    let left = 0;
    let farthest = -Infinity;
    for (let place = 0; place < count; place += 1) {
      farthest = Math.max(farthest, leave[place]!);
      const next = place + 1;
      if (next === count || farthest <= target[next]!) {
        const x = enter[place]! + leave[place]!;
        areas[filling]! += (x - left) * half;
        left = x;
        filling ^= side[order[place]!]!;
        continue;
      }
      let end = next;
      while (end < count && !this.keepsPlace(leave, end, count, (farthest = Math.max(farthest, leave[end]!)))) end += 1;
      // `end` keeps its place (or there is none): it bounds the run on the right, as `place - 1` does on the left.
      const stop = Math.min(end + 1, count);
      const first = Math.max(0, place - 1);
      const before = place === 0 ? filling : filling ^ side[order[first]!]!;
      this.addRun(order, enter, leave, { first, from: place, to: end, stop }, before, upper, lower);
      for (let passed = place; passed < stop; passed += 1) filling ^= side[order[passed]!]!;
      if (end < count) left = enter[end]! + leave[end]!;
      place = end;
    }
  }

  /** All before leave left of it, and all after it to the right: `farthest` is the rightmost exit up to and with it. */
  private keepsPlace(leave: Float64Array, place: number, count: number, farthest: number): boolean {
    return leave[place] === farthest && (place + 1 === count || farthest <= this.target[place + 1]!);
  }

  private addRun(
    order: Int32Array,
    enter: Float64Array,
    leave: Float64Array,
    { first, from, to, stop }: Run,
    filling: number,
    upper: number,
    lower: number,
  ): void {
    const count = stop - first;
    const cuts = this.cutsOf(enter, leave, from, to, upper, lower, this.workLeft / count);
    this.workLeft -= cuts.length * count;
    for (let place = 0; place < count; place += 1) this.ordered[place] = order[first + place]!;
    let start = upper;
    for (const cut of [...cuts, lower]) {
      if (cut > start) this.addThin(count, filling, start, cut);
      start = Math.max(start, cut);
    }
  }

  /** One thin slab in which no two of the ordered edges cross, but for rounding; `filling` left of them. */
  private addThin(count: number, filling: number, upper: number, lower: number): void {
    const { ordered, x, edges, areas } = this;
    const middle = (upper + lower) / 2;
    for (let place = 0; place < count; place += 1) {
      const edge = ordered[place]!;
      const here = positionAt(edges, edge, middle);
      let hole = place;
      while (hole > 0 && x[hole - 1]! > here) {
        x[hole] = x[hole - 1]!;
        ordered[hole] = ordered[hole - 1]!;
        hole -= 1;
      }
      x[hole] = here;
      ordered[hole] = edge;
    }
    let state = filling ^ edges.side[ordered[0]!]!;
    for (let place = 1; place < count; place += 1) {
      areas[state]! += (x[place]! - x[place - 1]!) * (lower - upper);
      state ^= edges.side[ordered[place]!]!;
    }
  }

  /** The sorted levels at which edges of the run cross, or evenly spaced ones when there are more than `most`. */
  private cutsOf(
    enter: Float64Array,
    leave: Float64Array,
    from: number,
    to: number,
    upper: number,
    lower: number,
    most: number,
  ): number[] {
    const cuts: number[] = [];
    const places = Array.from({ length: to - from }, (_, index) => from + index);
    // Sorting anew for the lower line by neighbour swaps: edges cross where a swap is needed, and nowhere else.
    for (let i = 1; i < places.length; i += 1) {
      for (let j = i; j > 0; j -= 1) {
        const [left, right] = [places[j - 1]!, places[j]!];
        const overtaken = leave[left]! - leave[right]!;
        if (overtaken <= 0) break;
        const gap = enter[right]! - enter[left]!;
        if (gap > 0) cuts.push(upper + (lower - upper) * (gap / (gap + overtaken)));
        if (cuts.length > most) return this.evenCuts(upper, lower);
        places[j - 1] = right;
        places[j] = left;
      }
    }
    return cuts.sort((a, b) => a - b);
  }

  private evenCuts(upper: number, lower: number): number[] {
    return Array.from({ length: this.rows - 1 }, (_, row) => upper + ((lower - upper) * (row + 1)) / this.rows);
  }
}
