import type { ParseContext, ParsedMessage } from '../connector.types.js';
import { Answer } from '../shared/answer.rules.js';
import { idOf, isRecord, recordOf, recordsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';
import { labelsOfAnnotations } from './annotations-to-labels.rules.js';
import type { DarwinSettings } from './settings.js';

/** Messages have the export form, which needs no numbers. */
const noNames = { classes: [], attributes: [] };

/** What an item's status in its workflow says of the work in it. Behind annotation the annotator's work is done. */
export function workOfItem({ workflow_status }: JsonRecord): 'OPEN' | 'SUBMITTED' | null {
  if (workflow_status === 'new' || workflow_status === 'annotate') return 'OPEN';
  return workflow_status === 'review' || workflow_status === 'complete' ? 'SUBMITTED' : null;
}

export function parseDarwin(body: unknown, settings: DarwinSettings, context: ParseContext): ParsedMessage {
  const message = recordOf(body);
  if (isRecord(message.item)) return parseStage(message, message.item, settings, context);
  const event = textOf(message.event_type, 100) ?? 'no event_type';
  // It names the file, which may be there several times: the reconcile finds the item.
  const text = event === 'workflow_complete' ? textOf(recordOf(message.payload).filename) : null;
  return { reports: [], remarks: [{ item: null, event, isKnown: event === 'workflow_complete', text }] };
}

/**
 * An item came through a webhook stage. It says neither when nor where the item is now, and Darwin sends it again until it is
 * taken: so it has no version and is a hint to read the item.
 */
function parseStage(
  message: JsonRecord,
  item: JsonRecord,
  settings: DarwinSettings,
  context: ParseContext,
): ParsedMessage {
  const source = recordOf(item.source_info);
  const id = idOf(source.item_id);
  const remark = (isKnown: boolean, text: string): ParsedMessage => ({
    reports: [],
    remarks: [{ item: null, event: 'webhook stage', isKnown, text }],
  });
  if (id === null) return remark(false, 'Names no item.');
  const team = textOf(recordOf(source.team).slug);
  if (team !== null && team !== settings.team) return remark(true, 'Of another team than this connection is about.');
  const [, dataset] = /\/datasets\/(\d+)/.exec(textOf(recordOf(source.dataset).dataset_management_url) ?? '') ?? [];
  if (dataset !== undefined && dataset !== String(settings.dataset.id)) {
    return remark(true, `Of dataset ${dataset}, which this connection is not about.`);
  }
  const report = { item: id, part: '', version: null, user: userOf(message), seconds: null };
  if (settings.stageHookMeans === 'STARTED')
    return { reports: [{ ...report, state: { state: 'STARTED' } }], remarks: [] };
  if (!Array.isArray(message.annotations)) {
    return { reports: [{ ...report, state: { state: 'SUBMITTED', labels: null, leftOut: [] } }], remarks: [] };
  }
  const [slot] = recordsOf(item.slots);
  const answer = new Answer(context.labelSchema, context.sizeOf(id) ?? sizeOfSlot(slot));
  const { labels, leftOut } = labelsOfAnnotations(
    message.annotations,
    message.properties,
    noNames,
    slotName(slot),
    answer,
  );
  return { reports: [{ ...report, state: { state: 'SUBMITTED', labels, leftOut } }], remarks: [] };
}

/** The annotators of all annotations, if they are one person. */
function userOf({ annotations }: JsonRecord): string | null {
  const people = recordsOf(annotations).flatMap(({ annotators }) => recordsOf(annotators));
  const names = new Set(people.flatMap(({ email }) => textOf(email, 200) ?? []));
  const [only] = names;
  return names.size === 1 ? only! : null;
}

export const slotName = (slot: JsonRecord | undefined): string | null => textOf(slot?.slot_name, 200);

export function sizeOfSlot(slot: JsonRecord | undefined): { width: number; height: number } | null {
  const [width, height] = [slot?.width, slot?.height];
  const areSides = [width, height].every((side) => Number.isInteger(side) && Number(side) > 0 && Number(side) < 1e6);
  return areSides ? { width: Number(width), height: Number(height) } : null;
}
