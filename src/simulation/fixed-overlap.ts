import { randomOf } from '../consensus/index.js';
import { classDrawn, turns } from './campaign-in-memory.js';
import { answerOf, defaultPopulation, virtualPeople } from './virtual-people.js';

/**
 * What Muster's policy is compared with: the same people and their same clocks, each task answered by three of them, the majority
 * decides, the first answer where all three differ. No gold, nobody is paused.
 */
export function majorityOfThree(
  seed: number,
  answersEach: number,
  population = defaultPopulation,
): { settled: number; right: number; labels: number } {
  const random = randomOf(seed * 2 + 2_000_000_011);
  const people = virtualPeople(seed, population).map((virtual) => ({ virtual, isPaused: false, answered: 0 }));
  const waiting: { truth: number; by: number[]; labels: number[] }[] = [];
  const result = { settled: 0, right: 0, labels: 0 };
  for (const { person } of turns(people, answersEach, random)) {
    const one = people[person]!;
    const place = waiting.findIndex(({ by }) => !by.includes(person));
    const task = place < 0 ? { truth: classDrawn(random), by: [], labels: [] } : waiting.splice(place, 1)[0]!;
    task.by.push(person);
    task.labels.push(answerOf(one.virtual, task.truth, one.answered++, random));
    result.labels += 1;
    if (task.labels.length < 3) {
      waiting.push(task);
      continue;
    }
    const [first, second, third] = task.labels;
    result.settled += 1;
    if ((second === third ? second : first) === task.truth) result.right += 1;
  }
  return result;
}
