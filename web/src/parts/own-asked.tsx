import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { messages } from '../messages';
import { ago, dateTime } from './format';

interface OwnAskedProps<Row> {
  rows: readonly Row[];
  none: string;
  whatOf: (row: Row) => string;
  stateOf: (row: Row) => { colour: string; said: string };
  /** Who said something of it, when and why. */
  saidOf: (row: Row) => { by: string; at: string; why: string | null };
  /** How it is taken back, by what name for screen readers; null: it is not any more. */
  takeBackOf: (row: Row) => string | null;
  takeBack: { mutate: (row: Row) => void; isPending: boolean; variables: Row | undefined };
}

/** What somebody asked, and what became of it. */
export function OwnAsked<Row extends { id: string }>({
  rows,
  none,
  whatOf,
  stateOf,
  saidOf,
  takeBackOf,
  takeBack,
}: OwnAskedProps<Row>) {
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  return (
    <Stack gap={8} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {rows.map((row) => {
        const [{ colour, said }, { by, at, why }, label] = [stateOf(row), saidOf(row), takeBackOf(row)];
        return (
          <Group key={row.id} component="li" justify="space-between" align="flex-start" gap="xs">
            <div>
              <Text size="sm">
                {whatOf(row)} <Badge color={colour}>{said}</Badge>
              </Text>
              <Text size="xs" c="dimmed">
                {by} <span title={dateTime(at)}>{ago(at)}</span>
                {why && `: ${why}`}
              </Text>
            </div>
            {label && (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={label}
                loading={takeBack.isPending && takeBack.variables?.id === row.id}
                onClick={() => takeBack.mutate(row)}
              >
                {messages.common.takeBack}
              </Button>
            )}
          </Group>
        );
      })}
    </Stack>
  );
}
