import { Badge, Button, Select, Stack, Text } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAsk } from '../../api/hooks';
import { useSession } from '../../app/session';
import { roster as words } from '../../messages/roster';
import { CsvLink } from '../../parts/csv-link';
import { type Column, DataTable } from '../../parts/data-table';
import { shownZone } from '../../parts/format';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { LeaveOfDay, RecordLeave } from './leave';
import { type Entry, hoursQuery, rosterQuery } from './queries';
import { beginOf, hoursOf, localOf, mondayOf, nameOfDay, plusDays, windowsOn } from './week';

const route = getRouteApi('/in/roster');
const days = [0, 1, 2, 3, 4, 5, 6];

interface Row {
  entry: Entry;
  worked: number | undefined;
}

/** The week of one's people: shifts, leave, hours planned and worked. */
export function RosterPage() {
  const { week, team } = route.useSearch();
  const { can, me } = useSession();
  const navigate = useNavigate();
  const zone = shownZone();
  const today = localOf(new Date(), zone).date;
  const monday = mondayOf(week ?? today);
  const query = useAsk(
    rosterQuery,
    { from: beginOf(monday, zone), until: beginOf(plusDays(monday, 7), zone), teamId: team ?? null },
    { everySeconds: 60, keepsLast: true },
  );
  const hours = useAsk(
    hoursQuery,
    { filter: { firstDay: monday, lastDay: plusDays(monday, 6), ...(team && { teamIds: [team] }) } },
    { everySeconds: 60, isEnabled: can('time:read'), keepsLast: true },
  );
  const rows = useMemo(() => {
    const worked = new Map<string, number>();
    for (const { memberId, workedSeconds } of hours.data?.hours.rows ?? [])
      worked.set(memberId, (worked.get(memberId) ?? 0) + workedSeconds / 3600);
    return (query.data?.roster.nodes ?? []).map((entry) => ({ entry, worked: worked.get(entry.member.id) }));
  }, [query.data, hours.data]);
  const plans = can('shift:manage');
  const columns = useMemo(
    () => columnsOf(monday, today, zone, plans ? me.id : null),
    [monday, today, zone, plans, me.id],
  );
  const go = (search: { week?: string; team?: string }) =>
    void navigate({ to: '/roster', search: { week, team, ...search }, replace: true });
  return (
    <>
      <PageHead title={words.title}>
        <Select
          size="xs"
          w={220}
          aria-label={words.team}
          placeholder={words.allTeams}
          clearable
          data={(query.data?.teams.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={team ?? null}
          onChange={(next) => go({ team: next ?? undefined })}
        />
        <Button variant="default" onClick={() => go({ week: plusDays(monday, -7) })}>
          {words.earlier}
        </Button>
        <Button variant="default" onClick={() => go({ week: undefined })}>
          {words.thisWeek}
        </Button>
        <Button variant="default" onClick={() => go({ week: plusDays(monday, 7) })}>
          {words.later}
        </Button>
      </PageHead>
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <Empty title={words.none}>{words.noneHint}</Empty>
          ) : (
            <Stack gap="xs">
              <DataTable
                rows={rows}
                columns={columns}
                idOf={({ entry }) => entry.member.id}
                caption={words.week(nameOfDay(monday), nameOfDay(plusDays(monday, 6)))}
              />
              <Text size="xs" c="dimmed">
                {words.zone(zone)} {hours.data && <CsvLink csv={hours.data.hours.csv} name={`hours-${monday}`} />}
              </Text>
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}

/** @param planner who plans for others, and not for themselves; null: nobody */
const columnsOf = (monday: string, today: string, zone: string, planner: string | null): Column<Row>[] => [
  {
    id: 'name',
    header: words.name,
    value: ({ entry }) => entry.member.name,
    cell: ({ entry: { member, isOnShift } }) => (
      <>
        <Link to="/people/$memberId" params={{ memberId: member.id }} style={{ whiteSpace: 'nowrap' }}>
          {member.name}
        </Link>{' '}
        {isOnShift && <Badge color="indigo">{words.onShift}</Badge>}
      </>
    ),
  },
  ...days.map((at): Column<Row> => {
    const date = plusDays(monday, at);
    return {
      id: date,
      header: nameOfDay(date),
      cell: ({ entry }) => (
        <>
          {windowsOn(entry.windows, date, zone).map((window) => (
            <Text
              key={window}
              size="sm"
              className="tabular"
              style={{ whiteSpace: 'nowrap' }}
              fw={date === today ? 600 : undefined}
            >
              {window}
            </Text>
          ))}
          <LeaveOfDay entry={entry} date={date} isFirst={(from) => date === (from < monday ? monday : from)} />
        </>
      ),
    };
  }),
  {
    id: 'planned',
    header: words.planned,
    isNumber: true,
    value: ({ entry }) => hoursOf(entry.windows),
    cell: ({ entry }) => `${hoursOf(entry.windows).toFixed(1)} h`,
  },
  {
    id: 'worked',
    header: words.worked,
    isNumber: true,
    value: ({ worked }) => worked ?? 0,
    cell: ({ worked }) => `${(worked ?? 0).toFixed(1)} h`,
  },
  {
    id: 'leave',
    header: words.leave,
    isUnnamed: true,
    cell: ({ entry }) =>
      planner !== null &&
      planner !== entry.member.id && <RecordLeave member={entry.member} day={today < monday ? monday : today} />,
  },
];
