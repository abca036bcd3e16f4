import type { Label, LabelSchema } from '../../labels/index.js';
import type { Policy } from '../../projects/index.js';
import type { KnownPeople } from '../../workflow/index.js';
import { forecastOf, type PolicyForecast } from './forecast.rules.js';
import type { SettledTask } from './policy-preview.store.js';
import { replayPolicy, type ReplayedTask } from './replay.rules.js';

export interface PreviewInput {
  schema: LabelSchema;
  inForce: Policy;
  proposed: Policy;
  tasks: SettledTask[];
  /** Known answers by task, JSON. */
  gold: Map<string, string>;
  people: KnownPeople;
  openTasks: number;
  /** Active time; null when nobody measured it. */
  hoursPerAnswer: number | null;
  /** There were more tasks. */
  isCapped: boolean;
}

export interface PolicyPreview {
  inForce: PolicyForecast;
  proposed: PolicyForecast;
  /** Only the newest tasks were played. */
  isCapped: boolean;
}

/** For `inThread`: both policies on the same answers. */
export default function preview(
  { schema, inForce, proposed, tasks, gold, people, openTasks, hoursPerAnswer, isCapped }: PreviewInput,
  report: (progress: { done: number; total: number }) => void,
): PolicyPreview {
  const replayed = [...tasks]
    .sort((a, b) => a.settledAt.getTime() - b.settledAt.getTime() || (a.taskId < b.taskId ? -1 : 1))
    .map((task) => replayedOf(task, gold.get(task.taskId)));
  let done = 0;
  const total = tasks.length * 2;
  const step = () => report({ done: (done += 1), total });
  const forecast = (policy: Policy) =>
    forecastOf(replayPolicy(replayed, schema, policy, step, people), openTasks, hoursPerAnswer);
  return { inForce: forecast(inForce), proposed: forecast(proposed), isCapped };
}

function replayedOf({ externalKey, source, answers, judged }: SettledTask, gold: string | undefined): ReplayedTask {
  const certain = gold ?? judged;
  return {
    externalKey,
    source,
    answers: answers.map(({ labels, ...answer }) => {
      return { ...answer, stage: 'ANNOTATE' as const, labels: JSON.parse(labels) as Label[] };
    }),
    certain: certain ? { labels: JSON.parse(certain) as Label[], isGold: gold !== undefined } : null,
  };
}
