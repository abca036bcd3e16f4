import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import { messages } from '../messages';

const words = messages.errors;

/** In plain words, with the fields at fault and the id under which the log knows it. */
export function ErrorWords({ error }: { error: Error }) {
  const { code, message, fields, requestId } =
    error instanceof ApiError ? error : new ApiError('UNKNOWN', words.unknown);
  const said = code === 'FORBIDDEN' ? words.forbidden : code === 'NOT_FOUND' ? words.notFound : message;
  return (
    <>
      {fields.length > 0 ? (
        <ul style={{ margin: 0, paddingLeft: 18 }}>
          {fields.map(({ path, message: fault }) => (
            <li key={path + fault}>
              {path.replace(/^input\./, '')} {fault}
            </li>
          ))}
        </ul>
      ) : (
        <span>{said}</span>
      )}
      {requestId && (
        <Text size="xs" c="dimmed" mt={4} className="tabular">
          {words.requestId(requestId)}
        </Text>
      )}
    </>
  );
}

export function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  return (
    <Alert color="red" variant="light" title={words.title} role="alert">
      <ErrorWords error={error} />
      {onRetry && (
        <Button mt="sm" variant="default" onClick={onRetry}>
          {words.retry}
        </Button>
      )}
    </Alert>
  );
}

/** The place of what is coming, so that nothing jumps. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  return (
    <Stack gap={10} aria-busy="true" aria-label={messages.common.loading} role="status">
      {Array.from({ length: lines }, (_, at) => (
        <Skeleton key={at} height={at === 0 ? 22 : 14} width={at === 0 ? '30%' : `${92 - ((at * 13) % 40)}%`} />
      ))}
    </Stack>
  );
}

/** Nothing is there: what that means, and what to do. */
interface EmptyProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** it is all there is on the page, and so its heading */
  isPage?: boolean;
}

export function Empty({ title, children, action, isPage = false }: EmptyProps) {
  return (
    <Paper p="xl">
      <Stack gap={6} align="flex-start">
        {isPage ? <Title order={1}>{title}</Title> : <Text fw={600}>{title}</Text>}
        {children && <Text c="dimmed">{children}</Text>}
        {action && <Group mt={6}>{action}</Group>}
      </Stack>
    </Paper>
  );
}

/** A query on the screen: waiting, failed, or its answer. An old answer stays when asking again fails. */
export function Loaded<Data>({
  query,
  children,
  lines,
}: {
  query: UseQueryResult<Data, ApiError>;
  children: (data: Data) => ReactNode;
  lines?: number;
}) {
  if (query.data !== undefined)
    return (
      <>
        {query.isError && (
          <Text size="sm" c="var(--m-soon)" role="status" mb="xs">
            {words.stale}
          </Text>
        )}
        {children(query.data)}
      </>
    );
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting lines={lines} />;
}

export function PageHead({ title, crumbs, children }: { title: ReactNode; crumbs?: ReactNode; children?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        {crumbs && (
          <nav className="crumbs" aria-label={messages.common.where}>
            {crumbs}
          </nav>
        )}
        <Title order={1}>{title}</Title>
      </div>
      {children && <Group gap="xs">{children}</Group>}
    </header>
  );
}
