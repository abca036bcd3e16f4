import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useChange, useForgetEverything } from '../../api/hooks';
import { messages } from '../../messages';
import { ErrorWords } from '../../parts/states';
import { EntryFrame } from './entry-frame';

const words = messages.invitation;

const acceptMutation = graphql(`
  mutation AcceptInvitation($token: String!, $password: String!, $name: String) {
    acceptInvitation(token: $token, password: $password, name: $name) {
      ... on SignIn {
        expiresAt
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** In the part of the address behind #, which browsers send to no server and no log. */
const tokenOfAddress = () => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '';

export function InvitationPage() {
  const router = useRouter();
  const forget = useForgetEverything();
  const [token, setToken] = useState(tokenOfAddress);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useChange(
    async () =>
      granted(
        (await ask(acceptMutation, { token: token.trim(), password, name: name.trim() || null })).acceptInvitation,
      ),
    {
      isQuiet: true,
      onDone: async () => {
        forget();
        await router.invalidate();
        await router.navigate({ to: '/', replace: true });
      },
    },
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  return (
    <EntryFrame title={words.title}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          {accept.isError && (
            <Alert color="red" role="alert">
              <ErrorWords error={accept.error} />
            </Alert>
          )}
          <TextInput
            label={words.token}
            description={words.tokenHint}
            required
            withAsterisk={false}
            autoComplete="off"
            value={token}
            onChange={({ currentTarget }) => setToken(currentTarget.value)}
          />
          <TextInput
            label={words.name}
            description={words.nameHint}
            autoComplete="name"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <PasswordInput
            label={words.password}
            description={words.passwordHint}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={12}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Button type="submit" size="sm" loading={accept.isPending}>
            {words.submit}
          </Button>
          <Anchor component={Link} to="/sign-in" size="sm">
            {words.haveAccount}
          </Anchor>
        </Stack>
      </form>
    </EntryFrame>
  );
}
