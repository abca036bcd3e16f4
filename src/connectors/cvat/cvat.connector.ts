import { setTimeout } from 'node:timers/promises';
import type { ItemSize } from '../../labels/index.js';
import type { Connector, ParseContext, ToolApi, ToolReport, WorkItem } from '../connector.types.js';
import { ToolRefused, ToolUnreachable } from '../tool-faults.js';
import { Answer } from '../shared/answer.rules.js';
import { orGone, ToolAnsweredOddly } from '../shared/calls.js';
import { hmacOf, isOneOf, sha256Of } from '../shared/secrets.rules.js';
import { withoutSlash } from '../shared/settings.js';
import { idOf, isRecord, numberOf, recordOf, recordsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';
import { jobLabelsOf, type JobLabel } from './job-labels.rules.js';
import { annotationsOfLabels } from './labels-to-shapes.rules.js';
import { parseCvat, reportOfJob, workOfJob } from './messages.rules.js';
import { faultsOfCvatSettings, itemOf, partsOf, type CvatSettings } from './settings.js';
import { labelsOfAnnotations } from './shapes-to-labels.rules.js';

const pageSize = 100;
const mostPages = 100;
/** CVAT fetches the picture and cuts the task into jobs behind the call: as long as this the claim waits for it. */
const waits = [50, 100, 200, 400, 800, 1000, 1500, 2000, 2000, 2000];

/**
 * CVAT 2.x. An item is a job, of the task that was made for one person's work; it has one part.
 */
export const cvatConnector: Connector<CvatSettings> = {
  kind: 'CVAT',

  faultsOfSettings: faultsOfCvatSettings,

  addressOf({ url, scheme = 'Token', organization }, key) {
    return {
      url: withoutSlash(url),
      headers: {
        accept: 'application/vnd.cvat+json',
        ...(key !== undefined && { authorization: `${scheme} ${key}` }),
        ...(organization !== undefined && { 'x-organization': organization }),
      },
    };
  },

  /** Over the very bytes: CVAT signs what Python's json.dumps wrote, which JavaScript would write in another way. */
  verify({ body, headers }, { signing }) {
    const given = headers['x-signature-256'];
    if (!given) return { ok: false, reason: 'The header X-Signature-256 is missing: set a secret in the webhook.' };
    const digest = given.replace(/^sha256=/i, '').toLowerCase();
    const fits = isOneOf(digest, signing.filter((secret) => secret !== '').map((secret) => hmacOf(secret, body))); // prettier-ignore
    return fits ? { ok: true } : { ok: false, reason: 'X-Signature-256 fits no secret of this connection.' };
  },

  // There is no id. A delivery that is sent again has the same bytes, which hold the webhook, the event and the moment.
  deliveryKey: ({ body }) => sha256Of(body),

  parse: parseCvat,

  workUrl({ url }, item) {
    const parts = partsOf(item);
    return parts && `${withoutSlash(url)}/tasks/${parts.task}/jobs/${parts.job}`;
  },

  async pushTask(api, settings, work) {
    const task = (await taskOfWork(api, settings, work)) ?? (await newTask(api, settings, work));
    if (task.isEmpty) await loadPicture(api, settings, task.id, work);
    const job = await firstJob(api, task.id);
    const item = itemOf({ task: task.id, job: idOf(job.id)! });
    await assign(api, job, work);
    // A job that someone has begun keeps what they drew.
    if (job.stage === 'annotation' && job.state === 'new' && !(await hasAnnotations(api, job))) {
      await putLabels(api, item, job, work);
    }
    return item;
  },

  async pushPreannotations(api, _settings, item, work) {
    await putLabels(api, item, await readJob(api, item), work);
  },

  async fetchAnnotations(api, _settings, item, context) {
    const job = await orGone(readJob(api, item));
    const report = job === null ? null : reportOfJob(recordOf(job));
    if (!report) return [];
    return [report.state.state === 'SUBMITTED' ? await withLabels(api, report, recordOf(job), context) : report];
  },

  // From id to id rather than by page: whatever changes meanwhile, nobody is passed over.
  async *changedSince(api, { project }, since) {
    for (let last = 0; ;) {
      const conditions = [{ '>=': [{ var: 'updated_date' }, since.toISOString()] }, { '>': [{ var: 'id' }, last] }];
      const filter = encodeURIComponent(JSON.stringify({ and: conditions }));
      const path = `/api/jobs?project_id=${project}&sort=id&page=1&page_size=${pageSize}&filter=${filter}`;
      const jobs = recordsOf(recordOf(await api.call('GET', path)).results);
      const items = jobs.flatMap(({ id, task_id }) => {
        const [job, task] = [idOf(id), idOf(task_id)];
        return job !== null && task !== null ? [itemOf({ task, job })] : [];
      });
      if (items.length > 0) yield items;
      const greatest = Math.max(last, ...jobs.map(({ id }) => numberOf(id) ?? 0));
      if (jobs.length < pageSize || greatest === last) return;
      last = greatest;
    }
  },

  async sendBack(api, _settings, item, told) {
    const job = recordOf(await orGone(readJob(api, item)));
    const isThere = job.stage === 'annotation' && job.state === 'rejected';
    if (idOf(job.id) === null || isThere) return;
    const { x, y, width, height } = told.at ?? { x: 0, y: 0, width: 1, height: 1 };
    const named = told.errors.map(({ code, class: name, severity }) =>
      [code, name, severity].filter(Boolean).join(' '),
    );
    await api.call('POST', '/api/issues', {
      job: Number(jobOf(item)),
      frame: numberOf(job.start_frame) ?? 0,
      position: [x, y, x + width, y + height],
      message: [told.reason, ...named].filter(Boolean).join('\n').slice(0, 2000) || 'Rejected.',
    });
    // An answer that came too late stays where it is: nobody is to do it again.
    if (told.refusal?.isHeld === false) return;
    // The stage as well: a job that had gone on to validation is the annotator's again.
    await api.call('PATCH', jobPath(item), { stage: 'annotation', state: 'rejected' });
  },

  async probe(api, _settings, item) {
    const job = await orGone(readJob(api, item));
    if (job === null) return 'GONE';
    return workOfJob(recordOf(job)) === 'SUBMITTED' ? 'DONE' : 'OPEN';
  },
};

/** @throws ToolRefused when it cannot be an item of CVAT */
function jobOf(item: string): string {
  const parts = partsOf(item);
  if (!parts) throw new ToolRefused(404, 'This is no item of CVAT.');
  return parts.job;
}

const jobPath = (item: string): string => `/api/jobs/${jobOf(item)}`;

async function readJob(api: ToolApi, item: string): Promise<JsonRecord> {
  return recordOf(await api.call('GET', jobPath(item)));
}

interface Task {
  id: string;
  /** its picture is not there yet */
  isEmpty: boolean;
}

/** The task that was made for this work before, by its name, which is the assignment's id. */
async function taskOfWork(api: ToolApi, { project }: CvatSettings, { assignmentId }: WorkItem): Promise<Task | null> {
  const path = `/api/tasks?project_id=${project}&name=${encodeURIComponent(assignmentId)}&page_size=10`;
  const tasks = recordsOf(recordOf(await api.call('GET', path)).results);
  const found = tasks.find(({ name }) => name === assignmentId);
  const id = idOf(found?.id);
  return id === null ? null : { id, isEmpty: (numberOf(found?.size) ?? 0) === 0 };
}

async function newTask(api: ToolApi, { project }: CvatSettings, { assignmentId }: WorkItem): Promise<Task> {
  const made = recordOf(await api.call('POST', '/api/tasks', { name: assignmentId, project_id: project }));
  const id = idOf(made.id);
  if (id === null) throw new ToolAnsweredOddly('CVAT did not say which task it made.');
  return { id, isEmpty: true };
}

async function loadPicture(api: ToolApi, { cloudStorage }: CvatSettings, task: string, work: WorkItem): Promise<void> {
  const own = cloudStorage && textOf(work.data[cloudStorage.key]);
  const url = work.mediaUrl ?? textOf(work.data.url);
  if (own === null || (!cloudStorage && url === null)) {
    throw new ToolRefused(400, 'This item has no picture that CVAT could load.');
  }
  const from = cloudStorage ? { cloud_storage_id: cloudStorage.id, server_files: [own] } : { remote_files: [url] };
  try {
    await api.call('POST', `/api/tasks/${task}/data`, { image_quality: 95, use_cache: true, ...from });
  } catch (fault) {
    // Data are given once: a push that is repeated meanwhile finds them on their way.
    if (!(fault instanceof ToolRefused && fault.status === 409)) throw fault;
  }
}

async function firstJob(api: ToolApi, task: string): Promise<JsonRecord> {
  for (const wait of [0, ...waits]) {
    await setTimeout(wait);
    const jobs = recordsOf(recordOf(await api.call('GET', `/api/jobs?task_id=${task}&sort=id&page_size=10`)).results);
    const job = jobs.find(({ id, type }) => idOf(id) !== null && (type ?? 'annotation') === 'annotation');
    if (job) return job;
    const failure = await failureOf(api, task);
    if (failure !== null) throw new ToolRefused(400, `CVAT could not load the picture: ${failure}`);
  }
  throw new ToolUnreachable('CVAT is still loading the picture.');
}

/** Why the picture was not loaded, if that is certain; older versions have no list of requests. */
async function failureOf(api: ToolApi, task: string): Promise<string | null> {
  const list = await orGone(api.call('GET', `/api/requests?task_id=${task}&action=create&page_size=10`));
  const failed = recordsOf(recordOf(list).results).find(({ status }) => status === 'failed');
  return failed ? (textOf(failed.message, 500) ?? 'no reason was given') : null;
}

/** `toolUser` is the name that people sign in with; an unknown one is left to the project's own rules. */
async function assign(api: ToolApi, job: JsonRecord, { toolUser }: WorkItem): Promise<void> {
  if (toolUser === null || recordOf(job.assignee).username === toolUser) return;
  const found = recordOf(await api.call('GET', `/api/users?search=${encodeURIComponent(toolUser)}&page_size=50`));
  const id = numberOf(recordsOf(found.results).find(({ username }) => username === toolUser)?.id);
  if (id !== null) await api.call('PATCH', `/api/jobs/${idOf(job.id)}`, { assignee: id });
}

async function hasAnnotations(api: ToolApi, job: JsonRecord): Promise<boolean> {
  const { tags, shapes, tracks } = recordOf(await api.call('GET', `/api/jobs/${idOf(job.id)}/annotations`));
  return [tags, shapes, tracks].some((list) => recordsOf(list).length > 0);
}

async function putLabels(api: ToolApi, item: string, job: JsonRecord, work: WorkItem): Promise<void> {
  if (work.startFrom === null || work.startFrom.length === 0) return;
  const labels = await labelsOfJob(api, item);
  const frame = numberOf(job.start_frame) ?? 0;
  const annotations = annotationsOfLabels(work.startFrom, labels, work.labelSchema, frame);
  await api.call('PUT', `${jobPath(item)}/annotations`, annotations);
}

async function labelsOfJob(api: ToolApi, item: string): Promise<JobLabel[]> {
  const labels: JobLabel[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const path = `/api/labels?job_id=${jobOf(item)}&page=${page}&page_size=${pageSize}`;
    const { results, next } = recordOf(await api.call('GET', path));
    labels.push(...jobLabelsOf(results));
    if (typeof next !== 'string') break;
  }
  return labels;
}

async function withLabels(
  api: ToolApi,
  report: ToolReport,
  job: JsonRecord,
  context: ParseContext,
): Promise<ToolReport> {
  const [labels, annotations] = [
    await labelsOfJob(api, report.item),
    await api.call('GET', `${jobPath(report.item)}/annotations`),
  ];
  const size = context.sizeOf(report.item) ?? (await sizeOfFrame(api, report.item));
  const answer = new Answer(context.labelSchema, size);
  labelsOfAnnotations(annotations, labels, numberOf(job.start_frame) ?? 0, answer);
  return { ...report, state: { state: 'SUBMITTED', labels: answer.labels, leftOut: answer.leftOut } };
}

async function sizeOfFrame(api: ToolApi, item: string): Promise<ItemSize | null> {
  const meta = recordOf(await orGone(api.call('GET', `${jobPath(item)}/data/meta`)));
  const [frame] = Array.isArray(meta.frames) ? meta.frames.filter(isRecord) : [];
  const [width, height] = [numberOf(frame?.width), numberOf(frame?.height)];
  return width !== null && height !== null ? { width, height } : null;
}
