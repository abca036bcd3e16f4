import { z } from 'zod';
import { baseUrl, faultsOf } from '../shared/settings.js';
import { controlsOfConfig, type Control } from './controls.rules.js';

const name = z.string().min(1).max(200);

const schema = z.strictObject({
  url: baseUrl,
  project: z.int().min(1),
  labelConfig: z
    .string()
    .max(100_000)
    .refine((config) => controlsOfConfig(config).length > 0, 'has no tag with a name and a toName')
    .optional(),
  controls: z.record(name, name).optional(),
  secretHeader: z
    .string()
    .regex(/^[a-zA-Z0-9-_]{1,100}$/, 'must be the name of a header: letters, digits, - and _')
    .optional(),
  noteKey: z
    .string()
    .regex(/^\w{1,100}$/, 'must be a word')
    .optional(),
});

/**
 * - `url`: where Label Studio is, for its API and for people
 * - `labelConfig`: of the project; without it, it is read from the tool when labels are pushed
 * - `controls`: which control tag answers a field, a class or an attribute, where its name is another than Muster's
 * - `secretHeader`: which header of the webhook carries the secret; `Authorization` when absent
 * - `noteKey`: under which key of a task's data a person finds why the work came back
 */
export type LabelStudioSettings = z.infer<typeof schema>;

export const faultsOfLabelStudioSettings = (given: unknown) => faultsOf(schema, given);

export const secretHeaderOf = ({ secretHeader }: LabelStudioSettings): string =>
  (secretHeader ?? 'authorization').toLowerCase();

export const noteKeyOf = ({ noteKey }: LabelStudioSettings): string => noteKey ?? 'muster_note';

/** A message asks for them once for each region: the config is read once. */
const controlsBySettings = new WeakMap<LabelStudioSettings, Control[]>();

export function controlsOf(settings: LabelStudioSettings): Control[] {
  const known = controlsBySettings.get(settings);
  if (known) return known;
  const controls = settings.labelConfig === undefined ? [] : controlsOfConfig(settings.labelConfig);
  controlsBySettings.set(settings, controls);
  return controls;
}

/** What Muster calls the field, class or attribute that a control tag of this name answers. */
export function musterNameOf({ controls = {} }: LabelStudioSettings, control: string): string {
  return Object.entries(controls).find(([, tag]) => tag === control)?.[0] ?? control;
}
