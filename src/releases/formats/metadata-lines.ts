import type { Label } from '../../labels/index.js';
import type { ReleasedItem } from './released-item.types.js';

/**
 * A line an item: how it was settled, what the project let out, and in `labels` what the formats for pictures have no place
 * for: spans of its text, and masks with attributes. `labels` is absent where there is none.
 *
 * @param told how many spans were written is added to it
 */
export async function* metadataLines(
  items: AsyncIterable<ReleasedItem>,
  told: { spans: number },
): AsyncGenerator<string> {
  for await (const { externalKey, fileName, settledBy, prelabelledBy, agreement, source, metadata, labels } of items) {
    const kept = labels.filter(hasNoOtherPlace);
    told.spans += kept.filter(({ kind }) => kind === 'SPAN').length;
    const how = { settled_by: settledBy, prelabelled_by: prelabelledBy, agreement };
    const line = { external_key: externalKey, file_name: fileName, ...how, source, metadata };
    yield `${JSON.stringify(kept.length > 0 ? { ...line, labels: kept } : line)}\n`;
  }
}

const hasNoOtherPlace = (label: Label) =>
  label.kind === 'SPAN' || (label.kind === 'MASK' && label.attributes !== undefined);
