import { Injectable } from '@nestjs/common';
import type { Label } from '../labels/index.js';
import type { Tx } from '../platform/index.js';

/** A task as an import makes it. */
export interface NewTask {
  id: string;
  externalKey: string;
  overlap: number;
  groupKey: string | null;
  source: string | null;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  prelabel: Label[] | null;
  /** who made it, where that is known */
  model?: string;
  modelVersion?: string;
  mediaId: string | null;
}

/** Where imports put tasks. Tasks belong to a feature further right, so it comes here and says how. */
export abstract class TaskSink {
  /** Brings tasks to the database for `insertStaged` in the same transaction; until then they are nowhere. */
  abstract stage(tx: Tx, tasks: Iterable<NewTask>): Promise<void>;

  /**
   * Adds the staged tasks with their seats; a task whose external key its project has already is left as it is, also
   * when the key was staged twice.
   * @returns how many were created
   */
  abstract insertStaged(tx: Tx, into: { projectId: string; batchId: string; importId: string }): Promise<number>;
}

@Injectable()
export class TaskSinkRegistry {
  private sink: TaskSink | undefined;

  use(sink: TaskSink): void {
    if (this.sink) throw new Error('there is a task sink already');
    this.sink = sink;
  }

  get(): TaskSink {
    if (!this.sink) throw new Error('no feature takes tasks: TaskSinkRegistry.use() was not called');
    return this.sink;
  }
}
