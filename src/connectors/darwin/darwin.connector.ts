import type { Connector, ToolApi, ToolVersion, WorkItem } from '../connector.types.js';
import { ToolRefused } from '../tool-faults.js';
import { compareVersions } from '../settling/join.rules.js';
import { Answer } from '../shared/answer.rules.js';
import { orGone, ToolAnsweredOddly } from '../shared/calls.js';
import { sha256Of } from '../shared/secrets.rules.js';
import { idOf, isRecord, numberOf, recordOf, recordsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';
import { versionAt } from '../shared/versions.rules.js';
import { type DarwinNames, labelsOfAnnotations } from './annotations-to-labels.rules.js';
import { annotationsOfLabels, attributesOf, classesOf } from './labels-to-annotations.rules.js';
import { parseDarwin, sizeOfSlot, slotName, workOfItem } from './messages.rules.js';
import { apiUrlOf, faultsOfDarwinSettings, type DarwinSettings } from './settings.js';
import { verifyDarwin } from './signature.rules.js';

const pageSize = 500;
const firstSlot = '0';

/**
 * V7 Darwin by its API v2 and its webhooks, as they are documented and as darwin-py 3.5 uses them. An item is an item of a dataset,
 * by its UUID; it has one part.
 */
export const darwinConnector: Connector<DarwinSettings> = {
  kind: 'DARWIN',

  faultsOfSettings: faultsOfDarwinSettings,

  addressOf(settings, key) {
    return { url: apiUrlOf(settings), headers: { ...(key !== undefined && { authorization: `ApiKey ${key}` }) } };
  },

  verify: (request, { signing }, settings, now) => verifyDarwin(request, signing, settings, now),

  // There is no id. By item and annotations alone, work that comes back and is handed in unchanged would count as sent before.
  deliveryKey: ({ body, headers }) => sha256Of(headers['v7-signature'] ?? '', '\n', body),

  parse: parseDarwin,

  workUrl(settings, item) {
    const page = apiUrlOf(settings).replace(/\/api$/, '');
    return `${page}/workview?dataset=${settings.dataset.id}&item=${encodeURIComponent(item)}`;
  },

  async pushTask(api, settings, work) {
    const known = await itemOfWork(api, settings, work);
    const item = known ?? (await registered(api, settings, work));
    if (known === null || (await isUntouched(api, settings, known))) {
      await importLabels(api, settings, item, work);
      await moveTo(api, settings, item);
      await assign(api, settings, item, work);
    }
    return item;
  },

  pushPreannotations: (api, settings, item, work) => importLabels(api, settings, item, work),

  async fetchAnnotations(api, settings, item, context) {
    const found = await orGone(api.call('GET', itemPath(settings, item)));
    const [known, work] = [recordOf(found), workOfItem(recordOf(found))];
    if (found === null || known.archived === true || work === null) return [];
    const version = versionAt(known.updated_at);
    const report = { item, part: '', version, user: null, seconds: null };
    if (work === 'OPEN') return [{ ...report, state: { state: 'OPEN' } }];
    const annotations = annotationsIn(await api.call('GET', `${itemPath(settings, item)}/annotations`));
    const [slot] = recordsOf(known.slots);
    const answer = new Answer(context.labelSchema, context.sizeOf(item) ?? sizeOfSlot(slot));
    const isNumbered = annotations.some(({ data }) => isRecord(data));
    const names = isNumbered ? await namesOf(api, settings) : { classes: [], attributes: [] };
    labelsOfAnnotations(annotations, known.properties, names, slotName(slot), answer);
    const state = { state: 'SUBMITTED', labels: answer.labels, leftOut: answer.leftOut } as const;
    return [{ ...report, version: latest([version, ...annotations.map((each) => versionAt(each.updated_at))]), state }];
  },

  // The newest first: what changes meanwhile pushes the others back, so nobody is passed over.
  async *changedSince(api, settings, since) {
    let from: string | null = null;
    do {
      const query = queryOf(settings, { 'sort[updated_at]': 'desc', 'page[size]': String(pageSize), ...(from !== null && { 'page[from]': from }) }); // prettier-ignore
      const { items, page } = recordOf(await api.call('GET', `${itemsPath(settings)}?${query}`));
      const listed = recordsOf(items);
      const isNew = ({ updated_at }: JsonRecord) => !(Date.parse(textOf(updated_at) ?? '') < since.getTime());
      const changed = listed.filter(isNew).flatMap(({ id }) => idOf(id) ?? []);
      if (changed.length > 0) yield changed;
      const next: unknown = recordOf(page).next;
      from = listed.every(isNew) && listed.length > 0 ? (textOf(next) ?? idOf(next)) : null;
    } while (from !== null);
  },

  async sendBack(api, settings, item, told) {
    const found = await orGone(api.call('GET', itemPath(settings, item)));
    if (found === null || workOfItem(recordOf(found)) !== 'SUBMITTED') return;
    const { x, y, width: w, height: h } = told.at ?? { x: 0, y: 0, width: 1, height: 1 };
    const named = told.errors.map(({ code, class: name, severity }) =>
      [code, name, severity].filter(Boolean).join(' '),
    );
    const body = [told.reason, ...named].filter(Boolean).join('\n').slice(0, 2000) || 'Rejected.';
    const [slot] = recordsOf(recordOf(found).slots);
    await api.call('POST', `${itemPath(settings, item)}/comment_threads`, {
      bounding_box: { x, y, w, h },
      comments: [{ body }],
      slot_name: slotName(slot) ?? firstSlot,
    });
    // An answer that came too late stays where it is: nobody is to do it again.
    if (told.refusal?.isHeld === false) return;
    await moveTo(api, settings, item);
  },

  async probe(api, settings, item) {
    const found = await orGone(api.call('GET', itemPath(settings, item)));
    if (found === null || recordOf(found).archived === true) return 'GONE';
    return workOfItem(recordOf(found)) === 'SUBMITTED' ? 'DONE' : 'OPEN';
  },
};

const itemsPath = ({ team }: DarwinSettings): string => `/v2/teams/${team}/items`;
const itemPath = (settings: DarwinSettings, item: string): string =>
  `${itemsPath(settings)}/${encodeURIComponent(item)}`;

function queryOf({ dataset }: DarwinSettings, more: Record<string, string>): string {
  return new URLSearchParams({ 'dataset_ids[]': String(dataset.id), ...more }).toString();
}

/** The item that was made for this work before, by its name, which is the assignment's id. */
async function itemOfWork(api: ToolApi, settings: DarwinSettings, { assignmentId }: WorkItem): Promise<string | null> {
  const query = queryOf(settings, { 'item_names[]': assignmentId, 'page[size]': '10' });
  const items = recordsOf(recordOf(await api.call('GET', `${itemsPath(settings)}?${query}`)).items);
  return idOf(items.find(({ name, archived }) => name === assignmentId && archived !== true)?.id);
}

async function registered(api: ToolApi, settings: DarwinSettings, work: WorkItem): Promise<string> {
  const { storage, dataset } = settings;
  const key = storage && textOf(work.data[storage.key]);
  if (!storage || !key)
    throw new ToolRefused(400, 'Darwin reads pictures from an external storage: say which one, and where.');
  const thumbnail = storage.thumbnailKey === undefined ? null : textOf(work.data[storage.thumbnailKey]);
  const answered = recordOf(
    await api.call('POST', `${itemsPath(settings)}/register_existing${thumbnail === null ? '' : '_readonly'}`, {
      items: [
        {
          path: '/',
          name: work.assignmentId,
          type: 'image',
          storage_key: key,
          ...(thumbnail !== null && { storage_thumbnail_key: thumbnail, ...work.size }),
        },
      ],
      dataset_slug: dataset.slug,
      storage_slug: storage.slug,
    }),
  );
  const id = idOf(recordsOf(answered.items)[0]?.id);
  if (id !== null) return id;
  const [blocked] = recordsOf(answered.blocked_items).flatMap(({ slots }) => recordsOf(slots));
  throw new ToolAnsweredOddly(
    `Darwin did not register the picture: ${textOf(blocked?.reason, 200) ?? 'no reason was given'}.`,
  );
}

/** A push that broke off is finished; what a person has begun is left alone. */
async function isUntouched(api: ToolApi, settings: DarwinSettings, item: string): Promise<boolean> {
  return recordOf(await api.call('GET', itemPath(settings, item))).workflow_status === 'new';
}

async function namesOf(api: ToolApi, { team, dataset }: DarwinSettings): Promise<DarwinNames> {
  const answered = recordOf(await api.call('GET', `/teams/${team}/annotation_classes?include_tags=true`));
  const attributes = attributesOf(await orGone(api.call('GET', `/datasets/${dataset.id}/attributes`)));
  return { classes: classesOf(answered.annotation_classes), attributes };
}

async function importLabels(api: ToolApi, settings: DarwinSettings, item: string, work: WorkItem): Promise<void> {
  if (work.startFrom === null || work.startFrom.length === 0) return;
  const names = await namesOf(api, settings);
  const writing = { ...names, size: work.size, key: work.assignmentId, slot: firstSlot };
  const annotations = annotationsOfLabels(work.startFrom, writing);
  if (annotations.length === 0) return;
  await api.call('POST', `${itemPath(settings, item)}/import`, { annotations, overwrite: 'true' });
}

async function moveTo(api: ToolApi, settings: DarwinSettings, item: string): Promise<void> {
  await api.call('POST', `${itemsPath(settings)}/stage`, {
    filters: { item_ids: [item], dataset_ids: [settings.dataset.id] },
    workflow_id: settings.workflow.id,
    stage_id: settings.workflow.annotateStage,
  });
}

/** `toolUser` is the number or the e-mail of a member of the team; an unknown one is left to the stage's own rules. */
async function assign(api: ToolApi, settings: DarwinSettings, item: string, { toolUser }: WorkItem): Promise<void> {
  if (toolUser === null) return;
  const members = recordsOf(await orGone(api.call('GET', '/memberships')));
  const isMeant = ({ email, user_id }: JsonRecord) => email === toolUser || String(user_id) === toolUser;
  const assignee = numberOf(members.find(isMeant)?.user_id);
  if (assignee === null) return;
  await api.call('POST', `${itemsPath(settings)}/assign`, {
    filters: { item_ids: [item], dataset_ids: [settings.dataset.id] },
    workflow_id: settings.workflow.id,
    assignee_id: assignee,
  });
}

/** A list, or an object that has one. */
function annotationsIn(answered: unknown): JsonRecord[] {
  return Array.isArray(answered) ? recordsOf(answered) : recordsOf(recordOf(answered).annotations);
}

function latest(versions: (ToolVersion | null)[]): ToolVersion | null {
  const known = versions.filter((version) => version !== null);
  return known.reduce<ToolVersion | null>((best, one) => (best && compareVersions(best, one) >= 0 ? best : one), null);
}
