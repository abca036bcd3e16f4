import { Injectable } from '@nestjs/common';
import { Database, type IdKind, newId, type Tx } from '../../platform/index.js';
import type { Actor } from '../access/actor.js';
import { reachOf } from '../access/permissions.js';
import { type ChangeRow, ChangeLogStore } from './change-log.store.js';

export interface Change {
  /** noun:verb, for example `batch:open`; its noun is the subject's kind unless `subjectKind` says otherwise. */
  action: string;
  subjectId: string;
  subjectKind?: IdKind;
  reason?: string | null;
  policyVersion?: number | null;
  /** Shown as it is: ids in it are global ids. */
  detail?: Record<string, unknown>;
}

/** Changes that tell what is kept from whoever may be handed work, by their nouns. */
const keptBy = { gold: 'gold:manage', dispute: 'dispute:read' } as const;

/** The append-only log: who changed what, why, under which policy. Written in the commit of the change. */
@Injectable()
export class ChangeLog {
  constructor(
    private readonly database: Database,
    private readonly store: ChangeLogStore,
  ) {}

  /** @param actor null for what the system does by itself */
  async record(tx: Tx, actor: { memberId?: string; apiKeyId?: string } | null, change: Change): Promise<void> {
    const { action, subjectId, subjectKind, reason, policyVersion, detail } = change;
    await this.store.insert(tx, {
      id: newId(),
      actorId: actor?.memberId ?? null,
      action,
      subjectId,
      reason: reason ?? null,
      policyVersion: policyVersion ?? null,
      detail: { ...detail, ...(subjectKind && { subjectKind }), ...(actor?.apiKeyId && { apiKeyId: actor.apiKeyId }) },
    });
  }

  page(
    actor: Actor,
    first: number,
    after: string | null,
    subjectId: string | null,
  ): Promise<{ rows: ChangeRow[]; total: number }> {
    // What a person may not know, no key of theirs may tell them.
    const person = { roles: actor.roles, scopes: null };
    const without = Object.entries(keptBy).flatMap(([noun, action]) =>
      reachOf(person, action) === null ? [noun] : [],
    );
    return this.database.transact(actor, (tx) => this.store.page(tx, first, after, subjectId, without));
  }
}
