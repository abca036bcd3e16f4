import { Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { messages } from '../messages';
import { type Column, DataTable } from './data-table';
import { ago, dateTime } from './format';
import { ReasonDialog } from './reason';

/** What somebody asks of whoever leads them. */
export interface Asked {
  id: string;
  memberId: string;
  memberName: string;
  reason: string | null;
}

export interface AskedWords {
  title: string;
  hint: string;
  at: string;
  decide: string;
  of: (name: string, what: string) => string;
  approve: string;
  approveTitle: (of: string) => string;
  approveHint: string;
  refuse: string;
  refuseTitle: (of: string) => string;
  refuseHint: string;
}

export interface Decision<Row> {
  row: Row;
  approves: boolean;
  /** Empty where nothing was said. */
  reason: string;
}

interface AskedOfOthersProps<Row> {
  rows: readonly Row[];
  words: AskedWords;
  /** Between who asks and why. */
  columns: readonly Column<Row>[];
  /** In a few words, for buttons and questions. */
  whatOf: (row: Row) => string;
  atOf: (row: Row) => string;
  /** As `useChange` gives it. */
  decide: { mutate: (decision: Decision<Row>, then: { onSuccess: () => void }) => void; isPending: boolean };
}

/** What others ask, with the word that they wait for; nothing is shown where nobody asks. */
export function AskedOfOthers<Row extends Asked>({
  rows,
  words,
  columns,
  whatOf,
  atOf,
  decide,
}: AskedOfOthersProps<Row>) {
  const [deciding, setDeciding] = useState<Omit<Decision<Row>, 'reason'> | null>(null);
  const all = useMemo(
    () => columnsOf({ words, columns, whatOf, atOf }, (row, approves) => setDeciding({ row, approves })),
    [words, columns, whatOf, atOf],
  );
  if (rows.length === 0) return null;
  const close = () => setDeciding(null);
  const of = deciding ? words.of(deciding.row.memberName, whatOf(deciding.row)) : '';
  return (
    <section style={{ marginBottom: 'var(--mantine-spacing-lg)' }}>
      <Title order={2}>{words.title}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.hint}
      </Text>
      <DataTable rows={rows} columns={all} idOf={({ id }) => id} caption={words.title} />
      <ReasonDialog
        isOpen={deciding !== null}
        title={(deciding?.approves ? words.approveTitle : words.refuseTitle)(of)}
        hint={deciding?.approves ? words.approveHint : words.refuseHint}
        submit={deciding?.approves ? words.approve : words.refuse}
        isOptional={deciding?.approves}
        maxLength={500}
        isBusy={decide.isPending}
        onClose={close}
        onReason={(reason) => deciding && decide.mutate({ ...deciding, reason }, { onSuccess: close })}
      />
    </section>
  );
}

const columnsOf = <Row extends Asked>(
  { words, columns, whatOf, atOf }: Pick<AskedOfOthersProps<Row>, 'words' | 'columns' | 'whatOf' | 'atOf'>,
  decide: (row: Row, approves: boolean) => void,
): Column<Row>[] => [
  {
    id: 'name',
    header: messages.common.name,
    value: ({ memberName }) => memberName,
    cell: ({ memberId, memberName }) => (
      <Link to="/people/$memberId" params={{ memberId }}>
        {memberName}
      </Link>
    ),
  },
  ...columns,
  { id: 'reason', header: messages.common.reason, cell: ({ reason }) => reason },
  {
    id: 'at',
    header: words.at,
    value: atOf,
    cell: (row) => <span title={dateTime(atOf(row))}>{ago(atOf(row))}</span>,
  },
  {
    id: 'decide',
    header: words.decide,
    isUnnamed: true,
    cell: (row) => (
      <Group gap={4} wrap="nowrap" justify="flex-end">
        {[true, false].map((approves) => (
          <Button
            key={String(approves)}
            variant="default"
            size="compact-sm"
            aria-label={`${approves ? words.approve : words.refuse}: ${words.of(row.memberName, whatOf(row))}`}
            onClick={() => decide(row, approves)}
          >
            {approves ? words.approve : words.refuse}
          </Button>
        ))}
      </Group>
    ),
  },
];
