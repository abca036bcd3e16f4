/** One operation on one object: when it was asked and answered, and what it may do. */
export interface Interval {
  start: number;
  /** Infinity: no answer came */
  end: number;
  /** false: no answer came, so perhaps it was never done */
  isSure: boolean;
}

/** A sequential object. Outcomes are part of the operation: `next` answers the states it may lead to, none if it cannot be. */
export interface Sequential<State, Operation extends Interval> {
  initial: State;
  /** equal states have equal keys */
  keyOf(state: State): string;
  next(state: State, operation: Operation): State[];
  /** whether with this outcome it leaves every state as it is */
  isReading(operation: Operation): boolean;
  /** whether all may end so */
  isFinal(state: State): boolean;
}

export interface Verdict<State, Operation> {
  isLinearizable: boolean;
  /** the longest part that could be put in an order, its state, and what could not come next */
  longest: { order: Operation[]; state: State; stuck: Operation[] };
  steps: number;
}

const limit = 500_000;

/**
 * Whether the operations can be put in one order that keeps the order of those that did not overlap, and in which every
 * answer is right: the search of J. M. Wing and C. Gong, "Testing and verifying concurrent objects", J. Parallel Distrib.
 * Comput. 17 (1993), with the memory of visited (operations done, state) pairs of G. Lowe, "Testing for linearizability",
 * Concurrency Computat.: Pract. Exper. 29 (2017), section 4. An operation that only reads is taken as soon as it fits:
 * whatever order has it later also has it now, unless something that perhaps was done ended before it began.
 * @param operations any order; times in one clock, any unit
 * @throws when more than 500,000 states were looked at, which says nothing either way
 */
export function linearize<State, Operation extends Interval>(
  object: Sequential<State, Operation>,
  operations: Operation[],
): Verdict<State, Operation> {
  const all = [...operations].sort((a, b) => a.start - b.start);
  const visited = new Set<string>();
  const done = new Uint8Array(all.length);
  const order: Operation[] = [];
  const longest: Verdict<State, Operation>['longest'] = { order: [], state: object.initial, stuck: [] };
  let steps = 0;

  const candidates = (): number[] => {
    // What was surely done comes before all that began after it; what perhaps was, too, or not at all.
    let [firstEnd, lastStart] = [Infinity, -Infinity];
    for (const [i, { isSure, end, start }] of all.entries()) {
      if (done[i]) lastStart = Math.max(lastStart, start);
      else if (isSure) firstEnd = Math.min(firstEnd, end);
    }
    const found: number[] = [];
    for (let i = 0; i < all.length && all[i]!.start <= firstEnd; i += 1)
      if (!done[i] && (all[i]!.isSure || all[i]!.end >= lastStart)) found.push(i);
    return found;
  };
  const isOver = (state: State): boolean => all.every((one, i) => done[i] || !one.isSure) && object.isFinal(state);

  const search = (state: State): boolean => {
    if ((steps += 1) > limit) throw new Error(`linearizability: more than ${limit} states of ${all.length} operations`);
    if (isOver(state)) return true;
    const key = `${done.join('')} ${object.keyOf(state)}`;
    if (visited.has(key)) return false;
    visited.add(key);
    const now = candidates();
    const here = object.keyOf(state);
    const changes = (states: State[]) => states.filter((one) => object.keyOf(one) !== here);
    const found = now.map((i) => ({ i, states: object.next(state, all[i]!) }));
    const isPerhapsPreceded = (i: number) => now.some((j) => !all[j]!.isSure && all[j]!.end < all[i]!.start);
    const still = found.find(
      ({ i, states }) => all[i]!.isSure && states.length > 0 && object.isReading(all[i]!) && !isPerhapsPreceded(i),
    );
    const moves = found.map(({ i, states }) => ({ i, states: all[i]!.isSure ? states : changes(states) }));
    for (const { i, states } of still ? [{ i: still.i, states: [state] }] : moves) {
      done[i] = 1;
      order.push(all[i]!);
      if (states.length > 0 && order.length > longest.order.length)
        Object.assign(longest, { order: [...order], state: states[0]!, stuck: [] });
      for (const next of states) if (search(next)) return true;
      order.pop();
      done[i] = 0;
    }
    if (order.length === longest.order.length && longest.stuck.length === 0)
      Object.assign(longest, { state, stuck: now.map((i) => all[i]!) });
    return false;
  };
  const isLinearizable = search(object.initial);
  return { isLinearizable, longest, steps };
}
