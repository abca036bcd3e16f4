import { z } from 'zod';
import { type IdKind, prefixes } from '../../platform/index.js';

/** A global id: `tsk_` and 32 hexadecimal digits. */
const id = (kind: IdKind) => z.string().regex(new RegExp(`^${prefixes[kind]}_[0-9a-f]{32}$`));

const inProject = { projectId: id('project') };
const inBatch = { batchId: id('batch'), ...inProject };
const batch = z.strictObject(inBatch);
const task = z.strictObject({ taskId: id('task'), ...inBatch });
const verdict = z.strictObject({ taskId: id('task'), verdictId: id('verdict'), ...inBatch });
const lot = z.strictObject({ auditLotId: id('auditLot'), round: z.int().min(1), ...inBatch });
const dispute = z.strictObject({ disputeId: id('dispute'), verdictId: id('verdict'), ...inBatch });
/**
 * Neither the task nor the person: a task that comes again and again, in several batches, would be known as gold, and who holds a
 * seat is asked through the API, which knows who may know.
 */
const assignment = z.strictObject({
  assignmentId: id('assignment'),
  stage: z.enum(['ANNOTATE', 'REWORK', 'ADJUDICATE', 'REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE']),
  ...inBatch,
});

/** For managers: never sent in the name of a client, and no sentence names a person. */
const notice = { sentence: z.string(), ...inProject };

/** Changes when a field is taken away or means something else; a new field is no new version. */
export const schemaVersion = 1;

/** Everything that is sent, by its name, with the form of its `data`. Thin on purpose: ids, and the rest by the API. */
export const dataOf = {
  'batch.opened': batch,
  'batch.completed': batch,
  'batch.accepted': batch,
  'batch.returned': batch,
  'task.created': task,
  'task.answered': task,
  'task.settled': task,
  'task.escalated': task,
  'task.reopened': task,
  'task.triaged': task,
  'assignment.claimed': assignment,
  'assignment.submitted': assignment,
  'assignment.skipped': assignment,
  'assignment.returned': assignment,
  'assignment.expired': assignment,
  'assignment.revoked': assignment,
  'review.accepted': verdict,
  'review.rejected': verdict,
  'review.fixed': verdict,
  'audit.passed': lot,
  'audit.failed': lot,
  'dispute.opened': dispute,
  'dispute.resolved': dispute.extend({ state: z.enum(['UPHELD', 'OVERTURNED']) }),
  'notice.batch_at_risk': z.strictObject({ ...notice, batchId: id('batch'), risk: z.number().min(0).max(1) }),
  'notice.queue_runs_dry': z.strictObject({ ...notice, minutes: z.number().min(0) }),
  'notice.person_below_bar': z.strictObject({ trustActionId: id('trustAction'), ...inProject }),
  'notice.dispute_waiting': z.strictObject({ ...notice, disputeId: id('dispute') }),
  'notice.lot_without_judge': z.strictObject({ ...notice, auditLotId: id('auditLot'), items: z.int().min(1) }),
  'release.ready': z.strictObject({ releaseId: id('release'), ...inProject }),
  'webhook.disabled': z.strictObject({ webhookEndpointId: id('webhookEndpoint'), why: z.enum(['GONE', 'FAILING']) }),
  ping: z.strictObject({ webhookEndpointId: id('webhookEndpoint') }),
} as const;

export type WebhookType = keyof typeof dataOf;
export const webhookTypes = Object.keys(dataOf) as WebhookType[];
export const isWebhookType = (type: string): type is WebhookType => Object.hasOwn(dataOf, type);

/** What an event's subject is, by the noun of its name. */
export const subjectOf: Record<string, IdKind> = {
  batch: 'batch',
  task: 'task',
  assignment: 'assignment',
  review: 'task',
  audit: 'auditLot',
  dispute: 'dispute',
  notice: 'notice',
  release: 'release',
  webhook: 'webhookEndpoint',
  ping: 'webhookEndpoint',
};

/** The whole body of a message as a JSON Schema (draft 2020-12). */
export function schemaOf(type: WebhookType): object {
  const body = z.strictObject({ type: z.literal(type), timestamp: z.iso.datetime(), data: dataOf[type] });
  const { $schema, ...rest } = z.toJSONSchema(body);
  return { $schema, $id: `urn:muster:webhook:${type}:${schemaVersion}`, title: type, ...rest };
}
