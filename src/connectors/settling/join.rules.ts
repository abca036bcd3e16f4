import type { Label } from '../../labels/index.js';
import type { ToolReport, ToolVersion } from '../connector.types.js';

/** What is known of one part of an item: the greatest of all reports about it. */
export interface KnownPart {
  part: string;
  state: 'OPEN' | 'STARTED' | 'SUBMITTED' | 'SKIPPED' | 'DELETED';
  /** null for a deletion without one */
  version: ToolVersion | null;
  /** of SUBMITTED; null: they are to be read from the tool */
  labels: Label[] | null;
  leftOut: readonly string[];
  reason: string | null;
  user: string | null;
  seconds: number | null;
}

export type KnownParts = ReadonlyMap<string, KnownPart>;

export function compareVersions(a: ToolVersion, b: ToolVersion): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.tie === b.tie ? 0 : a.tie < b.tie ? -1 : 1;
}

function compareMaybe(a: ToolVersion | null, b: ToolVersion | null): number {
  if (!a || !b) return Number(a !== null) - Number(b !== null);
  return compareVersions(a, b);
}

const ofText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/**
 * Which of two reports about a part says more: a deletion more than anything; that somebody began, less than anything; else the
 * newer version. What is left are reports of the same version, which should be the same: labels say more than none, and beyond
 * that any order will do as long as it is always the same one.
 */
function compareParts(a: KnownPart, b: KnownPart): number {
  return (
    Number(a.state === 'DELETED') - Number(b.state === 'DELETED') ||
    Number(a.state !== 'STARTED') - Number(b.state !== 'STARTED') ||
    compareMaybe(a.version, b.version) ||
    Number(a.labels !== null) - Number(b.labels !== null) ||
    ofText(canonical(a), canonical(b))
  );
}

/** JSON with the keys of objects in order, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => ofText(a, b)))
      : one,
  );
}

/** A report as what would be known if it were the only one. Null for a hint: it says nothing but to look. */
export function partOf({ part, version, state, user, seconds }: ToolReport): KnownPart | null {
  if (version === null && state.state !== 'DELETED') return null;
  return {
    part,
    version,
    state: state.state,
    labels: state.state === 'SUBMITTED' ? state.labels : null,
    leftOut: state.state === 'SUBMITTED' ? state.leftOut : [],
    reason: state.state === 'SKIPPED' ? state.reason : null,
    user,
    seconds,
  };
}

/** The one that says more. Commutative, associative and idempotent, so neither order nor repetition of reports matters. */
export function joinPart(a: KnownPart | undefined, b: KnownPart): KnownPart {
  return a && compareParts(a, b) >= 0 ? a : b;
}

export function join(known: KnownParts, reports: readonly ToolReport[]): KnownParts {
  const joined = new Map(known);
  for (const report of reports) {
    const part = partOf(report);
    if (part) joined.set(part.part, joinPart(joined.get(part.part), part));
  }
  return joined;
}

/** Some report says only that there is something new: the item has to be read from the tool. */
export const isHint = (reports: readonly ToolReport[]): boolean => reports.some((report) => partOf(report) === null);

/**
 * What was read from the tool, joined. A part that is known and was not read is gone in the tool: it was deleted, and the
 * message about that was lost. Nothing read at all: there is no such item any more, and nothing is taken back.
 * @param fresh parts that came to be known while the tool was being read: it may have said so before they were there
 */
export function joinRead(
  known: KnownParts,
  read: readonly ToolReport[],
  fresh: ReadonlySet<string> = new Set(),
): KnownParts {
  if (read.length === 0) return known;
  const seen = new Set(read.map(({ part }) => part));
  const gone = [...known.values()]
    .filter(({ part, state }) => !seen.has(part) && !fresh.has(part) && state !== 'STARTED')
    .map((one): KnownPart => ({ ...one, state: 'DELETED', labels: null, leftOut: [], reason: null }));
  const joined = new Map(join(known, read));
  for (const part of gone) joined.set(part.part, joinPart(joined.get(part.part), part));
  return joined;
}

/** What the tool says of an item as a whole. */
export type Word =
  | { says: 'NOTHING' | 'STARTED' }
  /** there is no answer (any more) */
  | { says: 'OPEN' }
  | { says: 'SUBMITTED'; part: KnownPart }
  | { says: 'SKIPPED'; part: KnownPart };

/** The newest of what is not deleted. Where all is deleted, there is no answer any more. */
export function wordOf(parts: KnownParts): Word {
  const all = [...parts.values()];
  const [newest] = all
    .filter(({ state }) => state !== 'DELETED' && state !== 'STARTED')
    .sort((a, b) => compareMaybe(b.version, a.version) || ofText(b.part, a.part));
  if (newest?.state === 'SUBMITTED') return { says: 'SUBMITTED', part: newest };
  if (newest?.state === 'SKIPPED') return { says: 'SKIPPED', part: newest };
  if (newest || all.some(({ state }) => state === 'DELETED')) return { says: 'OPEN' };
  return { says: all.length > 0 ? 'STARTED' : 'NOTHING' };
}
