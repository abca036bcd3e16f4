export type Format = 'JSONL' | 'CSV' | 'DARWIN_1' | 'DARWIN_2';

export const formatNames: Record<Format, string> = {
  JSONL: 'JSONL',
  CSV: 'CSV',
  DARWIN_2: 'Darwin 2',
  DARWIN_1: 'Darwin 1',
};

/** What a file most likely is, by its name; people may say otherwise. */
export function formatOf(name: string): Format {
  const bare = name.toLowerCase().replace(/\.gz$/, '');
  if (bare.endsWith('.csv')) return 'CSV';
  return bare.endsWith('.json') ? 'DARWIN_2' : 'JSONL';
}

export function contentTypeOf(name: string): string {
  if (name.toLowerCase().endsWith('.gz')) return 'application/gzip';
  const types: Partial<Record<Format, string>> = { CSV: 'text/csv', JSONL: 'application/x-ndjson' };
  return types[formatOf(name)] ?? 'application/octet-stream';
}

/** What Muster keeps as a picture; null for any other file. */
export function pictureTypeOf(name: string): 'image/jpeg' | 'image/png' | null {
  if (/\.jpe?g$/i.test(name)) return 'image/jpeg';
  return /\.png$/i.test(name) ? 'image/png' : null;
}
