import { AsyncLocalStorage } from 'node:async_hooks';

const requestIds = new AsyncLocalStorage<string>();

/** Everything that `work` does, awaits included, knows the request's id: log lines, errors, answers. */
export const withRequestId = <Answer>(id: string, work: () => Answer): Answer => requestIds.run(id, work);
export const currentRequestId = (): string => requestIds.getStore() ?? 'none';
