import { Injectable } from '@nestjs/common';
import { MediaLinks } from '../../batches/index.js';
import type { Actor } from '../../identity/index.js';
import { ProjectFactsCache } from '../../projects/index.js';
import { type Assignment, toAssignment } from './assignment.type.js';
import type { AssignmentView } from './assignments.store.js';

/** An assignment as its holder sees it: with what the project shows of the item, and a link to the picture. */
@Injectable()
export class AssignmentPresenter {
  constructor(
    private readonly facts: ProjectFactsCache,
    private readonly media: MediaLinks,
  ) {}

  async view(actor: Actor, row: AssignmentView): Promise<Assignment> {
    const facts = await this.facts.of(actor.organizationId, row.project_id);
    const mediaUrl = row.media_id && this.media.signMediaUrl(row.media_id, row.id, new Date(row.lease_expires_at));
    return toAssignment(row, facts, mediaUrl);
  }
}
