import type { ItemSize, LabelSchema } from '../../labels/index.js';
import type { ParseContext } from '../connector.types.js';
import { type SettledItem, sizeOfItem } from './settle.store.js';

/** Enough to learn which items a message is about. */
export const blankContext: ParseContext = { sizeOf: () => null, labelSchema: { classes: [], fields: [] } };

export function contextOf(items: readonly SettledItem[], labelSchema: LabelSchema): ParseContext {
  const sizes = new Map<string, ItemSize | null>(items.map((item) => [item.external_id, sizeOfItem(item)]));
  return { sizeOf: (item) => sizes.get(item) ?? null, labelSchema };
}
