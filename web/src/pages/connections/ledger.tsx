import { Badge, Group, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { connections as words } from '../../messages/connections';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, count, dateTime } from '../../parts/format';
import { Loaded } from '../../parts/states';

const ledgerQuery = graphql(`
  query Ledger($id: ID!, $onlyDifferences: Boolean!) {
    ledger(connectionId: $id, onlyDifferences: $onlyDifferences, first: 50) {
      totalCount
      nodes {
        id
        item
        toolSays
        musterSays
        answerState
        difference
        sentence
        leftOut
        refusalToldAt
        settledAt
      }
    }
  }
`);
type Entry = ResultOf<typeof ledgerQuery>['ledger']['nodes'][number];

const columns: Column<Entry>[] = [
  { id: 'item', header: words.item, value: ({ item }) => item, cell: ({ item }) => item ?? '–' },
  {
    id: 'tool',
    header: words.toolSays,
    value: ({ toolSays }) => toolSays,
    cell: ({ toolSays }) => words.tool[toolSays],
  },
  {
    id: 'muster',
    header: words.musterSays,
    cell: ({ musterSays, answerState }) => [musterSays, answerState].filter(Boolean).join(', ').toLowerCase(),
  },
  {
    id: 'difference',
    header: words.difference,
    value: ({ difference }) => difference ?? '',
    cell: ({ difference, sentence, leftOut, refusalToldAt }) => (
      <>
        {difference && <Badge color="yellow">{difference}</Badge>} {sentence}
        {refusalToldAt && (
          <Text size="xs" c="dimmed" title={dateTime(refusalToldAt)}>
            {words.told(ago(refusalToldAt))}
          </Text>
        )}
        {leftOut.length > 0 && (
          <Text size="xs" c="dimmed">
            {words.leftOut(leftOut.join(', '))}
          </Text>
        )}
      </>
    ),
  },
  {
    id: 'settled',
    header: words.settled,
    cell: ({ settledAt }) => settledAt && <span title={dateTime(settledAt)}>{ago(settledAt)}</span>,
  },
];

/** The newest fifty: the ledger of a tool is looked at where the two differ. */
export function Ledger({ connectionId }: { connectionId: string }) {
  const [onlyDifferences, setOnly] = useState(false);
  const query = useAsk(ledgerQuery, { id: connectionId, onlyDifferences }, { everySeconds: 5, keepsLast: true });
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">
          {words.ledgerHint}
        </Text>
        <Switch
          size="xs"
          label={words.onlyDifferences}
          checked={onlyDifferences}
          onChange={({ currentTarget }) => setOnly(currentTarget.checked)}
        />
      </Group>
      <Loaded query={query}>
        {({ ledger: { nodes, totalCount } }) =>
          nodes.length === 0 ? (
            <Text c="dimmed">{onlyDifferences ? words.same : words.emptyLedger}</Text>
          ) : (
            <>
              <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.ledger} />
              <Text size="sm" c="dimmed" mt="xs">
                {messages.common.ofTotal(count(nodes.length), count(totalCount))}
              </Text>
            </>
          )
        }
      </Loaded>
    </>
  );
}
