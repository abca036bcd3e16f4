import { Inject, Injectable } from '@nestjs/common';
import { MediaLinks } from '../../batches/index.js';
import type { ItemSize } from '../../labels/index.js';
import { CONFIG, type Config, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectFactsCache } from '../../projects/index.js';
import type { ShownItem } from '../../quality/index.js';
import { type AssignmentView, visibleMetadata } from '../../tasks/index.js';
import type { WorkItem } from '../connector.types.js';
import { ItemsStore } from './items.store.js';

export interface ToolUser {
  connectionId: string;
  memberId: string;
}

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

  /** A task of a course: nothing of it is work, so it has no metadata and starts from nothing. */
  async ofTraining(tx: Tx, id: string, shown: ShownItem, to: ToolUser): Promise<WorkItem> {
    const link = shown.mediaId && this.media.signMediaUrl(shown.mediaId, id, shown.until);
    return {
      assignmentId: toGlobalId('assignment', id),
      stage: 'ANNOTATE',
      data: shown.data,
      metadata: {},
      mediaUrl: link && this.baseUrl() + link,
      size: sizeIn(shown.data) ?? (shown.mediaId ? await this.store.sizeOfMedia(tx, shown.mediaId) : null),
      labelSchema: shown.labelSchema,
      startFrom: null,
      model: null,
      toolUser: await this.store.toolUserOf(tx, to.connectionId, to.memberId),
    };
  }

  /** To the course, where the person gives what they drew. */
  courseUrl(courseId: string, handOffId: string): string {
    const drawn = toGlobalId('trainingHandOff', handOffId);
    return `${this.baseUrl()}/courses/${toGlobalId('course', courseId)}?drawn=${drawn}`;
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
