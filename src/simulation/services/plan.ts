import { randomOf, type Random } from '../../consensus/index.js';
import { digestOf } from '../../platform/seeded-draw.js';
import { answerOf, defaultPopulation, virtualPeople, type VirtualPerson } from '../virtual-people.js';

export const classNames = ['cat', 'dog', 'bird', 'fish'];
/** How common the classes are among the tasks; gold has as many of each. */
const classShares = [0.4, 0.3, 0.2, 0.1];
/** Answers that a task takes, about: for when somebody breaks, which is to be in the middle of their work. */
const answersToATask = 2;

export interface SimulationOptions {
  people: number;
  tasks: number;
  seed: number;
  overlap: number;
  maximumOverlap: number;
}

/** Everything that the seed decides: who there is, what is true, and what each would say. */
export interface Plan extends SimulationOptions {
  annotators: VirtualPerson[];
  reviewers: VirtualPerson[];
  /** External keys; nothing about them says which of them are gold. */
  workKeys: string[];
  goldKeys: string[];
  /** The class that is true of an item, as its place in `classNames`. */
  truthOf(key: string): number;
  /** What somebody says of an item, in which seat, who has given so many answers before: however often and in whatever order it is asked. */
  answerOf(person: VirtualPerson, place: string, key: string, seat: string, answered: number): number;
  /** The share of right answers that the project asks for. */
  bar: number;
  /** In [0, 1), for whatever else a person decides. */
  draw(purpose: string): number;
}

export function planOf(options: SimulationOptions): Plan {
  const { people, tasks, seed } = options;
  const each = (tasks * answersToATask) / people;
  const population = {
    ...defaultPopulation,
    people,
    spammers: Math.max(defaultPopulation.spammers, 1 / people),
    breaking: Math.max(1, Math.round(people / defaultPopulation.people)),
    breakBetween: [Math.ceil(each / 3), Math.ceil((each * 2) / 3) + 1] as [number, number],
  };
  const experts = { ...population, people: Math.max(2, Math.round(people / 15)), accuracies: [0.95, 0.99] as [number, number] }; // prettier-ignore
  const goldTasks = Math.max(40, Math.round(tasks / 250));
  const keys = Array.from({ length: tasks + goldTasks }, (_, place) => `item-${place + 1}`);
  const random = randomOf(seed);
  const truths = new Map(keys.map((key) => [key, classDrawn(random)]));
  const goldKeys = keys.filter((_, place) => place % Math.floor(keys.length / goldTasks) === 0).slice(0, goldTasks);
  for (const [place, key] of goldKeys.entries()) truths.set(key, place % classNames.length);
  const isGold = new Set(goldKeys);
  const randomFor = (purpose: string) => randomOf(digestOf(String(seed), purpose).readUInt32BE(0));
  return {
    ...options,
    bar: 0.8,
    annotators: virtualPeople(seed, population),
    reviewers: virtualPeople(seed + 1, { ...experts, spammers: 0, breaking: 0 }),
    workKeys: keys.filter((key) => !isGold.has(key)),
    goldKeys,
    truthOf: (key) => truths.get(key)!,
    answerOf: (person, place, key, seat, answered) =>
      answerOf(person, truths.get(key)!, answered, randomFor(`${place} ${key} ${seat}`)),
    draw: (purpose) => randomFor(purpose).next(),
  };
}

function classDrawn(random: Random): number {
  let left = random.next();
  return Math.max(
    0,
    classShares.findIndex((share) => (left -= share) < 0),
  );
}
