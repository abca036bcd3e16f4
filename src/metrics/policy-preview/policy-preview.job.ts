import type { LabelSchema } from '../../labels/index.js';
import type { Policy } from '../../projects/index.js';
import { forecastOf, type PolicyForecast } from './forecast.rules.js';
import { replayPolicy, type ReplayedTask } from './replay.rules.js';

export interface PreviewInput {
  schema: LabelSchema;
  inForce: Policy;
  proposed: Policy;
  tasks: ReplayedTask[];
  openTasks: number;
  /** Active time; null when nobody measured it. */
  hoursPerAnswer: number | null;
}

export interface PolicyPreview {
  inForce: PolicyForecast;
  proposed: PolicyForecast;
}

/** For `inThread`: both policies on the same answers. */
export default function preview(
  { schema, inForce, proposed, tasks, openTasks, hoursPerAnswer }: PreviewInput,
  report: (progress: { done: number; total: number }) => void,
): PolicyPreview {
  let done = 0;
  const total = tasks.length * 2;
  const forecast = (policy: Policy) =>
    forecastOf(
      replayPolicy(tasks, schema, policy, () => report({ done: (done += 1), total })),
      openTasks,
      hoursPerAnswer,
    );
  return { inForce: forecast(inForce), proposed: forecast(proposed) };
}
