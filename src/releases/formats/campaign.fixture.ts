import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { readItems } from '../../batches/formats/index.js';
import type { ReleasedItem } from './released-item.types.js';

/** The demo's X-ray annotations as if each had been settled as V7 has it. */
export async function* campaignItems(): AsyncGenerator<ReleasedItem> {
  const bytes = createReadStream('data/lungs/v7-annotations.ndjson.gz').pipe(createGunzip());
  for await (const row of readItems('DARWIN_1', bytes)) {
    if ('refused' in row) throw new Error(row.refused.message);
    const { externalKey, data, labels = [], metadata } = row.item;
    const { fileName = externalKey, width = 0, height = 0 } = data;
    yield { externalKey, fileName, width, height, labels, metadata, settledBy: 'IMPORT', agreement: null };
  }
}
