import { ActionIcon, Button, Group, Paper, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useTeams } from '../../api/teams';
import { useSession } from '../../app/session';
import { organization as words } from '../../messages/organization';
import { Empty, Loaded } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { LeaveRule } from './leave-rule';
import { type Member, membersQuery, type Team, teamsQuery } from './queries';

const createMutation = graphql(`
  mutation CreateTeam($name: String!) {
    createTeam(name: $name) {
      ... on Team {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const addMutation = graphql(`
  mutation AddTeamMember($teamId: ID!, $memberId: ID!, $isLead: Boolean!) {
    addTeamMember(teamId: $teamId, memberId: $memberId, isLead: $isLead) {
      id
    }
  }
`);
const removeMutation = graphql(`
  mutation RemoveTeamMember($teamId: ID!, $memberId: ID!) {
    removeTeamMember(teamId: $teamId, memberId: $memberId) {
      id
    }
  }
`);

export function Teams() {
  const { can } = useSession();
  const query = useTeams(teamsQuery);
  const members = useAsk(membersQuery, { after: null }, { isEnabled: can('member:read') });
  const mayManage = can('team:manage');
  return (
    <Loaded query={query}>
      {({ teams: { nodes } }) => (
        <Stack gap="md">
          {mayManage && <NewTeam />}
          {nodes.length === 0 && <Empty title={words.noTeams}>{words.noTeamsHint}</Empty>}
          {nodes.map((team) => (
            <OneTeam key={team.id} team={team} everybody={members.data?.members.nodes ?? []} mayManage={mayManage} />
          ))}
          {can('leave:rule') && <LeaveRule />}
        </Stack>
      )}
    </Loaded>
  );
}

function NewTeam() {
  const [name, setName] = useState('');
  const create = useChange(async () => granted((await ask(createMutation, { name: name.trim() })).createTeam), {
    onDone: () => {
      setName('');
      tellDone(words.teamMade);
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={onSubmit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={words.newTeam}
          w={280}
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button type="submit" size="sm" loading={create.isPending} disabled={name.trim() === ''}>
          {words.createTeam}
        </Button>
      </Group>
    </form>
  );
}

interface TeamProps {
  team: Team;
  everybody: readonly Member[];
  mayManage: boolean;
}

function OneTeam({ team, everybody, mayManage }: TeamProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const put = useChange(
    ({ memberId, isLead }: { memberId: string; isLead: boolean }) =>
      ask(addMutation, { teamId: team.id, memberId, isLead }),
    { onDone: () => setChosen(null) },
  );
  const remove = useChange((memberId: string) => ask(removeMutation, { teamId: team.id, memberId }));
  const others = everybody.filter(({ id }) => !team.members.some(({ member }) => member.id === id));
  return (
    <Paper p="md" component="section">
      <Title order={2} mb="xs">
        {team.name}
      </Title>
      {team.members.length === 0 && <Text c="dimmed">{words.nobody}</Text>}
      <ul style={{ listStyle: 'none', margin: 0, padding: 0, maxWidth: 640 }}>
        {team.members.map(({ member, isLead }) => (
          <Group key={member.id} component="li" justify="space-between" wrap="nowrap" py={3}>
            <Text size="sm">
              {member.name}{' '}
              <Text component="span" size="xs" c="dimmed">
                {member.email}
              </Text>
            </Text>
            {mayManage ? (
              <Group gap="xs" wrap="nowrap">
                <Switch
                  size="xs"
                  label={words.lead}
                  aria-label={words.makeLead(member.name)}
                  checked={isLead}
                  onChange={({ currentTarget }) => put.mutate({ memberId: member.id, isLead: currentTarget.checked })}
                />
                <ActionIcon aria-label={words.remove(member.name)} onClick={() => remove.mutate(member.id)}>
                  ✕
                </ActionIcon>
              </Group>
            ) : (
              isLead && <Text size="xs">{words.lead}</Text>
            )}
          </Group>
        ))}
      </ul>
      {mayManage && (
        <Group gap="xs" mt="xs" align="flex-end">
          <Select
            label={words.addMember}
            w={320}
            searchable
            data={others.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
            value={chosen}
            onChange={setChosen}
          />
          <Button
            variant="default"
            size="sm"
            disabled={!chosen}
            loading={put.isPending}
            onClick={() => chosen && put.mutate({ memberId: chosen, isLead: false })}
          >
            {words.add}
          </Button>
        </Group>
      )}
    </Paper>
  );
}
