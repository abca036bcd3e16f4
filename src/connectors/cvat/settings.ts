import { z } from 'zod';
import { baseUrl, faultsOf } from '../shared/settings.js';

const schema = z.strictObject({
  url: baseUrl,
  project: z.int().min(1),
  organization: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be the short name of an organization')
    .optional(),
  scheme: z.enum(['Token', 'Bearer']).optional(),
  cloudStorage: z.strictObject({ id: z.int().min(1), key: z.string().min(1).max(200) }).optional(),
});

/**
 * - `url`: where CVAT is, for its API and for people
 * - `organization`: its short name, when the project belongs to one
 * - `scheme`: how the API secret is shown, `Token` when absent; CVAT's personal access tokens want `Bearer`
 * - `cloudStorage`: pictures that CVAT reads from a storage of its own, by what stands under `key` of the item's data; otherwise
 *   CVAT downloads them from the address that Muster gives it
 */
export type CvatSettings = z.infer<typeof schema>;

export const faultsOfCvatSettings = (given: unknown) => faultsOf(schema, given);

/** A job and the task that was made for it: both are in the address where a person works. */
export interface CvatItem {
  task: string;
  job: string;
}

export const itemOf = ({ task, job }: CvatItem): string => `${task}/${job}`;

export function partsOf(item: string): CvatItem | null {
  const [, task, job] = /^(\d{1,15})\/(\d{1,15})$/.exec(item) ?? [];
  return task === undefined || job === undefined ? null : { task, job };
}
