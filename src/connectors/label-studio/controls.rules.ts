import { isRecord, recordOf, recordsOf, textOf } from '../shared/unknown.rules.js';

/** One tag of a label config that people label with. */
export interface Control {
  name: string;
  /** in lower case: `rectanglelabels` */
  type: string;
  /** the tag that is labelled, such as an `<Image>` */
  toName: string;
  /** which key of a task's data that tag shows */
  dataKey: string | null;
  /** of that tag, in lower case: `image`, `text` */
  shows: string | null;
  options: readonly string[];
}

const optionTags = new Set(['label', 'choice']);

/**
 * The control tags of a label config, in its order. The config is XML; what is no tag with a `name` and a `toName` is passed over.
 * It was checked by Label Studio when it was saved there, so a config that is no XML simply has no controls.
 */
export function controlsOfConfig(config: string): Control[] {
  const shown = new Map<string, { type: string; dataKey: string | null }>();
  const controls: (Control & { options: string[] })[] = [];
  const open: { tag: string; control?: Control & { options: string[] } }[] = [];
  const tags = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

  for (const [, closes, name = '', attributes = '', isEmpty] of config.replace(/<!--[\s\S]*?-->/g, '').matchAll(tags)) {
    const tag = name.toLowerCase();
    if (closes) {
      const at = open.findLastIndex((each) => each.tag === tag);
      if (at !== -1) open.splice(at);
      continue;
    }
    const given = attributesOf(attributes);
    const control = controlOf(tag, given);
    if (control) controls.push(control);
    else if (given.name && given.value?.startsWith('$'))
      shown.set(given.name, { type: tag, dataKey: given.value.slice(1) });
    if (optionTags.has(tag) && given.value) open.findLast((each) => each.control)?.control?.options.push(given.value);
    if (!isEmpty) open.push({ tag, ...(control && { control }) });
  }
  return controls.map((control) => {
    const target = shown.get(control.toName);
    return { ...control, dataKey: target?.dataKey ?? null, shows: target?.type ?? null };
  });
}

function controlOf(
  tag: string,
  { name, toName }: Record<string, string>,
): (Control & { options: string[] }) | undefined {
  return name && toName ? { name, type: tag, toName, dataKey: null, shows: null, options: [] } : undefined;
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(pairs.map(([, key, double, single]) => [key, unescaped(double ?? single ?? '')]));
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    const code = decimal ? Number(decimal) : hexadecimal ? parseInt(hexadecimal as string, 16) : NaN;
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    return entities[String(name).toLowerCase()] ?? whole;
  });
}

/** The controls as Label Studio has read them itself: `parsed_label_config` of a project. */
export function controlsOfParsed(parsed: unknown): Control[] {
  return Object.entries(recordOf(parsed)).flatMap(([name, tag]) => {
    if (!isRecord(tag)) return [];
    const [toName] = Array.isArray(tag.to_name) ? (tag.to_name as unknown[]) : [];
    const [input] = recordsOf(tag.inputs);
    const options = Array.isArray(tag.labels) ? tag.labels.flatMap((label) => textOf(label) ?? []) : [];
    return [
      {
        name,
        type: (textOf(tag.type) ?? '').toLowerCase(),
        toName: textOf(toName) ?? '',
        dataKey: textOf(input?.value),
        shows: textOf(input?.type)?.toLowerCase() ?? null,
        options,
      },
    ];
  });
}
