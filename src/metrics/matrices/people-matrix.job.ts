import { type ClassMap, mapClasses } from '../../consensus/index.js';
import type { Label } from '../../labels/index.js';
import { AnswerPairs } from '../agreement/answer-pairs.js';
import type { Threshold } from '../agreement/measure-parts.js';
import type { TaskAnswers } from '../answers/answer.types.js';

export interface PeopleMatrixInput {
  /** Only these classes count; all when absent. */
  classes?: string[];
  classMap: ClassMap;
  threshold: Threshold;
  tasks: TaskAnswers[];
  /** So many people at most: those with most to compare. */
  mostPeople: number;
}

/** Two people on the tasks that both answered. */
export interface PairOfPeople {
  /** places in the list of people, the smaller one first */
  a: number;
  b: number;
  /** tasks that both answered */
  n: number;
  /** on how many of them they agree by the threshold of the policy */
  alike: number;
  /** mean of the project's own comparison, 0 to 1 */
  score: number;
}

export interface PeopleMatrix {
  /** Most answers first. */
  people: { by: string; answers: number }[];
  /** Pairs that share a task. */
  pairs: PairOfPeople[];
  /** People who are left out. */
  left: number;
}

/** For `inThread`: who answers like whom, pair by pair, over the tasks that both answered. */
export default function comparePeople(input: PeopleMatrixInput): PeopleMatrix {
  const shared = input.tasks.filter(({ answers }) => answers.length > 1);
  const counts = new Map<string, number>();
  for (const { answers } of shared) for (const { by } of answers) counts.set(by, (counts.get(by) ?? 0) + 1);
  const all = [...counts].sort(([x, a], [y, b]) => b - a || (x < y ? -1 : 1));
  const people = all.slice(0, input.mostPeople).map(([by, answers]) => ({ by, answers }));
  const placeOf = new Map(people.map(({ by }, place) => [by, place]));

  const labels: Label[][] = [];
  const answered = shared.map(({ answers }) =>
    answers.flatMap(({ by, labels: text }) => {
      const person = placeOf.get(by);
      if (person === undefined) return [];
      return [{ person, place: labels.push(mapClasses(JSON.parse(text) as Label[], input.classMap)) - 1 }];
    }),
  );
  const compared = new AnswerPairs(labels, input.classes);
  const { measure, threshold } = input.threshold;
  const pairs = new Map<number, PairOfPeople>();
  for (const answers of answered)
    for (const [at, right] of answers.entries())
      for (const left of answers.slice(0, at)) {
        // Two answers of one person are no pair of people.
        if (left.person === right.person) continue;
        const [a, b] = [Math.min(left.person, right.person), Math.max(left.person, right.person)];
        const pair = pairs.get(a * people.length + b) ?? { a, b, n: 0, alike: 0, score: 0 };
        const { score, minIou } = compared.between(left.place, right.place);
        pair.n += 1;
        pair.alike += (measure === 'MIN_IOU' ? (minIou ?? score) : score) >= threshold ? 1 : 0;
        pair.score += score;
        pairs.set(a * people.length + b, pair);
      }
  return {
    people,
    pairs: [...pairs.values()].map((pair) => ({ ...pair, score: pair.score / pair.n })),
    left: all.length - people.length,
  };
}
