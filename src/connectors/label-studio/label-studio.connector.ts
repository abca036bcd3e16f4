import type { Connector, ParseContext, SendBack, ToolApi, ToolReport, WorkItem } from '../connector.types.js';
import { orGone, ToolAnsweredOddly } from '../shared/calls.js';
import { isOneOf, secretOf, sha256Of } from '../shared/secrets.rules.js';
import { withoutSlash } from '../shared/settings.js';
import { idOf, recordOf, recordsOf, type JsonRecord } from '../shared/unknown.rules.js';
import { versionAt } from '../shared/versions.rules.js';
import { controlsOfParsed, type Control } from './controls.rules.js';
import { resultsOfLabels } from './labels-to-regions.rules.js';
import { parseLabelStudio, reportOfAnnotation } from './messages.rules.js';
import {
  controlsOf,
  faultsOfLabelStudioSettings,
  noteKeyOf,
  secretHeaderOf,
  type LabelStudioSettings,
} from './settings.js';

/** Under this key of a task's data stands the assignment it was made for: so a push that is repeated finds it. */
const keyOfWork = 'muster';
const pageSize = 100;

const taskPath = (item: string): string => `/api/tasks/${encodeURIComponent(item)}/`;

/**
 * Label Studio, community edition 1.8 and later (checked with the version that `npm run test:interop` installs).
 * An item is a task, a part is an annotation of it.
 */
export const labelStudioConnector: Connector<LabelStudioSettings> = {
  kind: 'LABEL_STUDIO',

  faultsOfSettings: faultsOfLabelStudioSettings,

  addressOf({ url }, key) {
    return { url: withoutSlash(url), headers: { ...(key !== undefined && { authorization: `Token ${key}` }) } };
  },

  verify({ headers }, { signing }, settings) {
    const name = secretHeaderOf(settings);
    const given = headers[name];
    if (!given) return { ok: false, reason: `The header ${name} is missing.` };
    const fits = isOneOf(secretOf(given), signing) || isOneOf(given, signing);
    return fits ? { ok: true } : { ok: false, reason: `The header ${name} has no secret of this connection.` };
  },

  // There is neither an id nor a time. Each change of an annotation has its own `updated_at`, so no two messages are alike.
  deliveryKey: ({ body }) => sha256Of(body),

  parse: parseLabelStudio,

  workUrl: ({ url, project }, item) => `${withoutSlash(url)}/projects/${project}/data?task=${encodeURIComponent(item)}`,

  async pushTask(api, settings, work) {
    const known = await taskOfWork(api, settings, work.assignmentId);
    if (known !== null) {
      // An import that broke off leaves the task without its predictions.
      if (known.isBare) await this.pushPreannotations(api, settings, known.id, work);
      return known.id;
    }
    const controls = await controlsOfProject(api, settings);
    const data = dataOf(work, controls);
    const path = `/api/projects/${settings.project}/import?return_task_ids=true`;
    const started = predictionsOf(work, data, settings, controls);
    const answered = recordOf(await api.call('POST', path, [{ data, ...started }]));
    const id = idOf(Array.isArray(answered.task_ids) ? (answered.task_ids as unknown[])[0] : null);
    if (id === null) throw new ToolAnsweredOddly('Label Studio did not say which task it made.');
    // A push that was given up may have been carried out meanwhile: the older task is the one.
    const first = (await taskOfWork(api, settings, work.assignmentId))?.id ?? id;
    if (first !== id) await orGone(api.call('DELETE', taskPath(id)));
    // Of imports at the same moment Label Studio 1.23.2 keeps the predictions of one, and answers 201 to all.
    else if (started.predictions && answered.prediction_count === 0) {
      await this.pushPreannotations(api, settings, id, work);
    }
    return first;
  },

  async pushPreannotations(api, settings, item, work) {
    const task = recordOf(await api.call('GET', taskPath(item)));
    const controls = await controlsOfProject(api, settings);
    const [prediction] = predictionsOf(work, recordOf(task.data), settings, controls).predictions ?? [];
    if (!prediction) return;
    await api.call('POST', '/api/predictions/', { task: Number(item), ...prediction });
    // The newest is shown first; older ones of the same origin would be shown beside it.
    for (const { id, model_version } of recordsOf(task.predictions)) {
      const older = idOf(id);
      if (older !== null && model_version === prediction.model_version) {
        await orGone(api.call('DELETE', `/api/predictions/${older}/`));
      }
    }
  },

  async fetchAnnotations(api, settings, item, context) {
    const task = await orGone(api.call('GET', taskPath(item)));
    return task === null ? [] : reportsOfTask(item, recordOf(task), settings, context);
  },

  // From id to id rather than by page: whatever is changed or deleted meanwhile, nobody is passed over.
  async *changedSince(api, { project }, since) {
    for (let last = 0; ;) {
      const query = queryOf([
        { filter: 'filter:tasks:updated_at', operator: 'greater', type: 'Datetime', value: since.toISOString() },
        { filter: 'filter:tasks:id', operator: 'greater', type: 'Number', value: last },
      ]);
      const path = `/api/tasks?project=${project}&fields=task_only&page=1&page_size=${pageSize}&query=${query}`;
      const tasks = recordsOf(recordOf(await orGone(api.call('GET', path))).tasks);
      const ids = tasks.flatMap(({ id }) => idOf(id) ?? []);
      if (ids.length > 0) yield ids;
      const greatest = Math.max(last, ...ids.map(Number));
      if (ids.length < pageSize || greatest === last) return;
      last = greatest;
    }
  },

  /**
   * Only the Enterprise edition has comments and a rejection. So the reason is written into the task's data, where a `<Header>`
   * of the label config shows it, and the annotation stays as it is: to delete it would throw the person's work away.
   */
  async sendBack(api, settings, item, told) {
    const task = await orGone(api.call('GET', taskPath(item)));
    if (task === null) return;
    const data = { ...recordOf(recordOf(task).data), [noteKeyOf(settings)]: noteOf(told) };
    await api.call('PATCH', taskPath(item), { data });
  },

  async probe(api, _settings, item) {
    const task = await orGone(api.call('GET', taskPath(item)));
    if (task === null) return 'GONE';
    return recordsOf(recordOf(task).annotations).length > 0 ? 'DONE' : 'OPEN';
  },
};

