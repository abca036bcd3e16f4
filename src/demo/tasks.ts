import type { Api } from './client.js';
import * as operations from './operations.js';

export interface TaskSummary {
  externalKey: string;
  state: string;
  overlap: number;
  result: {
    method: string;
    labels: { kind: string; class?: string }[];
    agreement: { score: number; minIou: number | null; meanIou: number | null } | null;
  } | null;
}

export async function allTasks(owner: Api, batchId: string): Promise<TaskSummary[]> {
  const all: TaskSummary[] = [];
  for (let after: string | null = null; ;) {
    const { tasks }: { tasks: { nodes: TaskSummary[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
      await owner.run(operations.tasks, { batchId, after });
    all.push(...tasks.nodes);
    if (!tasks.pageInfo.hasNextPage) return all;
    after = tasks.pageInfo.endCursor;
  }
}
