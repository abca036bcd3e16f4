import { Injectable } from '@nestjs/common';
import type { Known, Lesson } from '../../consensus/index.js';
import type { Tx } from '../../platform/index.js';
import { type DueProject, ErrorModelsStore, type MemberErrorsRow } from './error-models.store.js';

/** What an estimate over a whole project stood on. */
export interface Estimate {
  tasks: number;
  seconds: number;
  parts: { part: string; method: string; iterations: number; labels: number }[];
}

/**
 * What is known of how the people of a project err, part by part. Every settled task adds its lesson; from time to time
 * all of it is estimated anew. For the workflow, inside its transactions.
 */
@Injectable()
export class ErrorModels {
  constructor(private readonly store: ErrorModelsStore) {}

  /** Of these people, or of everybody. */
  async known(tx: Tx, projectId: string, memberIds?: string[]): Promise<Known> {
    const [parts, errors] = [
      await this.store.parts(tx, projectId),
      memberIds ? await this.store.errorsOf(tx, projectId, memberIds) : await this.store.allErrors(tx, projectId),
    ];
    const byPart = new Map<string, MemberErrorsRow[]>();
    for (const row of errors) byPart.set(row.part, [...(byPart.get(row.part) ?? []), row]);
    return new Map(
      parts.map(({ part, class_counts, gold }) => {
        const byMember = new Map((byPart.get(part) ?? []).map((row) => [row.member_id, row.counts]));
        return [part, { classCounts: class_counts, gold, byMember }];
      }),
    );
  }

  /** Until the transaction ends nobody else learns or estimates in this project. */
  lock(tx: Tx, projectId: string): Promise<Date> {
    return this.store.lock(tx, projectId);
  }

  async learn(tx: Tx, projectId: string, lessons: readonly Lesson[]): Promise<void> {
    await this.store.add(tx, projectId, lessons);
    await this.store.countResult(tx, projectId);
  }

  /** Instead of all that was known. */
  async replace(tx: Tx, projectId: string, known: Known, estimate: Estimate): Promise<void> {
    await this.store.forget(tx, projectId);
    await this.store.add(
      tx,
      projectId,
      [...known].map(([part, { classCounts, gold, byMember }]) => ({
        part,
        classCounts,
        gold,
        byMember: new Map([...byMember].map(([member, counts]) => [member, [...counts]])),
      })),
    );
    await this.store.keepEstimate(tx, projectId, estimate);
  }

  due(fewest: number, minutes: number): Promise<DueProject[]> {
    return this.store.due(fewest, minutes);
  }
}
