import type { ParseContext, ParsedMessage, ToolRemark, ToolReport } from '../connector.types.js';
import { Answer } from '../shared/answer.rules.js';
import { idOf, isRecord, recordOf, recordsOf, secondsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';
import { versionAt } from '../shared/versions.rules.js';
import { labelsOfResults } from './regions-to-labels.rules.js';
import type { LabelStudioSettings } from './settings.js';

/** The code sends the plurals, the documentation names the singulars too: both are read. */
const written = new Set(['ANNOTATION_CREATED', 'ANNOTATION_UPDATED', 'ANNOTATIONS_CREATED']);
const annotationsDeleted = new Set(['ANNOTATION_DELETED', 'ANNOTATIONS_DELETED']);
const tasksDeleted = new Set(['TASK_DELETED', 'TASKS_DELETED']);
const withoutMeaning = new Set([
  ...['TASK_CREATED', 'TASKS_CREATED', 'PROJECT_CREATED', 'PROJECT_UPDATED', 'PROJECT_DELETED'],
  ...['LABEL_LINK_CREATED', 'LABEL_LINK_UPDATED', 'LABEL_LINK_DELETED'],
]);

export function parseLabelStudio(body: unknown, settings: LabelStudioSettings, context: ParseContext): ParsedMessage {
  const message = recordOf(body);
  const event = textOf(message.action, 100) ?? 'no action';
  const remark = (isKnown: boolean, text: string | null = null): ParsedMessage => ({
    reports: [],
    remarks: [{ item: null, event, isKnown, text }],
  });
  const isOfAnnotations = written.has(event) || annotationsDeleted.has(event) || tasksDeleted.has(event);
  if (!isOfAnnotations) return remark(withoutMeaning.has(event));

  const project = idOf(recordOf(message.project).id);
  if (project !== null && project !== String(settings.project)) {
    return remark(true, `Of project ${project}, which this connection is not about.`);
  }
  if (tasksDeleted.has(event)) {
    const remarks = recordsIn(message, 'task', 'tasks').flatMap(deletedTask);
    return remarks.length > 0 ? { reports: [], remarks } : remark(true);
  }
  const found = annotationsDeleted.has(event)
    ? recordsIn(message, 'annotation', 'annotations').flatMap(deletedAnnotation)
    : writtenAnnotations(message, settings, context);
  if (found.length > 0) return { reports: found, remarks: [] };
  const isEmpty = Object.keys(message).length === 1;
  return remark(
    true,
    isEmpty ? 'Came without payload: turn on "Send payload", or wait for the reconcile.' : 'Says of no annotation.',
  );
}

/** One or several, under one of the names: the code sends a list under the singular, too. */
function recordsIn(message: JsonRecord, ...keys: string[]): JsonRecord[] {
  return keys.flatMap((key) => (isRecord(message[key]) ? [message[key]] : recordsOf(message[key])));
}

/** The message does not say of which task it was: Muster knows where it has seen the annotation. */
function deletedAnnotation({ id, task }: JsonRecord): ToolReport[] {
  const part = idOf(id);
  if (part === null) return [];
  return [{ item: idOf(task) ?? '', part, version: null, state: { state: 'DELETED' }, user: null, seconds: null }];
}

/** A task that is gone takes no answer back: somebody tidied up. Kept and shown. */
function deletedTask({ id }: JsonRecord): ToolRemark[] {
  const item = idOf(id);
  return item === null
    ? []
    : [{ item, event: 'TASKS_DELETED', isKnown: true, text: 'The task was deleted in Label Studio.' }];
}

function writtenAnnotations(message: JsonRecord, settings: LabelStudioSettings, context: ParseContext): ToolReport[] {
  const tasks = new Map(recordsIn(message, 'task', 'tasks').map((task) => [idOf(task.id), task]));
  return recordsIn(message, 'annotation', 'annotations').flatMap((annotation) => {
    const [only] = tasks.keys();
    const item = idOf(annotation.task) ?? (tasks.size === 1 ? (only ?? null) : null);
    if (item === null || idOf(annotation.id) === null) return [];
    return [reportOfAnnotation(item, annotation, recordOf(tasks.get(item)).data, settings, context)];
  });
}

/** An annotation as the webhook and the API write it. */
export function reportOfAnnotation(
  item: string,
  annotation: JsonRecord,
  data: unknown,
  settings: LabelStudioSettings,
  context: ParseContext,
): ToolReport {
  const { id, was_cancelled, completed_by, lead_time, updated_at, result } = annotation;
  const report = {
    item,
    part: idOf(id) ?? '',
    version: versionAt(updated_at),
    // The webhook has the id, exports have the person.
    user: idOf(isRecord(completed_by) ? completed_by.id : completed_by),
    seconds: secondsOf(lead_time),
  };
  if (was_cancelled === true) return { ...report, state: { state: 'SKIPPED', reason: 'Skipped in Label Studio.' } };
  if (!Array.isArray(result)) return { ...report, state: { state: 'SUBMITTED', labels: null, leftOut: [] } };
  const answer = new Answer(context.labelSchema, context.sizeOf(item));
  const { labels, leftOut } = labelsOfResults(result, settings, { data: recordOf(data) }, answer);
  return { ...report, state: { state: 'SUBMITTED', labels, leftOut } };
}
