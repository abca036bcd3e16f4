import { NameColumn } from '../name-column.js';
import type { Votes } from './aggregation.types.js';

export interface NamedVotes {
  votes: Votes;
  /** In the order of their first row. */
  taskNames: string[];
  workerNames: string[];
  /** Sorted: by value when all are numbers, by code unit otherwise. So the order of the rows never decides a tie. */
  classNames: string[];
}

/** Reads rows of (task, worker, label) into numbers, one at a time; 12 bytes a vote beside the names. */
export class VoteTable {
  private readonly tasks = new NameColumn();
  private readonly workers = new NameColumn();
  private readonly classes = new NameColumn();

  /** @throws RangeError at the 65,536th class */
  add(task: string, worker: string, label: string): void {
    this.tasks.push(task);
    this.workers.push(worker);
    if (this.classes.push(label) >= 65_535) {
      throw new RangeError('more than 65,535 different labels: these are not choices');
    }
  }

  finish(): NamedVotes {
    const seen = this.classes.names();
    const classNames = sortedNames(seen);
    const place = new Map(classNames.map((name, index) => [name, index]));
    const placeOf = Uint16Array.from(seen, (name) => place.get(name)!);
    return {
      votes: {
        task: this.tasks.placeOfRow(),
        worker: this.workers.placeOfRow(),
        label: Uint16Array.from(this.classes.placeOfRow(), (named) => placeOf[named]!),
        tasks: this.tasks.distinct,
        workers: this.workers.distinct,
        classes: this.classes.distinct,
      },
      taskNames: this.tasks.names(),
      workerNames: this.workers.names(),
      classNames,
    };
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

function sortedNames(names: string[]): string[] {
  const areNumbers = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  // By code unit: a locale would sort differently on another machine. Names such as "1" and "01" are equal numbers.
  const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
  return [...names].sort(areNumbers ? (left, right) => Number(left) - Number(right) || byText(left, right) : byText);
}
