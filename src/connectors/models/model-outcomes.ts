import { Injectable } from '@nestjs/common';
import { counted } from '../../platform/counted.rules.js';
import type { Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { HeldTasks } from '../../tasks/index.js';
import { type BadAnswer, isBad, type ModelAnswer, readAnswer } from './answer.rules.js';
import { type ModelCallRow, ModelCallsStore } from './model-calls.store.js';
import { sizeOf } from './model-questions.js';
import { retrySeconds } from './pace.rules.js';

/** What becomes of a question and its task. Whoever calls holds the lock of the question, and it is open. */
@Injectable()
export class ModelOutcomes {
  constructor(
    private readonly calls: ModelCallsStore,
    private readonly held: HeldTasks,
    private readonly projects: ProjectsService,
  ) {}

  /** Uses what the model says. What is no answer is handed back, and nothing has become of it yet. */
  async take(tx: Tx, call: ModelCallRow, json: unknown): Promise<BadAnswer | null> {
    const task = await this.held.find(tx, call.task_id);
    const answer = readAnswer(json, await this.projects.schemaOf(tx, call.project_id), task ? sizeOf(task) : null);
    if (isBad(answer)) return answer;
    await this.answered(tx, call, answer);
    return null;
  }

  /** @param attempts that were made, of so many */
  async failed(
    tx: Tx,
    call: ModelCallRow,
    attempts: number,
    most: number,
    { error, faults }: BadAnswer,
  ): Promise<void> {
    if (attempts >= most) {
      await this.calls.failed(tx, call.id, error, faults);
      await this.held.giveUp(
        tx,
        call.task_id,
        `The model gave no labels that hold, in ${counted(attempts, 'attempt')}. ${error}`,
      );
      return;
    }
    await this.calls.again(tx, call.id, error, faults, retrySeconds(attempts));
    await this.held.note(tx, call.task_id, `Attempt ${attempts} of ${most}: ${error}`);
  }

  notAskedAnyMore(tx: Tx, call: ModelCallRow): Promise<void> {
    return this.calls.late(tx, call.id, 'The task went out before the model answered.', null);
  }

  private async answered(tx: Tx, call: ModelCallRow, answer: ModelAnswer): Promise<void> {
    if (await this.held.give(tx, call.task_id, answer)) return this.calls.answered(tx, call.id, answer);
    const why = 'The labels came when the task had gone out, or somebody had begun it.';
    return this.calls.late(tx, call.id, why, answer);
  }
}
