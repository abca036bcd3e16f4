import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { organization as words } from '../../messages/organization';
import { faultsOf } from '../../parts/faults';
import { ago } from '../../parts/format';
import { ShowOnce, useMade } from '../../parts/show-once';
import { ErrorWords } from '../../parts/states';
import { type Role, RoleChoice } from './roles';

const inviteMutation = graphql(`
  mutation InviteMember($input: InviteMemberInput!) {
    inviteMember(input: $input) {
      ... on InvitedMember {
        token
        invitation {
          name
          expiresAt
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

interface Invited {
  token: string;
  invitation: { name: string; expiresAt: string };
}

/** What stands behind # is sent to no server: the token is in no log on its way. */
const linkOf = (token: string) => `${window.location.origin}/invitation#token=${token}`;

export function Invite({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { made, setMade, close } = useMade<Invited>(onClose);
  const once = made && {
    title: words.invitationTitle(made.invitation.name),
    secret: linkOf(made.token),
    hint: words.invitationHint(ago(made.invitation.expiresAt)),
  };
  return (
    <ShowOnce isOpen={isOpen} once={once} title={words.inviteTitle} onClose={close}>
      <InviteForm onClose={close} onInvited={setMade} />
    </ShowOnce>
  );
}

function InviteForm({ onClose, onInvited }: { onClose: () => void; onInvited: (invited: Invited) => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<string[]>([]);
  const invite = useChange(
    async () => {
      const input = { name: name.trim(), email: email.trim(), roles: roles as Role[] };
      return granted((await ask(inviteMutation, { input })).inviteMember) as Invited;
    },
    { isQuiet: true, onDone: onInvited },
  );
  const faultAt = faultsOf(invite.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {invite.isError && (
          <Alert color="red" role="alert">
            <ErrorWords error={invite.error} />
          </Alert>
        )}
        <TextInput
          data-autofocus
          label={words.name}
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          error={faultAt('name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TextInput
          label={words.email}
          type="email"
          required
          withAsterisk={false}
          value={email}
          error={faultAt('email')}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <RoleChoice roles={roles} onChange={setRoles} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button
            type="submit"
            loading={invite.isPending}
            disabled={name.trim() === '' || email.trim() === '' || roles.length === 0}
          >
            {words.sendInvitation}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
