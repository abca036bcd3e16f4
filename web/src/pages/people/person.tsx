import { Alert, Badge, Button, Select, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { personWords as more } from '../../messages/person';
import { type Column, DataTable } from '../../parts/data-table';
import { date } from '../../parts/format';
import { asSchema } from '../../parts/labels/label';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { Mixups } from '../quality/mixups';
import { JudgedWork } from './judged';
import { Pausing } from './pausing';
import { figuresQuery, type Next, nextQuery, type PersonOfPage, personQuery } from './queries';
import { firstMonday, Trends } from './trends';

const words = messages.people;
const route = getRouteApi('/in/people/$memberId');

const candidateColumns: Column<Next['candidates'][number]>[] = [
  { id: 'place', header: words.place, isNumber: true, value: ({ place }) => place, cell: ({ place }) => place },
  {
    id: 'task',
    header: words.task,
    cell: ({ task }) =>
      task && (
        <>
          <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
            {task.externalKey}
          </Link>{' '}
          <Text component="span" size="xs" c="dimmed">
            {task.batchName} · {task.projectName}
          </Text>
        </>
      ),
  },
  { id: 'stage', header: words.stage, cell: ({ stage }) => stage && messages.stages[stage] },
  { id: 'because', header: words.because, cell: ({ message }) => message },
];

/** How is this person doing, and what would help? Then what their next claim gives, and the doors between them and the rest. */
export function PersonPage() {
  const { memberId } = route.useParams();
  const { project } = route.useSearch();
  const navigate = useNavigate();
  const next = useAsk(nextQuery, { memberId }, { everySeconds: 10 });
  const person = useAsk(personQuery, { memberId }, { everySeconds: 30 });
  const projects = person.data?.projects.nodes ?? [];
  // Without a choice it is where they work: the first project whose doors are told.
  const working =
    next.data?.explainNextTask.projects.find(({ seats }) => seats > 0) ?? next.data?.explainNextTask.projects[0];
  const chosen =
    projects.find(({ id }) => id === (project ?? working?.projectId)) ?? (next.isSuccess ? projects[0] : undefined);
  const projectId = chosen?.id ?? '';
  const from = useMemo(() => firstMonday(), []);
  const variables = useMemo(() => {
    const both = { memberIds: [memberId], from: from.toISOString() };
    return { filter: { projectId, ...both }, work: { projectIds: [projectId], ...both } };
  }, [projectId, memberId, from]);
  const figures = useAsk(figuresQuery, variables, { isEnabled: projectId !== '', everySeconds: 60, keepsLast: true });
  const schema = useMemo(() => asSchema(chosen?.labelSchema), [chosen]);
  const member = useMemo(() => {
    const all = (person.data?.teams.nodes ?? []).flatMap(({ members }) => members.map((one) => one.member));
    return all.find(({ id }) => id === memberId) ?? null;
  }, [person.data, memberId]);
  return (
    <Loaded query={next}>
      {({ explainNextTask }) => (
        <>
          <PageHead title={explainNextTask.memberName} crumbs={<Link to="/people">{messages.shell.people}</Link>}>
            {projects.length > 0 && (
              <Select
                size="xs"
                w={260}
                aria-label={more.project}
                allowDeselect={false}
                data={projects.map(({ id, name }) => ({ value: id, label: name }))}
                value={projectId || null}
                onChange={(id) =>
                  void navigate({
                    to: '/people/$memberId',
                    params: { memberId },
                    search: { project: id ?? undefined },
                    replace: true,
                  })
                }
              />
            )}
            {member && member.roles.some((role) => role === 'ANNOTATOR' || role === 'REVIEWER') && (
              <Pausing person={member} projectId={projectId || null} />
            )}
          </PageHead>
          <Stack gap="xl">
            {projectId !== '' && (
              <>
                <Loaded query={figures}>{(data) => <Trends figures={data} from={from} />}</Loaded>
                <JudgedWork projectId={projectId} memberId={memberId} schema={schema} />
                <OwnMixups projectId={projectId} memberId={memberId} />
              </>
            )}
            <Coming next={explainNextTask} />
            {member && <Skills member={member} nameOf={(id) => projects.find((one) => one.id === id)?.name ?? id} />}
          </Stack>
        </>
      )}
    </Loaded>
  );
}

/** Asked for when somebody wants to see it: all answers of the project are read for it. */
function OwnMixups({ projectId, memberId }: { projectId: string; memberId: string }) {
  const [isShown, setShown] = useState(false);
  return isShown ? (
    <Mixups projectId={projectId} memberId={memberId} />
  ) : (
    <div>
      <Button variant="default" onClick={() => setShown(true)}>
        {more.showMixups}
      </Button>
    </div>
  );
}

function Coming({ next }: { next: Next }) {
  return (
    <>
      <section>
        <Title order={2} mb="xs">
          {words.next}
        </Title>
        <Alert color="indigo" mb="sm">
          {next.summary}
        </Alert>
        {next.candidates.length === 0 ? (
          <Empty title={words.nothing} />
        ) : (
          <DataTable
            rows={next.candidates}
            columns={candidateColumns}
            idOf={({ place }) => String(place)}
            caption={words.next}
          />
        )}
      </section>
      <section>
        <Title order={2} mb="xs">
          {words.doors}
        </Title>
        <Stack gap="md">
          {next.projects.map((project) => (
            <Doors key={project.projectId} project={project} />
          ))}
        </Stack>
      </section>
    </>
  );
}

interface Held {
  key: string;
  name: string;
  level: number | null;
  from: string;
  expiresAt: string | null;
  isExpired: boolean;
}

const skillColumns: Column<Held>[] = [
  { id: 'name', header: more.skill, value: ({ name }) => name, cell: ({ name }) => name },
  { id: 'level', header: more.level, isNumber: true, value: ({ level }) => level, cell: ({ level }) => level ?? '' },
  { id: 'from', header: more.from, value: ({ from }) => from, cell: ({ from }) => from },
  {
    id: 'until',
    header: more.until,
    value: ({ expiresAt }) => expiresAt ?? '9999',
    cell: ({ expiresAt, isExpired }) => (
      <>
        {expiresAt ? date(expiresAt) : more.forever} {isExpired && <Badge color="yellow">{more.expired}</Badge>}
      </>
    ),
  },
];

function Skills({ member, nameOf }: { member: PersonOfPage; nameOf: (projectId: string) => string }) {
  const rows: Held[] = [
    // Of one source there may be several, from a course each.
    ...(member.skills ?? []).map(({ skill, level, source, expiresAt, isExpired }, index) => ({
      key: `${skill.id} ${source} ${index}`,
      name: skill.name,
      level,
      from: more.skillSources[source] ?? source,
      expiresAt: expiresAt as string | null,
      isExpired,
    })),
    ...(member.qualifications ?? []).map(({ projectId, stage, expiresAt, isExpired }) => ({
      key: `${projectId} ${stage}`,
      name: more.admitted(messages.stages[stage] ?? stage, nameOf(projectId)),
      level: null,
      from: '',
      expiresAt: expiresAt as string | null,
      isExpired,
    })),
  ];
  return (
    <section>
      <Title order={2} mb="xs">
        {more.skills}
      </Title>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {more.noSkills}
        </Text>
      ) : (
        <DataTable rows={rows} columns={skillColumns} idOf={({ key }) => key} caption={more.skills} />
      )}
    </section>
  );
}

function Doors({ project }: { project: Next['projects'][number] }) {
  return (
    <section>
      <Title order={3} mb={4}>
        {project.projectName}{' '}
        <Text component="span" size="sm" c="dimmed">
          {project.message}
        </Text>
      </Title>
      <ol className="story">
        {project.filters.map(({ filter, seats, message }) => {
          const isShut = project.bindingFilter === filter;
          return (
            <li key={filter} data-tone={isShut ? 'now' : seats > 0 ? 'good' : undefined}>
              <Text size="sm" className="tabular">
                {words.filters[filter]}: {words.seatsLeft(seats)}{' '}
                {isShut && <Badge color="red">{message ?? words.nothing}</Badge>}
                {!isShut && message && (
                  <Text component="span" size="xs" c="dimmed">
                    {message}
                  </Text>
                )}
              </Text>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
