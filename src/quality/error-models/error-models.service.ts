import { Injectable } from '@nestjs/common';
import type { Known } from '../../consensus/index.js';
import type { Tx } from '../../platform/index.js';
import { type DueProject, ErrorModelsStore, type MemberErrorsRow } from './error-models.store.js';

/** A new estimate is worth it after so many results, at most so often. */
const fewestResults = 50;
const minutesBetween = 5;

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
  lock(tx: Tx, projectId: string): Promise<string> {
    return this.store.lock(tx, projectId);
  }

  /** @param results how many settled tasks taught it */
  async learn(tx: Tx, projectId: string, lessons: Known, results: number): Promise<void> {
    await this.store.add(tx, projectId, lessons);
    await this.store.countResults(tx, projectId, results);
  }

  /** Instead of all that was known. */
  async replace(tx: Tx, projectId: string, known: Known, estimate: Estimate): Promise<void> {
    await this.store.forget(tx, projectId);
    await this.store.add(tx, projectId, known);
    await this.store.keepEstimate(tx, projectId, estimate);
  }

  /** Something that was learnt from is no longer so (requeued work, gold that came or went): estimate anew soon. */
  doubt(tx: Tx, projectId: string): Promise<void> {
    return this.store.doubt(tx, projectId, fewestResults);
  }

  postpone(tx: Tx, projectId: string, isWanted: boolean): Promise<void> {
    return this.store.postpone(tx, projectId, isWanted);
  }

  /** Projects whose estimate is worth making anew. */
  due(): Promise<DueProject[]> {
    return this.store.due(fewestResults, minutesBetween);
  }
}
