import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import { Outbox, type Tx } from '../platform/index.js';
import { ErrorModels } from '../quality/index.js';
import { aboutTask, type Stage, type TaskRow, TasksService } from '../tasks/index.js';
import { ResultsStore } from './results.store.js';

/** Where a task goes back to, by the stage whose answer is another now, or is not there any more. */
const backTo = {
  ANNOTATE: { changed: 'lookAgain', gone: 'takeBack' },
  ADJUDICATE: { changed: 'readjudicate', gone: 'readjudicate' },
  REWORK: { changed: 'mendAgain', gone: 'mendAgain' },
} as const;
const waitingState = { ANNOTATE: 'ANSWERED', ADJUDICATE: 'ADJUDICATING', REWORK: 'REWORKING' } as const;

/**
 * What was decided on an answer that was changed or taken back since is decided anew, for features to the right and inside their
 * transaction. The caller has made sure that nobody has judged, audited, accepted or released it.
 */
@Injectable()
export class RevisionsService {
  constructor(
    private readonly tasks: TasksService,
    private readonly batches: BatchesService,
    private readonly results: ResultsStore,
    private readonly errorModels: ErrorModels,
    private readonly outbox: Outbox,
  ) {}

  /** The seats of judges that nobody has filled end, a result is no longer current, and the task waits where the answer was given. */
  async undecide(tx: Tx, task: TaskRow, stage: Stage, is: 'changed' | 'gone'): Promise<void> {
    if (stage !== 'ANNOTATE' && stage !== 'ADJUDICATE' && stage !== 'REWORK') return;
    const reason = is === 'changed' ? 'The answer was changed in its tool.' : 'The answer was taken back in its tool.';
    const isThere = task.state === waitingState[stage];
    switch (task.state) {
      case 'OPEN':
      case 'TRIAGED':
      case 'CANCELLED':
        return;
      case 'SETTLED':
        await this.results.end(tx, task.id);
        await this.tasks.endJudging(tx, task.id);
        await this.errorModels.doubt(tx, task.project_id);
        await this.batches.reopen(tx, task.batch_id);
        await this.outbox.publish(tx, aboutTask('task.reopened', task));
        break;
      case 'REVIEWING':
        await this.tasks.endSeats(tx, task, 'REVIEW', reason);
        break;
      case 'ADJUDICATING':
        if (!isThere) await this.tasks.endSeats(tx, task, 'ADJUDICATE', reason);
        break;
      case 'ANSWERED':
      case 'REWORKING':
        break;
    }
    if (!isThere || (stage === 'ANNOTATE' && is === 'gone')) await this.tasks.move(tx, task, backTo[stage][is]);
    if (is === 'changed') await this.outbox.publish(tx, aboutTask('task.answered', task));
  }
}
