import { randomUUID } from 'node:crypto';
import { ClientFault } from './fault.js';

/** Inside, ids are UUIDv7; at the edge each wears its kind: `tsk_0193…`. */
export const prefixes = {
  organization: 'org',
  member: 'mbr',
  session: 'ses',
  apiKey: 'key',
  invitation: 'inv',
  team: 'tem',
  skill: 'skl',
  shiftRule: 'shr',
  shiftException: 'shx',
  leave: 'lev',
  leaveRequest: 'lrq',
  project: 'prj',
  batch: 'bat',
  import: 'imp',
  upload: 'upl',
  media: 'med',
  task: 'tsk',
  assignment: 'asg',
  submission: 'sub',
  verdict: 'ver',
  dispute: 'dsp',
  courseItem: 'cri',
  course: 'crs',
  examAttempt: 'exm',
  trainingHandOff: 'tho',
  question: 'qst',
  guidelineNote: 'gln',
  notice: 'ntc',
  gold: 'gld',
  trustAction: 'act',
  result: 'res',
  release: 'rel',
  analysis: 'ana',
  auditLot: 'lot',
  webhookEndpoint: 'whe',
  delivery: 'dlv',
  connection: 'con',
  inboxMessage: 'inb',
  toolItem: 'itm',
  modelService: 'mdl',
  modelCall: 'mdc',
  timeEntry: 'tim',
  timeCorrection: 'tic',
  change: 'chg',
  event: 'evt',
} as const;
export type IdKind = keyof typeof prefixes;

let [millisecond, count] = [0, 0];

/**
 * A UUIDv7 (RFC 9562, with a counter), each greater than those before it in this process. randomUUID draws its entropy in
 * bulk: drawing 16 bytes each time cost more than reading a whole row of an import.
 */
export function newId(): string {
  const now = Date.now();
  if (now > millisecond) [millisecond, count] = [now, 0];
  else if ((count += 1) > 0xfff) [millisecond, count] = [millisecond + 1, 0];
  const time = millisecond.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${randomUUID().slice(19)}`;
}

/** `01930f…` of a task → `tsk_01930f…` (no dashes). */
export const toGlobalId = (kind: IdKind, id: string): string => `${prefixes[kind]}_${id.replaceAll('-', '')}`;

const shape = /^([a-z]{3})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The kind and the UUID of a global id, or null when it is none. */
export function parseGlobalId(globalId: string): { kind: IdKind; id: string } | null {
  const match = shape.exec(globalId);
  if (!match) return null;
  const kind = (Object.keys(prefixes) as IdKind[]).find((name) => prefixes[name] === match[1]);
  return kind ? { kind, id: match.slice(2).join('-') } : null;
}

/** @throws ClientFault VALIDATION_FAILED naming the field when the id is not one of that kind. */
export function fromGlobalId(kind: IdKind, globalId: string, path = 'id'): string {
  const parsed = parseGlobalId(globalId);
  if (!parsed || parsed.kind !== kind) throw ClientFault.invalid(path, `must be an id of the form ${prefixes[kind]}_…`);
  return parsed.id;
}
