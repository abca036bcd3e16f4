import type { LabelSchema } from '../../labels/index.js';
import type { Policy } from '../../projects/index.js';
import type { BatchFacts, PersonFacts, Tally, Window, WorkKind } from './forecast.types.js';
import type { BatchRow, CellRow, PersonRow, StateRow } from './forecast.store.js';
import { isAwayNow, observedWindows, type Presence, rosteredWindows } from './presence.rules.js';

/* From rows of the database to what a forecast is made from. */

const day = 86_400_000;
/** What other batches of the project tell counts as so many tasks of this one. */
const fromOthers = 40;

export interface BatchRows {
  batch: BatchRow;
  policy: Policy;
  states: readonly StateRow[];
  open: readonly CellRow[];
  decided: readonly CellRow[];
  /** of other batches of the project */
  former: readonly CellRow[];
  reviews: Tally;
  arriving: number;
  /** two answers of this project agree wholly or not at all */
  isAllOrNothing: boolean;
}

export function batchFacts(rows: BatchRows): BatchFacts {
  const { batch, policy, states, open, decided, former, reviews, arriving, isAllOrNothing } = rows;
  const count = (...names: string[]) => states.filter(({ state }) => names.includes(state)).reduce((sum, { tasks }) => sum + tasks, 0); // prettier-ignore
  const undecided = open.map(({ wanted, have, tasks }) => ({ wanted, have, tasks }));
  const seen = undecided.reduce((sum, { tasks }) => sum + tasks, 0);
  // Those behind the first have not been begun.
  const behind = count('OPEN') - seen;
  if (behind > 0) undecided.push({ wanted: policy.overlap, have: 0, tasks: behind });
  // Everything that is about to be decided counts as it is now.
  const answered = count('ANSWERED');
  if (answered > 0) undecided.push({ wanted: policy.overlap, have: policy.overlap, tasks: answered });
  const { overlap, maximumOverlap } = policy;
  const judgedWith = (answers: number): Tally =>
    joined(
      judgedAt(decided, answers, policy),
      judgedAt(former, answers, policy),
      answers === maximumOverlap && answers > overlap ? stillDiffer(policy, answers, isAllOrNothing) : judgedByPolicy(policy), // prettier-ignore
    );
  return {
    id: batch.id,
    name: batch.name,
    projectId: batch.projectId,
    priority: batch.priority,
    share: batch.share,
    deadlineAt: batch.deadlineAt && batch.deadlineAt.getTime(),
    createdAt: batch.createdAt.getTime(),
    tasks: states.reduce((sum, { state, tasks }) => sum + (state === 'CANCELLED' ? 0 : tasks), 0),
    settled: count('SETTLED'),
    triaged: count('TRIAGED'),
    undecided,
    judging: count('ADJUDICATING', 'REVIEWING'),
    reworking: count('REWORKING'),
    arriving,
    overlap,
    maximumOverlap,
    askedAgain: Array.from({ length: maximumOverlap }, (_, level) =>
      level < overlap
        ? nothing
        : joined(
            askedAt([...open, ...decided], level),
            askedAt(former, level),
            level > overlap ? stillDiffer(policy, level, isAllOrNothing) : nothing,
          ),
    ),
    judged: Array.from({ length: maximumOverlap + 1 }, (_, answers) => judgedWith(Math.max(answers, overlap))),
    sentBack: reviews,
  };
}

const nothing: Tally = { count: 0, of: 0 };
/** So many of so many that nothing is left open. */
const certain: Tally = { count: 1e6, of: 1e6 };

/**
 * What a policy says of tasks that got one answer more because those before differed. A rule of consensus may be sure now. Without one
 * all pairs count: what differed once does so on the average of more pairs, as a rule; and where two answers agree wholly or not at all, one of k that
 * differs leaves (k − 2) ÷ k of the pairs at best.
 */
function stillDiffer({ consensus, agreement }: Policy, answers: number, isAllOrNothing: boolean): Tally {
  if (consensus) return nothing;
  return isAllOrNothing && (answers - 2) / answers < agreement.threshold ? certain : { count: 6, of: 8 };
}

/** Fields and tags are the same or not; shapes and spans are so more or less. */
export const isAllOrNothing = ({ classes }: LabelSchema): boolean => classes.every(({ kind }) => kind === 'TAG');

/** Of tasks that had more or fewer answers than the policy knows today the nearest count is meant. */
function judgedAt(cells: readonly CellRow[], answers: number, { overlap, maximumOverlap }: Policy): Tally {
  const such = cells.filter(({ have }) => Math.min(maximumOverlap, Math.max(overlap, have)) === answers);
  return { count: tasksIn(such.filter(({ isJudged }) => isJudged)), of: tasksIn(such) };
}

const tasksIn = (cells: readonly CellRow[]): number => cells.reduce((sum, { tasks }) => sum + tasks, 0);

