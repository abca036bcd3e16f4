import type { Pace } from './pace.rules.js';

/** Labels by `KIND name`: `BOX Cat`, `CHOICE animal=cat`. */
export type Mix = Readonly<Record<string, number>>;

/** An answer of a project whose time was measured. */
export interface TimedAnswer {
  memberId: string;
  /** active; > 0 */
  seconds: number;
  mix: Mix;
}

/** Seconds that an answer takes by what is in it. */
export interface ClassPace {
  secondsPerAnswer: number;
  /** of one label of each class that was seen; of what is no object what it adds to an answer, which may be less than nothing */
  secondsOf: ReadonlyMap<string, number>;
  /** of an object whose class was not seen */
  secondsPerObject: number;
}

const objectKinds = new Set(['BOX', 'POLYGON', 'MASK', 'SPAN']);
const isObject = (name: string): boolean => objectKinds.has(name.slice(0, name.indexOf(' ')));
export const objectsIn = (mix: Mix): number =>
  Object.entries(mix).reduce((sum, [name, count]) => sum + (isObject(name) ? count : 0), 0);

/** A class counts as if so many more answers with one label of it had taken what any object takes. */
const classPrior = 5;
/** A person counts as if so many more seconds of theirs had been at everybody's speed. */
const personPrior = 600;
const mostClasses = 60;
const rounds = 12;
const mostSweeps = 200;
/** seconds */
const enough = 1e-4;
/** From fewer answers no class is told from another. */
export const leastTimed = 30;

/**
 * How long answers of a project take, by the classes in them. For answer i of person p with x_ic labels of class c
 *
 *   t_i = v_p · (a + Σ_c β_c·x_ic)
 *
 * in active seconds: v_p is the person's slowness (1 is everybody's), a ≥ 0 the seconds of any answer, β_c those of one label of class c:
 * of objects (BOX, POLYGON, MASK, SPAN) β_c ≥ 0, of the others what they add, which may be less than nothing. All are estimated from
 * everybody's answers, in turns: a and β by least squares of t_i / v_p with weights 1 / expected seconds (times vary with their
 * length), then v from what each person's answers took and should have taken. Both are partially pooled: β_c is drawn to the seconds
 * of an object of any class (of the others to 0) by a ridge worth five answers (Hoerl and Kennard 1970), v_p to 1 by ten minutes
 * of work (Gelman and Hill 2007, chapter 12). So a class that was seen twice is a class like any other, and the slowness of one person
 * does not become the difficulty of the classes that they had, as far as others had those, too. Where nobody else had them, the
 * doubt is the person's: the time is put down to the classes.
 *
 * At last all of it is multiplied so that over these answers expected seconds are the actual ones.
 *
 * @param base of the same project and stage, from the number of objects alone
 * @returns null of fewer than 30 answers
 */
export function classPaceOf(answers: readonly TimedAnswer[], base: Pace): ClassPace | null {
  if (answers.length < leastTimed) return null;
  const names = commonest(answers);
  const places = new Map(names.map((name, at) => [name, at + 2]));
  const rows = answers.map(({ mix }) => rowOf(mix, places));
  let coefficients = [base.secondsPerAnswer, base.secondsPerObject, ...names.map((name) => (isObject(name) ? base.secondsPerObject : 0))]; // prettier-ignore
  let slowness = new Map<string, number>();
  const least = base.secondsOnAverage / 20;
  const expected = () => rows.map((row) => Math.max(least, worth(row, coefficients)));
  for (let round = 0; round < rounds; round += 1) {
    const weights = expected().map((seconds) => 1 / seconds);
    const own = answers.map(({ seconds, memberId }) => seconds / (slowness.get(memberId) ?? 1));
    coefficients = leastSquares({ rows, times: own, weights }, names, base.secondsPerObject, coefficients);
    slowness = slownessOf(answers, expected());
  }
  const scale = sum(answers.map(({ seconds }) => seconds)) / sum(expected());
  const [secondsPerAnswer, secondsPerObject, ...ofClasses] = coefficients.map((one) => one * scale);
  const secondsOf = new Map(names.map((name, at) => [name, ofClasses[at]!]));
  return { secondsPerAnswer: secondsPerAnswer!, secondsPerObject: secondsPerObject!, secondsOf };
}

