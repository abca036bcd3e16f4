import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ask } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { policyWords as words } from '../../messages/setup';
import { type Column, DataTable } from '../../parts/data-table';
import { faultsOf, showFirstFault } from '../../parts/faults';
import { count, percent } from '../../parts/format';
import type { PolicyDraft } from '../../parts/policy/policy';
import { PolicyForm } from '../../parts/policy/policy-form';
import { ReasonDialog } from '../../parts/reason';
import { Section } from '../../parts/section';
import { ErrorWords } from '../../parts/states';
import { tellDone } from '../../parts/tell';

const updateMutation = graphql(`
  mutation UpdatePolicy($projectId: ID!, $policy: JSON!, $reason: String) {
    updateProjectPolicy(projectId: $projectId, policy: $policy, reason: $reason) {
      id
      policyVersion
    }
  }
`);
const previewMutation = graphql(`
  mutation PreviewPolicy($projectId: ID!, $policy: JSON!) {
    previewPolicy(projectId: $projectId, policy: $policy) {
      id
    }
  }
`);
const analysisQuery = graphql(`
  query PolicyPreview($id: ID!) {
    analysis(id: $id) {
      id
      state
      done
      total
      result
      error
    }
  }
`);

interface PolicySettingsProps {
  projectId: string;
  policy: unknown;
  version: number;
}

/** The policy in force, to be changed with a reason; before that it can be played through what was answered. */
export function PolicySettings({ projectId, policy, version }: PolicySettingsProps) {
  const { can } = useSession();
  const [edited, setEdited] = useState(policy as PolicyDraft);
  const [isAsking, setAsking] = useState(false);
  const isChanged = JSON.stringify(edited) !== JSON.stringify(policy);
  const save = useChange((reason: string) => ask(updateMutation, { projectId, policy: edited, reason }), {
    isQuiet: true,
    onDone: ({ updateProjectPolicy }) => tellDone(words.saved(updateProjectPolicy.policyVersion)),
  });
  const play = useChange(() => ask(previewMutation, { projectId, policy: edited }), { isQuiet: true });
  const error = save.error ?? play.error;
  return (
    <Section
      title={
        <>
          {words.edit}{' '}
          <Text component="span" size="sm" c="dimmed">
            {words.version(version)}
          </Text>
        </>
      }
    >
      <PolicyForm policy={edited} faultAt={faultsOf(error, 'policy.')} onChange={setEdited} />
      <Stack gap="sm" mt="md">
        {error && (
          <Alert color="red" role="alert">
            <ErrorWords error={error} />
          </Alert>
        )}
        <Group>
          <Button disabled={!isChanged} onClick={() => setAsking(true)}>
            {words.save}
          </Button>
          {can('analysis:start') && (
            <Button variant="default" title={words.playHint} loading={play.isPending} onClick={() => play.mutate()}>
              {words.play}
            </Button>
          )}
        </Group>
        {play.data && <Preview id={play.data.previewPolicy.id} />}
      </Stack>
      <ReasonDialog
        isOpen={isAsking}
        title={words.saveTitle}
        submit={words.save}
        isBusy={save.isPending}
        onClose={() => setAsking(false)}
        onReason={(reason) =>
          save.mutate(reason, {
            onSettled: () => setAsking(false),
            onError: showFirstFault,
          })
        }
      />
    </Section>
  );
}

interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
}
interface Forecast extends Record<string, unknown> {
  tasks: number;
  open: { tasks: number } & Record<string, Figure>;
}
interface Played {
  inForce: Forecast;
  proposed: Forecast;
  isCapped: boolean;
}
interface Row {
  id: string;
  label: string;
  inForce: string;
  proposed: string;
}

const columns: Column<Row>[] = [
  { id: 'label', header: words.figure, cell: ({ label }) => label },
  { id: 'inForce', header: words.inForce, isNumber: true, cell: ({ inForce }) => inForce },
  { id: 'proposed', header: words.proposed, isNumber: true, cell: ({ proposed }) => proposed },
];

/** A figure with its interval and n: `1.30 · 1.21–1.42 · n 48` */
function shown({ value, low, high, n }: Figure, write: (value: number) => string): string {
  if (value === null) return '–';
  const interval = low === null || high === null ? '' : ` · ${write(low)}–${write(high)}`;
  return `${write(value)}${interval} · n ${count(n)}`;
}

const whole = (value: number) => count(Math.round(value));

function rowsOf({ inForce, proposed }: Played): Row[] {
  const rows = Object.entries(words.figures).map(([id, label]) => {
    const write = id === 'answersPerTask' ? (value: number) => value.toFixed(2) : (value: number) => percent(value);
    const of = (forecast: Forecast) => shown(forecast[id] as Figure, write);
    return { id, label, inForce: of(inForce), proposed: of(proposed) };
  });
  if (inForce.open.tasks === 0) return rows;
  return [
    ...rows,
    ...Object.entries(words.openFigures).map(([id, label]) => ({
      id,
      label: `${words.open(inForce.open.tasks)}: ${label}`,
      inForce: shown(inForce.open[id]!, whole),
      proposed: shown(proposed.open[id]!, whole),
    })),
  ];
}

function Preview({ id }: { id: string }) {
  const [isOver, setOver] = useState(false);
  const query = useAsk(analysisQuery, { id }, { everySeconds: isOver ? false : 1 });
  const analysis = query.data?.analysis;
  if (analysis && analysis.state !== 'RUNNING' && !isOver) setOver(true);
  const played = analysis?.state === 'DONE' ? (analysis.result as Played) : null;
  const rows = useMemo(() => (played && played.inForce.tasks > 0 ? rowsOf(played) : []), [played]);
  if (analysis?.error) return <Alert color="red">{analysis.error}</Alert>;
  if (!played)
    return (
      <div role="status">
        <Text size="sm">{words.playing}</Text>
        <Progress value={((analysis?.done ?? 0) / (analysis?.total || 1)) * 100} aria-label={words.playing} />
      </div>
    );
  if (rows.length === 0) return <Text c="dimmed">{words.noAnswers}</Text>;
  return (
    <div>
      <DataTable rows={rows} columns={columns} idOf={(row) => row.id} caption={words.play} />
      {played.isCapped && (
        <Text size="xs" c="dimmed" mt={4}>
          {words.capped}
        </Text>
      )}
    </div>
  );
}
