import type { VariablesOf } from '../../api/graphql';
import type { createMutation } from './queries';

export type Kind = VariablesOf<typeof createMutation>['input']['kind'];

export interface Setting {
  /** where it stands in the settings: `dataset.id` */
  path: string;
  isNeeded?: boolean;
  isNumber?: boolean;
  isLong?: boolean;
  options?: string[];
}

const needed = (path: string, more: Partial<Setting> = {}): Setting => ({ path, isNeeded: true, ...more });

/** What each tool is asked for; docs/label-studio.md, docs/cvat.md, docs/darwin.md and docs/connectors.md say more. */
export const settingsOf: Record<Kind, Setting[]> = {
  LABEL_STUDIO: [
    needed('url'),
    needed('project', { isNumber: true }),
    { path: 'labelConfig', isLong: true },
    { path: 'secretHeader' },
    { path: 'noteKey' },
  ],
  CVAT: [
    needed('url'),
    needed('project', { isNumber: true }),
    { path: 'organization' },
    { path: 'scheme', options: ['Token', 'Bearer'] },
    { path: 'cloudStorage.id', isNumber: true },
    { path: 'cloudStorage.key' },
  ],
  DARWIN: [
    needed('team'),
    needed('dataset.id', { isNumber: true }),
    needed('dataset.slug'),
    needed('workflow.id'),
    needed('workflow.annotateStage'),
    { path: 'storage.slug' },
    { path: 'storage.key' },
    { path: 'storage.thumbnailKey' },
    { path: 'stageHookMeans', options: ['SUBMITTED', 'STARTED'] },
    { path: 'url' },
  ],
  GENERIC: [needed('workUrl'), { path: 'origin' }, { path: 'pullUrl' }],
};

/** What was typed, as the JSON of the API: what is empty is left out. */
export function settingsFrom(kind: Kind, typed: Readonly<Record<string, string>>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const { path, isNumber } of settingsOf[kind]) {
    const text = typed[path]?.trim() ?? '';
    if (text === '') continue;
    const value = isNumber && !Number.isNaN(Number(text)) ? Number(text) : text;
    const [outer, inner] = path.split('.') as [string, string | undefined];
    if (inner === undefined) settings[outer] = value;
    else settings[outer] = { ...(settings[outer] as object | undefined), [inner]: value };
  }
  return settings;
}