function askedAt(cells: readonly CellRow[], level: number): Tally {
  const reached = cells.filter(({ have }) => have >= level);
  return { count: tasksIn(reached.filter(({ wanted }) => wanted > level)), of: tasksIn(reached) };
}

/** What was seen here, and what is usual elsewhere for not more than it is worth. */
function joined(here: Tally, elsewhere: Tally, policy: Tally): Tally {
  const worth = elsewhere.of > fromOthers ? fromOthers / elsewhere.of : 1;
  return {
    count: here.count + elsewhere.count * worth + policy.count,
    of: here.of + elsewhere.of * worth + policy.of,
  };
}

/** A rule of review says how much it draws of what it matches, which counts as a few tasks. */
function judgedByPolicy({ review, overlap, maximumOverlap }: Policy): Tally {
  const rate = review.length > 0 ? Math.max(...review.map((rule) => rule.rate)) : 0;
  return rate > 0 || maximumOverlap > overlap || overlap > 1 ? { count: rate * 8, of: 8 } : nothing;
}

export interface PeopleRows {
  people: readonly PersonRow[];
  batches: readonly BatchRow[];
  presences: readonly Presence[];
  leave: readonly { memberId: string; from: Date; to: Date }[];
  now: number;
  until: number;
}

/** Where people are expected from: their shifts, the hours in which they worked lately, office hours for want of better, or nowhere. */
export type Expected = 'SHIFTS' | 'HOURS' | 'OFFICE' | 'NOWHERE';

export function peopleFacts(rows: PeopleRows): { people: PersonFacts[]; expected: Map<string, Expected> } {
  const { presences, now, until } = rows;
  const since = Math.min(now, ...presences.flatMap(({ hours }) => hours.slice(0, 1)));
  const isNobodyKnown = presences.every(({ shifts, hours }) => shifts.length === 0 && hours.length === 0);
  const expected = new Map<string, Expected>();
  // Looked up and not searched: a thousand people in fifty projects are fifty thousand rows.
  const kinds = new Map<string, WorkKind[]>();
  for (const { memberId, projectId, kind } of rows.people) {
    const key = `${memberId} ${projectId}`;
    kinds.set(key, [...(kinds.get(key) ?? []), kind]);
  }
  const people = presences.map((presence): PersonFacts => {
    const { memberId } = presence;
    const isRostered = presence.shifts.length > 0;
    const windows = isRostered ? rosteredWindows(presence, now, until) : isNobodyKnown ? officeHours(now, until) : observedWindows(presence, since, now, until); // prettier-ignore
    const how = isRostered ? 'SHIFTS' : isNobodyKnown ? 'OFFICE' : windows.length > 0 ? 'HOURS' : 'NOWHERE';
    expected.set(memberId, how);
    const own = rows.leave.filter((one) => one.memberId === memberId).map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() })); // prettier-ignore
    const mayDo: Record<string, WorkKind[]> = {};
    for (const { id, projectId } of rows.batches) mayDo[id] = kinds.get(`${memberId} ${projectId}`) ?? [];
    return {
      id: memberId,
      // Shifts leave out leave already.
      windows: isRostered ? windows : windows.filter((window) => !own.some((span) => isWithin(window, span))),
      leave: lostTo(own, windows, isRostered),
      isRostered,
      isAway: isAwayNow(presence, now),
      mayDo,
    };
  });
  return { people, expected };
}

interface Span {
  from: number;
  to: number;
}
const isWithin = ({ from }: Span, span: Span): boolean => from >= span.from && from < span.to;

/** The windows that there would be without leave: those of the same weekday one or more weeks away. */
function lostTo(leave: readonly Span[], windows: readonly Window[], isRostered: boolean): Window[] {
  if (!isRostered) return windows.filter((window) => leave.some((span) => isWithin(window, span)));
  const taken = new Set(windows.map(({ from }) => from));
  const lost = new Map<number, Window>();
  for (const span of leave)
    for (const window of windows)
      for (const weeks of [-3, -2, -1, 1, 2, 3]) {
        const moved = { ...window, from: window.from + weeks * 7 * day, to: window.to + weeks * 7 * day };
        if (isWithin(moved, span) && !taken.has(moved.from)) lost.set(moved.from, moved);
      }
  return [...lost.values()].sort((a, b) => a.from - b.from);
}

/** Monday to Friday from 9 to 17, UTC. */
function officeHours(now: number, until: number): Window[] {
  const windows: Window[] = [];
  for (let on = Math.floor(now / day) * day; on < until; on += day) {
    const window = { from: on + (9 / 24) * day, to: on + (17 / 24) * day, chance: 1, weight: 1 };
    if (![0, 6].includes(new Date(on).getUTCDay()) && window.to > now && window.from < until) windows.push(window);
  }
  return windows;
}
