import { Inject, Injectable } from '@nestjs/common';
import { MediaLinks } from '../../batches/index.js';
import type { ItemSize } from '../../labels/index.js';
import { CONFIG, type Config, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectFactsCache } from '../../projects/index.js';
import { type AssignmentView, visibleMetadata } from '../../tasks/index.js';
import type { WorkItem } from '../connector.types.js';
import { ItemsStore } from './items.store.js';

/** What a tool is told of a piece of work: what the person may see, and nothing by which gold could be told from work. */
@Injectable()
export class WorkItems {
  constructor(
    private readonly store: ItemsStore,
    private readonly facts: ProjectFactsCache,
    private readonly media: MediaLinks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of(tx: Tx, view: AssignmentView, connectionId: string): Promise<WorkItem> {
    const { labelSchema, fieldVisibility } = await this.facts.of(tx.organizationId, view.project_id);
    const link = view.media_id && this.media.signMediaUrl(view.media_id, view.id, new Date(view.lease_expires_at));
    return {
      assignmentId: toGlobalId('assignment', view.id),
      stage: view.stage,
      data: view.data,
      metadata: visibleMetadata(view.metadata, fieldVisibility),
      mediaUrl: link && this.baseUrl() + link,
      size: sizeIn(view.data) ?? (view.media_id ? await this.store.sizeOfMedia(tx, view.media_id) : null),
      labelSchema,
      startFrom: view.subject ?? view.prelabel,
      model: modelOf(view),
      toolUser: await this.store.toolUserOf(tx, connectionId, view.member_id),
    };
  }

  /** Where a front end sends the person when they are done. */
  returnUrl(assignmentId: string): string {
    return `${this.baseUrl()}/work/${toGlobalId('assignment', assignmentId)}`;
  }

  private baseUrl(): string {
    return this.config.PUBLIC_URL?.replace(/\/+$/, '') ?? `http://localhost:${this.config.PORT}`;
  }
}

/** Of what is started from only: work that goes back starts from a person's labels. */
function modelOf({
  subject,
  prelabel,
  prelabel_model: name,
  prelabel_model_version: version,
}: AssignmentView): string | null {
  return subject || !prelabel || !name ? null : [name, version].filter(Boolean).join(' ');
}

export const sizeIn = ({ width, height }: Record<string, unknown>): ItemSize | null =>
  typeof width === 'number' && typeof height === 'number' ? { width, height } : null;
