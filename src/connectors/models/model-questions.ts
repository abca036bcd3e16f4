import { Inject, Injectable } from '@nestjs/common';
import { MediaLinks } from '../../batches/index.js';
import type { ItemSize } from '../../labels/index.js';
import { Clock, CONFIG, type Config, toGlobalId } from '../../platform/index.js';
import { ProjectFactsCache } from '../../projects/index.js';
import { type HeldTask, visibleMetadata } from '../../tasks/index.js';
import { sizeIn } from '../items/work-items.js';

const minute = 60_000;
/** A model may fetch the picture so long after it was asked, besides the time that it has for its answer. */
const graceMinutes = 5;

/**
 * What a model is told: the item as an annotator sees it, and nothing of the task. A task whose answer is known is asked about in
 * the same words as any other.
 */
@Injectable()
export class ModelQuestions {
  constructor(
    private readonly facts: ProjectFactsCache,
    private readonly media: MediaLinks,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The body of the request. */
  async bodyOf(
    organizationId: string,
    task: HeldTask,
    { callId, serviceId, minutes }: { callId: string; serviceId: string; minutes: number },
  ): Promise<string> {
    const { labelSchema, fieldVisibility } = await this.facts.of(organizationId, task.project_id);
    const now = this.clock.now();
    const until = new Date(now.getTime() + (minutes + graceMinutes) * minute);
    const link = task.media_id && this.media.signMediaUrl(task.media_id, callId, until);
    return JSON.stringify({
      type: 'prediction.requested',
      timestamp: now.toISOString(),
      data: {
        requestId: toGlobalId('modelCall', callId),
        answerUrl: `${this.baseUrl()}/hooks/models/${toGlobalId('modelService', serviceId)}`,
        item: {
          data: task.data,
          metadata: visibleMetadata(task.metadata, fieldVisibility),
          mediaUrl: link && this.baseUrl() + link,
          size: sizeOf(task),
        },
        labelSchema,
      },
    });
  }

  private baseUrl(): string {
    return this.config.PUBLIC_URL?.replace(/\/+$/, '') ?? `http://localhost:${this.config.PORT}`;
  }
}

/** The picture itself knows best. */
export const sizeOf = ({ width, height, data }: HeldTask): ItemSize | null =>
  width !== null && height !== null ? { width, height } : sizeIn(data);
