import { asLabels, faultsOfLabels, type ItemSize, type Label, type LabelSchema } from '../../labels/index.js';
import type { ImportedItem, RefusedLine } from '../formats/index.js';
import type { NewTask } from '../task-sink.js';
import type { AnnotationsAs } from './import.entity.js';

/** What a row is held against, and what it is completed with. */
export interface ImportContext {
  annotationsAs: AnnotationsAs;
  schema: LabelSchema;
  /** Answers wanted, unless the row says otherwise. */
  overlap: number;
  /** Of the batch, unless the row says otherwise. */
  source: string | null;
  /** The project's pictures by file name. */
  media: ReadonlyMap<string, ItemSize & { id: string }>;
}

/** The task that a row becomes, with its known answer when the labels are gold, or why it cannot. */
export function taskOf(
  item: ImportedItem,
  context: ImportContext,
  newId: () => string,
): { task: NewTask; gold: Label[] | null } | { refused: RefusedLine } {
  const media = item.data.fileName === undefined ? undefined : context.media.get(item.data.fileName);
  const isGold = context.annotationsAs === 'GOLD';
  const labels = context.annotationsAs === 'IGNORE' ? null : labelsOf(item, context.schema);
  const fault = labels
    ? faultsOfLabels(labels, context.schema, sizeOf(item, media))[0]
    : isGold && { path: 'labels', message: 'gold needs the known answer; an empty list says that there is nothing' };
  if (fault) {
    return {
      refused: {
        line: item.line,
        externalKey: item.externalKey,
        code: 'BAD_LABEL',
        message: fault.message,
        path: fault.path,
      },
    };
  }
  const known = labels && asLabels(labels);
  return {
    gold: isGold ? known : null,
    task: {
      id: newId(),
      externalKey: item.externalKey,
      overlap: item.overlap ?? context.overlap,
      groupKey: item.groupKey ?? null,
      source: item.source ?? context.source,
      data: withoutSecrets(item.data),
      metadata: withoutSecrets(item.metadata),
      prelabel: isGold ? null : known,
      ...(known && !isGold && { model: item.model, modelVersion: item.modelVersion }),
      mediaId: media?.id ?? null,
    },
  };
}

function labelsOf({ labels, ownAttributes }: ImportedItem, schema: LabelSchema): Label[] | null {
  if (!labels) return null;
  if (!ownAttributes) return labels;
  const classes = new Map(schema.classes.map((each) => [each.name, each.attributes ?? []]));
  return labels.map((label) => {
    if (!('attributes' in label)) return label;
    const asked = classes.get(label.class) ?? [];
    const given = Object.entries(label.attributes ?? {});
    const kept = given.filter(([name, option]) =>
      asked.some((attribute) => attribute.name === name && attribute.options.includes(option)),
    );
    return { ...label, attributes: Object.fromEntries(kept) };
  });
}

/** The picture itself knows best; a file may say it too. */
function sizeOf({ data }: ImportedItem, media: ItemSize | undefined): ItemSize | undefined {
  if (media) return { width: media.width, height: media.height };
  const { width, height } = data;
  return width !== undefined && height !== undefined ? { width, height } : undefined;
}

const secretNames =
  /^(access_?token|api_?key|auth|auth_?token|authorization|id_?token|jwt|key|password|refresh_?token|secret|sig.*|token)$/i;

/** The value without log-in data and parameters that open doors in its URLs: imported data is shown to many. */
export function withoutSecrets<Value>(value: Value): Value {
  return mayHoldSecrets(value) ? scrubbed(value) : value;
}

/** Most values have none of the signs by which a secret begins, and need no copy. */
function mayHoldSecrets(value: unknown): boolean {
  if (typeof value === 'string') return /[@?#]/.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(mayHoldSecrets);
}

function scrubbed<Value>(value: Value): Value {
  if (typeof value === 'string') return scrub(value) as Value;
  if (Array.isArray(value)) return value.map((part: unknown) => scrubbed(part)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, scrubbed(part)])) as Value;
}

function scrub(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*@/gi, '$1')
    .replace(/([?#])([^?#\s"'<>]*)/g, (part: string, mark: string, query: string) => {
      const pairs = query.split('&');
      const kept = pairs.filter((pair) => !(pair.includes('=') && secretNames.test(nameOf(pair))));
      if (kept.length === pairs.length) return part;
      return kept.length > 0 ? mark + kept.join('&') : '';
    });
}

function nameOf(pair: string): string {
  const name = pair.slice(0, pair.indexOf('='));
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Refusals that say the file is not of its format at all, when nothing else came of it. */
export const unreadableCodes = ['BAD_ENCODING', 'BAD_JSON', 'BAD_HEADER'];
