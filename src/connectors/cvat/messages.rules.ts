import type { ParsedMessage, ToolReport } from '../connector.types.js';
import { idOf, isRecord, recordOf, recordsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';
import { versionAt } from '../shared/versions.rules.js';
import { itemOf, type CvatSettings } from './settings.js';

const resources = ['project', 'task', 'job', 'issue', 'comment', 'organization', 'invitation', 'membership', 'user'];
const known = new Set([
  'ping',
  ...resources.flatMap((name) => ['create', 'update', 'delete'].map((action) => `${action}:${name}`)),
  ...['create:export', 'create:backup'],
]);
const isKnown = (event: string): boolean => known.has(event) || event.startsWith('completed:request[');

/**
 * What a job's stage and state say of the work in it, whatever came before. CVAT's state is that of the stage: behind annotation,
 * the annotator's work is done, however far the next stage has come. What a reviewer in CVAT rejects was handed in, and still is
 * until somebody takes it up again.
 */
export function workOfJob({ stage, state }: JsonRecord): 'OPEN' | 'SUBMITTED' | null {
  if (stage === 'validation' || stage === 'acceptance') return 'SUBMITTED';
  if (stage !== 'annotation') return null;
  if (state === 'new' || state === 'in progress') return 'OPEN';
  return state === 'completed' || state === 'rejected' ? 'SUBMITTED' : null;
}

/** Without labels: CVAT's messages have none, they are read from the job. Null: it is no job of an annotator. */
export function reportOfJob(job: JsonRecord): ToolReport | null {
  const item = itemOfJob(job);
  const work = workOfJob(job);
  if (item === null || work === null || job.type === 'ground_truth') return null;
  return {
    item,
    part: '',
    version: versionAt(job.updated_date),
    state: work === 'SUBMITTED' ? { state: 'SUBMITTED', labels: null, leftOut: [] } : { state: work },
    user: textOf(recordOf(job.assignee).username, 200),
    seconds: null,
  };
}

export function parseCvat(body: unknown, { project }: CvatSettings): ParsedMessage {
  const message = recordOf(body);
  const event = textOf(message.event, 100) ?? 'no event';
  const remark = (text: string | null = null, item: string | null = null): ParsedMessage => ({
    reports: [],
    remarks: [{ item, event, isKnown: isKnown(event), text }],
  });
  const resource = [message.job, message.task].find(isRecord);
  const ofProject = idOf(resource?.project_id);
  if (ofProject !== null && ofProject !== String(project)) {
    return remark(`Of project ${ofProject}, which this connection is not about.`);
  }
  switch (event) {
    case 'create:job':
    case 'update:job':
      return reportsOfJob(event, recordOf(message.job), recordOf(message.before_update)) ?? remark();
    // What is gone takes no answer back: somebody tidied up.
    case 'delete:job':
      return remark('The job was deleted in CVAT.', itemOfJob(recordOf(message.job)));
    case 'delete:task':
      return remark('The task was deleted in CVAT.', itemOfTask(recordOf(message.task)));
    case 'create:issue':
    case 'update:issue':
      return remark(textOfIssue(recordOf(message.issue)));
    case 'create:comment':
    case 'update:comment':
      return remark(textOf(recordOf(message.comment).message));
    default:
      return remark();
  }
}

function reportsOfJob(event: string, job: JsonRecord, before: JsonRecord): ParsedMessage | null {
  const report = reportOfJob(job);
  if (!report) return null;
  // From "new" on somebody has begun; from "completed" back, the answer is taken back.
  const isBegun = before.state === 'new' && job.stage === 'annotation' && job.state === 'in progress';
  if (isBegun) return { reports: [{ ...report, state: { state: 'STARTED' } }], remarks: [] };
  const verdict = verdictOf(job, before);
  const remarks = verdict === null ? [] : [{ item: report.item, event, isKnown: true, text: verdict }];
  return { reports: [report], remarks };
}

/** What a reviewer in CVAT has decided: kept and shown, since review is Muster's. */
function verdictOf({ stage, state }: JsonRecord, before: JsonRecord): string | null {
  if (before.state === undefined || before.state === state) return null;
  if (state === 'rejected') return `Rejected in CVAT at the stage of ${textOf(stage, 50) ?? 'no name'}.`;
  if (state !== 'completed' || stage === 'annotation') return null;
  return stage === 'acceptance' ? 'Accepted in CVAT.' : 'Validated in CVAT.';
}

function itemOfJob({ task_id, id }: JsonRecord): string | null {
  const [task, job] = [idOf(task_id), idOf(id)];
  return task === null || job === null ? null : itemOf({ task, job });
}

/** Older versions list its jobs in it. */
function itemOfTask({ id, segments }: JsonRecord): string | null {
  const [job] = recordsOf(segments).flatMap((segment) => recordsOf(segment.jobs));
  return job ? itemOfJob({ ...job, task_id: id }) : null;
}

function textOfIssue(issue: JsonRecord): string | null {
  const said = recordsOf(recordOf(issue.comments).results ?? issue.comments).flatMap(
    ({ message }) => textOf(message) ?? [],
  );
  const where = idOf(issue.job);
  return [where === null ? null : `On job ${where}.`, textOf(issue.message), ...said].filter(Boolean).join(' ') || null;
}
