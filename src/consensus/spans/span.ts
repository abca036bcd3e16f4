/** A piece of a text: from the code point `start` up to but not including `end`, with what it is called. */
export interface Span {
  start: number;
  end: number;
  label: string;
}

type Interval = Pick<Span, 'start' | 'end'>;

/** The length that two spans share, over the length that they cover together, 0 to 1; labels do not matter. */
export function spanIou(left: Interval, right: Interval): number {
  const shared = sharedLength(left, right);
  const covered = lengthOf(left) + lengthOf(right) - shared;
  return covered > 0 ? shared / covered : 0;
}

export function sharedLength(left: Interval, right: Interval): number {
  return Math.max(0, Math.min(left.end, right.end) - Math.max(left.start, right.start));
}

export function lengthOf({ start, end }: Interval): number {
  return end - start;
}

/** @throws RangeError unless 0 ≤ start < end, both whole */
export function mustBeSpan({ start, end }: Span): void {
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end)) {
    throw new RangeError(`a span must have whole ends with 0 ≤ start < end, not ${start} and ${end}`);
  }
}
