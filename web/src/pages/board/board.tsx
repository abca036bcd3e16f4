import { Badge, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAsk } from '../../api/hooks';
import { nameOf } from '../../api/graphql';
import { useLive, watched } from '../../api/live';
import { useTeams } from '../../api/teams';
import { board as words } from '../../messages/board';
import { startOfToday } from '../../parts/format';
import { Part } from '../../parts/part';
import { Empty, Failure, Loaded, PageHead, Waiting } from '../../parts/states';
import { Flow } from './flow';
import { Needs } from './needs';
import { PeopleNow } from './people-now';
import { assignmentChanged, peopleQuery, queueChanged, queueQuery, todayQuery } from './queries';
import { QueueTable } from './queue-table';
import { Risks } from './risks';
import { useRisks } from './use-risks';

/** With pushes only what is not pushed is asked for, such as how long people have been idle; without them everything is. */
const seconds = { live: 30, asking: 5 };
/** A connection takes twenty in all: the rest is seen by asking. */
const most = { projects: 12, teams: 8 };

const changing = [queueQuery, peopleQuery, todayQuery].map(nameOf);

/** Watches the projects and the teams that are on the page, and has it look again when something was pushed. */
function useWatch(projectIds: string, teamIds: string): boolean {
  const client = useQueryClient();
  const all = useMemo(
    () => [
      ...projectIds.split(' ').filter(Boolean).slice(0, most.projects).map((projectId) => watched(queueChanged, { projectId })),
      ...teamIds.split(' ').filter(Boolean).slice(0, most.teams).map((teamId) => watched(assignmentChanged, { teamId })),
    ], // prettier-ignore
    [projectIds, teamIds],
  );
  return useLive(all, () => {
    for (const name of changing) void client.invalidateQueries({ queryKey: [name] });
  });
}

/** What needs me now? */
export function BoardPage() {
  const [from] = useState(() => startOfToday());
  const [isLiveNow, setLiveNow] = useState(false);
  const everySeconds = isLiveNow ? seconds.live : seconds.asking;
  const queue = useAsk(queueQuery, undefined, { everySeconds });
  const people = useTeams(peopleQuery, { everySeconds });
  const today = useAsk(todayQuery, { from }, { everySeconds });
  const projects = useMemo(() => queue.data?.queueHealth.projects ?? [], [queue.data]);
  const teams = useMemo(() => people.data?.teams.nodes ?? [], [people.data]);
  const { risks, error, ...paging } = useRisks(projects);
  const isLive = useWatch(
    projects.map(({ projectId }) => projectId).join(' '),
    teams.filter(({ members }) => members.length > 0).map(({ id }) => id).join(' '),
  ); // prettier-ignore
  if (isLive !== isLiveNow) setLiveNow(isLive);
  const everybody = useMemo(
    () => [
      ...new Map(teams.flatMap(({ members }) => members.map(({ member }) => [member.id, member] as const))).values(),
    ],
    [teams],
  );
  const isPaused = useMemo(() => {
    const paused = new Set(
      teams.flatMap(({ members }) =>
        members.filter(({ member }) => member.pauses?.length).map(({ member }) => member.id),
      ),
    );
    return (memberId: string) => paused.has(memberId);
  }, [teams]);
  return (
    <>
      <PageHead title={words.title}>
        <Badge color="gray" title={isLive ? words.liveHint : words.askingHint} role="status">
          {isLive ? words.live : words.asking(seconds.asking)}
        </Badge>
      </PageHead>
      <Loaded query={queue}>
        {({ queueHealth }) =>
          projects.length === 0 ? (
            <Empty title={words.noProjects}>{words.noProjectsHint}</Empty>
          ) : (
            <Stack gap="xl">
              <Needs projects={projects} risks={risks ?? []} people={everybody} isPaused={isPaused} />
              <Part title={words.people} hint={words.peopleHint} csv={today.data?.throughput.csv} file="today">
                {people.isError && !people.data ? (
                  <Failure error={people.error} onRetry={() => void people.refetch()} />
                ) : people.data ? (
                  <PeopleNow teams={teams} projects={projects} today={today.data?.throughput.rows ?? []} />
                ) : (
                  <Waiting />
                )}
              </Part>
              <Part title={words.queue} csv={queueHealth.csv} file="queue">
                <QueueTable projects={projects} />
              </Part>
              <Part title={words.risks}>
                {error && !risks ? <Failure error={error} /> : <Risks risks={risks} {...paging} />}
              </Part>
              <Part title={words.flow}>
                <Flow projects={projects} />
              </Part>
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}
