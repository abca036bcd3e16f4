import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Stage } from '../task.rules.js';

/** How a person may come to be admitted to a stage of a project, and the next step of it. */
export interface WayIn {
  memberId: string;
  projectId: string;
  stage: Stage;
  courseId: string;
  /** names the course and what comes next, for the person and for their lead to read alike */
  sentence: string;
}

/** Where courses are known: a feature further right, so it comes here and says how. */
export abstract class WayInSource {
  /** None for those who are admitted already. */
  abstract waysIn(tx: Tx, memberIds: string[], projectIds: string[]): Promise<WayIn[]>;
}

@Injectable()
export class WaysIn {
  private source: WayInSource | undefined;

  use(source: WayInSource): void {
    if (this.source) throw new Error('there is a source of ways in already');
    this.source = source;
  }

  /** None where no feature knows of any. */
  async of(tx: Tx, memberIds: string[], projectIds: string[]): Promise<WayIn[]> {
    if (memberIds.length === 0 || projectIds.length === 0) return [];
    return (await this.source?.waysIn(tx, memberIds, projectIds)) ?? [];
  }
}
