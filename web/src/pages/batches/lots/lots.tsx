import { Alert, Badge, Button, Group, Modal, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import type { BatchRow } from '../../parts/batch-rows';
import { type Column, DataTable } from '../../parts/data-table';
import { count, dateTime, percent } from '../../parts/format';
import { Rate } from '../../parts/rate';
import { ReasonDialog } from '../../parts/reason';
import { Empty, Loaded } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { Curve } from './curve';
import { Path } from './path';

const words = messages.lots;

const lotsQuery = graphql(`
  query Lots($batchId: ID!) {
    auditLots(batchId: $batchId) {
      id
      round
      state
      teamName
      isSequential
      waitingFor {
        for
        sentence
      }
      estimate {
        method
        rate
        low
        high
        n
      }
      verdict
      reasons
      commitment
      lotSize
      sampleSize
      inspection
      decidedAt
      decisionReason
      voidReason
      remedy
      proof
      severities {
        severity
        aql
        codeLetter
        sampleSize
        acceptance
        rejection
        defects
        rate
        isAccepted
        inspected
        lines {
          goodPercent
          ltpd
          alpha
          beta
          slope
          acceptDistance
          refuseDistance
          counts
        }
        inspection
        inspectionReason
        acceptedAtAql
        limitingQuality
        clopperPearson {
          low
          high
        }
        curve {
          share
          accepted
          outgoing
        }
      }
    }
  }
`);
const openMutation = graphql(`
  mutation OpenAudit($input: OpenAuditInput!) {
    openAudit(input: $input) {
      ... on AuditLot {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const acceptMutation = graphql(`
  mutation AcceptLot($lotId: ID!, $reason: String!) {
    acceptLot(lotId: $lotId, reason: $reason) {
      ... on AuditLot {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const returnMutation = graphql(`
  mutation ReturnLot($lotId: ID!, $reason: String!, $how: LotRemedy!) {
    returnLot(lotId: $lotId, reason: $reason, how: $how) {
      ... on AuditLot {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

type Lot = ResultOf<typeof lotsQuery>['auditLots'][number];
type Severity = Lot['severities'][number];

/** The batch as lots that are accepted or returned as one: the plan, what was found, and the word on it. */
export function Lots({ batch }: { batch: BatchRow }) {
  const { can } = useSession();
  const query = useAsk(lotsQuery, { batchId: batch.id }, { everySeconds: 5 });
  const begin = useChange(async () => granted((await ask(openMutation, { input: { batchId: batch.id } })).openAudit), {
    onDone: () => tellDone(words.begun),
  });
  const beginButton = can('audit:open') && (
    <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
      {words.begin}
    </Button>
  );
  return (
    <Loaded query={query}>
      {({ auditLots }) =>
        auditLots.length === 0 ? (
          <Empty title={words.none} action={beginButton}>
            {words.noneHint}
          </Empty>
        ) : (
          <Stack gap="xl">
            {[...auditLots].reverse().map((lot) => (
              <OneLot key={lot.id} lot={lot} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}

const columns: Column<Severity>[] = [
  {
    id: 'severity',
    header: words.severity,
    cell: ({ severity }) => messages.severities[severity] ?? severity,
  },
  { id: 'aql', header: words.aql, isNumber: true, cell: ({ aql }) => `${aql} %` },
  { id: 'n', header: words.n, isNumber: true, cell: ({ lines, inspected, sampleSize }) => lines && inspected === null ? words.atMost(count(sampleSize)) : count(inspected ?? sampleSize) }, // prettier-ignore
  { id: 'ac', header: words.ac, isNumber: true, cell: ({ lines, acceptance }) => lines ? '–' : <span title={words.acHint}>{acceptance}</span> }, // prettier-ignore
  { id: 're', header: words.re, isNumber: true, cell: ({ lines, rejection }) => lines ? '–' : <span title={words.reHint}>{rejection}</span> }, // prettier-ignore
  { id: 'defects', header: words.defects, isNumber: true, cell: ({ defects }) => defects ?? '–' },
  {
    id: 'rate',
    header: words.rate,
    cell: ({ rate, clopperPearson, sampleSize, defects }) =>
      rate !== null && clopperPearson ? (
        <Rate
          accuracy={rate}
          interval={[clopperPearson.low, clopperPearson.high]}
          n={sampleSize}
          shown={messages.common.ofTotal(count(defects ?? 0), count(sampleSize))}
        />
      ) : (
        '–'
      ),
  },
  {
    id: 'inspection',
    header: words.inspection,
    cell: ({ inspection, inspectionReason, codeLetter }) => (
      <span title={inspectionReason}>
        {inspection} · {codeLetter ?? words.oneByOne}
      </span>
    ),
  },
  {
    id: 'verdict',
    header: words.verdict,
    cell: ({ isAccepted, inspected }) =>
      isAccepted === null ? (
        inspected === null ? (
          words.open
        ) : (
          words.undecided
        )
      ) : (
        <Badge color={isAccepted ? 'green' : 'red'}>{isAccepted ? words.passes : words.fails}</Badge>
      ),
  },
];

function OneLot({ lot }: { lot: Lot }) {
  const { can } = useSession();
  const mayDecide = can('audit:decide') && lot.state === 'JUDGED';
  const rows = useMemo(() => lot.severities, [lot.severities]);
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
        {rows.length > 0 && (
          <DataTable rows={rows} columns={columns} idOf={({ severity }) => severity} caption={words.round(lot.round)} />
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

function Decide({ lot }: { lot: Lot }) {
  const [asked, setAsked] = useState<'accept' | 'way' | 'return' | null>(null);
  const [how, setHow] = useState<'SCREENING' | 'REWORK'>('REWORK');
  const done = (message: string) => () => {
    setAsked(null);
    tellDone(message);
  };
  const accept = useChange(
    async (reason: string) => granted((await ask(acceptMutation, { lotId: lot.id, reason })).acceptLot),
    { onDone: done(words.wasAccepted) },
  );
  const giveBack = useChange(
    async (reason: string) => granted((await ask(returnMutation, { lotId: lot.id, reason, how })).returnLot),
    { onDone: done(words.wasReturned) },
  );
  return (
    <Group gap="xs">
      <Button onClick={() => setAsked('accept')}>{words.accept}</Button>
      <Button variant="default" onClick={() => setAsked('way')}>
        {words.return}
      </Button>
      <ReasonDialog
        isOpen={asked === 'accept'}
        title={words.acceptTitle}
        submit={words.accept}
        isBusy={accept.isPending}
        onClose={() => setAsked(null)}
        onReason={(reason) => accept.mutate(reason)}
      />
      <Modal opened={asked === 'way'} onClose={() => setAsked(null)} title={words.how} lockScroll={false}>
        <Stack>
          <SegmentedControl
            orientation="vertical"
            aria-label={words.how}
            data={Object.entries(words.ways).map(([value, label]) => ({ value, label }))}
            value={how}
            onChange={(value) => setHow(value as typeof how)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsked(null)}>
              {messages.common.cancel}
            </Button>
            <Button onClick={() => setAsked('return')}>{words.return}</Button>
          </Group>
        </Stack>
      </Modal>
      <ReasonDialog
        isOpen={asked === 'return'}
        title={words.returnTitle}
        submit={words.return}
        isDangerous
        isBusy={giveBack.isPending}
        onClose={() => setAsked(null)}
        onReason={(reason) => giveBack.mutate(reason)}
      />
    </Group>
  );
}
