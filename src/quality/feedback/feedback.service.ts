import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { Database } from '../../platform/index.js';
import { type NoticeRow, NoticesStore } from '../notices/notices.store.js';
import { FeedbackStore, type OwnVerdictRow } from './feedback.store.js';

const mostVerdicts = 10;
const mostNotices = 100;

/** What people are told about their own work; never about gold, and never by whom. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly database: Database,
    private readonly store: FeedbackStore,
    private readonly notices: NoticesStore,
  ) {}

  verdicts(actor: Actor, first: number, after: string | null) {
    return this.database.transact(own(actor), (tx) => this.store.page(tx, actor.memberId, first, after));
  }

  /** What came since the claim before this one, and the notices about one's own work that are not read. */
  newsWith(actor: Actor, assignmentId: string): Promise<{ verdicts: OwnVerdictRow[]; notices: NoticeRow[] }> {
    return this.database.transact(own(actor), async (tx) => ({
      verdicts: await this.store.sinceClaimBefore(tx, actor.memberId, assignmentId, mostVerdicts),
      notices: await this.notices.of(tx, actor.memberId, true, mostNotices, true),
    }));
  }

  noticesOf(actor: Actor, isUnread: boolean): Promise<NoticeRow[]> {
    return this.database.transact(own(actor), (tx) => this.notices.of(tx, actor.memberId, isUnread, mostNotices));
  }

  /** Only one's own; what is read already stays read. Answers what is still unread. */
  read(actor: Actor, ids: string[]): Promise<NoticeRow[]> {
    return this.database.transact(actor, async (tx) => {
      await this.notices.read(tx, actor.memberId, ids);
      return this.notices.of(tx, actor.memberId, true, mostNotices);
    });
  }
}

/** Reading keeps no answer under an idempotency key: the key is that of the mutation around it. */
const own = ({ organizationId }: Actor) => ({ organizationId });
