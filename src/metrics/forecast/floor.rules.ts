import type { ForecastInput, PersonFacts, WorkKind } from './forecast.types.js';

/*
 * The floor on which a draw runs: time in steps, who is expected in each, and where each goes first. Made once; every draw uses it.
 */

/** In the order in which the pools of a batch are worked: what is to be mended, what is to be judged, what is to be answered. */
export const pools = { REWORK: 0, REJUDGE: 1, JUDGE: 2, ANSWER: 3 } as const;
export const poolsOfBatch = 4;

export interface Floor {
  /** when each step begins, and how long all of them are (milliseconds) */
  starts: Float64Array;
  length: number;
  /** The entries of step s are those from first[s] to before first[s + 1]. */
  first: Int32Array;
  /** by entry: the person, their window (counted over all people), and the hours that they are there */
  person: Int32Array;
  window: Int32Array;
  hours: Float64Array;
  /** by window: the last step in which its person is there */
  lastStep: Int32Array;
  /** Windows by person: those of person i are from firstWindow[i] to before firstWindow[i + 1]. */
  firstWindow: Int32Array;
  chance: Float64Array;
  isAway: boolean[];
  /** person → turns → the pools (batch × 4 + pool) they may work on, in their order; those who may do the same have the same */
  orders: Order[][];
}

export interface Order {
  pools: Int32Array;
  /** Place p + 1: the place after p that still has work, in this draw; what has none is passed over. */
  next: Int32Array;
}

/** People times batches that may keep each other from work: beyond it a course takes so long that there are fewer. */
export const usualHouse = 2000;
export const isLargeHouse = (people: number, batches: number): boolean => people * batches > usualHouse;

const minute = 60_000;
export const hour = 60 * minute;
/** Of entries times draws: more takes longer steps instead of longer time. */
const mostSteps = 6_000_000;
const lengths = [15, 30, 60, 120, 240].map((minutes) => minutes * minute);
/** Projects of equal priority take turns; so many turns go round, and of each project two at least. */
const fewestTurns = 12;

/** @param until where time ends, milliseconds */
export function floorOf(input: ForecastInput, until: number): Floor {
  const present = input.people.reduce(
    (sum, { windows }) => sum + windows.reduce((all, { from, to }) => all + Math.max(0, Math.min(to, until) - from), 0),
    0,
  );
  const length = lengths.find((one) => (present / one) * input.draws < mostSteps) ?? lengths.at(-1)!;
  const firstWindow = new Int32Array(input.people.length + 1);
  const chances: number[] = [];
  const steps = new Map<number, { person: number; window: number; hours: number }[]>();
  for (const [person, { windows }] of input.people.entries()) {
    for (const { from, to, chance, weight } of windows) {
      // In their order: what comes later changes no random number of what comes before.
      if (from >= until) break;
      const window = chances.push(chance) - 1;
      let at = Math.max(from, input.now);
      const end = Math.min(to, until);
      while (at < end) {
        const step = Math.floor((at - input.now) / length);
        const next = Math.min(end, input.now + (step + 1) * length);
        const entries = steps.get(step) ?? [];
        if (entries.length === 0) steps.set(step, entries);
        entries.push({ person, window, hours: ((next - at) / hour) * weight });
        at = next;
      }
    }
    firstWindow[person + 1] = chances.length;
  }
  const order = [...steps.keys()].sort((a, b) => a - b);
  // Who judges comes last in a step: what is answered in it may be judged in it.
  const isJudge = input.people.map(({ mayDo }) => Object.values(mayDo).some((kinds) => kinds.includes('JUDGE')));
  const all = order.flatMap((step) => steps.get(step)!.sort((a, b) => Number(isJudge[a.person]) - Number(isJudge[b.person]))); // prettier-ignore
  const first = new Int32Array(order.length + 1);
  const lastStep = new Int32Array(chances.length);
  for (const [place, step] of order.entries()) {
    first[place + 1] = first[place]! + steps.get(step)!.length;
    for (const { window } of steps.get(step)!) lastStep[window] = place;
  }
  return {
    starts: Float64Array.from(order, (step) => input.now + step * length),
    length,
    first,
    person: Int32Array.from(all, ({ person }) => person),
    window: Int32Array.from(all, ({ window }) => window),
    hours: Float64Array.from(all, ({ hours }) => hours),
    lastStep,
    firstWindow,
    chance: Float64Array.from(chances),
    isAway: input.people.map(({ isAway }) => isAway),
    orders: ordersOfAll(input),
  };
}

/** The last moment that a number holds: Infinity minus itself is no order. */
const never = Number.MAX_SAFE_INTEGER;

/** Made once for all who may do the same. */
function ordersOfAll(input: ForecastInput): Order[][] {
  const known = new Map<string, Order[]>();
  return input.people.map((person) => {
    const key = input.batches.map(({ id }) => (person.mayDo[id] ?? []).join('+')).join();
    const orders = known.get(key) ?? ordersOf(input, person);
    known.set(key, orders);
    return orders;
  });
}

/** As a claim orders (docs/claim.md): priority; the project whose turn it is; the deadline; the age of the batch. */
function ordersOf({ batches }: ForecastInput, person: PersonFacts): Order[] {
  const mine = batches.map((batch, place) => ({ ...batch, place, kinds: person.mayDo[batch.id] ?? [] }));
  const shares = new Map(mine.map(({ projectId, share }) => [projectId, share]));
  const projects = [...shares.keys()].sort();
  const total = projects.reduce((sum, id) => sum + shares.get(id)!, 0);
  const turns = projects.length > 1 ? Math.max(fewestTurns, 2 * projects.length) : 1;
  return Array.from({ length: turns }, (_, turn) => {
    // The middle of this turn lies in the part of one project: that one goes first.
    let point = ((turn + 0.5) / turns) * total;
    const chosen = projects.find((id) => (point -= shares.get(id)!) <= 0) ?? projects[0];
    const ordered = [...mine].sort(
      (a, b) =>
        b.priority - a.priority ||
        Number(b.projectId === chosen) - Number(a.projectId === chosen) ||
        (a.deadlineAt ?? never) - (b.deadlineAt ?? never) ||
        a.createdAt - b.createdAt ||
        a.place - b.place,
    );
    const all = Int32Array.from(ordered.flatMap(({ place, kinds }) => poolsFor(kinds).map((pool) => place * poolsOfBatch + pool))); // prettier-ignore
    return { pools: all, next: new Int32Array(all.length + 1) };
  });
}

/** At the beginning of a draw everything may have work. */
export function beginOrders({ orders }: Floor): void {
  for (const turns of new Set(orders))
    for (const { next } of turns) for (let at = 0; at < next.length; at += 1) next[at] = at;
}

function poolsFor(kinds: readonly WorkKind[]): number[] {
  return [
    ...(kinds.includes('ANSWER') ? [pools.REWORK] : []),
    ...(kinds.includes('JUDGE') ? [pools.REJUDGE, pools.JUDGE] : []),
    ...(kinds.includes('ANSWER') ? [pools.ANSWER] : []),
  ];
}
