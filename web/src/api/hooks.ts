import {
  keepPreviousData,
  QueryClient,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { TadaDocumentNode } from 'gql.tada';
import { useCallback } from 'react';
import { tellError } from '../parts/tell';
import { ApiError, ask, type AskOptions } from './client';
import { nameOf } from './graphql';

const isWorthRepeating = (error: unknown) =>
  error instanceof ApiError && ['OFFLINE', 'UNAVAILABLE', 'TIMED_OUT'].includes(error.code);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (count, error) => count < 2 && isWorthRepeating(error),
      refetchOnWindowFocus: true,
    },
  },
});

export const keyOf = (document: unknown, variables?: unknown): unknown[] => [nameOf(document), variables ?? null];

export interface QueryOptions {
  isEnabled?: boolean;
  /** Asks again after so many seconds, as long as somebody looks. */
  everySeconds?: number | false;
  /** While the next answer comes, the last one stays on the screen. */
  keepsLast?: boolean;
}

/** Reads; rows that did not change stay the same objects, so nothing flickers. */
export function useAsk<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables?: Variables,
  options?: QueryOptions,
): UseQueryResult<Result, ApiError> {
  return useReading(keyOf(document, variables), (signal) => ask(document, variables, { signal }), options);
}

/** For what takes more than one question to read. */
export function useReading<Result>(
  key: unknown[],
  read: (signal: AbortSignal) => Promise<Result>,
  { isEnabled = true, everySeconds = false, keepsLast = false }: QueryOptions = {},
): UseQueryResult<Result, ApiError> {
  return useQuery<Result, ApiError>({
    queryKey: key,
    queryFn: ({ signal }) => read(signal),
    enabled: isEnabled,
    // What was refused before anything was seen, as an address that names nothing, is refused again.
    refetchInterval: ({ state: { data, error } }) =>
      data === undefined && error && !isWorthRepeating(error) ? false : everySeconds && everySeconds * 1000,
    placeholderData: keepsLast ? keepPreviousData : undefined,
  });
}

export interface ChangeOptions<Input, Output> {
  /** Where the error is shown already, no message pops up as well. */
  isQuiet?: boolean;
  onDone?: (output: Output, input: Input) => unknown;
}

/** Does something, then lets everything on the screen look again. */
export function useChange<Input = void, Output = unknown>(
  change: (input: Input) => Promise<Output>,
  { isQuiet = false, onDone }: ChangeOptions<Input, Output> = {},
): UseMutationResult<Output, ApiError, Input> {
  const client = useQueryClient();
  return useMutation<Output, ApiError, Input>({
    mutationFn: change,
    onSuccess: async (output, input) => {
      void client.invalidateQueries();
      await onDone?.(output, input);
    },
    onError: (error) => {
      if (!isQuiet) tellError(error);
    },
  });
}

/** Forgets everything that somebody else might have seen before us. */
export function useForgetEverything(): () => void {
  const client = useQueryClient();
  return useCallback(() => client.clear(), [client]);
}

export { ask, type AskOptions };
