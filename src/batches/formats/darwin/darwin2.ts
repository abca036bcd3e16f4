import { keyAt, listAt, optional, pixelsAt, recordAt, textAt, type JsonRecord } from '../fields.js';
import type { ImportedItem, OpenFile, RowBlock } from '../item.types.js';
import { LineFault } from '../line-fault.js';
import { urlAt } from '../url.js';
import { readAnnotations } from './annotations.js';
import { darwinRows } from './darwin-rows.js';
import { metadataOfPairs, originOf, pairOf } from './tags.js';

/** Darwin JSON 2.0 of single images: video, volumes and items of several slots are refused by name. */
export function readDarwin2(open: OpenFile): AsyncGenerator<RowBlock> {
  return darwinRows(open, itemOf);
}

function itemOf(document: JsonRecord, announce: (key: string) => string): Omit<ImportedItem, 'line'> {
  const item = recordAt(document.item, 'item');
  const name = textAt(1, 1000)(item.name, 'item.name');
  const sourceInfo = optional(item.source_info, 'item.source_info', recordAt);
  const itemId = sourceInfo?.item_id ?? undefined;
  const externalKey = announce(
    itemId === undefined ? keyAt(name, 'item.name') : keyAt(itemId, 'item.source_info.item_id'),
  );

  const slot = onlySlot(item);
  const width = pixelsAt(slot.width, 'item.slots[0].width');
  const height = pixelsAt(slot.height, 'item.slots[0].height');
  const { labels, tags } = readAnnotations(document.annotations, { width, height });
  const metadata = metadataOfPairs([...tags.map(pairOf), ...propertiesOf(document)]);
  return {
    externalKey,
    data: { fileName: name, url: urlOf(slot), width, height },
    metadata,
    labels,
    ownAttributes: true,
    ...originOf(metadata),
  };
}

/** Annotations of another slot would be read as if they lay on the first. */
function onlySlot(item: JsonRecord): JsonRecord {
  const slots = listAt(item.slots, 'item.slots');
  const slot = recordAt(slots[0], 'item.slots[0]');
  if (slots.length > 1)
    throw new LineFault(
      'UNSUPPORTED',
      `item.slots: ${slots.length} slots are not supported yet, only one`,
      'item.slots',
    );
  if (slot.type === 'video' || Number(slot.frame_count ?? 1) > 1)
    throw new LineFault('UNSUPPORTED', 'item.slots[0]: video is not supported yet', 'item.slots[0]');
  return slot;
}

function urlOf(slot: JsonRecord): string | undefined {
  const files = optional(slot.source_files, 'item.slots[0].source_files', listAt) ?? [];
  const file = optional(files[0], 'item.slots[0].source_files[0]', recordAt);
  return optional(file?.url, 'item.slots[0].source_files[0].url', urlAt);
}

/** Properties of the item as a whole; those of single annotations are left out. */
function propertiesOf(document: JsonRecord): [string, unknown][] {
  return (optional(document.properties, 'properties', listAt) ?? []).map((entry, place) => {
    const property = recordAt(entry, `properties[${place}]`);
    return [textAt(1, 1000)(property.name, `properties[${place}].name`), property.value ?? null];
  });
}
