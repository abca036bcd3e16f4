import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useAsk } from '../../api/hooks';
import { useTeamsFrom } from '../../api/teams';
import { useSession } from '../../app/session';
import { roster as words, shifts } from '../../messages/roster';
import { CsvLink } from '../../parts/csv-link';
import { type Column, DataTable } from '../../parts/data-table';
import { shownZone } from '../../parts/format';
import { PageSteps } from '../../parts/page-steps';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { AskedCorrections } from '../time/asked-corrections';
import { AskedLeave } from './asked-leave';
import { ImportShifts } from './import';
import { LeaveDialog, LeaveOfDay } from './leave';
import { PlanDialog } from './plan';
import { type Entry, hoursQuery, type Person, rosterQuery } from './queries';
import { whatOf } from './single-days';
import { beginOf, hoursOf, localOf, mondayOf, nameOfDay, plusDays, windowsOn } from './week';

const route = getRouteApi('/in/roster');
const days = [0, 1, 2, 3, 4, 5, 6];
/** Clients, owners and managers have no shifts, unless they work as well. */
const whoWorks = ['ANNOTATOR', 'REVIEWER', 'TEAM_LEAD'] as const;

interface Row {
  entry: Entry;
  worked: number | undefined;
}

/** What of a person's plan is being changed. */
interface Changing {
  leaveOf: Person | 'several' | null;
  shiftsOf: Person | null;
  isImporting: boolean;
}
const nothing: Changing = { leaveOf: null, shiftsOf: null, isImporting: false };

/** The week of one's people: shifts, leave, hours planned and worked. */
export function RosterPage() {
  const { week, team, zone: chosenZone } = route.useSearch();
  const { can, me } = useSession();
  const navigate = useNavigate();
  const [changing, setChanging] = useState(nothing);
  const [after, setAfter] = useState<string | null>(null);
  const own = shownZone();
  const zone = chosenZone ?? own;
  const today = localOf(new Date(), zone).date;
  const monday = mondayOf(week ?? today);
  const query = useAsk(
    rosterQuery,
    {
      from: beginOf(monday, zone),
      until: beginOf(plusDays(monday, 7), zone),
      teamId: team ?? null,
      roles: [...whoWorks],
      after,
    },
    { everySeconds: 60, keepsLast: true },
  );
  const teams = useTeamsFrom(query.data?.teams);
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
    () => columnsOf({ monday, today, zone, planner: plans ? me.id : null, onChange: (part) => setChanging({ ...nothing, ...part }) }), // prettier-ignore
    [monday, today, zone, plans, me.id],
  );
  const go = (search: { week?: string; team?: string; zone?: string }) =>
    void navigate({ to: '/roster', search: { week, team, zone: chosenZone, ...search }, replace: true });
  const stop = () => setChanging(nothing);
  const people = rows.map(({ entry }) => entry.member).filter(({ id }) => id !== me.id);
  const zones = [...new Set([own, zone, ...people.map(({ timeZone }) => timeZone)])];
  return (
    <>
      <PageHead title={words.title}>
        <Select
          size="xs"
          w={220}
          aria-label={words.team}
          placeholder={words.allTeams}
          clearable
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={team ?? null}
          onChange={(next) => {
            setAfter(null);
            go({ team: next ?? undefined });
          }}
        />
        <Select
          size="xs"
          w={200}
          aria-label={words.shownIn}
          allowDeselect={false}
          data={zones.map((name) => ({ value: name, label: name === own ? words.yourZone(name) : name }))}
          value={zone}
          onChange={(next) => go({ zone: next === null || next === own ? undefined : next })}
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
      {plans && people.length > 0 && (
        <Group gap="xs" mb="sm" justify="flex-end">
          <Button variant="default" onClick={() => setChanging({ ...nothing, leaveOf: 'several' })}>
            {words.several}
          </Button>
          <Button variant="default" onClick={() => setChanging({ ...nothing, isImporting: true })}>
            {shifts.importOpen}
          </Button>
        </Group>
      )}
      {plans && <AskedLeave />}
      {can('time:approve') && <AskedCorrections />}
      <Loaded query={query}>
        {({ roster: { totalCount, pageInfo } }) =>
          rows.length === 0 ? (
            <Empty title={words.none}>{words.noneHint}</Empty>
          ) : (
            <Stack gap="xs" className="rows-tight">
              <DataTable
                rows={rows}
                columns={columns}
                idOf={({ entry }) => entry.member.id}
                caption={words.week(nameOfDay(monday), nameOfDay(plusDays(monday, 6)))}
              />
              {(after !== null || pageInfo.hasNextPage) && (
                <PageSteps after={after} pageInfo={pageInfo} onGo={setAfter}>
                  {words.ofPeople(rows.length, totalCount)}
                </PageSteps>
              )}
              <Text size="xs" c="dimmed">
                {words.zone(zone)} {hours.data && <CsvLink csv={hours.data.hours.csv} name={`hours-${monday}`} />}
              </Text>
            </Stack>
          )
        }
      </Loaded>
      <LeaveDialog of={changing.leaveOf} people={people} day={today < monday ? monday : today} onClose={stop} />
      <PlanDialog of={changing.shiftsOf} onClose={stop} />
      <ImportShifts isOpen={changing.isImporting} today={today} onClose={stop} />
    </>
  );
}

interface Shown {
  monday: string;
  today: string;
  zone: string;
  /** who plans for others, and not for themselves; null: nobody */
  planner: string | null;
  onChange: (part: Partial<Changing>) => void;
}

const columnsOf = ({ monday, today, zone, planner, onChange }: Shown): Column<Row>[] => [
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
          {entry.exceptions
            .filter((one) => !one.isCancelled && (one.date === date || one.toDate === date))
            .map((one) => (
              <Badge
                key={one.id}
                color="gray"
                variant="outline"
                title={[whatOf(one), one.note].filter(Boolean).join(' · ')}
              >
                {shifts.kinds[one.kind]}
              </Badge>
            ))}
          <LeaveOfDay
            entry={entry}
            date={date}
            isFirst={(from) => date === (from < monday ? monday : from)}
            mayTakeBack={planner !== null && planner !== entry.member.id}
          />
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
    id: 'plan',
    header: words.actions,
    isUnnamed: true,
    cell: ({ entry: { member } }) =>
      planner !== null &&
      planner !== member.id && (
        <Stack gap={4} align="stretch">
          <Button
            variant="default"
            size="compact-sm"
            aria-label={shifts.openOf(member.name)}
            onClick={() => onChange({ shiftsOf: member })}
          >
            {shifts.open}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            aria-label={`${words.recordLeave}: ${member.name}`}
            onClick={() => onChange({ leaveOf: member })}
          >
            {words.leaveShort}
          </Button>
        </Stack>
      ),
  },
];
