import { normalVariate, randomOf, type Random } from '../consensus/index.js';

/** How somebody answers: row = truth, column = said, rows sum to 1. */
export type Confusion = number[][];

export interface VirtualPerson {
  kind: 'STEADY' | 'SPAMMER' | 'BREAKING';
  /** True accuracy with all classes equally frequent, 0 to 1: the mean of the diagonal of `confusion`. */
  accuracy: number;
  confusion: Confusion;
  /** From so many answers on they answer like that. */
  breaks: { after: number; accuracy: number; confusion: Confusion } | null;
  answersPerDay: number;
  /** Days after the start on which they do not work. */
  isAway: (day: number) => boolean;
}

export interface Population {
  people: number;
  classes: number;
  /** Of steady people, drawn evenly in between. */
  accuracies: [lowest: number, highest: number];
  /** Share of people who answer at random. */
  spammers: number;
  /** How many break, their least drop in points of accuracy, and between which of their answers. */
  breaking: number;
  leastDrop: number;
  breakBetween: [number, number];
}

/**
 * 40 people; 3 % answer at random (one or two of them), one breaks by 30 to 45 points somewhere in the middle third, and the true
 * accuracies of the rest are spread evenly over 0.70 to 0.98. Four classes. Within a person the accuracy differs by
 * class (standard deviation 4 points), and so do the favourite mistakes.
 */
export const defaultPopulation: Population = {
  people: 40,
  classes: 4,
  accuracies: [0.7, 0.98],
  spammers: 0.03,
  breaking: 1,
  leastDrop: 0.3,
  breakBetween: [200, 400],
};

/** The same people for the same seed. They work 40 to 80 answers a day, not on one day in seven, and are away for up to a week. */
export function virtualPeople(seed: number, population = defaultPopulation): VirtualPerson[] {
  const random = randomOf(seed);
  const expected = population.spammers * population.people;
  const spammers = Math.floor(expected) + Number(random.next() < expected % 1);
  return Array.from({ length: population.people }, (_, place) => {
    if (place < spammers) return spammer(random, population.classes);
    return place < spammers + population.breaking ? breaking(random, population) : steady(random, population);
  });
}

/** What the person says, who has given so many answers before. */
export function answerOf(person: VirtualPerson, truth: number, answered: number, random: Random): number {
  const { confusion } = person.breaks && answered >= person.breaks.after ? person.breaks : person;
  const row = confusion[truth]!;
  let left = random.next();
  for (let said = 0; said < row.length - 1; said += 1) {
    left -= row[said]!;
    if (left < 0) return said;
  }
  return row.length - 1;
}

function steady(random: Random, { accuracies: [lowest, highest], classes }: Population): VirtualPerson {
  const skill = lowest + (highest - lowest) * random.next();
  return { kind: 'STEADY', ...errorsAround(skill, classes, random), breaks: null, ...workingDays(random) };
}

function spammer(random: Random, classes: number): VirtualPerson {
  const confusion = Array.from({ length: classes }, () => Array<number>(classes).fill(1 / classes));
  return { kind: 'SPAMMER', accuracy: 1 / classes, confusion, breaks: null, ...workingDays(random) };
}

function breaking(random: Random, { classes, leastDrop, breakBetween: [from, to] }: Population): VirtualPerson {
  const before = errorsAround(0.85 + 0.11 * random.next(), classes, random);
  const after = errorsAround(before.accuracy - leastDrop - 0.15 * random.next(), classes, random, 0);
  const breaks = { after: from + random.integer(to - from), ...after };
  return { kind: 'BREAKING', ...before, breaks, ...workingDays(random) };
}

function errorsAround(skill: number, classes: number, random: Random, spread = 0.04) {
  const confusion = Array.from({ length: classes }, (_, truth) => {
    const right = Math.min(0.995, Math.max(0.02, skill + spread * normalVariate(random)));
    // Squares of even draws: one or two of the other classes take most of the mistakes.
    const mistakes = Array.from({ length: classes }, (_, said) => (said === truth ? 0 : random.next() ** 2 + 0.01));
    const sum = mistakes.reduce((total, share) => total + share, 0);
    return mistakes.map((share, said) => (said === truth ? right : ((1 - right) * share) / sum));
  });
  const accuracy = confusion.reduce((sum, row, truth) => sum + row[truth]!, 0) / classes;
  return { accuracy, confusion };
}

function workingDays(random: Random): Pick<VirtualPerson, 'answersPerDay' | 'isAway'> {
  const freeDay = random.integer(7);
  const awayFrom = random.integer(15);
  const awayFor = random.next() < 0.3 ? 1 + random.integer(7) : 0;
  return {
    answersPerDay: 40 + random.integer(41),
    isAway: (day) => day % 7 === freeDay || (day >= awayFrom && day < awayFrom + awayFor),
  };
}
