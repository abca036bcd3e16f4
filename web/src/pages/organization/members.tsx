import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useAsk } from '../../api/hooks';
import { useTeams } from '../../api/teams';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { organization as words } from '../../messages/organization';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, count, dateTime } from '../../parts/format';
import { PageSteps } from '../../parts/page-steps';
import { Loaded } from '../../parts/states';
import { Invite } from './invite';
import { type Member, membersQuery, type Team, teamsQuery } from './queries';
import { ChangeRoles } from './roles';

interface Row extends Member {
  teams: string[];
}

/** The members, a hundred at a time: in order of their joining. */
export function Members() {
  const { can } = useSession();
  const [after, setAfter] = useState<string | null>(null);
  const [wanted, setWanted] = useState('');
  const [isInviting, setInviting] = useState(false);
  const [changing, setChanging] = useState<Member | null>(null);
  const query = useAsk(membersQuery, { after }, { keepsLast: true, everySeconds: 30 });
  const teams = useTeams(teamsQuery);
  const rows = useMemo(
    () => rowsOf(query.data?.members.nodes ?? [], teams.data?.teams.nodes ?? [], wanted),
    [query.data, teams.data, wanted],
  );
  const mayChange = can('member:roles');
  const columns = useMemo(() => columnsFor(mayChange ? setChanging : null), [mayChange]);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <TextInput
          aria-label={words.find}
          placeholder={words.find}
          w={320}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        />
        {can('member:invite') && <Button onClick={() => setInviting(true)}>{words.invite}</Button>}
      </Group>
      <Loaded query={query}>
        {({ members: { totalCount, pageInfo } }) => (
          <>
            {rows.length === 0 ? (
              <Text c="dimmed">{words.noneFound}</Text>
            ) : (
              <DataTable rows={rows} columns={columns} idOf={({ id }) => id} caption={words.members} />
            )}
            <PageSteps after={after} pageInfo={pageInfo} onGo={setAfter}>
              {messages.common.total(count(totalCount))}
            </PageSteps>
          </>
        )}
      </Loaded>
      <Invite isOpen={isInviting} onClose={() => setInviting(false)} />
      <ChangeRoles member={changing} onClose={() => setChanging(null)} />
    </Stack>
  );
}

const roleWords = ({ roles }: Pick<Member, 'roles'>) => roles.map((role) => messages.roles[role]).join(', ');

function rowsOf(members: readonly Member[], teams: readonly Team[], wanted: string): Row[] {
  const teamsOf = new Map<string, string[]>();
  for (const { name, members: people } of teams)
    for (const { member, isLead } of people)
      teamsOf.set(member.id, [...(teamsOf.get(member.id) ?? []), isLead ? words.leads(name) : name]);
  const parts = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return members
    .map((member) => ({ ...member, teams: teamsOf.get(member.id) ?? [] }))
    .filter((row) => {
      const text = [row.name, row.email, roleWords(row), ...row.teams].join(' ').toLowerCase();
      return parts.every((part) => text.includes(part));
    });
}

const columnsFor = (change: ((member: Member) => void) | null): Column<Row>[] => [
  {
    id: 'name',
    header: words.name,
    value: ({ name }) => name,
    cell: ({ name, state }) => (
      <>
        {name} {state === 'DEACTIVATED' && <Badge color="gray">{words.deactivated}</Badge>}
      </>
    ),
  },
  { id: 'email', header: words.email, value: ({ email }) => email, cell: ({ email }) => email },
  { id: 'roles', header: words.roles, value: roleWords, cell: roleWords },
  { id: 'teams', header: words.inTeams, value: ({ teams }) => teams.join(), cell: ({ teams }) => teams.join(', ') },
  {
    id: 'seen',
    header: words.lastSeen,
    value: ({ lastSeenAt }) => lastSeenAt ?? '',
    cell: ({ lastSeenAt }) =>
      lastSeenAt ? (
        <span title={dateTime(lastSeenAt)}>{ago(lastSeenAt)}</span>
      ) : (
        <Text size="sm" c="dimmed" component="span">
          {words.never}
        </Text>
      ),
  },
  ...(change
    ? [
        {
          id: 'change',
          header: words.changeRoles,
          isUnnamed: true,
          cell: (row: Row) => (
            <Button
              variant="subtle"
              color="gray"
              onClick={() => change(row)}
              aria-label={words.changeRolesOf(row.name)}
            >
              {words.changeRoles}
            </Button>
          ),
        },
      ]
    : []),
];
