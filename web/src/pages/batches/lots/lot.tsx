import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useSession } from '../../../app/session';
import { messages } from '../../../messages';
import { DataTable } from '../../../parts/data-table';
import { dateTime, percent } from '../../../parts/format';
import { Curve } from './curve';
import { Decide } from './decide';
import { Path } from './path';
import type { Lot } from './queries';
import { severityColumns } from './severities';

const words = messages.lots;

export function OneLot({ lot }: { lot: Lot }) {
  const { can } = useSession();
  const mayDecide = can('audit:decide') && lot.state === 'JUDGED';
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2}>
          {words.round(lot.round)}{' '}
          <Text component="span" size="sm" c="dimmed">
            {words.states[lot.state]}
          </Text>
        </Title>
        {mayDecide && <Decide lot={lot} />}
      </Group>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {lot.teamName ? words.lineOfTeam(lot.teamName) : words.lineOfProject}
          {lot.isSequential && ` ${words.isOneByOne}`}
        </Text>
        {lot.waitingFor && (
          <Alert color={lot.waitingFor.for === 'JUDGE' ? 'yellow' : 'blue'} title={words.waits}>
            {lot.waitingFor.sentence}
          </Alert>
        )}
        {lot.verdict && (
          <Alert color={lot.verdict === 'ACCEPT' ? 'green' : 'red'} title={words.verdicts[lot.verdict]}>
            {lot.reasons.map((reason) => (
              <Text key={reason} size="sm">
                {reason}
              </Text>
            ))}
            {lot.decidedAt && (
              <Text size="sm" mt={4}>
                {words.decided} {dateTime(lot.decidedAt)}: {lot.decisionReason}
              </Text>
            )}
          </Alert>
        )}
        {lot.severities.length > 0 && (
          <DataTable
            rows={lot.severities}
            columns={severityColumns}
            idOf={({ severity }) => severity}
            caption={words.round(lot.round)}
          />
        )}
        {lot.estimate && (
          <Text size="sm">
            {words.estimate(percent(lot.estimate.rate), percent(lot.estimate.low), percent(lot.estimate.high))}{' '}
            <Text component="span" c="dimmed">
              {words.estimates[lot.estimate.method]?.(lot.estimate.n)}
            </Text>
          </Text>
        )}
        {lot.severities.map(
          ({ severity, sampleSize, lines }) =>
            lines && (
              <Paper key={severity} p="md">
                <Title order={3}>
                  {words.path} · {messages.severities[severity]}
                </Title>
                <Text size="sm" c="dimmed" mb="sm">
                  {words.terms(lines)}
                </Text>
                <Path lines={lines} longest={sampleSize} />
              </Paper>
            ),
        )}
        {lot.severities.map((severity) => (
          <Paper key={severity.severity} p="md">
            <Title order={3}>
              {words.curve} · {messages.severities[severity.severity]}
            </Title>
            <Text size="sm" c="dimmed" mb="sm">
              {words.atAql(percent(severity.acceptedAtAql))} {words.limiting(percent(severity.limitingQuality))}
            </Text>
            <Curve severity={severity} />
          </Paper>
        ))}
        <div>
          <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {words.commitment}: {lot.commitment}
          </Text>
          {lot.proof !== null && (
            <Text size="sm" mt={4}>
              <a
                href={`data:application/json,${encodeURIComponent(JSON.stringify(lot.proof, null, 2))}`}
                download="audit.json"
              >
                {words.proof}
              </a>{' '}
              <Text component="span" size="xs" c="dimmed">
                {words.proofHint}
              </Text>
            </Text>
          )}
        </div>
      </Stack>
    </section>
  );
}
