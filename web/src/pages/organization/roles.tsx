import { Alert, Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type VariablesOf } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { organization as words } from '../../messages/organization';
import { ErrorWords } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import type { Member } from './queries';

const rolesMutation = graphql(`
  mutation SetRoles($memberId: ID!, $roles: [Role!]!, $reason: String) {
    setRoles(memberId: $memberId, roles: $roles, reason: $reason) {
      ... on Member {
        id
        roles
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export type Role = VariablesOf<typeof rolesMutation>['roles'][number];

/** Owners make owners; nobody else is offered that. */
export function RoleChoice({ roles, onChange }: { roles: string[]; onChange: (roles: string[]) => void }) {
  const { me } = useSession();
  const isOwner = me.roles.includes('OWNER');
  const shown = Object.entries(messages.roles).filter(
    ([role]) => role !== 'OWNER' || isOwner || roles.includes('OWNER'),
  );
  return (
    <Checkbox.Group label={words.roles} value={roles} onChange={onChange}>
      <Stack gap={6} mt={4}>
        {shown.map(([role, label]) => (
          <Checkbox key={role} size="xs" value={role} label={label} disabled={role === 'OWNER' && !isOwner} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

export function ChangeRoles({ member, onClose }: { member: Member | null; onClose: () => void }) {
  return (
    <Modal
      opened={member !== null}
      onClose={onClose}
      title={member ? words.changeRolesOf(member.name) : ''}
      lockScroll={false}
    >
      {member && <RolesForm member={member} onClose={onClose} />}
    </Modal>
  );
}

function RolesForm({ member, onClose }: { member: Member; onClose: () => void }) {
  const [roles, setRoles] = useState<string[]>(member.roles);
  const [reason, setReason] = useState('');
  const change = useChange(
    async () =>
      granted(
        (await ask(rolesMutation, { memberId: member.id, roles: roles as Role[], reason: reason.trim() })).setRoles,
      ),
    {
      isQuiet: true,
      onDone: () => {
        onClose();
        tellDone(words.rolesChanged(member.name));
      },
    },
  );
  const isSame = roles.length === member.roles.length && roles.every((role) => member.roles.includes(role as Role));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        {change.isError && (
          <Alert color="red" role="alert">
            <ErrorWords error={change.error} />
          </Alert>
        )}
        <RoleChoice roles={roles} onChange={setRoles} />
        <Textarea
          label={words.rolesReason}
          description={words.rolesReasonHint}
          required
          withAsterisk={false}
          autosize
          maxLength={1000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button
            type="submit"
            loading={change.isPending}
            disabled={isSame || roles.length === 0 || reason.trim() === ''}
          >
            {messages.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
