import { keyAt, optional, pixelsAt, recordAt, textAt, type JsonRecord } from '../fields.js';
import type { ImportedItem, OpenFile, RowBlock } from '../item.types.js';
import { LineFault } from '../line-fault.js';
import { urlAt } from '../url.js';
import { readAnnotations } from './annotations.js';
import { darwinRows } from './darwin-rows.js';
import { metadataOfTags, originOf } from './tags.js';

/** Darwin JSON 1.0, which V7's own SDK stopped reading in April 2024 (darwin-py 973d9cc7). */
export function readDarwin1(open: OpenFile): AsyncGenerator<RowBlock> {
  return darwinRows(open, itemOf);
}

function itemOf(document: JsonRecord, announce: (key: string) => string): Omit<ImportedItem, 'line'> {
  const image = recordAt(document.image, 'image');
  const externalKey = announce(keyOf(image));
  if (image.frame_count !== undefined || image.frame_urls !== undefined)
    throw new LineFault('UNSUPPORTED', 'image: video is not supported yet', 'image');

  const width = pixelsAt(image.width, 'image.width');
  const height = pixelsAt(image.height, 'image.height');
  const { labels, tags } = readAnnotations(document.annotations, { width, height });
  const metadata = metadataOfTags(tags);
  const fileName = optional(image.original_filename ?? image.filename, 'image.original_filename', textAt(1, 1000));
  return {
    externalKey,
    data: { fileName, url: optional(image.url, 'image.url', urlAt), width, height },
    metadata,
    labels,
    ownAttributes: true,
    ...originOf(metadata),
  };
}

/** The image's number in its URL: file names repeat, and a later export may rename them. */
function keyOf(image: JsonRecord): string {
  const number = typeof image.url === 'string' ? /\/images\/(\d+)\//.exec(image.url)?.[1] : undefined;
  if (number !== undefined) return keyAt(number, 'image.url');
  return keyAt(image.original_filename ?? image.filename, 'image.original_filename');
}
