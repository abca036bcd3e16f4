import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { Database } from '../../platform/index.js';
import type { AssignmentView } from './assignments.store.js';
import { type BreakRow, type DayRow, OwnWorkStore } from './own-work.store.js';

const mostHeld = 20;

@Injectable()
export class OwnWorkService {
  constructor(
    private readonly database: Database,
    private readonly store: OwnWorkStore,
  ) {}

  of(actor: Actor): Promise<{ held: AssignmentView[]; today: DayRow; onBreak: BreakRow | null }> {
    return this.database.transact(actor, async (tx) => ({
      held: await this.store.held(tx, actor.memberId, mostHeld),
      today: await this.store.today(tx, actor.memberId),
      onBreak: await this.store.onBreak(tx, actor.memberId),
    }));
  }
}
