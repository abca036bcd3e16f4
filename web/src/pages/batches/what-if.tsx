import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { forecast as words } from '../../messages/forecast';
import type { BatchRow } from '../../parts/batch-rows';
import { type Column, DataTable } from '../../parts/data-table';
import { dateTime, percent, span } from '../../parts/format';
import { Failure, Waiting } from '../../parts/states';

const otherBatchesQuery = graphql(`
  query OtherBatches($name: String!) {
    findBatches(name: $name, first: 30) {
      id
      name
      state
    }
  }
`);
const whatIfQuery = graphql(`
  query WhatIf($batchId: ID!, $whatIf: WhatIfInput!) {
    forecast(batchId: $batchId, whatIf: $whatIf) {
      batches {
        batchId
        missRisk
        finish {
          p50
          p80
          p95
        }
        otherwise {
          missRisk
          movedHours
          finish {
            p50
            p80
            p95
          }
        }
      }
    }
  }
`);
type Side = Pick<ResultOf<typeof whatIfQuery>['forecast']['batches'][number], 'missRisk' | 'finish'>;
interface Row {
  name: string;
  side: Side;
}

const moment = (at: string | null) => (at ? dateTime(at) : words.never);
const columns: Column<Row>[] = [
  { id: 'name', header: '', isUnnamed: true, cell: ({ name }) => name },
  { id: 'p50', header: 'P50', cell: ({ side }) => moment(side.finish.p50) },
  { id: 'p80', header: 'P80', cell: ({ side }) => moment(side.finish.p80) },
  { id: 'p95', header: 'P95', cell: ({ side }) => moment(side.finish.p95) },
  {
    id: 'risk',
    header: words.risk,
    isNumber: true,
    cell: ({ side }) => (side.missRisk === null ? '–' : percent(side.missRisk, 0)),
  },
];

/** Under a minute it is not worth a word. */
function movedWords(hours: number): string {
  const seconds = Math.abs(hours) * 3600;
  return seconds < 60 ? words.unmoved : words.moved(span(seconds), hours < 0);
}

interface Question {
  addPeople?: number;
  overlap?: number;
  pauseBatches?: string[];
}

/** Asks for the same batch with something otherwise; both sides have the same luck. */
export function WhatIf({ batch }: { batch: BatchRow }) {
  const [people, setPeople] = useState<number | string>('');
  const [overlap, setOverlap] = useState<number | string>('');
  const [paused, setPaused] = useState<string | null>(null);
  const [asked, setAsked] = useState<Question | null>(null);
  const others = useAsk(otherBatchesQuery, { name: '' });
  const query = useAsk(whatIfQuery, { batchId: batch.id, whatIf: asked ?? {} }, { isEnabled: asked !== null, keepsLast: true }); // prettier-ignore
  const question = useMemo<Question>(
    () => ({
      ...(typeof people === 'number' && people > 0 && { addPeople: people }),
      ...(typeof overlap === 'number' && { overlap }),
      ...(paused && { pauseBatches: [paused] }),
    }),
    [people, overlap, paused],
  );
  const isEmpty = Object.keys(question).length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) setAsked(question);
  };
  const found = asked && query.data?.forecast.batches[0];
  return (
    <Stack gap="sm">
      <form onSubmit={submit}>
        <Group align="flex-end">
          <NumberInput
            w={260}
            min={0}
            max={100}
            allowDecimal={false}
            label={words.addPeople}
            description={words.addPeopleHint}
            value={people}
            onChange={setPeople}
          />{' '}
          {/* prettier-ignore */}
          <NumberInput w={260} min={1} max={10} allowDecimal={false} label={words.overlap} description={words.overlapHint} value={overlap} onChange={setOverlap} />{' '}
          {/* prettier-ignore */}
          <Select
            w={260}
            clearable
            label={words.pause}
            placeholder={words.pauseNone}
            data={(others.data?.findBatches ?? [])
              .filter(({ id, state }) => id !== batch.id && state === 'OPEN')
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={paused}
            onChange={setPaused}
          />
          <Button
            type="submit"
            variant="default"

            loading={query.isFetching && asked !== null}
            disabled={isEmpty}
          >
            {words.ask}
          </Button>
        </Group>
      </form>
      {asked && query.isError && <Failure error={query.error} />}
      {asked && !query.data && !query.isError && <Waiting lines={2} />}
      {found?.otherwise && (
        <>
          <DataTable
            rows={[
              { name: words.as, side: found },
              { name: words.otherwise, side: found.otherwise },
            ]}
            columns={columns}
            idOf={({ name }) => name}
            caption={words.whatIf}
          />
          {found.otherwise.movedHours !== null && (
            <Text size="sm" role="status">
              {movedWords(found.otherwise.movedHours)}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
