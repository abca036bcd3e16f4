import { ActionIcon, Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { connections as words } from '../../messages/connections';
import { schemaWords } from '../../messages/setup';
import { faultsOf } from '../../parts/faults';
import { ErrorWords } from '../../parts/states';
import { tellDone } from '../../parts/tell';

const peopleQuery = graphql(`
  query ToolPeople {
    members(first: 100) {
      nodes {
        id
        name
        email
      }
    }
  }
`);
const saveMutation = graphql(`
  mutation SetToolUsers($connectionId: ID!, $users: [ToolUserInput!]!) {
    setToolUsers(connectionId: $connectionId, users: $users) {
      id
    }
  }
`);

interface ToolUser {
  toolUser: string;
  memberId: string;
}

/** Who is who in the tool; the whole list is kept at once. */
export function Users({ connectionId, users }: { connectionId: string; users: readonly ToolUser[] }) {
  const { can } = useSession();
  const [edited, setEdited] = useState<ToolUser[]>([...users]);
  const people = useAsk(peopleQuery).data?.members.nodes ?? [];
  const save = useChange(() => ask(saveMutation, { connectionId, users: edited }), {
    isQuiet: true,
    onDone: () => tellDone(words.usersSaved),
  });
  const faultAt = faultsOf(save.error);
  const mayManage = can('connection:manage');
  return (
    <Stack gap="xs" maw={720} align="stretch">
      <Text size="sm" c="dimmed">
        {words.usersHint}
      </Text>
      {save.isError && (
        <Alert color="red" role="alert">
          <ErrorWords error={save.error} />
        </Alert>
      )}
      {edited.map((user, at) => (
        <Group key={at} gap="sm" align="flex-start" wrap="nowrap">
          <TextInput
            label={words.toolUser}
            style={{ flex: 1 }}
            readOnly={!mayManage}
            value={user.toolUser}
            error={faultAt(`users[${at}].toolUser`)}
            onChange={({ currentTarget }) => setEdited(edited.with(at, { ...user, toolUser: currentTarget.value }))}
          />
          <Select
            label={words.member}
            style={{ flex: 1 }}
            readOnly={!mayManage}
            searchable
            allowDeselect={false}
            data={people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
            value={user.memberId || null}
            error={faultAt(`users[${at}].memberId`)}
            onChange={(memberId) => memberId && setEdited(edited.with(at, { ...user, memberId }))}
          />
          {mayManage && (
            <ActionIcon
              mt={24}
              aria-label={schemaWords.remove(user.toolUser)}
              onClick={() => setEdited(edited.toSpliced(at, 1))}
            >
              ✕
            </ActionIcon>
          )}
        </Group>
      ))}
      {mayManage && (
        <Group>
          <Button variant="default" onClick={() => setEdited([...edited, { toolUser: '', memberId: '' }])}>
            {words.addUser}
          </Button>
          <Button
            loading={save.isPending}
            disabled={edited.some(({ toolUser, memberId }) => toolUser.trim() === '' || memberId === '')}
            onClick={() => save.mutate()}
          >
            {words.saveUsers}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
