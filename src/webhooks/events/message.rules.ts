import { type EventRow, type IdKind, prefixes, toGlobalId } from '../../platform/index.js';
import { dataOf, isWebhookType, subjectOf, type WebhookType } from './event-types.js';

export interface Message {
  type: WebhookType;
  projectId: string | null;
  /** the bytes that are signed and sent, made once */
  body: string;
}

type Row = Pick<EventRow, 'type' | 'subject_id' | 'data' | 'at'>;

/**
 * What is said outside of news: only the fields of its schema, ids in their global form. Null when nothing is said of it, or when
 * a field is missing (news written by an older version).
 */
export function messageOf(event: Row): Message | null {
  if (!isWebhookType(event.type)) return null;
  const kind = subjectOf[event.type.split('.')[0]!]!;
  const inside: Record<string, unknown> = { ...event.data, [`${kind}Id`]: event.subject_id };
  const said = Object.keys(dataOf[event.type].shape).map((name) => [name, outside(name, inside[name])]);
  const data = dataOf[event.type].safeParse(Object.fromEntries(said));
  if (!data.success) return null;
  const { projectId } = inside;
  return {
    type: event.type,
    projectId: typeof projectId === 'string' ? projectId : null,
    body: JSON.stringify({ type: event.type, timestamp: event.at.toISOString(), data: data.data }),
  };
}

function outside(name: string, value: unknown): unknown {
  const kind = name.replace(/Id$/, '');
  return name !== kind && kind in prefixes && typeof value === 'string' ? toGlobalId(kind as IdKind, value) : value;
}

export interface Filter {
  types: readonly string[];
  project_ids: readonly string[];
  /** projects of the client it speaks for; null when it speaks for nobody */
  clientProjects: ReadonlySet<string> | null;
}

/** Whether an endpoint wants the message. A filter by project or client leaves out what belongs to no project. */
export function isWanted({ types, project_ids, clientProjects }: Filter, { type, projectId }: Message): boolean {
  if (types.length > 0 && !types.includes(type)) return false;
  if (project_ids.length > 0 && (projectId === null || !project_ids.includes(projectId))) return false;
  // Notices are about people and plans: a client sees neither.
  if (clientProjects !== null && type.startsWith('notice.')) return false;
  return clientProjects === null || (projectId !== null && clientProjects.has(projectId));
}
