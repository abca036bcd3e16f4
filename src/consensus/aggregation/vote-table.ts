import type { Votes } from './aggregation.types.js';

export interface NamedVotes {
  votes: Votes;
  /** In the order of their first row. */
  taskNames: string[];
  workerNames: string[];
  /** Sorted: by value when all are numbers, by code unit otherwise. So the order of the rows never decides a tie. */
  classNames: string[];
}

/** Reads rows of (task, worker, label) into numbers, one at a time; 10 bytes a vote beside the names. */
export class VoteTable {
  private readonly tasks = new Map<string, number>();
  private readonly workers = new Map<string, number>();
  private readonly classes = new Map<string, number>();
  private task = new Int32Array(1024);
  private worker = new Int32Array(1024);
  private label = new Uint16Array(1024);
  private count = 0;

  /** @throws RangeError at the 65,536th class */
  add(task: string, worker: string, label: string): void {
    if (this.count === this.task.length) this.grow();
    this.task[this.count] = numberOf(this.tasks, task);
    this.worker[this.count] = numberOf(this.workers, worker);
    const named = numberOf(this.classes, label);
    if (named >= 65_535) throw new RangeError('more than 65,535 different labels: these are not choices');
    this.label[this.count] = named;
    this.count += 1;
  }

  finish(): NamedVotes {
    const seen = [...this.classes.keys()];
    const classNames = sortedNames(seen);
    const place = new Map(classNames.map((name, index) => [name, index]));
    const placeOf = Uint16Array.from(seen, (name) => place.get(name)!);
    return {
      votes: {
        task: this.task.slice(0, this.count),
        worker: this.worker.slice(0, this.count),
        label: this.label.slice(0, this.count).map((named) => placeOf[named]!),
        tasks: this.tasks.size,
        workers: this.workers.size,
        classes: this.classes.size,
      },
      taskNames: [...this.tasks.keys()],
      workerNames: [...this.workers.keys()],
      classNames,
    };
  }

  private grow(): void {
    const twice = <T extends Int32Array | Uint16Array>(old: T, larger: T): T => (larger.set(old), larger);
    this.task = twice(this.task, new Int32Array(this.count * 2));
    this.worker = twice(this.worker, new Int32Array(this.count * 2));
    this.label = twice(this.label, new Uint16Array(this.count * 2));
  }
}

/**
 * Gold by task name as the clamp of `AggregationOptions`: the class of each task, −1 where none is known, and −2 where
 * the known label is one that nobody gave (so no answer can be right).
 */
export function goldOf(named: NamedVotes, truth: ReadonlyMap<string, string>): Int32Array {
  const place = new Map(named.classNames.map((name, index) => [name, index]));
  return Int32Array.from(named.taskNames, (task) => {
    const label = truth.get(task);
    return label === undefined ? -1 : (place.get(label) ?? -2);
  });
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  // A copy: a piece of a line would keep the whole block of the file alive that it was cut from.
  numbers.set(Buffer.from(name).toString(), numbers.size);
  return numbers.size - 1;
}

function sortedNames(names: string[]): string[] {
  const areNumbers = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  // By code unit: a locale would sort differently on another machine. Names such as "1" and "01" are equal numbers.
  const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
  return [...names].sort(areNumbers ? (left, right) => Number(left) - Number(right) || byText(left, right) : byText);
}
