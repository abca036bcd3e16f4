import { randomOf } from '../../consensus/index.js';
import { answerOf } from '../virtual-people.js';
import type { Plan } from './plan.js';

export const fixedOverlap = 3;

/**
 * What the policy is compared with: the same people and items, three of them for each, drawn by how much they work; the majority
 * decides, the first answer where all differ. No gold, nobody is paused, nobody reviews.
 */
export function fixedOverlapOf(plan: Plan): { labels: number; right: number } {
  const random = randomOf(plan.seed + 3);
  const answered = plan.annotators.map(() => 0);
  const pool = plan.annotators.flatMap(({ answersPerDay }, place) => Array<number>(answersPerDay).fill(place));
  let right = 0;
  for (const key of plan.workKeys) {
    const truth = plan.truthOf(key);
    const by = new Set<number>();
    while (by.size < Math.min(fixedOverlap, plan.annotators.length)) by.add(pool[random.integer(pool.length)]!);
    const said = [...by].map((place) => answerOf(plan.annotators[place]!, truth, answered[place]!++, random));
    const [first, second, third] = said;
    if ((second === third ? second : first) === truth) right += 1;
  }
  return { labels: plan.workKeys.length * fixedOverlap, right };
}
