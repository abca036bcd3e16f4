import { Injectable } from '@nestjs/common';
import type { Label } from '../labels/index.js';
import type { Tx } from '../platform/index.js';

/** The known answer of a task that is staged in the same transaction. */
export interface NewGold {
  taskId: string;
  labels: Label[];
}

/** Where imports put known answers. They belong to a feature further right, so it comes here and says how. */
export abstract class GoldSink {
  abstract stage(tx: Tx, gold: NewGold[]): Promise<void>;

  /** Adds the known answers of those staged tasks that were really created: the others were there before. */
  abstract insertStaged(tx: Tx, from: { projectId: string; importId: string; addedBy: string }): Promise<void>;
}

@Injectable()
export class GoldSinkRegistry {
  private sink: GoldSink | undefined;

  use(sink: GoldSink): void {
    if (this.sink) throw new Error('there is a gold sink already');
    this.sink = sink;
  }

  get(): GoldSink {
    if (!this.sink) throw new Error('no feature takes gold: GoldSinkRegistry.use() was not called');
    return this.sink;
  }
}
