/**
 * A count with what is counted, for sentences that people read: "1 task", "2 tasks", "0 tasks".
 *
 * @param one said of exactly one; a verb may come along: `counted(n, 'task is', 'tasks are')`
 * @param many said of any other number; with an s where left out
 */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
