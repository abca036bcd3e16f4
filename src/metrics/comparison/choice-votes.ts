import { goldOf, VoteTable, type Votes } from '../../consensus/index.js';
import type { Label } from '../../labels/index.js';
import type { ComparedTask } from './compared-task.js';

export interface ChoiceVotes {
  votes: Votes;
  /** One entry a task: the true class, −1 unknown, −2 one that nobody named. */
  gold: Int32Array;
}

/**
 * The answers to one question with few values as votes, and what is known of it.
 *
 * @param valueOf what labels say to the question; null when they say nothing that can be counted
 */
export function choiceVotes(tasks: readonly ComparedTask[], valueOf: (labels: Label[]) => string | null): ChoiceVotes {
  const table = new VoteTable();
  const truth = new Map<string, string>();
  for (const { taskId, answers, gold } of tasks) {
    for (const { by, labels } of answers) {
      const value = valueOf(labels);
      if (value !== null) table.add(taskId, by, value);
    }
    const known = gold && valueOf(gold);
    if (known !== null) truth.set(taskId, known);
  }
  const named = table.finish();
  return { votes: named.votes, gold: goldOf(named, truth) };
}
