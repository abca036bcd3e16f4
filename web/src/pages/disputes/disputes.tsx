import { Badge, Button, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { disputes as words } from '../../messages/disputes';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, dateTime } from '../../parts/format';
import { ReasonDialog } from '../../parts/reason';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { GoldContests } from './gold-contests';

const route = getRouteApi('/in/disputes');

const placesQuery = graphql(`
  query DisputePlaces {
    projects(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);
const disputesQuery = graphql(`
  query Disputes($projectId: ID!, $state: DisputeState) {
    disputes(projectId: $projectId, state: $state, first: 100) {
      nodes {
        id
        taskId
        externalKey
        openedAt
        openedByName
        reviewerName
        decision
        errors
        comment
        reason
        state
        resolution
        isOverride
      }
    }
  }
`);
const resolveMutation = graphql(`
  mutation ResolveDispute($id: ID!, $decision: DisputeDecision!, $reason: String!) {
    resolveDispute(id: $id, decision: $decision, reason: $reason) {
      ... on Dispute {
        id
        state
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
type Dispute = ResultOf<typeof disputesQuery>['disputes']['nodes'][number];
interface Deciding {
  dispute: Dispute;
  decision: 'UPHELD' | 'OVERTURNED';
}

/** Verdicts that their authors contest, and known answers that are contested: a lead has the word on both. */
export function DisputesPage() {
  const { can } = useSession();
  if (can('dispute:read')) return <Disputes />;
  return (
    <>
      <PageHead title={words.title} />
      <Empty title={words.blind}>{words.blindHint}</Empty>
    </>
  );
}

function Disputes() {
  const { project, all } = route.useSearch();
  const { can } = useSession();
  const navigate = useNavigate();
  const places = useAsk(placesQuery);
  const projects = places.data?.projects.nodes ?? [];
  const projectId = project ?? projects[0]?.id ?? '';
  const query = useAsk(
    disputesQuery,
    { projectId, state: all ? null : 'OPEN' },
    { isEnabled: projectId !== '', everySeconds: 10, keepsLast: true },
  );
  const go = (search: { project?: string; all?: true }) => void navigate({ to: '/disputes', search, replace: true });
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const resolve = useChange(
    async ({ dispute: { id }, decision, reason }: Deciding & { reason: string }) =>
      granted((await ask(resolveMutation, { id, decision, reason })).resolveDispute),
    {
      onDone: () => {
        setDeciding(null);
        tellDone(words.decided);
      },
    },
  );
  const mayResolve = can('dispute:resolve');
  const columns = useMemo(() => columnsFor(mayResolve ? setDeciding : null), [mayResolve]);
  return (
    <>
      <PageHead title={words.title}>
        <Switch
          size="xs"
          label={words.showAll}
          checked={all ?? false}
          onChange={({ currentTarget }) => go({ project, all: currentTarget.checked || undefined })}
        />
        <Select
          size="xs"
          w={300}
          maw="100%"
          aria-label={words.project}
          allowDeselect={false}
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={projectId || null}
          onChange={(next) => go({ project: next ?? undefined, all })}
        />
      </PageHead>
      <Stack gap="lg">
        {projectId === '' ? (
          <Loaded query={places}>{() => <Empty title={words.none}>{words.noneHint}</Empty>}</Loaded>
        ) : (
          <Loaded query={query}>
            {({ disputes: { nodes } }) =>
              nodes.length === 0 ? (
                <Empty title={words.none}>{words.noneHint}</Empty>
              ) : (
                <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.title} />
              )
            }
          </Loaded>
        )}
        {can('gold:manage') && projectId !== '' && <GoldContests projectId={projectId} />}
      </Stack>
      <ReasonDialog
        isOpen={deciding !== null}
        title={deciding?.decision === 'OVERTURNED' ? words.overturnTitle : words.upholdTitle}
        submit={deciding?.decision === 'OVERTURNED' ? words.overturn : words.uphold}
        isBusy={resolve.isPending}
        onClose={() => setDeciding(null)}
        onReason={(reason) => deciding && resolve.mutate({ ...deciding, reason })}
      />
    </>
  );
}

interface Fault {
  code?: string;
  severity?: string;
}

const faultsIn = (errors: unknown): string =>
  (Array.isArray(errors) ? (errors as Fault[]) : []).map(({ code }) => code).join(', ');

const columnsFor = (decide: ((deciding: Deciding) => void) | null): Column<Dispute>[] => [
  {
    id: 'task',
    header: words.task,
    value: ({ externalKey }) => externalKey,
    cell: ({ taskId, externalKey }) =>
      taskId ? (
        <Link to="/tasks/$taskId" params={{ taskId }}>
          {externalKey}
        </Link>
      ) : (
        externalKey
      ),
  },
  {
    id: 'opened',
    header: words.opened,
    value: ({ openedAt }) => openedAt,
    cell: ({ openedAt }) => <span title={dateTime(openedAt)}>{ago(openedAt)}</span>,
  },
  { id: 'author', header: words.author, cell: ({ openedByName }) => openedByName },
  { id: 'reviewer', header: words.reviewer, cell: ({ reviewerName }) => reviewerName },
  {
    id: 'verdict',
    header: words.verdict,
    cell: ({ decision, errors, comment }) =>
      [messages.decisions[decision], faultsIn(errors), comment].filter(Boolean).join(' · '),
  },
  { id: 'reason', header: words.reason, cell: ({ reason }) => reason },
  {
    id: 'state',
    header: words.state,
    cell: ({ id, state, resolution, isOverride, ...dispute }) =>
      state === 'OPEN' && decide ? (
        <Group gap={4} wrap="nowrap">
          {(['UPHELD', 'OVERTURNED'] as const).map((decision) => (
            <Button
              key={decision}
              variant="default"
              size="compact-xs"
              onClick={() => decide({ decision, dispute: { id, state, resolution, isOverride, ...dispute } })}
            >
              {decision === 'UPHELD' ? words.uphold : words.overturn}
            </Button>
          ))}
        </Group>
      ) : (
        <>
          <Badge color={state === 'OPEN' ? 'yellow' : 'gray'}>{words.states[state]}</Badge>{' '}
          <Text component="span" size="xs" c="dimmed">
            {[isOverride && words.byLead, resolution].filter(Boolean).join(': ')}
          </Text>
        </>
      ),
  },
];
