import { createHash } from 'node:crypto';

export interface ManifestFile {
  /** Relative to the release, with forward slashes. */
  path: string;
  bytes: number;
  sha256: string;
}

export interface Manifest {
  version: string;
  /** ISO 8601, in UTC. */
  createdAt: string;
  files: ManifestFile[];
  counts: Record<string, number>;
}

/** Passes a file's chunks on and, when the last is gone, reports its size and digest: nothing is read twice. */
export async function* digested(
  path: string,
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  report: (file: ManifestFile) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    hash.update(part);
    bytes += part.length;
    yield part;
  }
  report({ path, bytes, sha256: hash.digest('hex') });
}

/** `manifest.json`, with the files in the order of their paths. */
export function encodeManifest({ version, createdAt, files, counts }: Manifest): string {
  return `${JSON.stringify({ version, createdAt, files: byPath(files), counts }, null, 2)}\n`;
}

/** `CHECKSUMS`, for `sha256sum -c CHECKSUMS`. */
export function encodeChecksums(files: readonly ManifestFile[]): string {
  return byPath(files)
    .map(({ path, sha256 }) => `${sha256}  ${plainPath(path)}\n`)
    .join('');
}

// By code unit, not by locale: the same release gives the same bytes on every machine.
function byPath(files: readonly ManifestFile[]): ManifestFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function plainPath(path: string): string {
  if (/[\\\p{Cc}]/u.test(path)) throw new Error('a path of a release has a backslash or a control character');
  return path;
}
