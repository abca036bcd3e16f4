import { Badge, Group, Select, Stack, Text } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { useTeams } from '../../api/teams';
import { messages } from '../../messages';
import { type Column, DataTable } from '../../parts/data-table';
import { Rate } from '../../parts/rate';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { Pausing } from './pausing';

const words = messages.people;
const route = getRouteApi('/in/people');

const projectsQuery = graphql(`
  query PeopleProjects {
    projects(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);
const peopleQuery = graphql(`
  query People($after: String) {
    teams(first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        members {
          isLead
          member {
            id
            name
            roles
            pauses {
              projectId
              reason
              pausedByName
            }
          }
        }
      }
    }
  }
`);
const accuracyQuery = graphql(`
  query PeopleAccuracy($filter: AccuracyFilterInput!) {
    accuracy(filter: $filter, by: PERSON) {
      definition
      csv
      rows {
        key
        accuracy
        interval
        n
        shown
      }
    }
  }
`);

type Member = ResultOf<typeof peopleQuery>['teams']['nodes'][number]['members'][number]['member'];
type Figures = ResultOf<typeof accuracyQuery>['accuracy']['rows'][number];
interface Row extends Member {
  teams: string[];
  isLead: boolean;
  figures: Figures | undefined;
}

/** Clients and managers are in teams as well, to see what is theirs. */
const works = ({ roles }: Member): boolean =>
  roles.some((role) => role === 'ANNOTATOR' || role === 'REVIEWER' || role === 'TEAM_LEAD');

/** Who works in one's teams: how right their work is in a project, and who is paused. */
export function PeoplePage() {
  const { project } = route.useSearch();
  const navigate = useNavigate();
  const query = useTeams(peopleQuery, { everySeconds: 10 });
  const projects = useAsk(projectsQuery).data?.projects.nodes ?? [];
  const projectId = project ?? projects[0]?.id ?? '';
  const accuracy = useAsk(accuracyQuery, { filter: { projectId } }, { isEnabled: projectId !== '', everySeconds: 30 });
  const rows = useMemo(() => rowsOf(query.data?.teams.nodes ?? [], accuracy.data?.accuracy.rows ?? []), [query.data, accuracy.data]); // prettier-ignore
  const columns = useMemo(() => columnsFor(projectId), [projectId]);
  const csv = accuracy.data?.accuracy.csv;
  return (
    <>
      <PageHead title={words.title}>
        <Select
          size="xs"
          w={300}
          maw="100%"
          aria-label={words.project}
          allowDeselect={false}
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={projectId || null}
          onChange={(next) => void navigate({ to: '/people', search: { project: next ?? undefined }, replace: true })}
        />
      </PageHead>
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <Empty title={words.none}>{words.noneHint}</Empty>
          ) : (
            <Stack gap="xs">
              <DataTable rows={rows} columns={columns} idOf={({ id }) => id} caption={words.title} />
              {accuracy.data && (
                <Text size="xs" c="dimmed">
                  {words.definition}: {accuracy.data.accuracy.definition}{' '}
                  {csv && (
                    <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`} download="accuracy.csv">
                      {messages.common.csv}
                    </a>
                  )}
                </Text>
              )}
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}

function rowsOf(teams: ResultOf<typeof peopleQuery>['teams']['nodes'], figures: readonly Figures[]): Row[] {
  const byPerson = new Map(figures.map((one) => [one.key, one]));
  const rows = new Map<string, Row>();
  for (const { name, members } of teams)
    for (const { member, isLead } of members) {
      if (!isLead && !works(member)) continue;
      const known = rows.get(member.id);
      if (known) known.teams.push(name);
      else rows.set(member.id, { ...member, teams: [name], isLead, figures: byPerson.get(member.id) });
    }
  return [...rows.values()];
}

const columnsFor = (projectId: string): Column<Row>[] => [
  {
    id: 'name',
    header: words.name,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to="/people/$memberId" params={{ memberId: id }} search={{ project: projectId || undefined }}>
        {name}
      </Link>
    ),
  },
  {
    id: 'roles',
    header: words.roles,
    value: ({ roles }) => roles.join(),
    cell: ({ roles }) => roles.map((role) => messages.roles[role]).join(', '),
  },
  { id: 'team', header: words.team, value: ({ teams }) => teams.join(), cell: ({ teams }) => teams.join(', ') },
  {
    id: 'accuracy',
    header: words.accuracy,
    // Who is certainly good comes first: the lower end of the interval, not the figure.
    isNumber: false,
    value: ({ figures }) => (figures && figures.n > 0 ? figures.interval[0]! : -1),
    cell: ({ figures }) => (figures ? <Rate {...figures} /> : <Rate accuracy={null} interval={[]} n={0} />),
  },
  {
    id: 'state',
    header: words.state,
    value: ({ pauses }) => (pauses?.length ? 1 : 0),
    cell: ({ pauses }) => {
      const pause = (pauses ?? []).find((one) => one.projectId === projectId || one.projectId === null);
      return (
        pause && (
          <Badge color="yellow" title={words.pausedFor(pause.reason, pause.pausedByName)}>
            {words.paused}
          </Badge>
        )
      );
    },
  },
  {
    id: 'pause',
    header: words.pause,
    isUnnamed: true,
    cell: (row) =>
      row.roles.some((role) => role === 'ANNOTATOR' || role === 'REVIEWER') && (
        <Group justify="flex-end">
          <Pausing person={row} projectId={projectId} />
        </Group>
      ),
  },
];