/** As the tool's data manager filters: all of the items hold, the lowest ids first. */
function queryOf(items: JsonRecord[]): string {
  return encodeURIComponent(JSON.stringify({ filters: { conjunction: 'and', items }, ordering: ['tasks:id'] }));
}

async function taskOfWork(
  api: ToolApi,
  { project }: LabelStudioSettings,
  assignmentId: string,
): Promise<{ id: string; isBare: boolean } | null> {
  const query = queryOf([
    { filter: `filter:tasks:data.${keyOfWork}`, operator: 'equal', type: 'String', value: assignmentId },
  ]);
  const path = `/api/tasks?project=${project}&fields=task_only&page_size=10&query=${query}`;
  const tasks = recordsOf(recordOf(await orGone(api.call('GET', path))).tasks);
  const found = tasks.find(({ data }) => recordOf(data)[keyOfWork] === assignmentId);
  const id = idOf(found?.id);
  return id === null ? null : { id, isBare: found?.total_predictions === 0 && found.total_annotations === 0 };
}

async function controlsOfProject(api: ToolApi, settings: LabelStudioSettings): Promise<Control[]> {
  const given = controlsOf(settings);
  if (given.length > 0) return given;
  const project = recordOf(await api.call('GET', `/api/projects/${settings.project}/`));
  return controlsOfParsed(project.parsed_label_config);
}

/** What the label config shows: the picture under the key of its `<Image>`, everything else as it was imported. */
function dataOf(work: WorkItem, controls: readonly Control[]): JsonRecord {
  const picture = controls.find(({ shows }) => shows === 'image')?.dataKey ?? 'image';
  const url = work.mediaUrl ?? work.data[picture] ?? work.data.url;
  return { ...work.data, ...(url !== undefined && url !== null && { [picture]: url }), [keyOfWork]: work.assignmentId };
}

function predictionsOf(
  work: WorkItem,
  data: JsonRecord,
  settings: LabelStudioSettings,
  controls: readonly Control[],
): { predictions?: { model_version: string; result: JsonRecord[] }[] } {
  if (work.startFrom === null || work.startFrom.length === 0) return {};
  const { labelSchema: schema, size } = work;
  const result = resultsOfLabels(work.startFrom, { settings, controls, schema, size, data });
  return { predictions: [{ model_version: work.model ?? 'start', result }] };
}

function reportsOfTask(
  item: string,
  task: JsonRecord,
  settings: LabelStudioSettings,
  context: ParseContext,
): ToolReport[] {
  const annotations = recordsOf(task.annotations);
  if (annotations.length > 0) {
    return annotations.map((annotation) => reportOfAnnotation(item, annotation, task.data, settings, context));
  }
  const none = { item, part: '', user: null, seconds: null };
  const isStarted = task.draft_exists === true || recordsOf(task.drafts).length > 0;
  // No annotation has no version: the task's own moment is another clock than the annotations'.
  return isStarted
    ? [{ ...none, version: versionAt(task.updated_at), state: { state: 'STARTED' } }]
    : [{ ...none, version: null, state: { state: 'OPEN' } }];
}

function noteOf({ reason, errors }: SendBack): string {
  const named = errors.map(({ code, class: name, severity }) => [code, name, severity].filter(Boolean).join(' '));
  return [reason, ...named].filter(Boolean).join('\n').slice(0, 2000);
}
