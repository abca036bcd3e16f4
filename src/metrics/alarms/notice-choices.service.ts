import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { Database, type Tx } from '../../platform/index.js';
import { type AlarmKind, alarmKinds } from '../../quality/index.js';
import { NoticeChoicesStore } from './notice-choices.store.js';

export interface Choice {
  kind: AlarmKind;
  isWanted: boolean;
}

/** Each person chooses; who chose nothing hears everything that is theirs to hear. */
@Injectable()
export class NoticeChoicesService {
  constructor(
    private readonly database: Database,
    private readonly store: NoticeChoicesStore,
  ) {}

  of(actor: Actor): Promise<Choice[]> {
    return this.database.transact(actor, (tx) => this.all(tx, actor.memberId));
  }

  /** Of a kind that is named twice the last counts; those that are not named stay. */
  set(actor: Actor, choices: Choice[]): Promise<Choice[]> {
    return this.database.transact(actor, async (tx) => {
      for (const choice of choices) await this.store.put(tx, actor.memberId, choice);
      return this.all(tx, actor.memberId);
    });
  }

  private async all(tx: Tx, memberId: string): Promise<Choice[]> {
    const unwanted = await this.store.unwanted(tx, memberId);
    return alarmKinds.map((kind) => ({ kind, isWanted: !unwanted.includes(kind) }));
  }
}
