import { Injectable } from '@nestjs/common';
import { Clock, Outbox, type Tx } from '../../platform/index.js';
import { type Alarm, type AlarmKind, NoticesStore } from '../../quality/index.js';
import { isWorthSaying } from './alarm.rules.js';
import { AlarmsStore } from './alarms.store.js';

export interface Raised extends Alarm {
  level: number;
  /** Each of several things that one notice is about; without it its subject alone. */
  subjects?: readonly string[];
  /** about whom it is: they are not told of themselves */
  aboutId?: string;
  /** what a webhook says of each subject; nothing where there is a type of its own */
  news?: { type: string; dataOf: (subjectId: string) => Record<string, unknown> };
}

/** Tells whoever wants to hear it, in the commit that keeps that it was said. */
@Injectable()
export class Alarms {
  constructor(
    private readonly store: AlarmsStore,
    private readonly notices: NoticesStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async raise(tx: Tx, { level, subjects, news, aboutId, ...alarm }: Raised): Promise<void> {
    const fresh: string[] = [];
    for (const id of subjects ?? [alarm.subject.id]) if (await this.isNews(tx, alarm.kind, id, level)) fresh.push(id);
    if (fresh.length === 0) return;
    await this.notices.alarm(tx, await this.store.listeners(tx, alarm.kind, alarm.projectId, aboutId ?? null), alarm);
    for (const subjectId of fresh)
      if (news) await this.outbox.publish(tx, { type: news.type, subjectId, data: news.dataOf(subjectId) });
  }

  wake(): void {
    this.outbox.wake();
  }

  private async isNews(tx: Tx, kind: AlarmKind, subjectId: string, level: number): Promise<boolean> {
    const said = await this.store.said(tx, kind, subjectId);
    return isWorthSaying(kind, said, level, this.clock.now()) && this.store.keep(tx, kind, subjectId, level, said);
  }
}
