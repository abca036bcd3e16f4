import { z } from 'zod';
import { baseUrl, faultsOf, withoutSlash } from '../shared/settings.js';

const slug = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,199}$/i, 'must be the slug, as in the address of the page');

const schema = z.strictObject({
  url: baseUrl.optional(),
  team: slug,
  dataset: z.strictObject({ id: z.int().min(1), slug }),
  workflow: z.strictObject({ id: z.uuid(), annotateStage: z.uuid() }),
  storage: z
    .strictObject({
      slug,
      key: z.string().min(1).max(200),
      thumbnailKey: z.string().min(1).max(200).optional(),
    })
    .optional(),
  stageHookMeans: z.enum(['STARTED', 'SUBMITTED']).optional(),
  signedString: z
    .string()
    .max(100)
    .refine((form) => form.includes('{body}'), 'must contain {body}')
    .optional(),
  toleranceSeconds: z.int().min(1).max(86_400).optional(),
});

/**
 * - `url`: of the API, https://darwin.v7labs.com/api when absent
 * - `workflow`: where a pushed item goes, and comes back to
 * - `storage`: the external storage that Darwin reads pictures from, and which keys of an item's data say where in it they are;
 *   with a thumbnail it is registered as read-only
 * - `stageHookMeans`: what it means that an item came through the webhook stage; `SUBMITTED` when absent
 * - `signedString`: what a dataset webhook's signature is over, `{t}.{body}` when absent: V7 does not document it
 * - `toleranceSeconds`: how far a signature's time may be off, 300 when absent
 */
export type DarwinSettings = z.infer<typeof schema>;

export const faultsOfDarwinSettings = (given: unknown) => faultsOf(schema, given);

export const apiUrlOf = ({ url }: DarwinSettings): string => withoutSlash(url ?? 'https://darwin.v7labs.com/api');