/** Expected seconds of so many answers with these labels in all. */
export function secondsBy(pace: ClassPace, answers: number, mix: Mix): number {
  const labels = Object.entries(mix).map(
    ([name, count]) => count * (pace.secondsOf.get(name) ?? (isObject(name) ? pace.secondsPerObject : 0)),
  );
  return pace.secondsPerAnswer * answers + sum(labels);
}

/** What was looked at of somebody's answers: how many, and the labels in them. */
export interface SeenMix {
  answers: number;
  mix: Mix;
}

const mostHardness = 5;

/**
 * How much longer these answers take for their classes, beyond what their objects say: expected seconds by classes by those by objects.
 * 1 is what the objects say; between 1/5 and 5, since no class explains more.
 */
export function hardnessOf({ answers, mix }: SeenMix, classes: ClassPace | null, base: Pace | null): number {
  if (!classes || !base || answers === 0) return 1;
  const byObjects = base.secondsPerAnswer * answers + base.secondsPerObject * objectsIn(mix);
  if (byObjects <= 0) return 1;
  return Math.min(mostHardness, Math.max(1 / mostHardness, secondsBy(classes, answers, mix) / byObjects));
}

function commonest(answers: readonly TimedAnswer[]): string[] {
  const counts = new Map<string, number>();
  for (const { mix } of answers) for (const name of Object.keys(mix)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.slice(0, mostClasses).map(([name]) => name);
}

function slownessOf(answers: readonly TimedAnswer[], expected: readonly number[]): Map<string, number> {
  const took = new Map<string, [actual: number, expected: number]>();
  answers.forEach(({ memberId, seconds }, at) => {
    const [actual, wanted] = took.get(memberId) ?? [personPrior, personPrior];
    took.set(memberId, [actual + seconds, wanted + expected[at]!]);
  });
  return new Map([...took].map(([memberId, [actual, wanted]]) => [memberId, actual / wanted]));
}

/** What is in an answer, by the places of its coefficients: 0 itself, 1 objects of no class of its own here, then the classes. */
type Row = readonly (readonly [at: number, count: number])[];

function rowOf(mix: Mix, places: ReadonlyMap<string, number>): Row {
  const counts = new Map([[0, 1]]);
  for (const [name, count] of Object.entries(mix)) {
    const at = places.get(name) ?? (isObject(name) ? 1 : null);
    if (at !== null) counts.set(at, (counts.get(at) ?? 0) + count);
  }
  return [...counts];
}

const worth = (row: Row, coefficients: readonly number[]): number =>
  row.reduce((all, [at, count]) => all + count * coefficients[at]!, 0);

/**
 * The a, b and β that make Σ w (t − a − Σ β x)² + λ Σ (β_c − b)² + λ (b − b₀)² least, where a, b and the β of objects are not below 0;
 * of classes that are no objects λ β² stands for λ (β − b)². One coefficient after the other until none moves: what has to be least
 * is convex, and those that are never met alone move little.
 */
function leastSquares(
  { rows, times, weights }: { rows: readonly Row[]; times: readonly number[]; weights: readonly number[] },
  names: readonly string[],
  perObject: number,
  start: readonly number[],
): number[] {
  const size = start.length;
  const ridge = (classPrior * sum(weights)) / weights.length;
  const left = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const right = new Array<number>(size).fill(0);
  const add = (at: number, other: number, value: number) => (left[at]![other]! += value);
  rows.forEach((row, i) => {
    for (const [at, count] of row) {
      right[at]! += weights[i]! * count * times[i]!;
      for (const [other, more] of row) add(at, other, weights[i]! * count * more);
    }
  });
  add(1, 1, ridge);
  right[1]! += ridge * perObject;
  names.forEach((name, index) => {
    const at = index + 2;
    add(at, at, ridge);
    if (!isObject(name)) return;
    add(1, 1, ridge);
    add(at, 1, -ridge);
    add(1, at, -ridge);
  });
  const found = [...start];
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let moved = 0;
    for (let at = 0; at < size; at += 1) {
      const next = found[at]! + (right[at]! - dot(left[at]!, found)) / left[at]![at]!;
      const allowed = at < 2 || isObject(names[at - 2]!) ? Math.max(0, next) : next;
      moved = Math.max(moved, Math.abs(allowed - found[at]!));
      found[at] = allowed;
    }
    if (moved < enough) break;
  }
  return found;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((all, one, at) => all + one * b[at]!, 0);
