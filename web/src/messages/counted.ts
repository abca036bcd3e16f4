const language = 'en-GB';
const plurals = new Intl.PluralRules(language);
const figures = new Intl.NumberFormat(language);

/**
 * A count with what is counted, for sentences: "1 task", "2 tasks", "1,000 tasks", "0 tasks".
 *
 * @param one said where the language counts one; a verb may come along: `counted(n, 'task is', 'tasks are')`
 * @param many said of any other number; with an s where left out
 */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${figures.format(count)} ${isOne(count) ? one : many}`;

export const isOne = (count: number): boolean => plurals.select(count) === 'one';
