import type { ToolVersion } from '../connector.types.js';

/**
 * The version of something whose tool writes down when it changed. A tool's clock counts microseconds, ours milliseconds: the
 * digits behind the second decide between two changes in one millisecond.
 * @param moment ISO 8601 with a zone, with up to nine digits behind the second
 * @returns null when it is no such moment
 */
export function versionAt(moment: unknown): ToolVersion | null {
  if (typeof moment !== 'string' || moment.length > 50) return null;
  const found = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:?\d\d)$/.exec(moment);
  const at = found ? Date.parse(moment.replace(' ', 'T')) : NaN;
  return Number.isFinite(at) ? { at, tie: (found?.[1] ?? '').padEnd(9, '0') } : null;
}
