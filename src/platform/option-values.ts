import { InvalidArgumentError } from 'commander';

/** Reads the value of an option of the command line that is a whole number. */
export function wholeFrom(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    }
    return number;
  };
}

/** Reads one that is a decimal number between two others, both excluded. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^(\d+\.?\d*|\.\d+)$/.test(text) || !(number > low && number < high)) {
      throw new InvalidArgumentError(`It must be a number between ${low} and ${high}.`);
    }
    return number;
  };
}
