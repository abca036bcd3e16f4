import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { Database, Outbox, type Tx } from '../../platform/index.js';

/** The frame of every lead's move: one transaction, a line in the change log, the relay woken after it. */
@Injectable()
export class MoveSteps {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  async run<Answer>(actor: Actor, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    const answer = await this.database.transact(actor, work);
    this.outbox.wake();
    return answer;
  }

  note(tx: Tx, actor: Actor, action: string, subjectId: string, reason: string, detail: Record<string, unknown> = {}) {
    return this.changes.record(tx, actor, { action, subjectId, reason, detail });
  }
}
