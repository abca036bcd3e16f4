import { Alert, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { forecast as words } from '../../messages/forecast';
import type { BatchRow } from '../../parts/batch-rows';
import { CsvLink } from '../../parts/csv-link';
import { type Column, DataTable } from '../../parts/data-table';
import { count, dateTime, percent } from '../../parts/format';
import { Loaded } from '../../parts/states';
import { useSession } from '../../app/session';
import { Band, type BandPoint } from './band';
import { WhatIf } from './what-if';

const forecastQuery = graphql(`
  query BatchForecast($batchId: ID!) {
    forecast(batchId: $batchId) {
      assumptions
      missing
      basis {
        units
        people
        days
      }
      batches {
        batchId
        tasks
        deadlineAt
        missRisk
        finish {
          p50
          p80
          p95
        }
        band {
          at
          p10
          p50
          p90
        }
        expected {
          answers
          judgements
          hours
        }
        reasons {
          cause
          sentence
          riskWithout
        }
      }
    }
  }
`);
type Forecast = ResultOf<typeof forecastQuery>['forecast'];

const everySeconds = 60;
const mostShown = 8;

const columns: Column<BandPoint>[] = [
  { id: 'at', header: words.at, cell: ({ at }) => dateTime(at) },
  { id: 'p10', header: words.p10, isNumber: true, cell: ({ p10 }) => count(p10) },
  { id: 'p50', header: words.middle, isNumber: true, cell: ({ p50 }) => count(p50) },
  { id: 'p90', header: words.p90, isNumber: true, cell: ({ p90 }) => count(p90) },
];

/** When the batch will be done, how sure that is, why it may be late, and what would help. */
export function BatchForecast({ batch }: { batch: BatchRow }) {
  const query = useAsk(forecastQuery, { batchId: batch.id }, { everySeconds });
  return <Loaded query={query}>{({ forecast }) => <Told batch={batch} forecast={forecast} />}</Loaded>;
}

function Told({ batch, forecast }: { batch: BatchRow; forecast: Forecast }) {
  const { can } = useSession();
  const one = forecast.batches.find(({ batchId }) => batchId === batch.id);
  const band = one?.band;
  const shown = useMemo(() => {
    const step = Math.max(1, Math.ceil((band?.length ?? 0) / mostShown));
    return (band ?? []).filter((_, index) => index % step === 0);
  }, [band]);
  if (!one) return <Text c="dimmed">{words.done}</Text>;
  const { finish, missRisk, expected, reasons, tasks, deadlineAt } = one;
  const moment = (at: string | null) => (at ? dateTime(at) : words.never);
  return (
    <Stack gap="lg">
      <div className="figures">
        <div>
          <strong>{missRisk === null ? '–' : percent(missRisk, 0)}</strong>
          <span>{missRisk === null ? words.noRisk : words.risk}</span>
        </div>
        {(
          [
            ['p50', finish.p50],
            ['p80', finish.p80],
            ['p95', finish.p95],
          ] as const
        ).map(([name, at]) => (
          <div key={name}>
            <strong>{moment(at)}</strong>
            <span>{words[name]}</span>
          </div>
        ))}
      </div>
      {(expected ?? forecast.basis) && (
        <Text size="sm" c="dimmed">
          {expected &&
            words.left(Math.round(expected.answers), Math.round(expected.judgements), Math.round(expected.hours))}{' '}
          {forecast.basis !== null &&
            forecast.basis.units > 0 &&
            words.basis(forecast.basis.units, forecast.basis.people, forecast.basis.days)}
        </Text>
      )}
      {forecast.missing.length > 0 && (
        <Alert color="yellow" title={words.missing}>
          {forecast.missing.join(' ')}
        </Alert>
      )}
      {reasons.length > 0 && (
        <section>
          <Title order={2} mb="xs">
            {words.reasons}
          </Title>
          <ol className="story">
            {reasons.map(({ cause, sentence, riskWithout }, index) => (
              <li key={cause} data-tone={index === 0 ? 'now' : 'soon'}>
                <Text size="sm">
                  {sentence}{' '}
                  {missRisk !== null && riskWithout < missRisk && (
                    <Text component="span" c="dimmed" inherit>
                      {words.without(percent(riskWithout, 0))}
                    </Text>
                  )}
                </Text>
              </li>
            ))}
          </ol>
        </section>
      )}
      {can('queue:read') && (
        <section>
          <Title order={2} mb="xs">
            {words.whatIf}
          </Title>
          <WhatIf batch={batch} />
        </section>
      )}
      {one.band.length > 1 && (
        <section>
          <Title order={2} mb="xs">
            {words.band}
          </Title>
          <div className="halves">
            <Band points={one.band} tasks={tasks} deadlineAt={deadlineAt} />
            <div>
              <DataTable rows={shown} columns={columns} idOf={({ at }) => at} caption={words.band} />
              <Text size="xs" mt={4}>
                <CsvLink csv={csvOf(one.band)} name="forecast" />
              </Text>
            </div>
          </div>
        </section>
      )}
      {forecast.assumptions.length > 0 && (
        <section>
          <Title order={2} mb="xs">
            {words.assumptions}
          </Title>
          <ul className="small-n">
            {forecast.assumptions.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
    </Stack>
  );
}

const csvOf = (band: readonly BandPoint[]): string =>
  ['at,p10,p50,p90', ...band.map(({ at, p10, p50, p90 }) => [at, p10, p50, p90].join())].join('\r\n') + '\r\n';
