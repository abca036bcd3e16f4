import type { MatchCounts } from '../agreement/index.js';
import { optimalAssignment } from '../hungarian.js';
import { mustBeSpan, sharedLength, spanIou, type Span } from './span.js';

/**
 * Matches of two people's spans where a match is the same start, the same end and the same label, as in the CoNLL-2003 shared task.
 * The same span twice counts twice.
 */
export function exactSpanMatches(left: readonly Span[], right: readonly Span[]): MatchCounts {
  left.forEach(mustBeSpan);
  right.forEach(mustBeSpan);
  const open = new Map<string, number>();
  for (const span of left) open.set(keyOf(span), (open.get(keyOf(span)) ?? 0) + 1);
  let matches = 0;
  for (const span of right) {
    const rest = open.get(keyOf(span)) ?? 0;
    if (rest === 0) continue;
    open.set(keyOf(span), rest - 1);
    matches += 1;
  }
  return { matches, left: left.length, right: right.length };
}

/**
 * Matches of two people's spans where a match is the same label and an IoU of at least `least`. Each span matches one other at most,
 * and the pairs are chosen so that there are as many as can be (then those of the greatest IoU).
 *
 * @param least above 0, at most 1; with 0.5 the boundaries may differ a little, with anything above 0 an overlap is enough
 */
export function overlapSpanMatches(left: readonly Span[], right: readonly Span[], least = 0.5): MatchCounts {
  if (!(least > 0 && least <= 1)) throw new RangeError('least must be above 0 and at most 1');
  left.forEach(mustBeSpan);
  right.forEach(mustBeSpan);
  // One more match is worth more than all the IoU that could be lost for it.
  const match = Math.min(left.length, right.length) + 1;
  const costs = left.map((one) =>
    right.map((other) => {
      const iou = one.label === other.label ? spanIou(one, other) : 0;
      return iou >= least ? -match - iou : 0;
    }),
  );
  const { columns } = optimalAssignment(costs);
  const matches = columns.filter((column, row) => column >= 0 && costs[row]![column]! < 0).length;
  return { matches, left: left.length, right: right.length };
}

/**
 * How much of two people's marking is shared, in code points: 2·shared/(marked by the one + marked by the other), label by label.
 * A text that a person covers twice with the same label counts once. 1 when both marked nothing.
 */
export function sharedMarking(left: readonly Span[], right: readonly Span[]): number {
  const [lefts, rights] = [merged(left), merged(right)];
  const length = (spans: Span[]) => spans.reduce((sum, { start, end }) => sum + end - start, 0);
  let shared = 0;
  for (const one of lefts) {
    for (const other of rights) if (one.label === other.label) shared += sharedLength(one, other);
  }
  const marked = length(lefts) + length(rights);
  return marked > 0 ? (2 * shared) / marked : 1;
}

/** F1 of one comparison: 2·matches/(left + right), 0 to 1; 1 when both are empty. */
export function f1Of({ matches, left, right }: MatchCounts): number {
  return left + right > 0 ? (2 * matches) / (left + right) : 1;
}

/** Spans of the same label that touch or overlap become one. */
function merged(spans: readonly Span[]): Span[] {
  spans.forEach(mustBeSpan);
  const sorted = [...spans].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : a.start - b.start));
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last && last.label === span.label && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else result.push({ ...span });
  }
  return result;
}

const keyOf = ({ start, end, label }: Span) => `${start} ${end} ${label}`;
