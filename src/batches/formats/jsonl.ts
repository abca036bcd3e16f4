import type { Label } from '../../labels/index.js';
import { keyAt, listAt, optional, overlapAt, parseJson, pixelsAt, recordAt, textAt } from './fields.js';
import type { ImportRow, OpenFile, RowBlock } from './item.types.js';
import { LineFault, refusedBy, rowOf } from './line-fault.js';
import { isBlank, LINE_LIMIT_BYTES, lineBlocks } from './lines.js';
import type { Place } from './place.js';
import { mustBeStorable } from './storable.js';
import { urlAt } from './url.js';

const known = new Set([
  ...['externalKey', 'data', 'metadata', 'labels', 'model', 'modelVersion'],
  ...['overlap', 'groupKey', 'source'],
]);

/** One item a line: `{ externalKey, data?, metadata?, labels?, model?, modelVersion?, overlap?, groupKey?, source? }`. */
export async function* readJsonl(open: OpenFile, from: Place): AsyncGenerator<RowBlock> {
  let { byte } = from;
  for await (const { lines, end } of lineBlocks(open(byte), LINE_LIMIT_BYTES, from)) {
    const rows: ImportRow[] = [];
    for (const line of lines) {
      if ('fault' in line) rows.push(refusedBy(line.number, line.fault));
      else if (!isBlank(line)) rows.push(readLine(line.number, line.text));
    }
    yield { rows, bytes: end.byte - byte, end };
    byte = end.byte;
  }
}

function readLine(line: number, text: string): ImportRow {
  return rowOf(line, (announce) => {
    const row = recordAt(parseJson(text), '');
    const externalKey = announce(keyAt(row.externalKey, 'externalKey'));
    mustBeStorable(row);
    // A misspelt field would otherwise be lost in silence, on every line of the file.
    const stranger = Object.keys(row).find((name) => !known.has(name));
    if (stranger !== undefined)
      throw new LineFault('UNKNOWN_FIELD', `fields are ${[...known].join(', ')}`, stranger.slice(0, 80));
    return {
      externalKey,
      data: dataAt(row.data ?? {}),
      metadata: recordAt(row.metadata ?? {}, 'metadata'),
      labels: optional(row.labels, 'labels', listAt) as Label[] | undefined,
      model: optional(row.model, 'model', keyAt),
      modelVersion: optional(row.modelVersion, 'modelVersion', keyAt),
      overlap: optional(row.overlap, 'overlap', overlapAt),
      groupKey: optional(row.groupKey, 'groupKey', keyAt),
      source: optional(row.source, 'source', keyAt),
    };
  });
}

function dataAt(value: unknown) {
  const { fileName, url, width, height, ...rest } = recordAt(value, 'data');
  return {
    fileName: optional(fileName, 'data.fileName', textAt(1, 1000)),
    url: optional(url, 'data.url', urlAt),
    width: optional(width, 'data.width', pixelsAt),
    height: optional(height, 'data.height', pixelsAt),
    ...rest,
  };
}
