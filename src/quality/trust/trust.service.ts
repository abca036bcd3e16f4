import { Injectable } from '@nestjs/common';
import type { EvidenceSource } from '../../projects/index.js';
import type { Tx } from '../../platform/index.js';
import { type NewEvidence, type Part, TrustStore } from './trust.store.js';

/** What is known of how right people are. For every feature that judges work, inside its transaction. */
@Injectable()
export class TrustService {
  constructor(private readonly store: TrustStore) {}

  async note(tx: Tx, projectId: string, evidence: readonly NewEvidence[]): Promise<void> {
    if (evidence.length > 0) await this.store.note(tx, projectId, evidence);
  }

  /** This evidence is no longer held for or against anybody. */
  forgive(tx: Tx, subjectIds: readonly string[], sources: readonly EvidenceSource[]): Promise<void> {
    return this.store.forgive(tx, subjectIds, sources);
  }

  /** The mean of each person's posterior, of those of whom something is known. */
  async meansOf(tx: Tx, projectId: string, memberIds: readonly string[], part: Part): Promise<Map<string, number>> {
    const rows = await this.store.trustOf(tx, projectId, memberIds);
    return new Map(
      rows.filter((row) => row.part === part).map(({ member_id, alpha, beta }) => [member_id, alpha / (alpha + beta)]),
    );
  }
}
