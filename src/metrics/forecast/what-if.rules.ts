import { hour } from './floor.rules.js';
import type { BatchFacts, ForecastInput, PersonFacts, Tally, Window } from './forecast.types.js';

/** What would be otherwise; everything that is not named stays. */
export interface WhatIf {
  /** So many more people, from tomorrow on, for what is asked about. */
  addPeople?: number;
  /** How quick they are, answers in an hour of presence; as anybody, and as uncertain, when absent. */
  theirSpeed?: number;
  /** Answers a task gets; those that have more keep them. */
  overlap?: number;
  pauseBatches?: readonly string[];
  /** Hours on top of every shift. */
  longerShifts?: number;
  deadlineAt?: number;
}

const day = 24 * hour;

/** The same work under another question: with the same random numbers the difference is the question's alone. */
export function asIf(input: ForecastInput, whatIf: WhatIf): ForecastInput {
  const { addPeople = 0, theirSpeed, overlap, pauseBatches = [], longerShifts = 0, deadlineAt } = whatIf;
  const isAsked = ({ id }: BatchFacts) => input.asked.includes(id);
  const batches = input.batches
    .filter((batch) => isAsked(batch) || !pauseBatches.includes(batch.id))
    .map((batch) => (isAsked(batch) && overlap !== undefined ? withOverlap(batch, overlap) : batch))
    // Claims would go by it, too.
    .map((batch) => (isAsked(batch) && deadlineAt !== undefined ? { ...batch, deadlineAt } : batch));
  const people = longerShifts > 0 ? input.people.map((person) => withLonger(person, longerShifts)) : input.people;
  const more = Array.from({ length: addPeople }, (_, place) => newPerson({ ...input, people }, place, theirSpeed));
  return { ...input, batches, people: [...people, ...more] };
}

function withOverlap(batch: BatchFacts, overlap: number): BatchFacts {
  const undecided = batch.undecided.map(({ wanted, have, tasks }) => ({
    // Of those that were asked for more already the question stays open.
    wanted: Math.max(have, wanted > batch.overlap ? Math.max(wanted, overlap) : overlap),
    have,
    tasks,
  }));
  const maximumOverlap = Math.max(overlap, batch.maximumOverlap);
  return { ...batch, undecided, overlap, maximumOverlap, ...(overlap > batch.overlap && laterDecided(batch, overlap, maximumOverlap)) }; // prettier-ignore
}

/** What became of tasks with the first answers becomes of them with more first answers; with the last that may be, those that differ are judged. */
function laterDecided(
  batch: BatchFacts,
  overlap: number,
  maximumOverlap: number,
): Pick<BatchFacts, 'askedAgain' | 'judged'> {
  const none: Tally = { count: 0, of: 0 };
  const [asked, judged] = [batch.askedAgain[batch.overlap] ?? none, batch.judged[batch.overlap] ?? none];
  const share = judged.of === 0 ? 0 : judged.count / judged.of;
  const orJudged = judged.of === 0 || asked.of === 0 ? judged : { count: asked.count + (asked.of - asked.count) * share, of: asked.of }; // prettier-ignore
  const first = overlap === maximumOverlap ? orJudged : judged;
  return {
    askedAgain: Array.from({ length: maximumOverlap }, (_, level) => (level < overlap ? none : level === overlap ? asked : (batch.askedAgain[level] ?? none))), // prettier-ignore
    judged: Array.from({ length: maximumOverlap + 1 }, (_, level) => (level <= overlap ? first : (batch.judged[level] ?? none))), // prettier-ignore
  };
}

const withLonger = (person: PersonFacts, hours: number): PersonFacts => ({
  ...person,
  windows: person.windows.map((window) => ({ ...window, to: window.to + hours * hour })),
});

/** With the hours of the one in the middle of those who are there. */
function newPerson({ people, asked, now }: ForecastInput, place: number, perHour: number | undefined): PersonFacts {
  const tomorrow = (Math.floor(now / day) + 1) * day;
  const colleagues = people
    .filter(({ mayDo, windows }) => windows.length > 0 && asked.some((id) => mayDo[id]?.includes('ANSWER')))
    .sort((a, b) => hoursOf(a) - hoursOf(b));
  const like = colleagues[Math.floor(colleagues.length / 2)]?.windows ?? officeHours(tomorrow);
  return {
    id: `new person ${place + 1}`,
    windows: like.filter(({ from }) => from >= tomorrow),
    leave: [],
    isRostered: true,
    isAway: false,
    mayDo: Object.fromEntries(asked.map((id) => [id, ['ANSWER']])),
    assumed: { perHour: perHour ?? null },
  };
}

const hoursOf = ({ windows }: PersonFacts): number =>
  windows.reduce((sum, { from, to, chance, weight }) => sum + (to - from) * chance * weight, 0);

/** Nobody is there to take the hours from: Monday to Friday from 9 to 17, UTC. */
const officeHours = (from: number): Window[] =>
  Array.from({ length: 120 }, (_, place) => from + place * day)
    .filter((at) => ![0, 6].includes(new Date(at).getUTCDay()))
    .map((at) => ({ from: at + 9 * hour, to: at + 17 * hour, chance: 1, weight: 1 }));
